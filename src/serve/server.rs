//! Bind, accept, drain.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hyper_util::server::graceful::GracefulShutdown;
use probity_pipeline::Pipeline;
use probity_upstream::Endpoint;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::background::Background;
use crate::connection::Connections;
use crate::scores::Judges;
use crate::{Config, Error, Metrics};

/// How long to wait after the system could not accept a connection, at first and at most: it is out of descriptors,
/// most likely, and trying again at once would only burn the processor.
const BACKOFF: (Duration, Duration) = (Duration::from_millis(5), Duration::from_secs(1));

/// What a server is composed of.
#[derive(Debug)]
pub struct Parts {
    /// Judges what is ours.
    pub pipeline: Pipeline,
    /// Score what is sent to be scored.
    pub judges: Judges,
    /// Answers what is not.
    pub endpoint: Arc<dyn Endpoint>,
    /// Counts both; share it with the pipeline by a [`crate::MetricsSink`].
    pub metrics: Arc<Metrics>,
}

/// What every request needs.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) config: Config,
    pub(crate) pipeline: Pipeline,
    pub(crate) judges: Judges,
    pub(crate) endpoint: Arc<dyn Endpoint>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) background: Background,
    pub(crate) in_flight: Arc<Semaphore>,
    draining: AtomicBool,
}

impl Context {
    /// Whether the server has been told to stop.
    pub(crate) fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }
}

/// A server that listens. Connections are accepted once it runs.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    context: Arc<Context>,
}

impl Server {
    /// Starts to listen.
    ///
    /// # Errors
    /// When the configuration cannot work, or the address cannot be listened on.
    pub async fn bind(config: Config, parts: Parts) -> Result<Self, Error> {
        config.validate()?;
        let listen = |source| Error::Listen { address: config.listen, source };
        let listener = TcpListener::bind(config.listen).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let context = Context {
            background: Background::new(config.max_background),
            in_flight: Arc::new(Semaphore::new(config.max_in_flight)),
            draining: AtomicBool::new(false),
            pipeline: parts.pipeline,
            judges: parts.judges,
            endpoint: parts.endpoint,
            metrics: parts.metrics,
            config,
        };
        Ok(Self { listener, address, context: Arc::new(context) })
    }

    /// Where it listens, the port that the system chose included.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `shutdown` is cancelled, then drains: it says that it is not ready, goes on accepting for
    /// `drain_delay`, and gives what is in flight `drain_timeout` to finish. What has not by then is dropped. When this
    /// returns, every task has ended.
    ///
    /// # Errors
    /// None at present: what goes wrong with one connection is no reason to stop the others.
    pub async fn run(self, shutdown: CancellationToken) -> Result<(), Error> {
        let Self { listener, context, .. } = self;
        let graceful = GracefulShutdown::new();
        let abort = CancellationToken::new();
        let tasks = TaskTracker::new();
        let connections = Connections::new(Arc::clone(&context), abort.clone());
        let accepting = accept(&listener, &context, |stream, place| {
            // The watcher is made before the task: one made within it could miss the signal.
            let watcher = graceful.watcher();
            let connection = connections.clone().serve(stream, watcher);
            tasks.spawn(async move {
                let _place = place;
                connection.await;
            });
        });
        tokio::select! {
            () = accepting => {}
            () = stopped(&context, &shutdown) => {}
        }
        drop(listener);
        let drained = tokio::time::timeout(context.config.drain_timeout, async {
            graceful.shutdown().await;
            context.background.finish().await;
        });
        if drained.await.is_err() {
            tracing::warn!(connections = tasks.len(), "drain timeout: dropping what is still in flight");
        }
        abort.cancel();
        tasks.close();
        tasks.wait().await;
        context.background.stop().await;
        Ok(())
    }
}

/// Waits for the signal to stop, turns unready, and waits for the balancers to notice.
async fn stopped(context: &Context, shutdown: &CancellationToken) {
    shutdown.cancelled().await;
    context.draining.store(true, Ordering::Relaxed);
    tracing::info!("draining");
    tokio::time::sleep(context.config.drain_delay).await;
}

/// Accepts connections without end, at most `max_connections` at once. More wait in the system's queue.
async fn accept(listener: &TcpListener, context: &Context, mut serve: impl FnMut(TcpStream, OwnedSemaphorePermit)) {
    let places = Arc::new(Semaphore::new(context.config.max_connections));
    let mut backoff = BACKOFF.0;
    // The semaphore is never closed.
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        match listener.accept().await {
            Ok((stream, _)) => {
                backoff = BACKOFF.0;
                // Frames of a stream are small and must not wait for each other.
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "cannot set TCP_NODELAY");
                }
                serve(stream, place);
            }
            Err(error) if is_the_clients(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(backoff).await;
                backoff = (backoff * 2).min(BACKOFF.1);
            }
        }
    }
}

/// Whether a connection failed by itself, before it was accepted.
fn is_the_clients(error: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    matches!(
        error.kind(),
        ErrorKind::ConnectionAborted
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionRefused
            | ErrorKind::Interrupted
    )
}
