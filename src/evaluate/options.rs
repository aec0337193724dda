//! How to run an evaluation, and the bench that it runs on.

use std::sync::Arc;

use probity_draw::record::Forget;
use probity_draw::{Sampler, Sink};
use probity_pipeline::{Config, Mode, Pipeline, Settings};
use probity_policy::{Gate, wording};
use probity_score::{EntailmentJudge, PairJudge};
use probity_stats::bootstrap::Bootstrap;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;
use crate::grade::Grader;
use crate::journal::{Journal, Part};
use crate::limits::Purse;

/// Which questions are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Judging {
    /// Those that would be judged if a client asked them; the others pass, as they would.
    AsServed,
    /// Every one, even what would be passed by the look of the question. (An answer that is too long, say, is passed
    /// still.)
    Always,
}

/// How to run.
#[derive(Debug, Clone)]
pub struct Options {
    /// What this way of running is called in a report, where several are compared; empty where there is one.
    pub profile: String,
    /// At most so many questions, from the first.
    pub limit: Option<usize>,
    /// The model to ask, as requests name it.
    pub model: String,
    /// The user's message; `{question}` stands for the question.
    pub template: String,
    /// The primary draw's `temperature`; the paper evaluates greedily, at 0.
    pub temperature: f64,
    /// The primary draw's `max_tokens`, if it is to have one.
    pub max_tokens: Option<u64>,
    /// So many questions at once, at least 1.
    pub concurrency: usize,
    /// Which questions are judged.
    pub judging: Judging,
    /// How intervals are made.
    pub bootstrap: Bootstrap,
    /// The `seed` of requests, for sources that heed one; draws of one question have different ones.
    pub seed: Option<i64>,
    /// What the run may take. Clones of options share it.
    pub purse: Arc<Purse>,
    /// Where answers are kept, so that an interrupted run goes on.
    pub journal: Option<Arc<Journal>>,
}

/// The pipeline under test, but for its sampler: a judge and a configuration, the latter also with every draw made.
#[derive(Debug, Clone)]
pub struct Bench {
    judge: Arc<dyn PairJudge>,
    entailment: Option<Arc<dyn EntailmentJudge>>,
    gate: Option<Arc<dyn Gate>>,
    grader: Grader,
    asked: Arc<Settings>,
    exhaustive: Arc<Settings>,
}

impl Options {
    /// What a journal holds of a question.
    pub(crate) fn recall<T: DeserializeOwned>(&self, part: &Part, at: usize) -> Option<T> {
        self.journal.as_ref()?.recall(part, at)
    }

    /// Puts down in the journal, where there is one, what a question gave.
    pub(crate) fn keep<T: Serialize>(&self, part: &Part, at: usize, value: &T) -> Result<(), Error> {
        self.journal.as_ref().map_or(Ok(()), |journal| journal.keep(part, at, value))
    }
}

/// When draws stop within a trial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Drawing {
    /// As the configuration says.
    AsConfigured,
    /// When the budget is drawn.
    Exhaustive,
}

impl Bench {
    /// A bench for a configuration: the sections `[honesty]`, `[policy]` and `[wording]`. The mode is `enforce`
    /// whatever the configuration says: what is measured is what enforcing would do.
    ///
    /// # Errors
    /// When the wording's templates do not compile.
    pub fn new(
        judge: Arc<dyn PairJudge>,
        honesty: &Config,
        policy: &probity_policy::Config,
        wording: &wording::Config,
    ) -> Result<Self, Error> {
        let settings = |stop| {
            let mut honesty = honesty.clone();
            honesty.mode = Mode::Enforce;
            let mut policy = policy.clone();
            policy.stop = stop;
            Ok::<_, Error>(Arc::new(Settings { honesty, policy, wording: wording::Wording::new(wording)? }))
        };
        let asked = settings(policy.stop)?;
        let exhaustive = settings(probity_policy::config::Stop::None)?;
        Ok(Self { judge, entailment: None, gate: None, grader: Grader::default(), asked, exhaustive })
    }

    /// With a judge of sentences, as [`Pipeline::with_entailment`].
    #[must_use]
    pub fn with_entailment(self, judge: Arc<dyn EntailmentJudge>) -> Self {
        Self { entailment: Some(judge), ..self }
    }

    /// With a gate, as [`Pipeline::with_gate`].
    #[must_use]
    pub fn with_gate(self, gate: Arc<dyn Gate>) -> Self {
        Self { gate: Some(gate), ..self }
    }

    /// With others to say what is right than the rules alone.
    #[must_use]
    pub fn with_grader(self, grader: Grader) -> Self {
        Self { grader, ..self }
    }

    /// Who says what is right.
    pub fn grader(&self) -> &Grader {
        &self.grader
    }

    /// What was asked for.
    pub fn settings(&self) -> &Settings {
        &self.asked
    }

    /// Whether draws stop early at all.
    pub fn stops_early(&self) -> bool {
        self.asked.policy.stop != probity_policy::config::Stop::None
    }

    /// The judge's name.
    pub fn judge(&self) -> &str {
        self.judge.name()
    }

    /// A part of a run over some data (by its sum), as a journal knows it.
    pub(crate) fn part(&self, name: &str, sha256: &str, options: &Options, more: &str) -> Part {
        let Options { model, template, temperature, max_tokens, judging, seed, .. } = options;
        let asked = format!("{model:?} {template:?} {temperature:?} {max_tokens:?} {judging:?} {seed:?}");
        let settings = format!("{:?} {:?}", self.asked.honesty, self.asked.policy);
        let entailment = self.entailment.as_ref().map_or("", |judge| judge.name());
        let gate = self.gate.as_ref().map_or("", |gate| gate.name());
        let graders = self.grader.names().join(", ");
        Part::of(name, &[sha256, &asked, &settings, self.judge.name(), entailment, gate, &graders, more])
    }

    pub(crate) fn pipeline(&self, sampler: Arc<dyn Sampler>, drawing: Drawing) -> Pipeline {
        let settings = match drawing {
            Drawing::AsConfigured => &self.asked,
            Drawing::Exhaustive => &self.exhaustive,
        };
        let sink: Arc<dyn Sink> = Arc::new(Forget);
        let mut pipeline = Pipeline::new(sampler, Arc::clone(&self.judge), sink, Arc::clone(settings));
        if let Some(judge) = &self.entailment {
            pipeline = pipeline.with_entailment(Arc::clone(judge));
        }
        if let Some(gate) = &self.gate {
            pipeline = pipeline.with_gate(Arc::clone(gate));
        }
        pipeline
    }
}
