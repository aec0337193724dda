//! A plain answer, read whole; and its retelling as a stream, for upstreams that do not stream when asked to.

use bytes::Bytes;
use http::{HeaderMap, header};
use probity_draw::{Failure, FailureKind};
use probity_wire::Object;
use probity_wire::chat::{ChatResponse, Envelope};
use serde_json::Value;

/// What a body turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Server-sent events.
    Events,
    /// JSON, or what should be.
    Json,
}

/// Whether the headers announce server-sent events.
pub(super) fn announces_events(headers: &HeaderMap) -> bool {
    content_type(headers).trim_start().to_ascii_lowercase().starts_with("text/event-stream")
}

/// Looks at a body whose headers do not announce events.
pub(super) fn sniff(headers: &HeaderMap, body: &[u8]) -> Result<Content, Failure> {
    if let Some(encoding) = headers.get(header::CONTENT_ENCODING).filter(|encoding| *encoding != "identity") {
        return Err(malformed(&format!("it is encoded ({}), which was not asked for", printable(encoding.as_bytes()))));
    }
    let body = body.trim_ascii_start();
    match body.first() {
        None => Err(malformed("its body is empty")),
        Some(b'{') => Ok(Content::Json),
        Some(b'<') => Err(malformed("it is an HTML or XML page; does upstream.url name an API?")),
        Some(_) if [&b"data:"[..], b"event:", b"id:", b":"].iter().any(|start| body.starts_with(start)) => {
            Ok(Content::Events)
        }
        Some(_) => {
            let kind = printable(content_type(headers).as_bytes());
            Err(malformed(&format!("it is neither a JSON object nor an event stream (content-type '{kind}')")))
        }
    }
}

/// Reads a plain completion; it must have a choice.
pub(super) fn completion(body: &Bytes) -> Result<ChatResponse, Failure> {
    let response = ChatResponse::parse(body.clone()).map_err(|error| match error_named_in(body) {
        Some(name) => malformed(&format!("it reports an error ({name}) under a status of success")),
        None => malformed(&error.to_string()),
    })?;
    if response.choices().is_empty() {
        return Err(malformed("it has no choices"));
    }
    Ok(response)
}

/// A plain completion's frames, as if it had been streamed.
pub(super) fn retold(response: &ChatResponse, with_usage: bool) -> Vec<Bytes> {
    let body = response.to_bytes();
    let Ok(object) = Object::parse(body.clone()) else { return Vec::new() };
    let text = |key: &str| object.get(key).and_then(|raw| serde_json::from_str::<String>(raw).ok()).unwrap_or_default();
    let created = object.get("created").and_then(|raw| raw.parse().ok()).unwrap_or(0);
    let envelope = Envelope { id: text("id"), created, model: text("model") };
    let raw: Value = serde_json::from_slice(&body).unwrap_or_default();
    let mut frames = Vec::new();
    for (position, choice) in response.choices().iter().enumerate() {
        let raw = &raw["choices"][position];
        let logprobs = raw.get("logprobs").filter(|logprobs| !logprobs.is_null()).map(Value::to_string);
        let delta = as_delta(raw["message"].clone()).to_string();
        frames.push(envelope.chunk(choice.index, &delta, logprobs.as_deref(), None));
        let reason = choice.finish_reason.as_deref().unwrap_or("stop");
        frames.push(envelope.chunk(choice.index, "{}", None, Some(reason)));
    }
    if let Some(usage) = response.usage().filter(|_| with_usage) {
        frames.push(envelope.usage_chunk(&usage));
    }
    frames
}

/// A message as the one delta of a stream: tool calls are numbered there.
fn as_delta(mut message: Value) -> Value {
    let calls = message.get_mut("tool_calls").and_then(Value::as_array_mut).into_iter().flatten();
    for (index, call) in calls.enumerate() {
        if let Some(call) = call.as_object_mut() {
            call.entry("index").or_insert_with(|| index.into());
        }
    }
    message
}

/// The failure of an answer that is not the protocol.
pub(super) fn malformed(what: &str) -> Failure {
    Failure::new(FailureKind::Malformed, format!("the upstream's answer is no chat completion: {what}"))
}

/// The failure that an in-band `error` (raw JSON) reports. Its message may quote the prompt, so only its name is told.
pub(super) fn in_band(error: &str) -> Failure {
    let name =
        serde_json::from_str(error).ok().and_then(|error| name_of(&error)).unwrap_or_else(|| "unnamed".to_owned());
    Failure::new(FailureKind::Malformed, format!("the upstream reported an error within its stream ({name})"))
}

fn error_named_in(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let error = body.get("error").filter(|error| !error.is_null())?;
    Some(name_of(error).unwrap_or_else(|| "unnamed".to_owned()))
}

fn name_of(error: &Value) -> Option<String> {
    let members = ["code", "type"].iter().filter_map(|key| error.get(key));
    members
        .filter_map(|value| value.as_str().map(str::to_owned).or_else(|| value.as_i64().map(|code| code.to_string())))
        .map(|name| printable(name.as_bytes()))
        .find(|name| !name.is_empty())
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The upstream's words, short and harmless enough for a message.
fn printable(bytes: &[u8]) -> String {
    let is_plain = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_-/.;= ".contains(byte);
    bytes.iter().filter(is_plain).take(64).map(|&byte| char::from(byte)).collect()
}
