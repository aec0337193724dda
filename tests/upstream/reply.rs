//! What a request is answered with: a [`Chat`] that is generated token by token, or a body in [`Pieces`]; each may
//! wait at a [`Gate`].

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

/// What a request is answered with.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A chat completion, plain or streamed as the request asks.
    Chat(Chat),
    /// A body of these pieces.
    Body(Pieces),
    /// Nothing, ever; the connection stays open.
    Hang,
    /// Nothing; the connection is closed.
    Close,
}

impl Reply {
    /// A chat completion with this text for every choice.
    pub fn chat(text: impl Into<String>) -> Self {
        Self::Chat(Chat::new(text))
    }

    /// A JSON body.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::Body(Pieces::new(status, "application/json", [body.to_string()]))
    }

    /// An error in OpenAI's envelope.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let error = json!({"message": message, "type": "invalid_request_error", "param": null, "code": code});
        Self::json(status, &json!({ "error": error }))
    }

    /// A body of another type.
    pub fn text(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self::Body(Pieces::new(status, content_type, [body]))
    }
}

/// A response body in pieces, each sent by itself.
#[derive(Debug, Clone)]
pub struct Pieces {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) pieces: Vec<Bytes>,
    pub(crate) gate: Option<Gate>,
    pub(crate) reset: bool,
}

impl Pieces {
    /// A body of these pieces. A single one comes with a `content-length`, several are chunked.
    ///
    /// # Panics
    /// When the status or content type cannot be one.
    #[expect(clippy::expect_used, reason = "a wrong script is a failed test")]
    pub fn new(status: u16, content_type: &str, pieces: impl IntoIterator<Item = impl Into<Bytes>>) -> Self {
        let status = StatusCode::from_u16(status).expect("a status");
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(content_type).expect("a content type"));
        Self { status, headers, pieces: pieces.into_iter().map(Into::into).collect(), gate: None, reset: false }
    }

    /// An event stream of these `data:` values, one piece each.
    pub fn events(data: &[&str]) -> Self {
        Self::new(200, "text/event-stream", data.iter().map(|data| format!("data: {data}\n\n")))
    }

    /// Adds a header.
    ///
    /// # Panics
    /// When it cannot be one.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        append(&mut self.headers, name, value);
        self
    }

    /// Lets each piece wait at a gate.
    #[must_use]
    pub fn gated(mut self, gate: &Gate) -> Self {
        self.gate = Some(gate.clone());
        self
    }

    /// Breaks the connection after the last piece, so that the body never ends properly.
    #[must_use]
    pub fn then_reset(mut self) -> Self {
        self.reset = true;
        self
    }
}

impl From<Pieces> for Reply {
    fn from(pieces: Pieces) -> Self {
        Self::Body(pieces)
    }
}

/// A chat completion to be generated token by token (words, each with the space before it), every token counted.
#[derive(Debug, Clone)]
pub struct Chat {
    pub(crate) texts: Vec<String>,
    pub(crate) finish_reason: String,
    pub(crate) headers: HeaderMap,
    pub(crate) gate: Option<Gate>,
    pub(crate) cut_after: Option<usize>,
    pub(crate) never_streams: bool,
    pub(crate) logprob: f64,
}

impl Chat {
    /// This text for every choice that is asked for.
    pub fn new(text: impl Into<String>) -> Self {
        Self::texts(vec![text.into()])
    }

    /// One text per choice; when fewer than asked for, the last is repeated.
    pub fn texts(texts: Vec<String>) -> Self {
        Self {
            texts,
            finish_reason: "stop".to_owned(),
            headers: HeaderMap::new(),
            gate: None,
            cut_after: None,
            never_streams: false,
            logprob: -0.125,
        }
    }

    /// Another finish reason than `stop`.
    #[must_use]
    pub fn finish_reason(mut self, reason: &str) -> Self {
        reason.clone_into(&mut self.finish_reason);
        self
    }

    /// Adds a header.
    ///
    /// # Panics
    /// When it cannot be one.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        append(&mut self.headers, name, value);
        self
    }

    /// Lets each token wait at a gate, before it is generated and counted.
    #[must_use]
    pub fn gated(mut self, gate: &Gate) -> Self {
        self.gate = Some(gate.clone());
        self
    }

    /// Breaks the connection after so many tokens of a stream.
    #[must_use]
    pub fn cut_after(mut self, tokens: usize) -> Self {
        self.cut_after = Some(tokens);
        self
    }

    /// Answers in one JSON body even where a stream is asked for.
    #[must_use]
    pub fn never_streaming(mut self) -> Self {
        self.never_streams = true;
        self
    }

    /// The log-probability of every token, where the request asks for them.
    #[must_use]
    pub fn logprob(mut self, logprob: f64) -> Self {
        self.logprob = logprob;
        self
    }
}

impl From<Chat> for Reply {
    fn from(chat: Chat) -> Self {
        Self::Chat(chat)
    }
}

/// Holds tokens back until a test lets them go. Clones share one count.
#[derive(Debug, Clone)]
pub struct Gate(Arc<Semaphore>);

impl Gate {
    /// A closed gate.
    #[expect(clippy::new_without_default, reason = "a gate is made on purpose")]
    pub fn new() -> Self {
        Self(Arc::new(Semaphore::new(0)))
    }

    /// Lets so many more tokens (or pieces) through.
    pub fn release(&self, tokens: usize) {
        self.0.add_permits(tokens);
    }

    /// Waits for one to be let through.
    pub(crate) async fn pass(&self) {
        if let Ok(permit) = self.0.acquire().await {
            permit.forget();
        }
    }
}

#[expect(clippy::expect_used, reason = "a wrong script is a failed test")]
fn append(headers: &mut HeaderMap, name: &str, value: &str) {
    let name = HeaderName::from_bytes(name.as_bytes()).expect("a header name");
    headers.append(name, HeaderValue::from_str(value).expect("a header value"));
}
