//! A draw's events as an HTTP response.

use bytes::Bytes;
use futures_util::StreamExt;
use http::{HeaderMap, Response, StatusCode, header};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};
use probity_draw::{Draws, Event, Failure, FailureKind, Head};
use probity_wire::{ErrorBody, sse};

use super::typed;
use crate::endpoint::full;
use crate::{Body, BoxError};

/// A JSON response.
pub(super) fn json(status: StatusCode, body: String) -> Response<Body> {
    respond(status, typed("application/json"), full(body))
}

/// An error in OpenAI's envelope.
pub(super) fn error(status: StatusCode, body: &ErrorBody) -> Response<Body> {
    respond(status, typed("application/json"), full(body.to_bytes()))
}

/// Waits for a plain answer.
pub(super) async fn plain(mut draws: Draws) -> Response<Body> {
    let mut head = Head::default();
    while let Some((_, event)) = draws.next().await {
        match event {
            Event::Opened(opened) => head = opened,
            Event::Delta(_) | Event::Usage(_) => {}
            Event::Done(done) => {
                let Some(body) = done.body else { break };
                return respond(head.status, with_type(head.headers, "application/json"), full(body));
            }
            Event::Failed(failure) => return failed(&failure),
        }
    }
    failed(&unfinished())
}

/// Waits until the draw opens, then passes its frames on as they come.
pub(super) async fn streamed(mut draws: Draws) -> Response<Body> {
    let head = match draws.next().await {
        Some((_, Event::Opened(head))) => head,
        Some((_, Event::Failed(failure))) => return failed(&failure),
        _ => return failed(&unfinished()),
    };
    let frames = draws.filter_map(|(_, event)| std::future::ready(frame(event)));
    let frames = frames.map(|bytes| Ok::<_, BoxError>(Frame::data(bytes)));
    respond(head.status, with_type(head.headers, "text/event-stream"), StreamBody::new(frames).boxed_unsync())
}

fn frame(event: Event) -> Option<Bytes> {
    match event {
        Event::Opened(_) | Event::Usage(_) => None,
        Event::Delta(delta) => delta.frame.and_then(|frame| std::str::from_utf8(&frame).ok().map(sse::data)),
        Event::Done(_) => Some(sse::data(sse::DONE)),
        Event::Failed(failure) => {
            let body = described(&failure).to_bytes();
            std::str::from_utf8(&body).ok().map(sse::data)
        }
    }
}

fn failed(failure: &Failure) -> Response<Body> {
    if let Some(rejection) = &failure.rejection {
        return respond(rejection.status, rejection.headers.clone(), full(rejection.body.clone()));
    }
    error(status(failure.kind), &described(failure))
}

fn described(failure: &Failure) -> ErrorBody {
    let kind = if failure.kind == FailureKind::Invalid { "invalid_request_error" } else { "upstream_error" };
    ErrorBody::new(kind, failure.kind.name(), failure.message.clone())
}

fn status(kind: FailureKind) -> StatusCode {
    match kind {
        FailureKind::Invalid => StatusCode::BAD_REQUEST,
        FailureKind::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
        FailureKind::ConnectTimeout
        | FailureKind::FirstByteTimeout
        | FailureKind::IdleTimeout
        | FailureKind::TotalTimeout => StatusCode::GATEWAY_TIMEOUT,
        _ => StatusCode::BAD_GATEWAY,
    }
}

fn unfinished() -> Failure {
    Failure::new(FailureKind::Malformed, "the embedded model ended without an answer")
}

fn with_type(mut headers: HeaderMap, content_type: &'static str) -> HeaderMap {
    if !headers.contains_key(header::CONTENT_TYPE) {
        headers.extend(typed(content_type));
    }
    headers
}

fn respond(status: StatusCode, headers: HeaderMap, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}
