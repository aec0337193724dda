//! Chat completions made here: by samplers that are no HTTP endpoint, and by a stream that has to be rewritten.

use bytes::Bytes;
use serde::Serialize;
use serde_json::value::RawValue;

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

/// The members in OpenAI's order.
#[derive(Serialize)]
struct Shape<'a, C> {
    id: &'a str,
    object: &'static str,
    created: u64,
    model: &'a str,
    choices: Vec<C>,
    #[serde(skip_serializing_if = "Option::is_none")]
    usage: Option<&'a Usage>,
}

#[derive(Serialize)]
struct WholeChoice<'a> {
    index: u32,
    message: Spoken<'a>,
    logprobs: Option<Box<RawValue>>,
    finish_reason: Option<&'a str>,
}

#[derive(Serialize)]
struct Spoken<'a> {
    role: &'static str,
    content: Option<&'a str>,
    refusal: Option<&'a str>,
}

#[derive(Serialize)]
struct PartialChoice<'a> {
    index: u32,
    delta: Option<Box<RawValue>>,
    logprobs: Option<Box<RawValue>>,
    finish_reason: Option<&'a str>,
}

impl Envelope {
    /// A `chat.completion` with these choices, each with its raw `logprobs` member (JSON text; `null` when absent).
    pub fn completion(&self, choices: &[(Choice, Option<String>)], usage: &Usage) -> Bytes {
        let choices = choices.iter().map(|(choice, logprobs)| WholeChoice {
            index: choice.index,
            message: Spoken {
                role: "assistant",
                content: choice.content.as_deref(),
                refusal: choice.refusal.as_deref(),
            },
            logprobs: logprobs.as_deref().and_then(raw),
            finish_reason: choice.finish_reason.as_deref(),
        });
        self.wrap("chat.completion", choices.collect(), Some(usage))
    }

    /// A `chat.completion.chunk` whose choice has this raw `delta` (JSON text), raw `logprobs` (JSON text) and finish
    /// reason.
    pub fn chunk(&self, index: u32, delta: &str, logprobs: Option<&str>, finish_reason: Option<&str>) -> Bytes {
        let choice = PartialChoice {
            index,
            delta: raw(delta).or_else(|| raw("{}")),
            logprobs: logprobs.and_then(raw),
            finish_reason,
        };
        self.wrap("chat.completion.chunk", vec![choice], None)
    }

    /// The `chat.completion.chunk` with empty `choices` that reports usage at a stream's end.
    pub fn usage_chunk(&self, usage: &Usage) -> Bytes {
        self.wrap::<PartialChoice<'_>>("chat.completion.chunk", Vec::new(), Some(usage))
    }

    fn wrap<C: Serialize>(&self, object: &'static str, choices: Vec<C>, usage: Option<&Usage>) -> Bytes {
        let shape = Shape { id: &self.id, object, created: self.created, model: &self.model, choices, usage };
        // Strings, numbers and raw JSON cannot fail to serialise.
        serde_json::to_vec(&shape).unwrap_or_default().into()
    }
}

/// Raw JSON text, should it be JSON.
fn raw(json: &str) -> Option<Box<RawValue>> {
    RawValue::from_string(json.to_owned()).ok()
}
