//! One request through the phases: plan, draw, score, stop, calibrate, decide, rewrite. Owns nothing but their order.
//!
//! A caller reads the client's controls ([`Pipeline::controls`]), takes them out of the request ([`plan::strip`]),
//! plans ([`Pipeline::plan`]) and goes on by the plan:
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
//! - `trial`: the judging of one complete answer; `settle`: drawing until the decision is known; `jury`: the judging of
//!   draws while others are in flight; `opinion`: what answers say of each other;
//! - `ruling`: what was found, and what is done about it in each mode;
//! - `render`: the answer with its new words, its usage and its `probity` object; `words`: what is said of an answer
//!   that could not be checked;
//! - `ledger`: the one record of each request.

pub mod config;
mod jury;
mod ledger;
pub mod observed;
mod opinion;
mod panel;
pub mod plan;
mod primary;
mod render;
mod ruling;
pub mod run;
mod settle;
mod trial;
pub mod verdict;
mod words;

use std::sync::Arc;

use http::HeaderMap;
use probity_draw::{Ask, Sampler, Sink};
use probity_score::PairJudge;
use probity_wire::chat::ChatRequest;

pub use config::{Config, Extension, Mode, OnFailure, Serve, Settings, Temperature};
pub use observed::{Observed, Unjudged};
pub use plan::{Controls, Plan};
pub use run::{Answer, Drawn, Outcome, Run};
pub use verdict::{Cluster, Decision, Tokens, Verdict};

/// The phases, with their sampler, judge and sink. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Pipeline {
    sampler: Arc<dyn Sampler>,
    judge: Arc<dyn PairJudge>,
    sink: Arc<dyn Sink>,
    settings: Arc<Settings>,
}

impl Pipeline {
    /// Composes a pipeline. `settings` may be given as [`Settings`] or shared as `Arc<Settings>`, so that a pipeline
    /// for each of many recordings costs nothing.
    pub fn new(
        sampler: Arc<dyn Sampler>,
        judge: Arc<dyn PairJudge>,
        sink: Arc<dyn Sink>,
        settings: impl Into<Arc<Settings>>,
    ) -> Self {
        Self { sampler, judge, sink, settings: settings.into() }
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
    /// lets a client have a say. Waits for nothing.
    pub fn plan(&self, request: &ChatRequest, controls: &Controls) -> Plan {
        Plan::of(request, controls, &self.settings)
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
        self.sink.record(ledger::record(plan, &plan.passed(), Vec::new(), Vec::new()));
    }
}
