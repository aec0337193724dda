//! One question through the pipeline.

use std::sync::Arc;

use futures_util::StreamExt;
use probity_draw::{Ask, Event, Sampler};
use probity_pipeline::{Controls, Decision, Outcome, Pipeline, Verdict};
use probity_wire::chat::ChatRequest;
use serde::Serialize;

use crate::Error;
use crate::grade::{Category, Key};
use crate::metrics::Row;
use crate::options::{Judging, Options};

/// The place of the question in a template.
const PLACE: &str = "{question}";

/// What is asked of a sampler, under which name.
#[derive(Debug, Clone)]
pub(crate) struct Trial {
    pub(crate) id: String,
    pub(crate) request: ChatRequest,
    pub(crate) judging: Judging,
    /// At most so many verification draws, where there are no more to be had.
    pub(crate) most: usize,
}

/// What came of it.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) id: String,
    pub(crate) primary: String,
    pub(crate) chosen: String,
    pub(crate) draws: Vec<String>,
    pub(crate) decision: Decision,
    pub(crate) reason: String,
    confidence: Option<f64>,
    draws_started: usize,
    pub(crate) tokens: Option<u64>,
    pub(crate) tokens_estimated: bool,
}

/// Why a question has no answer to grade.
#[derive(Debug, Clone)]
pub(crate) struct Failed(pub(crate) String);

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    messages: [Message<'a>; 1],
    temperature: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u64>,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

/// The request that a question makes.
pub(crate) fn request(id: &str, question: &str, model: &str, options: &Options) -> Result<ChatRequest, Error> {
    let content = options.template.replace(PLACE, question);
    let body = Body {
        model,
        messages: [Message { role: "user", content: &content }],
        temperature: options.temperature,
        max_tokens: options.max_tokens,
    };
    let bytes = serde_json::to_vec(&body).unwrap_or_default();
    ChatRequest::parse(bytes.into()).map_err(|source| Error::Request { id: id.to_owned(), source })
}

/// Refuses a template that would ask every time the same.
pub(crate) fn check_template(template: &str) -> Result<(), Error> {
    if template.contains(PLACE) { Ok(()) } else { Err(Error::Template(template.to_owned())) }
}

impl Trial {
    /// Asks, judges and decides, as the server would.
    pub(crate) async fn run(self, pipeline: &Pipeline, sampler: &Arc<dyn Sampler>) -> Result<Seen, Failed> {
        let mut plan = pipeline.plan(&self.request, &Controls::default()).await;
        if let (Err(_), Judging::Always) = (&plan.scope, self.judging) {
            let question = self.request.question().ok_or_else(|| Failed("the question says nothing".to_owned()))?;
            plan.scope = Ok(question);
        }
        plan.max_draws = plan.max_draws.min(self.most);
        let ask = Ask::new(self.request);
        if !plan.judges_before_answer() {
            let verdict = plan.passed();
            return unjudged(self.id, sampler, &ask, verdict.decision, verdict.reason).await;
        }
        if plan.max_draws == 0 {
            return unjudged(self.id, sampler, &ask, Decision::Unavailable, "no_samples").await;
        }
        let outcome = pipeline.begin(ask, &plan).finish().await.map_err(|failure| Failed(failure.message))?;
        Ok(Seen::of(self.id, outcome))
    }
}

impl Seen {
    fn of(id: String, outcome: Outcome) -> Self {
        let Verdict { decision, reason, confidence, draws_started, tokens_paid, tokens_estimated, .. } =
            outcome.verdict;
        Self {
            id,
            primary: outcome.primary,
            chosen: outcome.served,
            draws: outcome.draws.into_iter().map(|draw| draw.text).collect(),
            decision,
            reason: reason.to_owned(),
            confidence,
            draws_started,
            tokens: tokens_paid.map(|tokens| tokens.prompt + tokens.completion),
            tokens_estimated,
        }
    }

    /// Holds it against its key. `label` says whether the primary answer is right, where somebody said so.
    pub(crate) fn graded(self, key: &Key<'_>, label: Option<bool>) -> Row {
        let raw = key.grade_labelled(&self.primary, label);
        let chosen = if self.chosen == self.primary { raw } else { key.grade(&self.chosen) };
        let judged = match self.decision {
            Decision::Refused => Category::Idk,
            Decision::Answered | Decision::Hedged | Decision::Passed | Decision::Unavailable => chosen,
        };
        Row {
            id: self.id,
            raw,
            chosen,
            judged,
            decision: self.decision,
            reason: self.reason,
            confidence: self.confidence,
            draws_started: self.draws_started,
            draws_finished: self.draws.len(),
            full_decision: None,
            tokens: self.tokens,
            tokens_estimated: self.tokens_estimated,
        }
    }
}

/// An answer that nothing is held against: it goes out as it came.
async fn unjudged(
    id: String,
    sampler: &Arc<dyn Sampler>,
    ask: &Ask,
    decision: Decision,
    reason: &str,
) -> Result<Seen, Failed> {
    let mut events = sampler.primary(ask);
    let mut text = String::new();
    let mut tokens = None;
    while let Some((_, event)) = events.next().await {
        match event {
            Event::Delta(delta) => text.push_str(&delta.text),
            Event::Usage(usage) => tokens = Some(usage.prompt_tokens + usage.completion_tokens),
            Event::Failed(failure) => return Err(Failed(failure.message)),
            Event::Opened(_) | Event::Done(_) => {}
        }
    }
    Ok(Seen {
        id,
        primary: text.clone(),
        chosen: text,
        draws: Vec::new(),
        decision,
        reason: reason.to_owned(),
        confidence: None,
        draws_started: 0,
        tokens,
        tokens_estimated: false,
    })
}
