//! Bodies in and out: made here, waited for with patience, read up to a limit.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body::{Body as _, Frame, SizeHint};
use http_body_util::{BodyExt, Empty, Full};
use hyper::body::Incoming;
use probity_upstream::{Body, BoxError};
use tokio::time::{Instant, Sleep};

use crate::linger::Peer;
use crate::refusal::Refusal;

/// The most that is set aside at once for a body on the word of its declared length.
const TRUSTED_BYTES: usize = 64 * 1024;

/// A body of these bytes.
pub(crate) fn full(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into()).map_err(|never| match never {}).boxed_unsync()
}

/// A body of nothing.
pub(crate) fn empty() -> Body {
    Empty::new().map_err(|never| match never {}).boxed_unsync()
}

/// A request's body was silent for too long.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the request's body was silent for {0:?}")]
pub(crate) struct Silent(Duration);

/// A request's body that may be silent for only so long, and that tells the transport when it was not read to its end.
#[derive(Debug)]
pub(crate) struct Patient {
    inner: Incoming,
    timeout: Duration,
    last: Instant,
    /// Made when there is first something to wait for, and moved only when it fires: a busy body costs no timer.
    timer: Option<Pin<Box<Sleep>>>,
    peer: Arc<Peer>,
    ended: bool,
}

impl Patient {
    /// A client's body that may be silent for `timeout` at most.
    pub(crate) fn new(inner: Incoming, timeout: Duration, peer: Arc<Peer>) -> Self {
        let ended = inner.is_end_stream();
        Self { inner, timeout, last: Instant::now(), timer: None, peer, ended }
    }

    /// Reads all of it, up to `limit` bytes. A declared length over the limit is refused before anything is read.
    pub(crate) async fn read(mut self, limit: usize) -> Result<Bytes, Refusal> {
        let declared = self.size_hint().lower();
        if declared > u64::try_from(limit).unwrap_or(u64::MAX) {
            return Err(Refusal::TooLarge { limit });
        }
        let mut whole = BytesMut::new();
        let mut first = Bytes::new();
        while let Some(frame) = self.frame().await {
            let frame = frame.map_err(|error| match error.downcast_ref::<io::Error>() {
                Some(silent) if silent.kind() == io::ErrorKind::TimedOut => Refusal::Slow(silent.to_string()),
                _ => Refusal::Broken(error.to_string()),
            })?;
            let Ok(data) = frame.into_data() else { continue };
            if first.len() + whole.len() + data.len() > limit {
                return Err(Refusal::TooLarge { limit });
            }
            // Most chat requests come in one frame, which is then not copied.
            if first.is_empty() && whole.is_empty() {
                first = data;
                continue;
            }
            if whole.is_empty() {
                whole.reserve(usize::try_from(declared).unwrap_or(0).min(TRUSTED_BYTES));
                whole.extend_from_slice(&std::mem::take(&mut first));
            }
            whole.extend_from_slice(&data);
        }
        Ok(if whole.is_empty() { first } else { whole.freeze() })
    }

    fn poll_silence(&mut self, cx: &mut Context<'_>) -> Poll<Silent> {
        loop {
            let until = self.last + self.timeout;
            let timer = self.timer.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(until)));
            if timer.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            if Instant::now() >= until {
                return Poll::Ready(Silent(self.timeout));
            }
            timer.as_mut().reset(until);
        }
    }
}

impl http_body::Body for Patient {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.inner).poll_frame(cx) {
            self.last = Instant::now();
            self.ended = frame.is_none() || self.inner.is_end_stream();
            return Poll::Ready(frame.map(|frame| frame.map_err(BoxError::from)));
        }
        // As the system would report it: whoever passes the body on knows a timeout when it sees one.
        self.poll_silence(cx).map(|silent| Some(Err(io::Error::new(io::ErrorKind::TimedOut, silent).into())))
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

impl Drop for Patient {
    fn drop(&mut self) {
        if !self.ended {
            self.peer.left_unread();
        }
    }
}
