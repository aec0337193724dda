//! A stream of events out of linear code.

use futures_util::{StreamExt, stream};
use probity_draw::{Draws, Event, Failure};
use tokio::sync::mpsc;

/// Events that may wait until the caller takes them; then the draw's code waits, and with it the connection.
const QUEUE: usize = 32;

/// Where a draw's code puts its events.
#[derive(Debug, Clone)]
pub(super) struct Emitter(mpsc::Sender<(usize, Event)>);

impl Emitter {
    /// Puts an event of a draw, waiting for room.
    pub(super) async fn emit(&self, draw: usize, event: Event) {
        // It fails only when the caller has dropped the stream, which drops this very code too.
        drop(self.0.send((draw, event)).await);
    }

    /// Ends a draw badly.
    pub(super) async fn failed(&self, draw: usize, failure: Failure) {
        self.emit(draw, Event::Failed(failure)).await;
    }
}

/// Runs `code` while the stream is polled, and yields what it emits. It ends with the code.
pub(super) fn events<Code>(code: impl FnOnce(Emitter) -> Code) -> Draws
where
    Code: Future<Output = ()> + Send + 'static,
{
    let (sender, mut receiver) = mpsc::channel(QUEUE);
    let working = stream::once(code(Emitter(sender))).filter_map(|()| std::future::ready(None));
    let emitted = stream::poll_fn(move |cx| receiver.poll_recv(cx));
    stream::select(emitted, working).boxed()
}
