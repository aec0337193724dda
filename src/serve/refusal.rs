//! Every error that a client is told, in OpenAI's envelope, in one table.
//!
//! | what happened | status | `type` | `code` |
//! |---|---|---|---|
//! | the body is not a chat request | 400 | `invalid_request_error` | `invalid_json`, `invalid_utf8`, … |
//! | the body is too large / compressed / too slow / breaks off | 413 / 415 / 408 / 400 | `invalid_request_error` | `request_too_large`, … |
//! | too much is in flight here | 503, `retry-after` | `server_error` | `overloaded` |
//! | the upstream answered with an error | its own status, headers and body | | |
//! | the upstream cannot be reached, breaks off, answers nonsense | 502 | `upstream_error` | the failure's name |
//! | the upstream is too slow | 504 | `upstream_error` | the failure's name |
//! | the judge has no room for a request for scores | 503, `retry-after` | `server_error` | `overloaded` |
//! | the judge fails on a request for scores | 500 | `server_error` | `judge_failed` |
//! | a defect of ours | 500 | `server_error` | `internal_error` |

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use probity_draw::{Failure, FailureKind, Rejection};
use probity_upstream::Body;
use probity_wire::ErrorBody;

use crate::body::full;

const INVALID: &str = "invalid_request_error";
const SERVER: &str = "server_error";
const UPSTREAM: &str = "upstream_error";

/// Why a request is answered with an error.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The body is not a chat request.
    Request(probity_wire::Error),
    /// The body is larger than allowed.
    TooLarge {
        /// `max_body_bytes`.
        limit: usize,
    },
    /// The body is compressed.
    Encoded,
    /// The body was silent for too long.
    Slow(String),
    /// The body broke off.
    Broken(String),
    /// Too much is in flight.
    Overloaded,
    /// There is no answer to be had.
    Failure(Failure),
    /// The relay got no response.
    Relay(probity_upstream::Error),
    /// There are no scores to be had.
    Judge(probity_score::Error),
    /// A defect of ours.
    Defect,
}

impl Refusal {
    /// The response that tells the client.
    pub(crate) fn into_response(self) -> Response<Body> {
        match self {
            Self::Failure(Failure { rejection: Some(rejection), .. }) => pass_on(*rejection),
            other => {
                let status = other.status();
                let mut response = Response::new(full(other.body().to_bytes()));
                *response.status_mut() = status;
                let headers = response.headers_mut();
                headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
                if status == StatusCode::SERVICE_UNAVAILABLE {
                    headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
                }
                response
            }
        }
    }

    /// The error envelope as one line of JSON, for a stream that had already begun.
    pub(crate) fn into_frame(self) -> Bytes {
        match self {
            // Whatever the upstream said in OpenAI's shape is said on as it is.
            Self::Failure(Failure { rejection: Some(rejection), .. }) if is_envelope(&rejection.body) => rejection.body,
            other => other.body().to_bytes(),
        }
    }

    /// Whether the client is to blame.
    pub(crate) fn is_the_clients(&self) -> bool {
        self.status().is_client_error()
    }

    /// The class of failure.
    pub(crate) fn kind(&self) -> FailureKind {
        match self {
            Self::Failure(failure) => failure.kind,
            Self::Relay(error) => error.kind(),
            Self::Overloaded | Self::Judge(probity_score::Error::Overloaded(_)) => FailureKind::Overloaded,
            _ => FailureKind::Invalid,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Request(_) | Self::Broken(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Encoded => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Slow(_) => StatusCode::REQUEST_TIMEOUT,
            Self::Overloaded | Self::Judge(probity_score::Error::Overloaded(_)) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Failure(failure) => failure_status(failure.kind),
            Self::Relay(error) => error.status(),
            Self::Judge(_) | Self::Defect => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn body(&self) -> ErrorBody {
        match self {
            Self::Request(error) => {
                ErrorBody::new(INVALID, request_code(error), error.to_string()).with_param(error.param())
            }
            Self::TooLarge { limit } => {
                let message = format!("the request's body is larger than {limit} bytes; send a smaller one");
                ErrorBody::new(INVALID, "request_too_large", message)
            }
            Self::Encoded => {
                let message = "the request's body is compressed; send it without a content-encoding";
                ErrorBody::new(INVALID, "unsupported_content_encoding", message)
            }
            Self::Slow(message) => ErrorBody::new(INVALID, "request_timeout", message.as_str()),
            Self::Broken(message) => {
                ErrorBody::new(INVALID, "request_body", format!("the request's body broke off: {message}"))
            }
            Self::Overloaded => ErrorBody::new(
                SERVER,
                FailureKind::Overloaded.name(),
                "too many requests are in flight; try again shortly",
            ),
            Self::Judge(error @ probity_score::Error::Overloaded(_)) => {
                ErrorBody::new(SERVER, FailureKind::Overloaded.name(), format!("{error}; try again shortly"))
            }
            Self::Judge(error) => ErrorBody::new(SERVER, "judge_failed", error.to_string()),
            Self::Failure(failure) => {
                ErrorBody::new(class(self.status()), failure.kind.name(), failure.message.as_str())
            }
            // What the client did wrong has a finer name than a failure of the upstream's.
            Self::Relay(error) if self.is_the_clients() => ErrorBody::new(INVALID, error.code(), error.to_string()),
            Self::Relay(error) => ErrorBody::new(class(self.status()), error.kind().name(), error.to_string()),
            Self::Defect => {
                ErrorBody::new(SERVER, "internal_error", "probity failed on this request; its log says where")
            }
        }
    }
}

fn class(status: StatusCode) -> &'static str {
    match status {
        StatusCode::SERVICE_UNAVAILABLE => SERVER,
        status if status.is_client_error() => INVALID,
        _ => UPSTREAM,
    }
}

fn failure_status(kind: FailureKind) -> StatusCode {
    match kind {
        FailureKind::ConnectTimeout
        | FailureKind::FirstByteTimeout
        | FailureKind::IdleTimeout
        | FailureKind::TotalTimeout => StatusCode::GATEWAY_TIMEOUT,
        FailureKind::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
        FailureKind::Invalid => StatusCode::BAD_REQUEST,
        _ => StatusCode::BAD_GATEWAY,
    }
}

fn request_code(error: &probity_wire::Error) -> &'static str {
    use probity_wire::Error;
    match error {
        Error::Json(_) => "invalid_json",
        Error::Utf8(_) => "invalid_utf8",
        Error::NotAnObject(_) => "invalid_type",
        Error::Duplicate(_) => "duplicate_parameter",
        Error::Missing(_) => "missing_required_parameter",
        Error::Invalid { .. } => "invalid_value",
        _ => "invalid_request",
    }
}

/// The upstream's own error response. Its framing is ours: it may have been cut to the size that is read.
fn pass_on(rejection: Rejection) -> Response<Body> {
    let mut response = Response::new(full(rejection.body));
    *response.status_mut() = rejection.status;
    *response.headers_mut() = rejection.headers;
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.headers_mut().remove(header::TRANSFER_ENCODING);
    response
}

fn is_envelope(body: &Bytes) -> bool {
    probity_wire::Object::parse(body.clone()).is_ok_and(|object| object.get("error").is_some())
}
