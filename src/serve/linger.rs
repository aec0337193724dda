//! Closing so that the last response arrives.
//!
//! When a request is answered before its body was read (a declared length over the limit, say), closing the socket
//! with unread bytes in it makes the kernel send a reset, which throws away the response at the other end. So the
//! writing half is closed first, and what still comes is read and thrown away until the client closes or a time is up.
//!
//! A client that does not read makes us wait too: for what it is sent, and with it for the upstream, whose own time
//! limits rest while nobody asks for its bytes. So a write that gets nowhere for too long ends the connection.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Sleep;

/// What a connection's requests tell its transport.
#[derive(Debug, Default)]
pub(crate) struct Peer {
    unread: AtomicBool,
    served: AtomicBool,
}

impl Peer {
    /// Says that a request was answered without its whole body having been read.
    pub(crate) fn left_unread(&self) {
        self.unread.store(true, Ordering::Relaxed);
    }

    /// Says that a whole request head has arrived.
    pub(crate) fn served(&self) {
        self.served.store(true, Ordering::Relaxed);
    }

    /// Whether a whole request head has ever arrived.
    pub(crate) fn was_served(&self) -> bool {
        self.served.load(Ordering::Relaxed)
    }
}

/// How long a connection is waited for at its ends.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    /// How long it lingers once its peer has left something unread.
    pub(crate) linger: Duration,
    /// How long a write may get nowhere.
    pub(crate) write: Duration,
}

/// A TCP stream that, where need be, lingers when it is shut down, and that does not wait for ever to be read.
#[derive(Debug)]
pub(crate) struct Linger {
    stream: TcpStream,
    peer: std::sync::Arc<Peer>,
    patience: Patience,
    deadline: Option<Pin<Box<Sleep>>>,
    /// When to give up a write that gets nowhere; made when one has to wait.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Linger {
    /// A stream of that patience, which lingers only once `peer` has left something unread.
    pub(crate) fn new(stream: TcpStream, peer: std::sync::Arc<Peer>, patience: Patience) -> Self {
        Self { stream, peer, patience, deadline: None, stalled: None }
    }

    /// A write that has to wait fails when it has waited for too long.
    fn in_time<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let timeout = self.patience.write;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(timeout)));
        stalled.as_mut().poll(cx).map(|()| Err(io::Error::new(io::ErrorKind::TimedOut, "the client does not read")))
    }

    fn poll_discard(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let timeout = self.patience.linger;
        let deadline = self.deadline.get_or_insert_with(|| Box::pin(tokio::time::sleep(timeout)));
        let mut scratch = [0_u8; 16 * 1024];
        loop {
            if deadline.as_mut().poll(cx).is_ready() {
                return Poll::Ready(());
            }
            let mut buffer = ReadBuf::new(&mut scratch);
            let read = ready!(Pin::new(&mut self.stream).poll_read(cx, &mut buffer));
            if read.is_err() || buffer.filled().is_empty() {
                return Poll::Ready(());
            }
        }
    }
}

impl AsyncRead for Linger {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Linger {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.in_time(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.in_time(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.deadline.is_none() {
            ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
        }
        if self.peer.unread.load(Ordering::Relaxed) {
            ready!(self.poll_discard(cx));
        }
        Poll::Ready(Ok(()))
    }
}
