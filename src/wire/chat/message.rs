//! A message of a request, as far as the plan needs to see it.

use bytes::Bytes;

use super::choices;
use crate::{Error, Object, json};

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
    /// Anything else, by its `type` (`image_url`, `input_audio`, `file`, …); empty where it has none.
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
        match &self.content {
            Content::None => String::new(),
            Content::Text(text) => text.clone(),
            Content::Parts(parts) => parts.iter().filter_map(Part::text).collect::<Vec<_>>().join("\n"),
        }
    }

    /// Whether a part is not text.
    pub fn has_attachments(&self) -> bool {
        matches!(&self.content, Content::Parts(parts) if parts.iter().any(|part| part.text().is_none()))
    }

    /// Reads the message at a place in `messages`.
    pub(super) fn read(raw: Bytes, place: usize) -> Result<Self, Error> {
        let invalid =
            |member: &str, reason: String| Err(Error::Invalid { param: format!("messages[{place}]{member}"), reason });
        let message = match Object::parse(raw) {
            Ok(message) => message,
            Err(error) => return invalid("", format!("a message must be an object ({error})")),
        };
        if let Some(key) = message.duplicate(&["role", "content"]) {
            return invalid(&format!(".{key}"), "it stands more than once in the message; send it once".to_owned());
        }
        let Some(role) = message.text("role").filter(|role| !role.is_empty()) else {
            return invalid(".role", "a message must say whose it is: system, user, assistant, …".to_owned());
        };
        let content = match message.value("content") {
            Some(raw) => Content::read(&raw),
            None => Some(Content::None),
        };
        let Some(content) = content else {
            return invalid(".content", "it must be a string or an array of parts".to_owned());
        };
        Ok(Self { role, content, calls_tools: choices::calls_tools(&message) })
    }
}

impl Content {
    fn read(raw: &Bytes) -> Option<Self> {
        let source = std::str::from_utf8(raw).ok()?;
        if let Some(text) = json::text(source) {
            return Some(Self::Text(text));
        }
        let parts = json::elements(raw)?;
        Some(Self::Parts(parts.into_iter().map(Part::read).collect()))
    }
}

impl Part {
    fn read(raw: Bytes) -> Self {
        let Ok(part) = Object::parse(raw) else { return Self::Other(String::new()) };
        let kind = part.text("type").unwrap_or_default();
        match part.text("text") {
            Some(text) if kind == "text" => Self::Text(text),
            _ => Self::Other(kind),
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Other(_) => None,
        }
    }
}
