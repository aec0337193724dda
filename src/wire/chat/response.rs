//! The chat completion response: a typed view over the upstream's bytes.

use bytes::Bytes;

use crate::{Error, Object, Usage};

/// A choice as far as it is judged.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choice {
    /// Its index.
    pub index: u32,
    /// `message.content`, where it is a string.
    pub content: Option<String>,
    /// `message.refusal`, where it is a string.
    pub refusal: Option<String>,
    /// Whether `message` carries `tool_calls` or a `function_call`.
    pub calls_tools: bool,
    /// `stop`, `length`, `tool_calls`, `content_filter`, …
    pub finish_reason: Option<String>,
    /// Log-probabilities (natural) of the content's tokens, empty when absent.
    pub logprobs: Vec<f64>,
}

/// A chat completion. What is not edited keeps its bytes.
#[derive(Debug, Clone)]
pub struct ChatResponse {
    object: Object,
    choices: Vec<Choice>,
}

impl ChatResponse {
    /// Reads a response body.
    ///
    /// # Errors
    /// Not JSON, not an object, or without an array `choices`.
    pub fn parse(bytes: Bytes) -> Result<Self, Error> {
        Ok(Self { object: Object::parse(bytes)?, choices: Vec::new() })
    }

    /// The choices, in order.
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// The `id`.
    pub fn id(&self) -> Option<String> {
        unimplemented!()
    }

    /// The usage, where it is reported.
    pub fn usage(&self) -> Option<Usage> {
        unimplemented!()
    }

    /// Replaces `message.content` of the choice with that index; its token log-probabilities (which belonged to the
    /// old text) are set to `null` where present. Everything else in the choice keeps its bytes.
    pub fn set_content(&mut self, index: u32, content: &str) {
        unimplemented!("{index}{content}")
    }

    /// Replaces the usage.
    pub fn set_usage(&mut self, usage: &Usage) {
        unimplemented!("{usage:?}")
    }

    /// Sets a top-level member (`probity`) to raw JSON text.
    pub fn set(&mut self, key: &str, json: String) {
        self.object.set(key, json);
    }

    /// The bytes.
    pub fn to_bytes(&self) -> Bytes {
        self.object.to_bytes()
    }
}
