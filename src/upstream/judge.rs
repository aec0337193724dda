//! The upstream itself as a judge of pairs: one prompt, all pairs of a call in one request, a strict reading of the
//! reply, and a budget. For scripts and lengths that a small model cannot read.
//!
//! A judge sees no client, so it sends nothing of one: with a client's own key passed through, it could not prove
//! itself, and reads nothing (see [`JudgeConfig::needs_key`]).

mod budget;
mod config;
mod prompt;

use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use probity_draw::{Ask, Event, Failure, FailureKind, Sampler, Verification};
use probity_score::{Error, Pair, PairJudge, Verdicts};
use probity_wire::chat::ChatRequest;

use crate::{Endpoint, Http, SetupError};

pub use config::JudgeConfig;

use budget::Budget;
use prompt::Prompt;

/// What a `yes` is worth, and a `no`: one word of a model is no certainty.
const YES: f64 = 0.95;
const NO: f64 = 0.05;

/// The most tokens of the reply: what a line may take, and what may stand around all of them.
const LINE_TOKENS: u64 = 8;
const SPARE_TOKENS: u64 = 16;

/// What a model comes to that thinks aloud.
const CUT_SHORT: &str = "the upstream's verdicts were cut short; name a model in judge.upstream.model that answers \
                         without thinking first";

/// Asks the upstream whether two answers are one.
#[derive(Debug)]
pub struct UpstreamJudge {
    sampler: Arc<dyn Sampler>,
    name: String,
    config: JudgeConfig,
    may_ask: bool,
    budget: Budget,
}

impl UpstreamJudge {
    /// A judge behind an upstream, with its connections, limits and key. Nothing is sent.
    ///
    /// # Errors
    /// When the configuration cannot work.
    pub fn new(http: &Http, config: JudgeConfig) -> Result<Self, SetupError> {
        config.check()?;
        if config.model.is_empty() {
            let reason = "must name the upstream's model that is to judge";
            return Err(SetupError::Judge { key: "model", reason });
        }
        Ok(Self {
            sampler: http.sampler(),
            name: format!("upstream-1:{}", config.model),
            may_ask: http.has_key() || !config.needs_key,
            budget: Budget::new(config.max_calls_per_minute),
            config,
        })
    }

    /// Whether it can ask at all: it has a key, or needs none.
    pub fn may_ask(&self) -> bool {
        self.may_ask
    }

    async fn judge(&self, question: &str, pairs: &[Pair<'_>]) -> Result<Verdicts, Error> {
        let prompt = Prompt::of(question, pairs, self.config.max_pairs, self.config.max_prompt_bytes);
        let unread = vec![None; pairs.len()];
        if !self.may_ask || prompt.is_empty() {
            return Ok(unread);
        }
        if !self.budget.take() {
            return Err(Error::Overloaded(self.name.clone()));
        }
        let asking = self.ask(&prompt);
        let reply = tokio::time::timeout(self.config.timeout, asking).await.map_err(|_| {
            let after = self.config.timeout;
            Error::Failed(format!("{} did not judge within {after:?} (judge.upstream.timeout)", self.sampler.name()))
        })??;
        let said = prompt.read(&reply).map_err(Error::Failed)?;
        let mut verdicts = unread;
        for (place, same) in said {
            verdicts[place] = Some(if same { YES } else { NO });
        }
        Ok(verdicts)
    }

    /// The reply's text, which must have ended by itself.
    async fn ask(&self, prompt: &Prompt) -> Result<String, Error> {
        let request = self.request(prompt)?;
        let verification =
            Verification { count: 1, offset: 0, temperature: Some(0.0), max_tokens: reply_tokens(prompt.len()) };
        let mut events = self.sampler.verify(&Ask::new(request), &verification);
        let mut text = String::new();
        while let Some((_, event)) = events.next().await {
            match event {
                Event::Delta(delta) => text.push_str(&delta.text),
                Event::Done(done) if done.finish_reason.as_deref().is_none_or(|reason| reason == "stop") => {
                    return Ok(text);
                }
                Event::Done(_) => return Err(Error::Failed(CUT_SHORT.to_owned())),
                Event::Failed(failure) => return Err(self.failed(&failure)),
                Event::Opened(_) | Event::Usage(_) => {}
            }
            if text.len() > prompt.longest_reply() {
                return Err(Error::Failed("the upstream said more than verdicts".to_owned()));
            }
        }
        Err(Error::Failed("the upstream's verdicts broke off".to_owned()))
    }

    fn request(&self, prompt: &Prompt) -> Result<ChatRequest, Error> {
        let body = serde_json::json!({
            "model": self.config.model,
            "messages": [{"role": "user", "content": prompt.text()}],
        });
        ChatRequest::parse(body.to_string().into()).map_err(|error| Error::Failed(error.to_string()))
    }

    fn failed(&self, failure: &Failure) -> Error {
        let too_many = failure.rejection.as_ref().is_some_and(|rejection| rejection.status.as_u16() == 429);
        if too_many || failure.kind == FailureKind::Overloaded {
            return Error::Overloaded(self.name.clone());
        }
        Error::Failed(failure.message.clone())
    }
}

impl PairJudge for UpstreamJudge {
    fn name(&self) -> &str {
        &self.name
    }

    fn same<'a>(&'a self, question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>> {
        Box::pin(self.judge(question, pairs))
    }
}

fn reply_tokens(pairs: usize) -> u64 {
    SPARE_TOKENS + LINE_TOKENS * u64::try_from(pairs).unwrap_or(u64::MAX / (2 * LINE_TOKENS))
}
