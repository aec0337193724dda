//! How the embedded model says no, in the words of OpenAI's API.

use http::{HeaderMap, StatusCode};
use probity_draw::{Failure, FailureKind, Rejection};
use probity_wire::ErrorBody;

/// A value of the request that cannot be granted.
pub(crate) fn invalid(param: &str, code: &str, message: impl Into<String>) -> Failure {
    let body = ErrorBody::new("invalid_request_error", code, message).with_param(Some(param));
    reject(FailureKind::Invalid, StatusCode::BAD_REQUEST, &body)
}

/// A feature that the model does not have.
pub(crate) fn unsupported(param: &str, feature: &str) -> Failure {
    invalid(param, "unsupported_parameter", format!("the embedded model does not support {feature}"))
}

/// A model that is not here.
pub(crate) fn unknown_model(model: &str) -> Failure {
    let message = format!("The model `{model}` does not exist or you do not have access to it.");
    let body = ErrorBody::new("invalid_request_error", "model_not_found", message);
    reject(FailureKind::Invalid, StatusCode::NOT_FOUND, &body)
}

/// A prompt that does not fit. `counted` says how many tokens it has, perhaps as a lower bound.
pub(crate) fn too_long(context: usize, counted: &str) -> Failure {
    let message = format!(
        "This model's maximum context length is {context} tokens. However, your messages resulted in {counted} \
         tokens. Please reduce the length of the messages."
    );
    invalid("messages", "context_length_exceeded", message)
}

/// No place in the queue.
pub(crate) fn overloaded() -> Failure {
    let body = ErrorBody::new("server_error", "overloaded", "the embedded model's queue is full; try again shortly");
    reject(FailureKind::Overloaded, StatusCode::SERVICE_UNAVAILABLE, &body)
}

/// The engine gave up within an answer.
pub(crate) fn broken_off() -> Failure {
    let message = "the embedded model stopped before the answer was complete; ask again";
    let body = ErrorBody::new("server_error", "engine_stopped", message);
    reject(FailureKind::Reset, StatusCode::INTERNAL_SERVER_ERROR, &body)
}

fn reject(kind: FailureKind, status: StatusCode, body: &ErrorBody) -> Failure {
    let rejection = Rejection { status, headers: HeaderMap::new(), body: body.to_bytes() };
    Failure { rejection: Some(Box::new(rejection)), ..Failure::new(kind, body.message.clone()) }
}
