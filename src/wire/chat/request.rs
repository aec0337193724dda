//! The chat completion request: a typed view over the client's bytes.

use std::sync::Arc;

use bytes::Bytes;

use super::message::Message;
use crate::{Error, Object, Question, json};

/// Members whose value decides what is done with a request. Two of them could be read differently here and upstream.
const ONCE: [&str; 4] = ["messages", "model", "stream", "n"];

/// The most choices that OpenAI's API grants.
const MOST_CHOICES: u32 = 128;

/// A chat completion request. Cheap to clone.
#[derive(Debug, Clone)]
pub struct ChatRequest {
    read: Arc<Read>,
}

/// What was read, once, when the request was parsed.
#[derive(Debug)]
struct Read {
    object: Object,
    model: String,
    messages: Vec<Message>,
    stream: bool,
    include_usage: bool,
    n: u32,
    max_tokens: Option<u64>,
}

impl ChatRequest {
    /// Reads a request body.
    ///
    /// # Errors
    /// Not JSON; not an object; `messages`, `model`, `stream` or `n` twice; `model` or `messages` absent or of a wrong
    /// type; `messages` empty; `stream` no boolean; `n` no integer from 1 to 128; a message that is no object, has no
    /// role, or has its role or content twice. A `null` counts as absent. Numbers that we do not read are not looked
    /// at.
    pub fn parse(bytes: Bytes) -> Result<Self, Error> {
        let object = Object::parse(bytes)?;
        if let Some(key) = object.duplicate(&ONCE) {
            return Err(Error::Duplicate(key));
        }
        let read = Read {
            model: read_model(&object)?,
            messages: read_messages(&object)?,
            stream: read_stream(&object)?,
            include_usage: read_include_usage(&object),
            n: read_n(&object)?,
            max_tokens: read_max_tokens(&object),
            object,
        };
        Ok(Self { read: Arc::new(read) })
    }

    /// The model that is asked.
    pub fn model(&self) -> &str {
        &self.read.model
    }

    /// The messages.
    pub fn messages(&self) -> &[Message] {
        &self.read.messages
    }

    /// Whether a stream is asked for.
    pub fn stream(&self) -> bool {
        self.read.stream
    }

    /// Whether `stream_options.include_usage` is true.
    pub fn include_usage(&self) -> bool {
        self.read.include_usage
    }

    /// How many choices are asked for (1 when not said).
    pub fn n(&self) -> u32 {
        self.read.n
    }

    /// `max_completion_tokens`, else `max_tokens`, where a positive integer.
    pub fn max_tokens(&self) -> Option<u64> {
        self.read.max_tokens
    }

    /// A member as a number, where it is one that an `f64` holds (`temperature`, `top_p`, …).
    pub fn number(&self, key: &str) -> Option<f64> {
        self.raw(key).and_then(|raw| serde_json::from_str(raw).ok())
    }

    /// The raw JSON text of a member, absent when it is not there or `null`.
    pub fn raw(&self, key: &str) -> Option<&str> {
        self.read.object.get(key).filter(|raw| !json::is_null(raw))
    }

    /// Whether a member is there at all, be it `null`.
    pub fn has(&self, key: &str) -> bool {
        self.read.object.get(key).is_some()
    }

    /// The question: the last user turn, and the turns before it. `None` when the last message is not the user's or
    /// says nothing.
    pub fn question(&self) -> Option<Question> {
        let (last, before) = self.messages().split_last()?;
        let turn = last.text();
        if last.role != "user" || turn.trim().is_empty() {
            return None;
        }
        let context = before.iter().map(|message| (message.role.clone(), message.text())).collect();
        Some(Question { turn, context })
    }

    /// A copy with members changed; those that are not touched keep their bytes.
    ///
    /// # Errors
    /// As [`ChatRequest::parse`], should the edit make it no chat request any more.
    pub fn edited(&self, edit: impl FnOnce(&mut Object)) -> Result<Self, Error> {
        let mut object = self.read.object.clone();
        edit(&mut object);
        Self::parse(object.to_bytes())
    }

    /// The bytes: the client's very own when nothing was edited.
    pub fn to_bytes(&self) -> Bytes {
        self.read.object.to_bytes()
    }
}

fn invalid(param: &str, reason: String) -> Error {
    Error::Invalid { param: param.to_owned(), reason }
}

/// A member's raw text, `null` counting as absent.
fn present<'o>(object: &'o Object, key: &str) -> Option<&'o str> {
    object.get(key).filter(|raw| !json::is_null(raw))
}

fn read_model(object: &Object) -> Result<String, Error> {
    let raw = present(object, "model").ok_or(Error::Missing("model"))?;
    let model =
        json::text(raw).ok_or_else(|| invalid("model", format!("it must be a string, not {}", json::kind(raw))))?;
    if model.is_empty() { Err(Error::Missing("model")) } else { Ok(model) }
}

fn read_messages(object: &Object) -> Result<Vec<Message>, Error> {
    let raw = object.value("messages").ok_or(Error::Missing("messages"))?;
    let mut messages = Vec::new();
    let read = json::each_element(&raw, |place, message| {
        messages.push(Message::read(message, place)?);
        Ok(())
    });
    read.unwrap_or_else(|| Err(invalid("messages", "it must be an array of messages".to_owned())))?;
    if messages.is_empty() {
        return Err(invalid("messages", "it must hold at least one message".to_owned()));
    }
    Ok(messages)
}

fn read_stream(object: &Object) -> Result<bool, Error> {
    match present(object, "stream") {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(raw) => Err(invalid("stream", format!("it must be true or false, not {}", json::kind(raw)))),
    }
}

fn read_include_usage(object: &Object) -> bool {
    object.child("stream_options").is_some_and(|options| options.get("include_usage") == Some("true"))
}

fn read_n(object: &Object) -> Result<u32, Error> {
    let Some(raw) = present(object, "n") else { return Ok(1) };
    let n = serde_json::from_str(raw).ok().filter(|n| (1..=MOST_CHOICES).contains(n));
    n.ok_or_else(|| invalid("n", format!("it must be an integer from 1 to {MOST_CHOICES}")))
}

fn read_max_tokens(object: &Object) -> Option<u64> {
    let positive = |key| serde_json::from_str(object.get(key)?).ok().filter(|limit| *limit > 0);
    positive("max_completion_tokens").or_else(|| positive("max_tokens"))
}
