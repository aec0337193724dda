//! Sends a chat request and waits for the response's head; whatever is no success is a failure with its rejection.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use http::uri::PathAndQuery;
use http::{HeaderMap, Method, Response, Uri};
use http_body::Body as _;
use http_body_util::BodyExt;
use probity_draw::{Failure, FailureKind, Rejection};

use super::ReadLimits;
use crate::endpoint::full;
use crate::remote::{Link, Timed, headers};
use crate::{BoxError, Error};

/// The most of an error response that is kept to be handed on.
const MAX_REJECTION: usize = 1024 * 1024;

/// Posts a chat request to where the client sent it.
pub(super) async fn post(
    link: &Arc<Link>,
    target: &PathAndQuery,
    headers: HeaderMap,
    body: Bytes,
    limits: ReadLimits,
) -> Result<Response<Timed>, Failure> {
    let uri = link.address().join(&Uri::from(target.clone()))?;
    let response = link.send(Method::POST, uri, headers, full(body)).await?;
    if response.status().is_success() {
        return Ok(response);
    }
    Err(rejected(link.host(), response, limits.response.min(MAX_REJECTION)).await)
}

async fn rejected(host: &str, response: Response<Timed>, limit: usize) -> Failure {
    let (parts, body) = response.into_parts();
    let message = format!("the upstream {host} answered with status {}", parts.status.as_u16());
    let rejection = Rejection {
        status: parts.status,
        headers: headers::of_answer(parts.headers),
        body: first_bytes(body, limit).await,
    };
    let mut failure = Failure::new(FailureKind::Status, message);
    failure.rejection = Some(Box::new(rejection));
    failure
}

/// As much of a body as comes, up to a limit: the status matters more than a body that breaks.
async fn first_bytes(mut body: Timed, limit: usize) -> Bytes {
    let mut bytes = BytesMut::new();
    while let Some(Ok(frame)) = body.frame().await {
        let Ok(data) = frame.into_data() else { continue };
        let room = limit - bytes.len();
        bytes.extend_from_slice(data.get(..room).unwrap_or(&data));
        if bytes.len() == limit {
            break;
        }
    }
    bytes.freeze()
}

/// A whole body, at most `limit` bytes.
pub(super) async fn whole(mut body: Timed, limit: usize) -> Result<Bytes, Failure> {
    let announced = body.size_hint().lower();
    if usize::try_from(announced).map_or(true, |announced| announced > limit) {
        return Err(too_large(limit));
    }
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|error| broken(&error))?.into_data() else { continue };
        if bytes.len() + data.len() > limit {
            return Err(too_large(limit));
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.freeze())
}

/// The failure of an answer that outgrew a limit.
pub(super) fn too_large(limit: usize) -> Failure {
    Failure::new(
        FailureKind::TooLarge,
        format!("the upstream's answer is larger than {limit} bytes (upstream.max_response_bytes)"),
    )
}

/// The failure behind a body's error.
pub(super) fn broken(error: &BoxError) -> Failure {
    error.downcast_ref::<Error>().map_or_else(
        || Failure::new(FailureKind::Reset, "the upstream's answer broke off"),
        |error| error.clone().into(),
    )
}
