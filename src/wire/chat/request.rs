//! The chat completion request: a typed view over the client's bytes.

use bytes::Bytes;

use crate::{Error, Object, Question};

/// A message's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// `null` or absent.
    None,
    /// A plain string.
    Text(String),
    /// An array of parts.
    Parts(Vec<Part>),
}

/// A part of a message's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// `{"type": "text", "text": …}`.
    Text(String),
    /// Anything else, by its `type` (`image_url`, `input_audio`, `file`, …).
    Other(String),
}

/// A message as far as the plan needs to see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// `system`, `developer`, `user`, `assistant`, `tool`, `function`.
    pub role: String,
    /// What it says.
    pub content: Content,
    /// Whether it carries `tool_calls` or a `function_call`.
    pub calls_tools: bool,
}

impl Message {
    /// The text of the content: the string, or its text parts joined by line feeds.
    pub fn text(&self) -> String {
        unimplemented!()
    }

    /// Whether a part is not text.
    pub fn has_attachments(&self) -> bool {
        unimplemented!()
    }
}

/// A chat completion request. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ChatRequest {
    object: Object,
    model: String,
    messages: Vec<Message>,
}

impl ChatRequest {
    /// Reads a request body.
    ///
    /// # Errors
    /// Not JSON; not an object; `messages`, `model`, `stream` or `n` twice; `model` or `messages` absent or of a wrong
    /// type; `messages` empty; `stream` no boolean; `n` no integer from 1 to 128; a message that is no object or has
    /// no role. Numbers that we do not read are not looked at.
    pub fn parse(bytes: Bytes) -> Result<Self, Error> {
        Ok(Self { object: Object::parse(bytes)?, model: String::new(), messages: Vec::new() })
    }

    /// The model that is asked.
    pub fn model(&self) -> &str {
        &self.model
    }

    /// The messages.
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// Whether a stream is asked for.
    pub fn stream(&self) -> bool {
        unimplemented!()
    }

    /// Whether `stream_options.include_usage` is true.
    pub fn include_usage(&self) -> bool {
        unimplemented!()
    }

    /// How many choices are asked for (1 when not said).
    pub fn n(&self) -> u32 {
        unimplemented!()
    }

    /// `max_completion_tokens`, else `max_tokens`, where a positive integer.
    pub fn max_tokens(&self) -> Option<u64> {
        unimplemented!()
    }

    /// A member as a number, where it is one that an `f64` holds (`temperature`, `top_p`, …).
    pub fn number(&self, key: &str) -> Option<f64> {
        unimplemented!("{key}")
    }

    /// The raw JSON text of a member, absent when it is not there or `null`.
    pub fn raw(&self, key: &str) -> Option<&str> {
        unimplemented!("{key}")
    }

    /// The question: the last user turn, and the turns before it. `None` when the last message is not the user's or
    /// says nothing.
    pub fn question(&self) -> Option<Question> {
        unimplemented!()
    }

    /// A copy with members changed; those that are not touched keep their bytes.
    ///
    /// # Errors
    /// As [`ChatRequest::parse`], should the edit make it no chat request any more.
    pub fn edited(&self, edit: impl FnOnce(&mut Object)) -> Result<Self, Error> {
        let mut object = self.object.clone();
        edit(&mut object);
        Self::parse(object.to_bytes())
    }

    /// The bytes: the client's very own when nothing was edited.
    pub fn to_bytes(&self) -> Bytes {
        self.object.to_bytes()
    }
}
