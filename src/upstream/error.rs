//! What can go wrong with an upstream, and what the client is told.

use std::path::PathBuf;
use std::time::Duration;

use http::StatusCode;
use probity_draw::{Failure, FailureKind};
use probity_wire::ErrorBody;

/// Why an exchange with an upstream failed. `Display` holds no prompt, no answer and no secret.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No connection could be made.
    #[error("cannot connect to the upstream {host}: {reason}")]
    Connect {
        /// The upstream's host and port.
        host: String,
        /// What the system said.
        reason: String,
    },
    /// Connecting took too long.
    #[error("connecting to the upstream {host} took longer than {after:?}")]
    ConnectTimeout {
        /// The upstream's host and port.
        host: String,
        /// `connect_timeout`.
        after: Duration,
    },
    /// No response head in time.
    #[error("the upstream {host} did not begin to answer within {after:?}")]
    FirstByteTimeout {
        /// The upstream's host and port.
        host: String,
        /// `first_byte_timeout`.
        after: Duration,
    },
    /// A body was silent for too long.
    #[error("the exchange with the upstream {host} was silent for {after:?}")]
    IdleTimeout {
        /// The upstream's host and port.
        host: String,
        /// `idle_timeout`.
        after: Duration,
    },
    /// The exchange took too long.
    #[error("the exchange with the upstream {host} took longer than {after:?}")]
    TotalTimeout {
        /// The upstream's host and port.
        host: String,
        /// `total_timeout`.
        after: Duration,
    },
    /// The connection broke.
    #[error("the connection to the upstream {host} broke: {reason}")]
    Reset {
        /// The upstream's host and port.
        host: String,
        /// What the connection said.
        reason: String,
    },
    /// The client's body is larger than the listener allows.
    #[error("the request's body is larger than allowed")]
    BodyTooLarge,
    /// The client's body broke off.
    #[error("the request's body could not be read: {0}")]
    RequestBody(String),
    /// The client's body stopped coming: reading it failed with an I/O error of the kind `TimedOut`.
    #[error("the request's body did not come in time: {0}")]
    RequestTimeout(String),
    /// It answers, but not well.
    #[error("the upstream {host} answers with status {status}")]
    Unready {
        /// The upstream's host and port.
        host: String,
        /// A 5xx status.
        status: StatusCode,
    },
    /// The request cannot be passed on.
    #[error("{0}")]
    Invalid(String),
}

impl Error {
    /// Its class.
    pub fn kind(&self) -> FailureKind {
        match self {
            Self::Connect { .. } => FailureKind::Connect,
            Self::ConnectTimeout { .. } => FailureKind::ConnectTimeout,
            Self::FirstByteTimeout { .. } => FailureKind::FirstByteTimeout,
            Self::IdleTimeout { .. } => FailureKind::IdleTimeout,
            Self::TotalTimeout { .. } => FailureKind::TotalTimeout,
            Self::Reset { .. } => FailureKind::Reset,
            Self::BodyTooLarge => FailureKind::TooLarge,
            Self::Unready { .. } => FailureKind::Status,
            Self::RequestBody(_) | Self::RequestTimeout(_) | Self::Invalid(_) => FailureKind::Invalid,
        }
    }

    /// The status that the client is answered with.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Connect { .. } | Self::Reset { .. } | Self::Unready { .. } => StatusCode::BAD_GATEWAY,
            Self::ConnectTimeout { .. }
            | Self::FirstByteTimeout { .. }
            | Self::IdleTimeout { .. }
            | Self::TotalTimeout { .. } => StatusCode::GATEWAY_TIMEOUT,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::RequestTimeout(_) => StatusCode::REQUEST_TIMEOUT,
            Self::RequestBody(_) | Self::Invalid(_) => StatusCode::BAD_REQUEST,
        }
    }

    /// The stable `error.code` that the client is answered with.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Connect { .. } => "upstream_connect",
            Self::Reset { .. } => "upstream_reset",
            Self::Unready { .. } => "upstream_unready",
            Self::ConnectTimeout { .. }
            | Self::FirstByteTimeout { .. }
            | Self::IdleTimeout { .. }
            | Self::TotalTimeout { .. } => "upstream_timeout",
            Self::BodyTooLarge => "request_too_large",
            Self::RequestBody(_) => "request_body",
            Self::RequestTimeout(_) => "request_timeout",
            Self::Invalid(_) => "invalid_request",
        }
    }

    /// OpenAI's error envelope for it.
    pub fn body(&self) -> ErrorBody {
        let kind = if self.status().is_client_error() { "invalid_request_error" } else { "upstream_error" };
        ErrorBody::new(kind, self.code(), self.to_string())
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::new(error.kind(), error.to_string())
    }
}

/// Why an upstream cannot be set up: a mistake in the configuration, to be told before anything listens.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// The URL cannot be used.
    #[error("upstream.url = \"{url}\" cannot be used: {reason}")]
    Url {
        /// As configured, without a password.
        url: String,
        /// Why not.
        reason: String,
    },
    /// The key's environment variable is not set, empty, or no header value.
    #[error("upstream.api_key_env = \"{variable}\": {reason}")]
    KeyVariable {
        /// The variable's name.
        variable: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The key's file cannot be read, is empty, or is no header value.
    #[error("upstream.api_key_file = \"{}\": {reason}", path.display())]
    KeyFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Both a variable and a file are given.
    #[error("upstream.api_key_env and upstream.api_key_file are both set; keep one of them")]
    TwoKeys,
    /// The file of certificate authorities cannot be read or holds none.
    #[error("upstream.ca_file = \"{}\": {reason}", path.display())]
    CaFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The platform's certificate authorities cannot be used.
    #[error("the platform's certificate authorities cannot be used ({0}); name a PEM file in upstream.ca_file")]
    Platform(String),
    /// A setting of the upstream as judge that cannot work.
    #[error("judge.upstream.{key} {reason}")]
    Judge {
        /// The key.
        key: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A number that cannot work.
    #[error("upstream.{key} {reason}")]
    Value {
        /// The key.
        key: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
}

/// The innermost cause: what the system said, without the layers that passed it on.
pub(crate) fn root_cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

/// The first error in the chain that is a `T`.
pub(crate) fn find<'e, T: std::error::Error + 'static>(error: &'e (dyn std::error::Error + 'static)) -> Option<&'e T> {
    let mut cause = Some(error);
    while let Some(current) = cause {
        if let Some(found) = current.downcast_ref::<T>() {
            return Some(found);
        }
        cause = current.source();
    }
    None
}
