//! The chat completion response: a typed view over the upstream's bytes.

use bytes::Bytes;

use super::choices::{self, Said};
use crate::{Error, Object, Usage, json};

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
    /// Not JSON, not an object, or without an array `choices` of objects.
    pub fn parse(bytes: Bytes) -> Result<Self, Error> {
        let object = Object::parse(bytes)?;
        let choices = read_choices(&object)?;
        Ok(Self { object, choices })
    }

    /// The choices, in order.
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// The `id`.
    pub fn id(&self) -> Option<String> {
        self.object.text("id")
    }

    /// The usage, where it is reported and can be read.
    pub fn usage(&self) -> Option<Usage> {
        self.object.value("usage").and_then(|raw| Usage::read(&raw))
    }

    /// Makes `content` all that the answer says. The choice with that index is then the only one, and of it and its
    /// message nothing is left that could repeat the old words: reasoning, log-probabilities, audio, annotations and
    /// whatever else is not known to be harmless go. Other members of the body keep their bytes.
    pub fn set_content(&mut self, index: u32, content: &str) {
        let Some(raw) = self.object.value("choices") else { return };
        let Some(rewritten) = choices::rewritten(&raw, index, "message", Some(content)) else { return };
        self.object.set("choices", rewritten);
        self.choices = read_choices(&self.object).unwrap_or_default();
    }

    /// Replaces the usage.
    pub fn set_usage(&mut self, usage: &Usage) {
        self.object.set("usage", usage.to_json());
    }

    /// Sets a top-level member (`probity`) to raw JSON text, which must be one valid value.
    pub fn set(&mut self, key: &str, json: String) {
        self.object.set(key, json);
    }

    /// The bytes.
    pub fn to_bytes(&self) -> Bytes {
        self.object.to_bytes()
    }
}

fn read_choices(object: &Object) -> Result<Vec<Choice>, Error> {
    let invalid = |param: String, reason: &str| Error::Invalid { param, reason: reason.to_owned() };
    let raw = object.value("choices").unwrap_or_default();
    let mut choices = Vec::new();
    let read = json::each_element(&raw, |place, raw| {
        let Ok(choice) = Object::parse(raw) else {
            return Err(invalid(format!("choices[{place}]"), "a choice must be an object"));
        };
        choices.push(read_choice(&choice, place));
        Ok(())
    });
    read.unwrap_or_else(|| Err(invalid("choices".to_owned(), "a chat completion has an array of choices")))?;
    Ok(choices)
}

fn read_choice(choice: &Object, place: usize) -> Choice {
    let said = Said::read(choice, "message");
    Choice {
        index: choices::index(choice, place),
        content: said.content,
        refusal: said.refusal,
        calls_tools: said.calls_tools,
        finish_reason: choice.text("finish_reason"),
        logprobs: choices::logprobs(choice),
    }
}
