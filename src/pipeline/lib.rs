//! One request through the phases: plan, draw, score, stop, calibrate, decide, rewrite. Owns nothing but their order.
//!
//! # Layout
//! - [`config`]: modes, draws, thresholds, what to do when judging fails;
//! - [`plan`]: is this request ours, and what may it cost;
//! - [`run`]: a judged request in flight: dropping it cancels its draws;
//! - [`verdict`]: what the client sees of it (headers, the `probity` object).

pub mod config;
pub mod plan;
pub mod run;
pub mod verdict;

use std::sync::Arc;

use probity_draw::{Ask, Sampler, Sink};
use probity_score::PairJudge;

pub use config::{Config, Mode, OnFailure, Serve};
pub use plan::{Controls, Plan};
pub use run::{Answer, Outcome, Run};
pub use verdict::{Decision, Verdict};

/// The phases, with their sampler, judge and sink. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Pipeline {
    sampler: Arc<dyn Sampler>,
    judge: Arc<dyn PairJudge>,
    sink: Arc<dyn Sink>,
    config: Arc<Config>,
}

impl Pipeline {
    /// Composes a pipeline.
    pub fn new(sampler: Arc<dyn Sampler>, judge: Arc<dyn PairJudge>, sink: Arc<dyn Sink>, config: Config) -> Self {
        Self { sampler, judge, sink, config: Arc::new(config) }
    }

    /// Decides whether and how a request is judged. Pure.
    pub fn plan(&self, request: &probity_wire::chat::ChatRequest, controls: &Controls) -> Plan {
        unimplemented!("{request:?}{controls:?}")
    }

    /// Starts the draws of a request that `plan` says is to be judged before it is answered (`annotate`, `enforce`).
    pub fn begin(&self, ask: Ask, plan: &Plan) -> Run {
        unimplemented!("{ask:?}{plan:?}")
    }

    /// `observe`: judges an answer that has already gone out. `primary` is its text, `usage` what it cost (if known).
    /// Records the verdict in the sink; returns it too. The caller owns the task and its bound.
    pub async fn observe(&self, ask: Ask, plan: &Plan, primary: String, usage: Option<probity_wire::Usage>) -> Verdict {
        unimplemented!("{ask:?}{plan:?}{primary}{usage:?}")
    }

    /// Records a request that was passed (or relayed by `off`) without being judged.
    pub fn record_passed(&self, plan: &Plan) {
        unimplemented!("{plan:?} {:?} {:?} {:?} {:?}", self.sampler, self.judge, self.sink, self.config)
    }
}
