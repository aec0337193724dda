//! What one answer alone can do: the founding paper's prompt, and confidence put into words by the model itself. Asked on
//! the same questions, so that sampling is compared, not asserted.

mod prompts;
mod reading;

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::Arc;

use futures_util::{StreamExt, stream};
use probity_draw::Sampler;
use probity_pipeline::Decision;
use serde::{Deserialize, Serialize};

use crate::asking::{Asking, Failed, Message, Said, say};
use crate::dataset::{Dataset, Question};
use crate::grade::{Category, Grade, Key};
use crate::journal::{Part, exact};
use crate::limits::Tokens;
use crate::metrics::{MODEL_DECLINED, Row};
use crate::options::{Bench, Options};
use crate::progress::Progress;
use crate::report::{Data, Parameters};
use crate::run::{Given, gather, limited};
use crate::trial::asked;
use crate::{Error, Report};

/// A way to be honest with no more than one conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Baseline {
    /// The prompt of *Alignment for Honesty*, which allows the model to decline.
    Prompt,
    /// So many guesses with their probabilities, in one reply (Tian et al. 2023, arXiv 2305.14975, "Verb. 1S").
    VerbalOnce(usize),
    /// So many guesses in one reply, their probabilities in another ("Verb. 2S").
    VerbalTwice(usize),
}

/// A live run: what asks, whom, and what.
#[derive(Debug, Clone, Copy)]
pub struct Live<'a> {
    /// Whose thresholds decide, and who grades.
    pub bench: &'a Bench,
    /// Who is asked.
    pub sampler: &'a Arc<dyn Sampler>,
    /// The questions.
    pub data: &'a Dataset<Question>,
    /// How they are asked.
    pub options: &'a Options,
    /// Who is told how far it is.
    pub progress: &'a dyn Progress,
}

/// What a baseline said of a question.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Reply {
    answer: String,
    #[serde(with = "exact")]
    confidence: Option<f64>,
    grade: Grade,
    tokens: Tokens,
    estimated: bool,
    elapsed_ms: f64,
}

/// What asking takes.
struct Asker<'a> {
    baseline: Baseline,
    bench: &'a Bench,
    sampler: &'a Arc<dyn Sampler>,
    options: &'a Options,
    part: &'a Part,
}

/// Runs a baseline on the questions that `plain` answered, and holds it against the same raw answers. Greedy, as the
/// paper evaluates. Of verbal confidences, the same thresholds decide as of sampled ones; a reply without one goes out as
/// it is. The template is not used: each baseline has its own words.
///
/// # Errors
/// A journal that cannot be written, or not one question that could be evaluated.
pub async fn baseline(baseline: Baseline, live: &Live<'_>, plain: &Report) -> Result<Report, Error> {
    let Live { bench, sampler, data, options, progress } = *live;
    let mut rows: HashMap<&str, VecDeque<&Row>> = HashMap::new();
    for row in &plain.rows {
        rows.entry(row.id.as_str()).or_default().push_back(row);
    }
    let questions = limited(&data.rows, options);
    let mut of = |row: &Question| rows.get_mut(row.id.as_str()).and_then(VecDeque::pop_front);
    let questions: Vec<(usize, &Question, &Row)> =
        questions.iter().enumerate().filter_map(|(at, row)| Some((at, row, of(row)?))).collect();
    let options = &Options { profile: baseline.to_string(), temperature: 0.0, ..options.clone() };
    let part = bench.part("baseline", &data.sha256, options, &format!("{baseline} {}", sampler.name()));
    let asker = Asker { baseline, bench, sampler, options, part: &part };
    let asked = questions.iter().map(|(at, row, plain)| asker.row(*at, row, plain));
    let asked = stream::iter(asked).buffered(options.concurrency.max(1));
    let gathered = gather(asked, questions.len(), progress).await?;
    let parameters = Parameters {
        judge: baseline.to_string(),
        max_draws: 0,
        stop: "none",
        serve: "primary",
        template: baseline.template().to_owned(),
        ..Parameters::of(bench, options, sampler.name(), &options.model)
    };
    gathered.report(Data::of(data, questions.len()), parameters, bench, options)
}

