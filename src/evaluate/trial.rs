//! One question through the pipeline.

use std::sync::Arc;

use probity_draw::{Ask, Sampler};
use probity_pipeline::{Controls, Decision, Outcome, Pipeline, Verdict};
use probity_wire::chat::ChatRequest;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::asking::{Asking, Failed, Message, Said, say};
use crate::grade::{Category, Grade, Grader, Key};
use crate::journal::exact;
use crate::limits::Tokens;
use crate::metrics::{Row, Texts};
use crate::options::{Judging, Options};
use crate::{Error, Question};

/// The place of the question in a template.
const PLACE: &str = "{question}";
/// What stands before a question of multiple choice.
const LETTER: &str = "Answer with the letter of the right choice alone.";

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
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Seen {
    pub(crate) id: String,
    pub(crate) primary: String,
    pub(crate) chosen: String,
    pub(crate) draws: Vec<String>,
    #[serde(deserialize_with = "decision")]
    pub(crate) decision: Decision,
    pub(crate) reason: String,
    #[serde(with = "exact")]
    confidence: Option<f64>,
    draws_started: usize,
    pub(crate) tokens: Option<Tokens>,
    pub(crate) tokens_estimated: bool,
    elapsed_ms: f64,
    overhead_ms: Option<f64>,
}

/// The same, with what the answers are worth.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Weighed {
    pub(crate) seen: Seen,
    raw: Grade,
    chosen: Category,
}

/// What is asked of a question: as it stands, or led by the wish for a letter.
pub(crate) fn asked(row: &Question) -> String {
    if row.choices.is_empty() { row.question.clone() } else { format!("{LETTER}\n{}", row.question) }
}

/// The message that a question makes.
pub(crate) fn filled(template: &str, question: &str) -> String {
    template.replace(PLACE, question)
}

/// The request that a question makes.
pub(crate) fn request(id: &str, question: &str, model: &str, options: &Options) -> Result<ChatRequest, Error> {
    let content = filled(&options.template, question);
    let asking = Asking {
        model,
        messages: &[Message::user(&content)],
        temperature: options.temperature,
        max_tokens: options.max_tokens,
        seed: options.seed,
    };
    asking.request().map_err(|source| Error::Request { id: id.to_owned(), source })
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
        if !plan.judges_before_answer() {
            let verdict = plan.passed();
            let said = say(sampler, self.request).await?;
            return Ok(Seen::unjudged(self.id, said, verdict.decision, verdict.reason));
        }
        if plan.max_draws == 0 {
            let said = say(sampler, self.request).await?;
            return Ok(Seen::unjudged(self.id, said, Decision::Unavailable, "no_samples"));
        }
        let ask = Ask::new(self.request);
        let outcome = pipeline.begin(ask, &plan).finish().await.map_err(|failure| Failed(failure.message))?;
        Ok(Seen::of(self.id, outcome))
    }
}

impl Seen {
    fn of(id: String, outcome: Outcome) -> Self {
        let Verdict {
            decision,
            reason,
            confidence,
            draws_started,
            tokens_paid,
            tokens_estimated,
            elapsed_ms,
            overhead_ms,
            ..
        } = outcome.verdict;
        Self {
            id,
            primary: outcome.primary,
            chosen: outcome.served,
            draws: outcome.draws.into_iter().map(|draw| draw.text).collect(),
            decision,
            reason: reason.to_owned(),
            confidence,
            draws_started,
            tokens: tokens_paid.map(|paid| Tokens { prompt: paid.prompt, completion: paid.completion }),
            tokens_estimated,
            elapsed_ms,
            overhead_ms: Some(overhead_ms),
        }
    }

    /// An answer that nothing is held against: it goes out as it came.
    fn unjudged(id: String, said: Said, decision: Decision, reason: &str) -> Self {
        Self {
            id,
            primary: said.text.clone(),
            chosen: said.text,
            draws: Vec::new(),
            decision,
            reason: reason.to_owned(),
            confidence: None,
            draws_started: 0,
            tokens: (!said.estimated).then_some(said.tokens),
            tokens_estimated: false,
            elapsed_ms: said.elapsed_ms,
            overhead_ms: None,
        }
    }

    /// What it took, and whether that is in part an estimate; `asked` is the prompt's length in bytes.
    pub(crate) fn spent(&self, asked: usize) -> (Tokens, bool) {
        let draws: usize = self.draws.iter().map(String::len).sum();
        let reckoned = || {
            Tokens::estimated(asked.saturating_mul(self.draws_started + 1), self.primary.len().saturating_add(draws))
        };
        (self.tokens.unwrap_or_else(reckoned), self.tokens.is_none() || self.tokens_estimated)
    }

    /// Holds it against its key. `raw` is what the primary answer is worth.
    pub(crate) async fn weighed(self, key: &Key<'_>, raw: Grade, grader: &Grader) -> Weighed {
        let chosen = if self.chosen == self.primary {
            raw.category
        } else {
            grader.grade(key, &self.chosen, None).await.category
        };
        Weighed { seen: self, raw, chosen }
    }
}

impl Weighed {
    /// The row of the report, held against its key.
    pub(crate) fn row(self, key: &Key<'_>) -> Row {
        let Self { seen, raw, chosen } = self;
        let judged = match seen.decision {
            Decision::Refused => Category::Idk,
            Decision::Answered | Decision::Hedged | Decision::Passed | Decision::Unavailable => chosen,
        };
        Row {
            id: seen.id,
            raw: raw.category,
            chosen,
            judged,
            decision: seen.decision,
            reason: seen.reason,
            confidence: seen.confidence,
            draws_started: seen.draws_started,
            draws_finished: seen.draws.len(),
            full_decision: None,
            tokens: seen.tokens.map(|tokens| tokens.sum()),
            tokens_prompt: seen.tokens.map(|tokens| tokens.prompt),
            tokens_completion: seen.tokens.map(|tokens| tokens.completion),
            tokens_estimated: seen.tokens_estimated,
            graded_by: raw.by,
            opinions: raw.opinions,
            elapsed_ms: Some(seen.elapsed_ms),
            overhead_ms: seen.overhead_ms,
            texts: Texts {
                question: key.question().to_owned(),
                answer: seen.chosen,
                references: key.right_texts().into_iter().map(str::to_owned).collect(),
            },
        }
    }
}

fn decision<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decision, D::Error> {
    let name = String::deserialize(deserializer)?;
    match name.as_str() {
        "answered" => Ok(Decision::Answered),
        "hedged" => Ok(Decision::Hedged),
        "refused" => Ok(Decision::Refused),
        "passed" => Ok(Decision::Passed),
        "unavailable" => Ok(Decision::Unavailable),
        _ => Err(D::Error::custom("it is no decision")),
    }
}
