//! The request's body on its way up, and how far it has come: the time allowed for the first byte of an answer begins
//! when the last byte of the question has gone.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};
use tokio::time::{Duration, Instant};

use crate::{Body, BoxError};

/// The client's body failed, not the upstream.
#[derive(Debug, thiserror::Error)]
#[error("the request's body broke off")]
pub(crate) struct ClientBody(#[source] BoxError);

/// How far an upload has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Nothing has been taken from the body yet (or there is none).
    Waiting,
    /// It was last taken from at that moment.
    Sending(Instant),
    /// All of it had been taken at that moment.
    Sent(Instant),
}

/// An upload's progress, shared between the body (which writes) and whoever waits for the answer (who reads).
#[derive(Debug)]
pub(crate) struct Progress {
    begun: Instant,
    /// Microseconds since `begun`, shifted left by one; the lowest bit says that all has been taken. 0: nothing yet.
    state: AtomicU64,
}

impl Progress {
    fn mark(&self, done: bool) {
        let micros = u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(u64::MAX >> 1).max(1);
        self.state.store((micros << 1) | u64::from(done), Ordering::Relaxed);
    }

    /// Where the upload is.
    pub(crate) fn stage(&self) -> Stage {
        let state = self.state.load(Ordering::Relaxed);
        if state == 0 {
            return Stage::Waiting;
        }
        let at = self.begun + Duration::from_micros(state >> 1);
        if state & 1 == 1 { Stage::Sent(at) } else { Stage::Sending(at) }
    }
}

/// A request body that notes its progress.
#[derive(Debug)]
pub(crate) struct Upload {
    body: Body,
    progress: Option<Arc<Progress>>,
}

impl Upload {
    /// Wraps a body; one that is empty has no progress to watch.
    pub(crate) fn new(body: Body, begun: Instant) -> (Self, Option<Arc<Progress>>) {
        if body.is_end_stream() {
            return (Self { body, progress: None }, None);
        }
        let progress = Arc::new(Progress { begun, state: AtomicU64::new(0) });
        (Self { body, progress: Some(Arc::clone(&progress)) }, Some(progress))
    }
}

impl http_body::Body for Upload {
    type Data = Bytes;
    type Error = ClientBody;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, ClientBody>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        if let Some(progress) = &self.progress {
            let done = matches!(polled, Poll::Ready(None)) || self.body.is_end_stream();
            if polled.is_ready() || progress.stage() == Stage::Waiting {
                progress.mark(done);
            }
        }
        polled.map(|frame| frame.map(|frame| frame.map_err(ClientBody)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
