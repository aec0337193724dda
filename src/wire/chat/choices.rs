//! What the choices of a response and of a chunk have in common: an array of objects, each with something said in it.

use bytes::Bytes;

use crate::{Object, json};

/// What a `message` or a `delta` says.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) role: Option<String>,
    pub(super) content: Option<String>,
    pub(super) refusal: Option<String>,
    pub(super) calls_tools: bool,
}

impl Said {
    /// Reads the member `key` of a choice; nothing is said where it is no object.
    pub(super) fn read(choice: &Object, key: &str) -> Self {
        let Some(said) = choice.child(key) else { return Self::default() };
        Self {
            role: said.text("role"),
            content: said.text("content"),
            refusal: said.text("refusal"),
            calls_tools: calls_tools(&said),
        }
    }
}

/// Whether a message or a delta carries tool calls. An empty list, which some servers always send, calls none.
pub(super) fn calls_tools(said: &Object) -> bool {
    let calls = said.get("tool_calls").is_some_and(|raw| !json::is_null(raw) && !json::is_empty(raw));
    calls || said.get("function_call").is_some_and(|raw| !json::is_null(raw))
}

/// A choice's index; its place where it does not say.
pub(super) fn index(choice: &Object, place: usize) -> u32 {
    let said = choice.get("index").and_then(|raw| serde_json::from_str(raw).ok());
    said.unwrap_or_else(|| u32::try_from(place).unwrap_or(u32::MAX))
}

/// The log-probabilities of a choice's content tokens. None at all when one of them cannot be read: a list with holes
/// would be taken for a shorter answer.
pub(super) fn logprobs(choice: &Object) -> Vec<f64> {
    let tokens = choice.child("logprobs").and_then(|logprobs| logprobs.value("content"));
    let tokens = tokens.and_then(|raw| json::elements(&raw)).unwrap_or_default();
    let read = |token: Bytes| {
        let token = Object::parse(token).ok()?;
        serde_json::from_str(token.get("logprob")?).ok()
    };
    tokens.into_iter().map(read).collect::<Option<_>>().unwrap_or_default()
}

/// The array `choices` with that choice alone, its member `key` saying `content` and nothing else, or nothing at all.
/// `None` when there is no such choice.
///
/// What else a choice and its message hold is taken out, whatever it is called: reasoning, token ids, audio, citations
/// with their places, filter results and members not known yet repeat the old words or describe them. What is `null` or
/// empty says nothing and stays.
pub(super) fn rewritten(choices: &Bytes, wanted: u32, key: &str, content: Option<&str>) -> Option<String> {
    let mut objects = json::elements(choices)?.into_iter().map(Object::parse).enumerate();
    let choice = objects.find_map(|(place, choice)| choice.ok().filter(|choice| index(choice, place) == wanted))?;
    let choice = rewritten_choice(choice, key, content);
    Some(format!("[{}]", std::str::from_utf8(&choice).ok()?))
}

fn rewritten_choice(mut choice: Object, key: &str, content: Option<&str>) -> Bytes {
    if choice.get("logprobs").is_some_and(|raw| !json::is_null(raw)) {
        choice.set("logprobs", "null".to_owned());
    }
    choice.retain(|member, raw| ["index", "finish_reason", key].contains(&member) || says_nothing(raw));
    let said = match choice.child(key) {
        Some(said) => rewritten_words(said, content),
        None => content.map(|content| format!("{{\"content\":{}}}", json::quote(content)).into()),
    };
    if let Some(said) = said {
        choice.set(key, String::from_utf8_lossy(&said).into_owned());
    }
    choice.to_bytes()
}

fn rewritten_words(mut said: Object, content: Option<&str>) -> Option<Bytes> {
    let spoke = said.get("content").is_some_and(|raw| !json::is_null(raw));
    if let Some(content) = content.or(spoke.then_some("")) {
        said.set("content", json::quote(content));
    }
    said.retain(|member, raw| ["role", "content"].contains(&member) || says_nothing(raw));
    Some(said.to_bytes())
}

fn says_nothing(raw: &str) -> bool {
    json::is_null(raw) || json::is_empty(raw)
}
