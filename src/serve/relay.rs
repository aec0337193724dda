//! What is not ours: passed on as it came, streamed both ways.

use std::sync::Arc;

use http::{Request, Response};
use http_body::Body as _;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use probity_pipeline::plan;
use probity_upstream::Body;

use crate::body::{Patient, empty};
use crate::exchange::Exchange;
use crate::linger::Peer;
use crate::refusal::Refusal;
use crate::server::Context;

/// Passes a request on.
pub(crate) async fn relay(
    context: &Context,
    exchange: &Exchange,
    peer: Arc<Peer>,
    request: Request<Incoming>,
) -> Response<Body> {
    let (mut parts, incoming) = request.into_parts();
    plan::strip_headers(&mut parts.headers);
    let body = if incoming.is_end_stream() {
        empty()
    } else {
        Patient::new(incoming, context.config.body_timeout, peer).boxed_unsync()
    };
    forward(context, exchange, Request::from_parts(parts, body)).await.unwrap_or_else(Refusal::into_response)
}

/// Passes a request on whose body has been settled.
pub(crate) async fn forward(
    context: &Context,
    exchange: &Exchange,
    request: Request<Body>,
) -> Result<Response<Body>, Refusal> {
    context.endpoint.relay(request).await.map_err(|error| {
        let refusal = Refusal::Relay(error);
        if !refusal.is_the_clients() {
            exchange.failed(refusal.kind());
        }
        refusal
    })
}
