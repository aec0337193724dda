//! One chunk of a chat completion stream: a typed view over the `data:` of its event.

use bytes::Bytes;

use crate::{Error, Object, Usage};

/// What a chunk says of one choice.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChunkChoice {
    /// Its index.
    pub index: u32,
    /// `delta.role`.
    pub role: Option<String>,
    /// `delta.content`.
    pub content: Option<String>,
    /// `delta.refusal`.
    pub refusal: Option<String>,
    /// Whether `delta` carries `tool_calls` or a `function_call`.
    pub calls_tools: bool,
    /// Set in the choice's last chunk.
    pub finish_reason: Option<String>,
    /// Log-probabilities (natural) of the delta's tokens, empty when absent.
    pub logprobs: Vec<f64>,
}

/// A stream chunk. What is not edited keeps its bytes.
#[derive(Debug, Clone)]
pub struct Chunk {
    object: Object,
    choices: Vec<ChunkChoice>,
}

impl Chunk {
    /// Reads the JSON of one event (not `[DONE]`).
    ///
    /// # Errors
    /// Not JSON or not an object. A chunk without `choices` has none (usage chunks, error frames).
    pub fn parse(bytes: Bytes) -> Result<Self, Error> {
        Ok(Self { object: Object::parse(bytes)?, choices: Vec::new() })
    }

    /// The choices.
    pub fn choices(&self) -> &[ChunkChoice] {
        &self.choices
    }

    /// The usage, where this chunk reports it.
    pub fn usage(&self) -> Option<Usage> {
        unimplemented!()
    }

    /// The raw `error` member of an in-band error frame.
    pub fn error(&self) -> Option<&str> {
        unimplemented!()
    }

    /// Puts `content` in place of the delta's content of the choice with that index (token log-probabilities of the
    /// old text become `null`).
    pub fn set_content(&mut self, index: u32, content: &str) {
        unimplemented!("{index}{content}")
    }

    /// Sets a top-level member to raw JSON text (`usage`, `probity`).
    pub fn set(&mut self, key: &str, json: String) {
        self.object.set(key, json);
    }

    /// Takes a top-level member out.
    pub fn remove(&mut self, key: &str) -> bool {
        self.object.remove(key)
    }

    /// The JSON.
    pub fn to_bytes(&self) -> Bytes {
        self.object.to_bytes()
    }
}
