//! Liveness and readiness.

use std::time::Duration;

use http::{HeaderValue, Response, StatusCode, header};
use probity_upstream::Body;

use crate::body::full;
use crate::server::Context;

/// How long a probe waits for the upstream to say that it is there.
const READY_TIMEOUT: Duration = Duration::from_secs(2);

/// The process is alive.
pub(crate) fn live() -> Response<Body> {
    status(StatusCode::OK, "alive")
}

/// The server can serve: it is not draining, and its endpoint can be reached.
pub(crate) async fn ready(context: &Context) -> Response<Body> {
    if context.is_draining() {
        return status(StatusCode::SERVICE_UNAVAILABLE, "draining");
    }
    match tokio::time::timeout(READY_TIMEOUT, context.endpoint.ready()).await {
        Ok(Ok(())) => status(StatusCode::OK, "ready"),
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            status(StatusCode::SERVICE_UNAVAILABLE, "upstream unreachable")
        }
        Err(_) => status(StatusCode::SERVICE_UNAVAILABLE, "upstream silent"),
    }
}

fn status(status: StatusCode, word: &str) -> Response<Body> {
    let mut response = Response::new(full(format!("{{\"status\":\"{word}\"}}\n")));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
