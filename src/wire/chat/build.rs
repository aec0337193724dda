//! Chat completions made here: by samplers that are no HTTP endpoint, and by a stream that has to be rewritten.

use bytes::Bytes;

use crate::Usage;
use crate::chat::Choice;

/// What all objects of one completion share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The completion's id (`chatcmpl-…`).
    pub id: String,
    /// Unix time in seconds.
    pub created: u64,
    /// The model's id.
    pub model: String,
}

impl Envelope {
    /// A `chat.completion` with these choices, each with its raw `logprobs` member (JSON text; `null` when absent).
    pub fn completion(&self, choices: &[(Choice, Option<String>)], usage: &Usage) -> Bytes {
        unimplemented!("{choices:?}{usage:?}")
    }

    /// A `chat.completion.chunk` whose choice has this raw `delta` (JSON text), raw `logprobs` (JSON text) and finish
    /// reason.
    pub fn chunk(&self, index: u32, delta: &str, logprobs: Option<&str>, finish_reason: Option<&str>) -> Bytes {
        unimplemented!("{index}{delta}{logprobs:?}{finish_reason:?}")
    }

    /// The `chat.completion.chunk` with empty `choices` that reports usage at a stream's end.
    pub fn usage_chunk(&self, usage: &Usage) -> Bytes {
        unimplemented!("{usage:?}")
    }
}
