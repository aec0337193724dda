//! Work that goes on after an answer went out: bounded, owned, and ended with the server.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The tasks behind answers that have gone out.
#[derive(Debug)]
pub(crate) struct Background {
    tasks: TaskTracker,
    room: Arc<Semaphore>,
    stop: CancellationToken,
}

impl Background {
    /// Room for so many tasks at once.
    pub(crate) fn new(limit: usize) -> Self {
        Self { tasks: TaskTracker::new(), room: Arc::new(Semaphore::new(limit)), stop: CancellationToken::new() }
    }

    /// A place for a task, where there is room.
    pub(crate) fn place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.room).try_acquire_owned().ok()
    }

    /// Starts a task in its place.
    pub(crate) fn start(&self, place: OwnedSemaphorePermit, work: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        self.tasks.spawn(async move {
            let _place = place;
            stop.run_until_cancelled(work).await;
        });
    }

    /// Waits for the tasks. No more are to be started.
    pub(crate) async fn finish(&self) {
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Cancels the tasks that are left, and waits for them to be gone.
    pub(crate) async fn stop(&self) {
        self.stop.cancel();
        self.finish().await;
    }
}
