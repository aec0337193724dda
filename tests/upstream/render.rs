//! Chat completions as JSON and as streams, generated token by token.

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::{self, Stream};
use serde_json::{Value, json};

use crate::ledger::{Ledger, Open};
use crate::reply::Chat;
use crate::script::Asked;

/// A chat completion for one request.
#[derive(Debug)]
pub(crate) struct Completion {
    chat: Chat,
    model: String,
    id: String,
    with_logprobs: bool,
    with_usage: bool,
    prompt_tokens: usize,
    /// Every choice's tokens.
    choices: Vec<Vec<String>>,
}

impl Completion {
    /// A completion with so many choices.
    pub(crate) fn new(chat: Chat, asked: &Asked, choices: usize) -> Self {
        let text_of = |index: usize| chat.texts.get(index).or(chat.texts.last()).map_or("", String::as_str);
        let choices = (0..choices).map(|index| tokens(text_of(index))).collect();
        let messages = asked.json["messages"].as_array().into_iter().flatten();
        let contents = messages.filter_map(|message| message["content"].as_str());
        Self {
            model: asked.model().to_owned(),
            id: format!("chatcmpl-scripted-{}", asked.index),
            with_logprobs: asked.json["logprobs"].as_bool().unwrap_or(false),
            with_usage: asked.json["stream_options"]["include_usage"].as_bool().unwrap_or(false),
            prompt_tokens: contents.map(|content| content.split_whitespace().count()).sum(),
            choices,
            chat,
        }
    }

    /// Generates it all, then renders one JSON body. Dropping the future stops the generation.
    pub(crate) async fn plain(self, ledger: Arc<Ledger>) -> Bytes {
        let _open = ledger.open_answer();
        let total: usize = self.choices.iter().map(Vec::len).sum();
        for _ in 0..total {
            self.generate(&ledger).await;
        }
        let choices = self.choices.iter().enumerate().map(|(index, tokens)| {
            json!({
                "index": index,
                "message": {"role": "assistant", "content": tokens.concat(), "refusal": null},
                "logprobs": self.logprobs(tokens),
                "finish_reason": self.chat.finish_reason,
            })
        });
        let choices: Vec<Value> = choices.collect();
        let body = json!({
            "id": self.id, "object": "chat.completion", "created": 0, "model": self.model,
            "choices": choices, "usage": self.usage(),
        });
        body.to_string().into()
    }

    /// Generates and renders an event stream, one token of each choice in turn. Dropping it stops the generation.
    pub(crate) fn stream(self, ledger: Arc<Ledger>) -> impl Stream<Item = Result<Bytes, std::io::Error>> + Send {
        let steps = self.steps();
        let open = ledger.open_answer();
        let cut_after = self.chat.cut_after;
        let state = Streaming { completion: self, ledger, steps, generated: 0, cut_after, _open: open };
        stream::unfold(state, Streaming::next)
    }

    fn steps(&self) -> VecDeque<Step> {
        let mut steps = VecDeque::new();
        let count = self.choices.len();
        steps.extend(
            (0..count)
                .map(|index| Step::Frame(self.chunk(index, &json!({"role": "assistant", "content": ""}), &[], None))),
        );
        let longest = self.choices.iter().map(Vec::len).max().unwrap_or(0);
        for position in 0..longest {
            for (index, tokens) in self.choices.iter().enumerate() {
                let Some(token) = tokens.get(position) else { continue };
                steps.push_back(Step::Token(self.chunk(
                    index,
                    &json!({"content": token}),
                    std::slice::from_ref(token),
                    None,
                )));
                if position + 1 == tokens.len() {
                    let finish = Some(self.chat.finish_reason.as_str());
                    steps.push_back(Step::Frame(self.chunk(index, &json!({}), &[], finish)));
                }
            }
        }
        if self.with_usage {
            let mut usage = self.frame(&json!([]));
            usage["usage"] = self.usage();
            steps.push_back(Step::Frame(usage.to_string()));
        }
        steps.push_back(Step::Frame("[DONE]".to_owned()));
        steps
    }

    async fn generate(&self, ledger: &Ledger) {
        if let Some(gate) = &self.chat.gate {
            gate.pass().await;
        }
        ledger.add_tokens(1);
    }

    fn chunk(&self, index: usize, delta: &Value, tokens: &[String], finish_reason: Option<&str>) -> String {
        let logprobs = if tokens.is_empty() { Value::Null } else { self.logprobs(tokens) };
        let choice = json!({"index": index, "delta": delta, "logprobs": logprobs, "finish_reason": finish_reason});
        self.frame(&json!([choice])).to_string()
    }

    fn frame(&self, choices: &Value) -> Value {
        json!({
            "id": self.id, "object": "chat.completion.chunk", "created": 0, "model": self.model, "choices": choices,
        })
    }

    fn logprobs(&self, tokens: &[String]) -> Value {
        if !self.with_logprobs {
            return Value::Null;
        }
        let of =
            |token: &String| json!({"token": token, "logprob": self.chat.logprob, "bytes": null, "top_logprobs": []});
        json!({"content": tokens.iter().map(of).collect::<Vec<Value>>(), "refusal": null})
    }

    fn usage(&self) -> Value {
        let completion: usize = self.choices.iter().map(Vec::len).sum();
        json!({
            "prompt_tokens": self.prompt_tokens, "completion_tokens": completion,
            "total_tokens": self.prompt_tokens + completion,
        })
    }
}

/// What a stream does next.
#[derive(Debug)]
enum Step {
    /// Sends a frame that cost nothing.
    Frame(String),
    /// Generates a token and sends its frame.
    Token(String),
}

struct Streaming {
    completion: Completion,
    ledger: Arc<Ledger>,
    steps: VecDeque<Step>,
    generated: usize,
    cut_after: Option<usize>,
    _open: Open,
}

impl Streaming {
    async fn next(mut self) -> Option<(Result<Bytes, std::io::Error>, Self)> {
        if self.cut_after == Some(self.generated) {
            self.steps.clear();
            self.cut_after = None;
            // While we are pending the server sends what it holds; else the cut would swallow it.
            tokio::task::yield_now().await;
            return Some((Err(std::io::Error::other("cut by the script")), self));
        }
        let frame = match self.steps.pop_front()? {
            Step::Frame(frame) => frame,
            Step::Token(frame) => {
                self.completion.generate(&self.ledger).await;
                self.generated += 1;
                frame
            }
        };
        Some((Ok(format!("data: {frame}\n\n").into()), self))
    }
}

/// Words, each with the white space before it.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut token = String::new();
    for character in text.chars() {
        if character.is_whitespace() && token.chars().any(|c| !c.is_whitespace()) {
            tokens.push(std::mem::take(&mut token));
        }
        token.push(character);
    }
    if !token.is_empty() {
        tokens.push(token);
    }
    tokens
}
