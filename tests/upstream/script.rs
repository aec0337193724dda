//! What to answer: a [`Script`] maps each request, as [`Asked`], to a [`Reply`].

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use crate::{Chat, Gate, Recorded, Reply};

/// A request, as a script sees it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The request.
    pub request: Recorded,
    /// How many requests came before it, over all paths.
    pub index: usize,
    /// Its body as JSON; `null` when it is none.
    pub json: Value,
    /// For a chat request: the numbers, counted per question from 0 in their order of arrival, of the answers that it
    /// asks for (`n` of them where the script honours `n`). A primary and its verification draws arrive in any order;
    /// a script that must tell them apart looks at something that differs, such as [`Asked::temperature`].
    pub draws: Vec<usize>,
}

impl Asked {
    /// Whether this is a chat completion request.
    pub fn is_chat(&self) -> bool {
        self.request.path.split('?').next().is_some_and(|path| path.ends_with("/chat/completions"))
    }

    /// The last message's text; empty when there is none.
    pub fn question(&self) -> &str {
        question(&self.json)
    }

    /// Whether a stream is asked for.
    pub fn stream(&self) -> bool {
        self.json["stream"].as_bool().unwrap_or(false)
    }

    /// `n`, 1 when absent.
    pub fn n(&self) -> usize {
        n(&self.json)
    }

    /// The model's name.
    pub fn model(&self) -> &str {
        self.json["model"].as_str().unwrap_or("scripted")
    }

    /// The sampling temperature, where given.
    pub fn temperature(&self) -> Option<f64> {
        self.json["temperature"].as_f64()
    }
}

type Answer = dyn Fn(&Asked) -> Reply + Send + Sync;

/// How requests are answered.
#[derive(Clone)]
pub struct Script {
    reply: Arc<Answer>,
    ignores_n: bool,
    refused: Vec<String>,
    models: Vec<String>,
    gate: Option<Gate>,
    asked: Arc<Mutex<HashMap<String, usize>>>,
}

impl Script {
    /// Answers every request by a function.
    pub fn new(reply: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        Self {
            reply: Arc::new(reply),
            ignores_n: false,
            refused: Vec::new(),
            models: vec!["scripted".to_owned()],
            gate: None,
            asked: Arc::default(),
        }
    }

    /// Answers chat requests by the question's text and the draw's number (see [`Asked::draws`]); other paths are not
    /// found.
    pub fn answers(answer: impl Fn(&str, usize) -> String + Send + Sync + 'static) -> Self {
        Self::new(move |asked| {
            if !asked.is_chat() {
                return Reply::error(404, "not_found", "no such path");
            }
            Chat::texts(asked.draws.iter().map(|draw| answer(asked.question(), *draw)).collect()).into()
        })
    }

    /// One choice per request, whatever `n` says.
    #[must_use]
    pub fn ignoring_n(mut self) -> Self {
        self.ignores_n = true;
        self
    }

    /// Refuses chat requests that have this member (`n`: above 1) with a 400, as some upstreams do.
    #[must_use]
    pub fn refusing(mut self, member: &str) -> Self {
        self.refused.push(member.to_owned());
        self
    }

    /// Lets every token of every chat completion wait at a gate, unless the completion has one of its own.
    #[must_use]
    pub fn gated(mut self, gate: &Gate) -> Self {
        self.gate = Some(gate.clone());
        self
    }

    /// What `GET /v1/models` lists; `scripted` unless said otherwise.
    #[must_use]
    pub fn models(mut self, models: &[&str]) -> Self {
        self.models = models.iter().map(|&model| model.to_owned()).collect();
        self
    }

    /// The reply to a recorded request.
    pub(crate) fn reply(&self, request: Recorded, index: usize) -> (Asked, Reply) {
        let json = request.json();
        let mut asked = Asked { request, index, json, draws: Vec::new() };
        if asked.request.method == http::Method::GET && asked.request.path.starts_with("/v1/models") {
            let reply = Reply::json(200, &self.model_list());
            return (asked, reply);
        }
        if let Some(refusal) = self.refusal(&asked) {
            return (asked, refusal);
        }
        if asked.is_chat() {
            asked.draws = self.number(&asked);
        }
        let mut reply = (self.reply)(&asked);
        if let Reply::Chat(chat) = &mut reply
            && chat.gate.is_none()
        {
            chat.gate.clone_from(&self.gate);
        }
        (asked, reply)
    }

    /// How many choices a request gets.
    pub(crate) fn choices(&self, asked: &Asked) -> usize {
        if self.ignores_n { 1 } else { asked.n() }
    }

    fn number(&self, asked: &Asked) -> Vec<usize> {
        let mut counts = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let next = counts.entry(asked.question().to_owned()).or_insert(0);
        let first = *next;
        *next += self.choices(asked);
        (first..*next).collect()
    }

    fn refusal(&self, asked: &Asked) -> Option<Reply> {
        let has = |member: &&String| match member.as_str() {
            "n" => asked.n() > 1,
            other => asked.json.get(other).is_some(),
        };
        let member = self.refused.iter().find(has)?;
        let message = format!("Unsupported parameter: '{member}' is not supported with this model.");
        let error = json!({
            "message": message, "type": "invalid_request_error", "param": member, "code": "unsupported_parameter",
        });
        Some(Reply::json(400, &json!({ "error": error })))
    }

    fn model_list(&self) -> Value {
        let models = self.models.iter();
        let data: Vec<Value> = models
            .map(|id| json!({"id": id, "object": "model", "created": 0, "owned_by": "scripted-upstream"}))
            .collect();
        json!({"object": "list", "data": data})
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script").field("ignores_n", &self.ignores_n).field("refused", &self.refused).finish()
    }
}

fn question(json: &Value) -> &str {
    let last = json["messages"].as_array().and_then(|messages| messages.last());
    last.and_then(|message| message["content"].as_str()).unwrap_or_default()
}

fn n(json: &Value) -> usize {
    json["n"].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(1)
}
