//! One connection: HTTP/1.1 or HTTP/2, with every timer set.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::Watcher;
use tokio::net::TcpStream;
use tokio_util::sync::CancellationToken;

use crate::exchange;
use crate::linger::{Linger, Patience, Peer};
use crate::server::Context;

/// How often an HTTP/2 connection is asked whether its other end is still there, and how long that may answer.
const PING: Duration = Duration::from_secs(20);

/// What all connections share.
#[derive(Debug, Clone)]
pub(crate) struct Connections {
    context: Arc<Context>,
    builder: Builder<TokioExecutor>,
    abort: CancellationToken,
}

impl Connections {
    /// Connections of a server; `abort` ends them where they stand.
    pub(crate) fn new(context: Arc<Context>, abort: CancellationToken) -> Self {
        let header_bytes = context.config.max_header_bytes;
        let mut builder = Builder::new(TokioExecutor::new());
        // Without a timer hyper forgets its timeouts, each protocol on its own.
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(context.config.header_timeout)
            .max_buf_size(header_bytes)
            .http2()
            .timer(TokioTimer::new())
            .max_header_list_size(u32::try_from(header_bytes).unwrap_or(u32::MAX))
            .keep_alive_interval(PING)
            .keep_alive_timeout(PING);
        Self { context, builder, abort }
    }

    /// Serves a connection until it ends, is silent for too long, or is aborted. The watcher tells it to finish.
    pub(crate) async fn serve(self, stream: TcpStream, watcher: Watcher) {
        let config = &self.context.config;
        let peer = Arc::new(Peer::default());
        let patience = Patience { linger: config.linger_timeout, write: config.write_timeout };
        let io = TokioIo::new(Linger::new(stream, Arc::clone(&peer), patience));
        let (context, served) = (Arc::clone(&self.context), Arc::clone(&peer));
        let service = service_fn(move |request| {
            let (context, peer) = (Arc::clone(&context), Arc::clone(&served));
            async move { Ok::<_, Infallible>(exchange::answer(context, peer, request).await) }
        });
        let connection = watcher.watch(self.builder.serve_connection(io, service).into_owned());
        self.context.metrics.connections.inc();
        tokio::select! {
            ended = connection => {
                if let Err(error) = ended {
                    tracing::debug!(%error, "connection ended badly");
                }
            }
            () = silence(&peer, config.header_timeout) => tracing::debug!("connection closed: it never asked anything"),
            () = self.abort.cancelled() => {}
        }
        self.context.metrics.connections.dec();
    }
}

/// Ends when no request has come within `timeout`. hyper's own timer starts only once it knows which protocol is
/// spoken, so a client that sends nothing, or the first letters of HTTP/2, would be waited for without end.
async fn silence(peer: &Peer, timeout: Duration) {
    tokio::time::sleep(timeout).await;
    if peer.was_served() {
        std::future::pending::<()>().await;
    }
}