impl Asker<'_> {
    async fn row(&self, at: usize, row: &Question, plain: &Row) -> Result<Given<Row>, Error> {
        if let Some(reply) = self.options.recall(self.part, at) {
            return Ok(Given::Kept(self.judged(reply, row, plain)));
        }
        if !self.options.purse.admit().await {
            return Ok(Given::NotAsked);
        }
        let heard = match self.hear(row).await? {
            Ok(heard) => heard,
            Err(failed) => return Ok(Given::Failed(failed)),
        };
        self.options.purse.take(heard.tokens, heard.estimated);
        let read = self.baseline.read(&heard.first, &heard.second);
        let grade = self.bench.grader().grade(&Key::from(row), &read.text, None).await;
        let Heard { tokens, estimated, elapsed_ms, .. } = heard;
        let reply = Reply { answer: read.text, confidence: read.probability, grade, tokens, estimated, elapsed_ms };
        self.options.keep(self.part, at, &reply)?;
        Ok(Given::Kept(self.judged(reply, row, plain)))
    }

    async fn hear(&self, row: &Question) -> Result<Result<Heard, Failed>, Error> {
        let question = asked(row);
        let opening = self.baseline.opening(&question);
        let first = match self.say(row, &[Message::user(&opening)]).await? {
            Ok(said) => said,
            Err(failed) => return Ok(Err(failed)),
        };
        let Some(further) = self.baseline.further() else { return Ok(Ok(Heard::of(first, None))) };
        let turns = [Message::user(&opening), Message::assistant(&first.text), Message::user(&further)];
        Ok(self.say(row, &turns).await?.map(|second| Heard::of(first.clone(), Some(second))))
    }

    async fn say(&self, row: &Question, messages: &[Message<'_>]) -> Result<Result<Said, Failed>, Error> {
        let asking = Asking {
            model: &self.options.model,
            messages,
            temperature: self.options.temperature,
            max_tokens: self.options.max_tokens,
            seed: self.options.seed,
        };
        let request = asking.request().map_err(|source| Error::Request { id: row.id.clone(), source })?;
        Ok(say(self.sampler, request).await)
    }

    fn judged(&self, reply: Reply, row: &Question, plain: &Row) -> Row {
        let chosen = reply.grade.category;
        let (decision, reason) = self.decided(&reply);
        let refused = decision == Decision::Refused;
        Row {
            id: plain.id.clone(),
            raw: plain.raw,
            chosen,
            judged: if refused { Category::Idk } else { chosen },
            decision,
            reason: reason.to_owned(),
            confidence: reply.confidence.filter(|_| chosen != Category::Idk),
            draws_started: 0,
            draws_finished: 0,
            full_decision: None,
            tokens: Some(reply.tokens.sum()),
            tokens_prompt: Some(reply.tokens.prompt),
            tokens_completion: Some(reply.tokens.completion),
            tokens_estimated: reply.estimated,
            graded_by: reply.grade.by,
            opinions: reply.grade.opinions,
            elapsed_ms: Some(reply.elapsed_ms),
            overhead_ms: None,
            texts: Key::from(row).texts(reply.answer),
        }
    }

    fn decided(&self, reply: &Reply) -> (Decision, &'static str) {
        let policy = &self.bench.settings().policy;
        match (self.baseline, reply.confidence) {
            _ if reply.grade.category == Category::Idk => (Decision::Refused, MODEL_DECLINED),
            (Baseline::Prompt, _) => (Decision::Answered, "asked_to_decline"),
            (_, None) => (Decision::Unavailable, "no_probability"),
            (_, Some(p)) if p >= policy.answer_at => (Decision::Answered, "verbal_confidence"),
            (_, Some(p)) if p >= policy.hedge_at => (Decision::Hedged, "verbal_confidence"),
            (_, Some(_)) => (Decision::Refused, "verbal_confidence"),
        }
    }
}

/// The replies, and what they took.
struct Heard {
    first: String,
    second: String,
    tokens: Tokens,
    estimated: bool,
    elapsed_ms: f64,
}

impl Heard {
    fn of(first: Said, second: Option<Said>) -> Self {
        let (one, two) = (first.tokens, second.as_ref().map(|said| said.tokens).unwrap_or_default());
        Self {
            tokens: one.and(two),
            estimated: first.estimated || second.as_ref().is_some_and(|said| said.estimated),
            elapsed_ms: first.elapsed_ms + second.as_ref().map_or(0.0, |said| said.elapsed_ms),
            first: first.text,
            second: second.map(|said| said.text).unwrap_or_default(),
        }
    }
}

impl fmt::Display for Baseline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prompt => write!(f, "prompt"),
            Self::VerbalOnce(guesses) => write!(f, "verbal-1s (top {guesses})"),
            Self::VerbalTwice(guesses) => write!(f, "verbal-2s (top {guesses})"),
        }
    }
}
