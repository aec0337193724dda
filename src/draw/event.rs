//! What a draw does: it opens, says something, reports its cost, and ends, well or badly.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use probity_wire::Usage;

/// One step of a draw. A draw is `Opened`, then any number of `Delta` and `Usage`, then exactly one of `Done` or
/// `Failed`; `Failed` may come first. After the end nothing follows.
#[derive(Debug, Clone)]
pub enum Event {
    /// The source accepted the request (for HTTP: the status is known and is a success).
    Opened(Head),
    /// More of the answer.
    Delta(Delta),
    /// What was spent. For draws that shared one native-`n` request it comes once, for any one of them.
    Usage(Usage),
    /// The answer is complete.
    Done(Done),
    /// There will be no answer.
    Failed(Failure),
}

/// The status and headers that an answer came with.
#[derive(Debug, Clone)]
pub struct Head {
    /// A 2xx status.
    pub status: StatusCode,
    /// The source's headers, hop-by-hop ones removed; empty for sources that are no endpoint.
    pub headers: HeaderMap,
}

impl Default for Head {
    fn default() -> Self {
        Self { status: StatusCode::OK, headers: HeaderMap::new() }
    }
}

/// A piece of an answer.
#[derive(Debug, Clone, Default)]
pub struct Delta {
    /// The text it adds to the (first) choice's content; may be empty.
    pub text: String,
    /// Log-probabilities (natural) of its tokens, where known.
    pub logprobs: Vec<f64>,
    /// For a streamed primary: the JSON of the original chunk, to be sent on as it came. A streamed primary's usage
    /// chunk comes as such a frame too (beside its `Usage` event); `[DONE]` does not.
    pub frame: Option<Bytes>,
}

/// How an answer ended.
#[derive(Debug, Clone, Default)]
pub struct Done {
    /// `stop`, `length`, `tool_calls`, `content_filter`, …
    pub finish_reason: Option<String>,
    /// For a plain (not streamed) primary: the response body as it came.
    pub body: Option<Bytes>,
    /// Whether the answer calls tools.
    pub calls_tools: bool,
    /// The model's own `refusal`, where the protocol reports one.
    pub refusal: Option<String>,
}

/// Why there is no answer.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// Its class.
    pub kind: FailureKind,
    /// What happened, where, and what to do. No prompt, no answer, no secret.
    pub message: String,
    /// The upstream's own error response, when it sent one.
    pub rejection: Option<Box<Rejection>>,
}

/// The classes of failure, each with a stable low-cardinality name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureKind {
    /// No connection could be made.
    Connect,
    /// Connecting took longer than allowed.
    ConnectTimeout,
    /// No first byte in time.
    FirstByteTimeout,
    /// Silence between two bytes for longer than allowed.
    IdleTimeout,
    /// The whole draw took longer than allowed.
    TotalTimeout,
    /// The connection broke within the answer.
    Reset,
    /// An error status.
    Status,
    /// An answer that is not the protocol: HTML, truncated JSON, no choices.
    Malformed,
    /// An answer larger than allowed.
    TooLarge,
    /// Our own side had no room (a full queue).
    Overloaded,
    /// The request cannot be asked of this source (unknown model, say).
    Invalid,
}

impl FailureKind {
    /// The name in metrics, logs and records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::ConnectTimeout => "connect_timeout",
            Self::FirstByteTimeout => "first_byte_timeout",
            Self::IdleTimeout => "idle_timeout",
            Self::TotalTimeout => "total_timeout",
            Self::Reset => "reset",
            Self::Status => "status",
            Self::Malformed => "malformed",
            Self::TooLarge => "too_large",
            Self::Overloaded => "overloaded",
            Self::Invalid => "invalid",
        }
    }
}

/// An error response of the upstream, to be handed to the client as it is.
#[derive(Debug, Clone)]
pub struct Rejection {
    /// Its status.
    pub status: StatusCode,
    /// Its headers, hop-by-hop ones removed.
    pub headers: HeaderMap,
    /// Its body, at most as much as the configuration allows.
    pub body: Bytes,
}

impl Failure {
    /// A failure of a kind, with a message.
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), rejection: None }
    }
}
