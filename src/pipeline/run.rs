//! A judged request in flight. Dropping it cancels its draws.

use std::fmt;
use std::future::poll_fn;
use std::task::Poll;
use std::time::{Duration, Instant};

use bytes::Bytes;
use probity_draw::{Ask, Failure, FailureKind, Head};
use probity_policy::wording::Saying;
use probity_wire::chat::{ChatRequest, ChatResponse};
use probity_wire::{Question, Usage};

use crate::panel::Panel;
use crate::primary::Primary;
use crate::render::{Draft, StreamUsage};
use crate::ruling::{Finding, Trial};
use crate::trial::{self, Bench};
use crate::{Decision, Mode, Observed, Pipeline, Plan, Tokens, Verdict, ledger, words};

/// A judged request whose draws have been started. They go on only while one of its futures is waited for. Dropped
/// before it is finished, it cancels them and records the request as `cancelled` (or `failed`, where the primary was).
pub struct Run {
    pipeline: Pipeline,
    plan: Plan,
    request: std::sync::Arc<ChatRequest>,
    primary: Primary,
    panel: Panel,
    own: Duration,
    is_recorded: bool,
}

/// What is served.
#[derive(Debug)]
pub struct Outcome {
    /// The primary's status and headers.
    pub head: Head,
    /// What was found and done.
    pub verdict: Verdict,
    /// The answer, already rewritten, with usage and the `probity` object in it.
    pub answer: Answer,
    /// The text of the primary draw.
    pub primary: String,
    /// The text of the answer that was chosen to be served, before a hedge or a refusal was put in its place.
    pub served: String,
    /// The verification draws that finished, in their order of arrival.
    pub draws: Vec<Drawn>,
}

/// A verification draw that finished.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// What it said.
    pub text: String,
    /// How far it agrees with the served answer, in [0, 1] (for the draw that is itself served: how far the primary
    /// does; for a long answer: how far it supports the sentences of that); absent where it was not judged or could not
    /// be read.
    pub agreement: Option<f64>,
}

/// An answer in the shape that the client asked for.
#[derive(Debug)]
pub enum Answer {
    /// The body of a plain response.
    Plain(Bytes),
    /// The JSON of each chunk of a stream, in order, `[DONE]` not included.
    Frames(Vec<Bytes>),
}

/// Judges an answer that has already gone out.
pub(crate) async fn observe(pipeline: &Pipeline, ask: Ask, plan: Plan, observed: Observed) -> Verdict {
    let mut run = Run::with_primary(pipeline, ask, plan, Primary::complete(observed));
    let trial = run.hold_trial().await;
    let verdict = run.verdict(&trial);
    run.record(&verdict, &trial.agreements);
    verdict
}

impl Run {
    pub(crate) fn start(pipeline: &Pipeline, ask: Ask, plan: Plan) -> Self {
        let primary = Primary::new(pipeline.sampler.primary(&ask));
        let mut run = Self::with_primary(pipeline, ask, plan, primary);
        if run.plan.scope.is_ok() {
            run.panel.start(trial::terms(&run.pipeline, &run.plan).first_round());
        }
        run
    }

    fn with_primary(pipeline: &Pipeline, ask: Ask, plan: Plan, primary: Primary) -> Self {
        let request = ask.request.clone();
        let panel = Panel::new(pipeline.sampler.clone(), ask, plan.max_draws, &pipeline.settings.honesty);
        let (pipeline, own) = (pipeline.clone(), plan.own);
        Self { pipeline, plan, request, primary, panel, own, is_recorded: false }
    }

    /// Waits until the primary's status is known. Cancel safe; may be called again.
    ///
    /// # Errors
    /// When the primary failed before it opened: nothing has been sent, so the failure can be answered as it is.
    pub async fn opened(&mut self) -> Result<Head, Failure> {
        poll_fn(|cx| {
            self.primary.poll(cx);
            self.panel.poll(cx);
            match (&self.primary.head, &self.primary.end) {
                (Some(head), _) => Poll::Ready(Ok(head.clone())),
                (None, Some(Err(failure))) => Poll::Ready(Err(failure.clone())),
                (None, Some(Ok(_))) => Poll::Ready(Ok(Head::default())),
                (None, None) => Poll::Pending,
            }
        })
        .await
    }

