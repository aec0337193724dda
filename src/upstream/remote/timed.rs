//! The response's body on its way down, within its time limits. Dropping it closes the connection.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use hyper::body::Incoming;
use tokio::time::{Instant, Sleep};

use super::link::Link;
use super::upload::{Progress, Stage};
use crate::{BoxError, Error};

/// A response body with an idle and a total time limit.
pub(crate) struct Timed {
    body: Incoming,
    link: Arc<Link>,
    upload: Option<Arc<Progress>>,
    /// When the whole exchange has to be over.
    deadline: Instant,
    last: Instant,
    /// Made when there is first something to wait for, and moved only when it fires: a busy body costs no timer.
    timer: Option<Pin<Box<Sleep>>>,
}

impl Timed {
    /// Watches a body whose head came just now.
    pub(crate) fn new(body: Incoming, link: Arc<Link>, upload: Option<Arc<Progress>>, deadline: Instant) -> Self {
        Self { body, link, upload, deadline, last: Instant::now(), timer: None }
    }

    fn poll_limits(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        loop {
            let quiet_until = self.last_sign_of_life() + self.link.limits().idle;
            let until = quiet_until.min(self.deadline);
            let timer = self.timer.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(until)));
            if timer.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            let now = Instant::now();
            if now >= self.deadline {
                return Poll::Ready(self.link.total_timeout());
            }
            if now >= quiet_until {
                return Poll::Ready(self.link.idle_timeout());
            }
            timer.as_mut().reset(until);
        }
    }

    /// A byte in either direction: an answer may begin before the question's last byte has gone.
    fn last_sign_of_life(&self) -> Instant {
        match self.upload.as_ref().map(|upload| upload.stage()) {
            Some(Stage::Sending(at) | Stage::Sent(at)) => self.last.max(at),
            Some(Stage::Waiting) | None => self.last,
        }
    }
}

impl http_body::Body for Timed {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match Pin::new(&mut self.body).poll_frame(cx) {
            Poll::Ready(Some(Ok(frame))) => {
                self.last = Instant::now();
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(self.link.broken(&error).into()))),
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending => self.poll_limits(cx).map(|error| Some(Err(error.into()))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl std::fmt::Debug for Timed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Timed").field("host", &self.link.host()).finish_non_exhaustive()
    }
}
