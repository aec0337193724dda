//! The primary draw of a source that is no HTTP endpoint, in OpenAI's shape: the embedded model, a recording, and the
//! scripted stand-in all speak through this, so that nothing behind them can tell them from an upstream.

use bytes::Bytes;
use probity_wire::chat::{ChatRequest, Choice, Envelope};
use probity_wire::{Object, Usage};
use serde::Serialize;
use serde_json::json;

use crate::{Delta, Done, Event, Head};

/// What OpenAI's API reports for a token whose probability is nought; JSON has no infinity.
const LEAST_LOGPROB: f64 = -9999.0;

/// A token with its log-probability, as in `logprobs.content`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Token {
    /// The token's text.
    pub token: String,
    /// Its natural log-probability.
    #[serde(serialize_with = "finite")]
    pub logprob: f64,
    /// Its bytes: a token may be part of a character only.
    pub bytes: Vec<u8>,
    /// The likeliest tokens in its place, as many as were asked for.
    pub top_logprobs: Vec<Alternative>,
}

/// A token that might have stood in another's place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alternative {
    /// The token's text.
    pub token: String,
    /// Its natural log-probability.
    #[serde(serialize_with = "finite")]
    pub logprob: f64,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Builds the events of a primary draw while its text grows: `opened`, then `delta`s of any choice in any order and a
/// `finish` for each choice, then `done`. A streamed request gets the role chunks, content chunks, finish chunks and
/// (where `stream_options.include_usage` asks for it) the usage chunk as frames; a plain one gets nothing until `done`,
/// and then its whole body.
#[derive(Debug)]
pub struct Primary {
    envelope: Envelope,
    form: Form,
    wants_logprobs: bool,
    choices: Vec<Growing>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Stream,
    StreamWithUsage,
}

#[derive(Debug, Default)]
struct Growing {
    text: String,
    tokens: Vec<Token>,
    finish_reason: Option<String>,
}

impl Primary {
    /// The primary draw for a request, with as many choices as it asks for. Token log-probabilities are shown to the
    /// client where the request's `logprobs` is true.
    pub fn new(request: &ChatRequest, envelope: Envelope) -> Self {
        let form = match (request.stream(), request.include_usage()) {
            (false, _) => Form::Plain,
            (true, false) => Form::Stream,
            (true, true) => Form::StreamWithUsage,
        };
        let choices = (0..request.n()).map(|_| Growing::default()).collect();
        Self { envelope, form, wants_logprobs: request.raw("logprobs") == Some("true"), choices }
    }

    /// The source accepted the request: `Opened`, and a stream's first chunk for each choice, which names the role.
    pub fn opened(&self) -> Vec<Event> {
        let mut events = vec![Event::Opened(Head::default())];
        if self.form != Form::Plain {
            let role = json!({"role": "assistant", "content": "", "refusal": null}).to_string();
            let chunks = self.indices().map(|index| self.envelope.chunk(index, &role, None, None));
            events.extend(chunks.map(|chunk| frame(chunk, String::new(), Vec::new())));
        }
        events
    }

    /// A choice's text grew. `tokens` are the tokens of just this text with their log-probabilities, none where they
    /// are not known. A choice that was not asked for, or has finished, says nothing more.
    pub fn delta(&mut self, index: u32, text: &str, tokens: Vec<Token>) -> Option<Event> {
        let form = self.form;
        let choice = self.unfinished(index)?;
        if form == Form::Plain {
            choice.text.push_str(text);
            choice.tokens.extend(tokens);
            return None;
        }
        let shown = self.shown(&tokens);
        let chunk = self.envelope.chunk(index, &json!({"content": text}).to_string(), shown.as_deref(), None);
        let (text, logprobs) = match index {
            0 => (text.to_owned(), values(&tokens)),
            _ => Default::default(),
        };
        Some(frame(chunk, text, logprobs))
    }

    /// A choice is complete; `reason` is `stop`, `length`, … The first reason holds.
    pub fn finish(&mut self, index: u32, reason: &str) -> Option<Event> {
        self.unfinished(index)?.finish_reason = Some(reason.to_owned());
        let chunk = || self.envelope.chunk(index, "{}", None, Some(reason));
        (self.form != Form::Plain).then(|| frame(chunk(), String::new(), Vec::new()))
    }

    /// All choices are complete; one that was not finished counts as stopped. `usage` covers all of them; `None` when
    /// it is not known, and then none is reported.
    pub fn done(mut self, usage: Option<&Usage>) -> Vec<Event> {
        let mut events: Vec<_> = self.indices().filter_map(|index| self.finish(index, "stop")).collect();
        let mut body = None;
        if self.form == Form::Plain {
            body = Some(self.body(usage));
            if let Some(first) = self.choices.first_mut() {
                let logprobs = values(&first.tokens);
                events.push(Event::Delta(Delta { text: std::mem::take(&mut first.text), logprobs, frame: None }));
            }
        }
        if let Some(usage) = usage {
            if self.form == Form::StreamWithUsage {
                events.push(frame(self.envelope.usage_chunk(usage), String::new(), Vec::new()));
            }
            events.push(Event::Usage(usage.clone()));
        }
        let finish_reason = self.choices.into_iter().next().and_then(|first| first.finish_reason);
        events.push(Event::Done(Done { finish_reason, body, ..Done::default() }));
        events
    }

    fn indices(&self) -> std::ops::Range<u32> {
        0..u32::try_from(self.choices.len()).unwrap_or(u32::MAX)
    }

    fn unfinished(&mut self, index: u32) -> Option<&mut Growing> {
        self.choices.get_mut(usize::try_from(index).ok()?).filter(|choice| choice.finish_reason.is_none())
    }

    /// The raw `logprobs` member, where the client wants one and there are any.
    fn shown(&self, tokens: &[Token]) -> Option<String> {
        let shown = self.wants_logprobs && !tokens.is_empty();
        shown.then(|| json!({"content": tokens, "refusal": null}).to_string())
    }

    fn body(&self, usage: Option<&Usage>) -> Bytes {
        let choices: Vec<_> =
            self.indices().zip(&self.choices).map(|(index, grown)| self.whole(index, grown)).collect();
        match usage {
            Some(usage) => self.envelope.completion(&choices, usage),
            None => without_usage(self.envelope.completion(&choices, &Usage::default())),
        }
    }

    fn whole(&self, index: u32, grown: &Growing) -> (Choice, Option<String>) {
        let choice = Choice {
            index,
            content: Some(grown.text.clone()),
            finish_reason: grown.finish_reason.clone(),
            ..Choice::default()
        };
        (choice, self.shown(&grown.tokens))
    }
}

fn frame(chunk: Bytes, text: String, logprobs: Vec<f64>) -> Event {
    Event::Delta(Delta { text, logprobs, frame: Some(chunk) })
}

fn values(tokens: &[Token]) -> Vec<f64> {
    tokens.iter().map(|token| token.logprob).collect()
}

/// Counts that nobody made are left out: a nought would be a claim.
fn without_usage(body: Bytes) -> Bytes {
    match Object::parse(body.clone()) {
        Ok(mut object) => {
            object.remove("usage");
            object.to_bytes()
        }
        Err(_) => body,
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it a reference")]
fn finite<S: serde::Serializer>(logprob: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(if logprob.is_finite() { *logprob } else { LEAST_LOGPROB })
}