    /// Waits for the draws, judges, stops, decides and rewrites.
    ///
    /// # Errors
    /// When the primary failed. Failures of verification draws and of the judge are no errors: they are outcomes.
    pub async fn finish(mut self) -> Result<Outcome, Failure> {
        self.primary_ended().await;
        if let Some(Err(failure)) = &self.primary.end {
            return Err(failure.clone());
        }
        let trial = self.hold_trial().await;
        let outcome = self.conclude(trial);
        if let Err(failure) = &outcome {
            self.primary.end = Some(Err(failure.clone()));
        }
        outcome
    }

    /// Waits for the primary's end. An answer that grew too long to be judged needs no verification any more, unless
    /// there is someone to judge its sentences.
    async fn primary_ended(&mut self) {
        let most_sentences = self.pipeline.settings.policy.max_sentences;
        let judges_sentences = self.pipeline.entailment.is_some();
        poll_fn(|cx| {
            self.primary.poll(cx);
            if !judges_sentences && self.primary.is_already_long(most_sentences) {
                self.panel.cancel();
            }
            self.panel.poll(cx);
            if self.primary.end.is_some() { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    async fn hold_trial(&mut self) -> Trial {
        let question = match &self.plan.scope {
            Ok(question) => question,
            Err(pass) => return Trial::found(Finding::Passed(pass.name())),
        };
        let bench = Bench {
            pipeline: &self.pipeline,
            mode: self.plan.mode,
            question: &question.turn,
            terms: trial::terms(&self.pipeline, &self.plan),
        };
        let since = Instant::now();
        let kind = self.primary.kind(bench.question, self.pipeline.settings.policy.max_sentences);
        self.own += since.elapsed();
        let trial = bench.hold(kind, self.primary.said(), &mut self.panel, &mut self.own).await;
        self.panel.cancel();
        trial
    }

    fn conclude(&mut self, trial: Trial) -> Result<Outcome, Failure> {
        let since = Instant::now();
        let mut verdict = self.verdict(&trial);
        let draft = self.draft()?;
        let draft = match self.words(&trial, verdict.decision) {
            Some(words) => draft.rewrite(&words).map_err(|error| malformed(&error))?,
            None => draft,
        };
        let usage = self.paid().0;
        let wanted = if self.request.include_usage() { StreamUsage::Wanted } else { StreamUsage::NotAsked };
        verdict.overhead_ms = milliseconds(self.own + since.elapsed());
        let probity = verdict.to_json(self.pipeline.settings.honesty.extension);
        let answer = draft.seal(&usage, wanted, probity).map_err(|error| malformed(&error))?;
        self.own += since.elapsed();
        self.record(&verdict, &trial.agreements);
        let agreements = trial.agreements.into_iter().chain(std::iter::repeat(None));
        let draws =
            self.panel.finished().zip(agreements).map(|(draw, agreement)| Drawn { text: draw.text.clone(), agreement });
        let draws = draws.collect();
        let primary = std::mem::take(&mut self.primary.text);
        let served = trial.elected.unwrap_or_else(|| primary.clone());
        let head = self.primary.head.take().unwrap_or_default();
        Ok(Outcome { head, verdict, answer, primary, served, draws })
    }

    /// The answer as it came.
    fn draft(&mut self) -> Result<Draft, Failure> {
        if self.request.stream() {
            return Ok(Draft::Frames(std::mem::take(&mut self.primary.frames)));
        }
        let body = match &mut self.primary.end {
            Some(Ok(done)) => done.body.take(),
            Some(Err(_)) | None => None,
        };
        let body = body.ok_or_else(|| Failure::new(FailureKind::Malformed, "the answer came without its body"))?;
        Ok(Draft::Plain(ChatResponse::parse(body).map_err(|error| malformed(&error))?))
    }

    /// What is said instead of the primary's words, where anything is.
    fn words(&self, trial: &Trial, decision: Decision) -> Option<String> {
        if self.plan.mode != Mode::Enforce {
            return None;
        }
        let question = self.plan.scope.as_ref().map_or("", |question: &Question| question.turn.as_str());
        let answer = trial.elected.as_deref().unwrap_or(&self.primary.text);
        let wording = &self.pipeline.settings.wording;
        match (&trial.finding, decision) {
            (Finding::Judged(judged), _) => {
                let saying = Saying { question, answer, confidence: judged.confidence() };
                match decision {
                    Decision::Hedged => Some(wording.hedge(&saying)),
                    Decision::Refused => Some(wording.refuse(&saying)),
                    Decision::Answered | Decision::Passed | Decision::Unavailable => trial.elected.clone(),
                }
            }
            (Finding::Unchecked(_), Decision::Refused) => Some(words::unchecked(question).to_owned()),
            _ => None,
        }
    }

    fn verdict(&self, trial: &Trial) -> Verdict {
        let ruling = trial.finding.ruling(self.plan.mode, self.pipeline.settings.honesty.on_failure);
        let mut verdict = self.counted(ruling.decision, ruling.reason);
        verdict.would_be = ruling.would_be;
        verdict.clusters.clone_from(&trial.clusters);
        verdict.unsupported.clone_from(&trial.unsupported);
        verdict.scores = trial.scores.iter().cloned().collect();
        verdict.unused.clone_from(&trial.unused);
        verdict.draws_unreadable = trial.unread();
        if let Finding::Judged(judged) = &trial.finding {
            verdict.confidence = Some(judged.confidence());
            verdict.confidence_interval = judged.interval();
            verdict.agreement = Some(judged.agreement());
        }
        verdict
    }

    /// A verdict with what was drawn and paid.
    fn counted(&self, decision: Decision, reason: &'static str) -> Verdict {
        let counts = self.panel.counts();
        let (usage, estimated) = self.paid();
        Verdict {
            draws_started: counts.started,
            draws_finished: counts.finished,
            draws_failed: counts.failed,
            draws_cancelled: counts.cancelled,
            draws_saved: self.panel.budget() - counts.started + counts.cancelled,
            tokens_paid: Some(Tokens { prompt: usage.prompt_tokens, completion: usage.completion_tokens }),
            tokens_estimated: estimated,
            overhead_ms: milliseconds(self.own),
            ..Verdict::new(&self.plan, decision, reason)
        }
    }

    /// The usage of all draws, and whether part of it is an estimate.
    fn paid(&self) -> (Usage, bool) {
        let known = self.primary.usage.as_ref().map(|usage| usage.prompt_tokens).filter(|tokens| *tokens > 0);
        let prompt = known.unwrap_or_else(|| trial::prompt_estimate(&self.request));
        let (mut sum, primary_estimated) = self.primary.paid(prompt);
        let (verification, estimated) = self.panel.paid(prompt);
        sum.add(&verification);
        (sum, primary_estimated || estimated)
    }

    fn record(&mut self, verdict: &Verdict, agreements: &[Option<f64>]) {
        let mut failures = self.panel.failures();
        failures.extend(std::iter::repeat_n("unreadable".to_owned(), verdict.draws_unreadable));
        let mut record = ledger::record(&self.plan, verdict, agreements, failures);
        record.overhead_ms = milliseconds(self.own);
        self.is_recorded = true;
        self.pipeline.sink.record(record);
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        if self.is_recorded {
            return;
        }
        self.panel.cancel();
        let (decision, reason) = match &self.primary.end {
            Some(Err(failure)) => (ledger::FAILED, failure.kind.name()),
            Some(Ok(_)) | None => (ledger::CANCELLED, ledger::CLIENT_GONE),
        };
        let verdict = self.counted(Decision::Unavailable, reason);
        let mut record = ledger::record(&self.plan, &verdict, &[], self.panel.failures());
        decision.clone_into(&mut record.decision);
        self.pipeline.sink.record(record);
    }
}

impl fmt::Debug for Run {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = self.panel.counts();
        formatter.debug_struct("Run").field("plan", &self.plan).field("draws", &counts).finish_non_exhaustive()
    }
}

fn malformed(error: &probity_wire::Error) -> Failure {
    Failure::new(FailureKind::Malformed, format!("the upstream's answer cannot be read: {error}"))
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
