//! One request through the phases: plan, draw, score, stop, calibrate, decide, rewrite. Owns nothing but their order.
//!
//! A caller reads the client's controls ([`Pipeline::controls`]), takes them out of the request ([`plan::strip`]),
//! plans ([`Pipeline::plan`], which may ask a gate for some milliseconds) and goes on by the plan:
//!
//! - `plan.judges_before_answer()` (mode `annotate` or `enforce`, a question of ours): [`Pipeline::begin`], then
//!   [`Run::opened`] (the upstream's status, before a byte is sent) and [`Run::finish`] (the answer to send);
//! - `plan.judges_after_answer()` (mode `observe`, a question of ours): relay the answer, then [`Pipeline::observe`], or
//!   [`Pipeline::record_unjudged`] where there is nothing to judge;
//! - neither: relay byte for byte, then [`Pipeline::record_passed`] and the headers of [`Plan::passed`].
//!
//! Every request is recorded in the sink exactly once, a dropped [`Run`] too.
//!
//! # Layout
//! - [`config`]: modes, draws, what to do when judging fails;
//! - [`plan`]: is this request ours, and what may it cost;
//! - [`run`]: a judged request in flight: dropping it cancels its draws;
//! - [`observed`]: an answer that went out before it was judged;
//! - [`verdict`]: what the client sees of it (headers, the `probity` object);
//! - `primary`, `panel`: the client's own draw, and the verification draws;
//! - `gating`: asking the gate where the rules are not sure;
//! - `trial`: the judging of one complete answer; `settle`: drawing until the decision is known; `jury`: the judging of
//!   draws while others are in flight; `opinion`: what answers say of each other; `long`: the judging of a long answer,
//!   sentence by sentence; `scoring`: scorers other than agreement;
//! - `ruling`: what was found, and what is done about it in each mode;
//! - `render`: the answer with its new words, its usage and its `probity` object; `words`: what is said of an answer
//!   that could not be checked;
//! - `ledger`: the one record of each request.

pub mod config;
mod gating;
mod jury;
mod ledger;
mod long;
pub mod observed;
mod opinion;
mod panel;
pub mod plan;
mod primary;
mod render;
mod ruling;
pub mod run;
mod scoring;
mod settle;
mod trial;
pub mod verdict;
mod words;

use std::sync::Arc;

use http::HeaderMap;
use probity_draw::{Ask, Sampler, Sink};
use probity_policy::Gate;
use probity_score::{EntailmentJudge, PairJudge, Scorer};
use probity_wire::chat::ChatRequest;

pub use config::{Config, Extension, Mode, OnFailure, Serve, Settings, Temperature};
pub use observed::{Observed, Unjudged};
pub use plan::{Controls, Plan};
pub use run::{Answer, Drawn, Outcome, Run};
pub use scoring::Unused;
pub use verdict::{Cluster, Decision, Tokens, Unsupported, Verdict};

use gating::Gating;

/// The phases, with their sampler, judge and sink. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Pipeline {
    sampler: Arc<dyn Sampler>,
    judge: Arc<dyn PairJudge>,
    sink: Arc<dyn Sink>,
    settings: Arc<Settings>,
    gate: Option<Arc<dyn Gate>>,
    entailment: Option<Arc<dyn EntailmentJudge>>,
    scorer: Option<Arc<dyn Scorer>>,
}

impl Pipeline {
    /// Composes a pipeline. `settings` may be given as [`Settings`] or shared as `Arc<Settings>`, so that a pipeline
    /// for each of many recordings costs nothing. A scorer that [`Config::check`] would refuse is none: agreement
    /// decides.
    pub fn new(
        sampler: Arc<dyn Sampler>,
        judge: Arc<dyn PairJudge>,
        sink: Arc<dyn Sink>,
        settings: impl Into<Arc<Settings>>,
    ) -> Self {
        let settings = settings.into();
        let scorer = settings.honesty.scorer().unwrap_or_default();
        Self { sampler, judge, sink, settings, gate: None, entailment: None, scorer }
    }

    /// With a gate for the requests of which the rules are not sure. Without one the rules decide alone.
    #[must_use]
    pub fn with_gate(self, gate: Arc<dyn Gate>) -> Self {
        Self { gate: Some(gate), ..self }
    }

    /// With a judge of sentences: long answers are judged, and scorers that need entailment can be used. Without one
    /// long answers are passed on unjudged.
    #[must_use]
    pub fn with_entailment(self, judge: Arc<dyn EntailmentJudge>) -> Self {
        Self { entailment: Some(judge), ..self }
    }

    /// With this scorer in place of the configured one: a blend, say, whose weights are no name.
    #[must_use]
    pub fn with_scorer(self, scorer: Arc<dyn Scorer>) -> Self {
        Self { scorer: Some(scorer), ..self }
    }

    /// What this pipeline was told.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What a client asks for itself, where the configuration lets it; otherwise nothing.
    ///
    /// # Errors
    /// As [`Controls::read`], where clients have a say.
    pub fn controls(&self, request: &ChatRequest, headers: &HeaderMap) -> Result<Controls, probity_wire::Error> {
        if !self.settings.honesty.client_controls {
            return Ok(Controls::default());
        }
        Controls::read(request, headers)
    }

    /// Decides whether and how a request is judged, and gives it its id. Controls are heeded where the configuration
    /// lets a client have a say.
    ///
    /// Waits for nothing but the gate, and for that only where there is one, the rules are not sure, and the mode is not
    /// `off`: some milliseconds, at most `gate_timeout`. Nothing goes upstream before, so that a request that turns out
    /// not to be ours is still relayed byte for byte.
    pub async fn plan(&self, request: &ChatRequest, controls: &Controls) -> Plan {
        let Settings { honesty, policy, .. } = &*self.settings;
        let gating = self.gate.as_deref();
        let gating = gating.map(|gate| Gating { gate, thresholds: policy.gate(), timeout: honesty.gate_timeout });
        Plan::of(request, controls, honesty, gating).await
    }

    /// Starts the draws of a request that `plan` says is to be judged before it is answered (`annotate`, `enforce`).
    /// Draws are made only while the [`Run`] is waited for.
    pub fn begin(&self, ask: Ask, plan: &Plan) -> Run {
        Run::start(self, ask, plan.clone())
    }

    /// `observe`: judges an answer that has already gone out, as it would have been judged before. Records the verdict
    /// in the sink; returns it too. The caller owns the task and its bound.
    pub async fn observe(&self, ask: Ask, plan: &Plan, observed: Observed) -> Verdict {
        run::observe(self, ask, plan.clone(), observed).await
    }

    /// `observe`: records a request whose answer is not judged, and why.
    pub fn record_unjudged(&self, plan: &Plan, why: Unjudged) {
        self.sink.record(ledger::unjudged(plan, why));
    }

    /// Records a request that was passed (or relayed by `off`) without being judged.
    pub fn record_passed(&self, plan: &Plan) {
        self.sink.record(ledger::record(plan, &plan.passed(), &[], Vec::new()));
    }
}
