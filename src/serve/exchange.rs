//! One request from its arrival to the last byte of its answer: its place among those in flight, its log line, its
//! metrics.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{self, Poll};
use std::time::Instant;

use bytes::Bytes;
use futures_util::FutureExt;
use http::{HeaderName, HeaderValue, Method, Request, Response, Uri};
use http_body::{Body as _, Frame, SizeHint};
use hyper::body::Incoming;
use probity_draw::FailureKind;
use probity_pipeline::Decision;
use probity_upstream::{Body, BoxError};
use tokio::sync::OwnedSemaphorePermit;

use crate::linger::Peer;
use crate::metrics::Metrics;
use crate::refusal::Refusal;
use crate::route::Route;
use crate::server::Context;
use crate::{chat, health, relay, scoring};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-probity-request-id");

/// What is logged and counted when the client left before it was answered, as nginx does.
const CLIENT_CLOSED: u16 = 499;

/// One request. When the last holder lets go of it, it is logged and counted.
#[derive(Debug)]
pub(crate) struct Exchange {
    route: Route,
    method: Method,
    uri: Uri,
    started: Instant,
    id: OnceLock<String>,
    status: OnceLock<u16>,
    decision: OnceLock<Decision>,
    metrics: Arc<Metrics>,
    place: Option<OwnedSemaphorePermit>,
}

impl Exchange {
    fn begin(context: &Context, request: &Request<Incoming>) -> Self {
        let route = Route::of(request.method(), request.uri().path());
        let place = if route.is_work() { Arc::clone(&context.in_flight).try_acquire_owned().ok() } else { None };
        let metrics = Arc::clone(&context.metrics);
        metrics.in_flight.inc();
        Self {
            route,
            method: request.method().clone(),
            uri: request.uri().clone(),
            started: Instant::now(),
            id: OnceLock::new(),
            status: OnceLock::new(),
            decision: OnceLock::new(),
            metrics,
            place,
        }
    }

    /// Gives the request the id that its plan has.
    pub(crate) fn identify(&self, id: &str) {
        self.id.get_or_init(|| id.to_owned());
    }

    /// Notes what was decided.
    pub(crate) fn decided(&self, decision: Decision) {
        self.decision.get_or_init(|| decision);
    }

    /// Counts a failure of the upstream to answer this request.
    pub(crate) fn failed(&self, kind: FailureKind) {
        self.metrics.count_failure(kind.name());
    }

    /// Notes that this request met a defect of ours (a panic, whose place the panic hook has told).
    pub(crate) fn defect(&self) -> Refusal {
        tracing::error!(request_id = self.id(), "a defect in probity ended this request; please report it");
        Refusal::Defect
    }

    fn id(&self) -> &str {
        self.id.get_or_init(|| uuid::Uuid::now_v7().to_string())
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        let status = self.status.get().copied().unwrap_or(CLIENT_CLOSED);
        let decision = self.decision.get().map_or("none", |decision| decision.name());
        let elapsed = self.started.elapsed();
        self.metrics.in_flight.dec();
        self.metrics.count_request(self.route.name(), decision, status, elapsed);
        if !self.route.is_work() {
            return;
        }
        let ms = elapsed.as_micros() as f64 / 1000.0;
        let (method, path, request_id) = (&self.method, self.uri.path(), self.id());
        tracing::info!(%method, path, status, decision, ms, request_id, "request");
    }
}

/// A response's body that keeps its exchange alive to the end.
#[derive(Debug)]
pub(crate) struct Tracked {
    inner: Body,
    exchange: Arc<Exchange>,
}

impl http_body::Body for Tracked {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut task::Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = Pin::new(&mut self.inner).poll_frame(cx);
        if let Poll::Ready(Some(Err(error))) = &frame
            && let Some(error) = error.downcast_ref::<probity_upstream::Error>()
        {
            self.exchange.failed(error.kind());
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// Answers a request. Whatever happens there is an answer: a panic is a 500 and stays in its request.
pub(crate) async fn answer(context: Arc<Context>, peer: Arc<Peer>, request: Request<Incoming>) -> Response<Tracked> {
    peer.served();
    let exchange = Arc::new(Exchange::begin(&context, &request));
    let mut response = AssertUnwindSafe(dispatch(&context, &exchange, peer, request))
        .catch_unwind()
        .await
        .unwrap_or_else(|_| exchange.defect().into_response());
    exchange.status.get_or_init(|| response.status().as_u16());
    if exchange.route.is_work()
        && let Ok(id) = HeaderValue::from_str(exchange.id())
    {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response.map(|inner| Tracked { inner, exchange })
}

async fn dispatch(
    context: &Arc<Context>,
    exchange: &Arc<Exchange>,
    peer: Arc<Peer>,
    request: Request<Incoming>,
) -> Response<Body> {
    if exchange.route.is_work() && exchange.place.is_none() {
        if !request.body().is_end_stream() {
            peer.left_unread();
        }
        return Refusal::Overloaded.into_response();
    }
    match exchange.route {
        Route::Live => health::live(),
        Route::Ready => health::ready(context).await,
        Route::Metrics => context.metrics.response(),
        // Boxed: the relay's path should not carry the chat's state about.
        Route::Chat => Box::pin(chat::chat(context, exchange, peer, request)).await,
        Route::Score => Box::pin(scoring::score(context, peer, request)).await,
        Route::Relay => relay::relay(context, exchange, peer, request).await,
    }
}
