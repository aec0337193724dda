//! OpenAI's error envelope, and what can be wrong with a body.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

/// What can be wrong with a body that we have to understand. `Display` says what, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The body is not JSON.
    #[error("the body is not valid JSON: {0}")]
    Json(String),
    /// The body is not UTF-8.
    #[error("the body is not valid UTF-8 (byte {0})")]
    Utf8(usize),
    /// A JSON object was expected.
    #[error("expected a JSON object, got {0}")]
    NotAnObject(&'static str),
    /// A member that we act on stands twice.
    #[error("'{0}' stands more than once in the request; send it once")]
    Duplicate(&'static str),
    /// A member that must be there is not.
    #[error("you must provide a '{0}' parameter")]
    Missing(&'static str),
    /// A member has the wrong type or an impossible value.
    #[error("invalid value for '{param}': {reason}")]
    Invalid {
        /// Which member.
        param: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A server-sent event grew over the limit.
    #[error("a server-sent event is larger than {0} bytes")]
    EventTooLarge(usize),
}

impl Error {
    /// The request member at fault, for `error.param`.
    pub fn param(&self) -> Option<&str> {
        match self {
            Self::Duplicate(key) | Self::Missing(key) => Some(key),
            Self::Invalid { param, .. } => Some(param),
            _ => None,
        }
    }
}

/// The `error` member of OpenAI's error responses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// What happened, where, and what to do.
    pub message: String,
    /// Its class, e.g. `invalid_request_error`, `server_error`, `upstream_error`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The request member at fault.
    pub param: Option<String>,
    /// A stable code, e.g. `invalid_json`.
    pub code: Option<String>,
}

impl ErrorBody {
    /// An error of a kind, with a message.
    pub fn new(kind: &str, code: &str, message: impl Into<String>) -> Self {
        Self { message: message.into(), kind: kind.to_owned(), param: None, code: Some(code.to_owned()) }
    }

    /// Names the request member at fault.
    #[must_use]
    pub fn with_param(mut self, param: Option<&str>) -> Self {
        self.param = param.map(str::to_owned);
        self
    }

    /// `{"error": {…}}` as bytes.
    pub fn to_bytes(&self) -> Bytes {
        #[derive(Serialize)]
        struct Envelope<'a> {
            error: &'a ErrorBody,
        }
        serde_json::to_vec(&Envelope { error: self }).unwrap_or_default().into()
    }
}
