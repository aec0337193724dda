//! One chunk of a chat completion stream: a typed view over the `data:` of its event.

use bytes::Bytes;

use super::choices::{self, Said};
use crate::{Error, Object, Usage, json};

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
        let object = Object::parse(bytes)?;
        let choices = read_choices(&object);
        Ok(Self { object, choices })
    }

    /// The choices.
    pub fn choices(&self) -> &[ChunkChoice] {
        &self.choices
    }

    /// The usage, where this chunk reports it and it can be read.
    pub fn usage(&self) -> Option<Usage> {
        self.object.value("usage").and_then(|raw| Usage::read(&raw))
    }

    /// The raw `error` member of an in-band error frame.
    pub fn error(&self) -> Option<&str> {
        self.object.get("error").filter(|raw| !json::is_null(raw))
    }

    /// Makes `content` all that the delta of the choice with that index says. That choice is then the only one, and of
    /// it nothing is left that could repeat the old words, as with [`crate::chat::ChatResponse::set_content`].
    pub fn set_content(&mut self, index: u32, content: &str) {
        self.rewrite(index, Some(content));
    }

    /// The same with no words at all: what is left frames others (the role, the finish reason).
    pub fn silence(&mut self, index: u32) {
        self.rewrite(index, None);
    }

    /// Sets a top-level member to raw JSON text, which must be one valid value (`usage`, `probity`).
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

    fn rewrite(&mut self, index: u32, content: Option<&str>) {
        let Some(raw) = self.object.value("choices") else { return };
        let Some(rewritten) = choices::rewritten(&raw, index, "delta", content) else { return };
        self.object.set("choices", rewritten);
        self.choices = read_choices(&self.object);
    }
}

fn read_choices(object: &Object) -> Vec<ChunkChoice> {
    let raw = object.value("choices").and_then(|raw| json::elements(&raw)).unwrap_or_default();
    let objects = raw.into_iter().enumerate().filter_map(|(place, raw)| Some((place, Object::parse(raw).ok()?)));
    objects.map(|(place, choice)| read_choice(&choice, place)).collect()
}

fn read_choice(choice: &Object, place: usize) -> ChunkChoice {
    let said = Said::read(choice, "delta");
    ChunkChoice {
        index: choices::index(choice, place),
        role: said.role,
        content: said.content,
        refusal: said.refusal,
        calls_tools: said.calls_tools,
        finish_reason: choice.text("finish_reason"),
        logprobs: choices::logprobs(choice),
    }
}
