//! Asking the gate, where the rules are not sure. A gate that fails, panics or takes too long is none: the rules decide.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt;
use probity_policy::{Gate, GateThresholds, Kinds, Pass, Scope};
use probity_wire::Question;

/// A gate, from where on it overrules the rules, and how long it may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gating<'a> {
    pub(crate) gate: &'a dyn Gate,
    pub(crate) thresholds: GateThresholds,
    pub(crate) timeout: Duration,
}

impl Gating<'_> {
    /// What is judged, or why it is passed. Asks only where the rules are not sure.
    pub(crate) async fn settle(&self, scope: Scope) -> Result<Question, Pass> {
        let Scope::Unsure(doubt) = scope else { return scope.by_rules() };
        match self.read(&doubt.request).await {
            Some(kinds) => doubt.settle(&kinds, &self.thresholds),
            None => Scope::Unsure(doubt).by_rules(),
        }
    }

    async fn read(&self, request: &str) -> Option<Kinds> {
        let reading = AssertUnwindSafe(async { self.gate.read(request).await }).catch_unwind();
        match tokio::time::timeout(self.timeout, reading).await {
            Ok(Ok(Ok(kinds))) => Some(kinds),
            Ok(Ok(Err(error))) => {
                tracing::debug!(%error, "the gate says nothing: the rules decide");
                None
            }
            Ok(Err(_)) => {
                tracing::error!("the gate panicked: the rules decide");
                None
            }
            Err(_) => {
                tracing::warn!(timeout = ?self.timeout, "the gate took too long: the rules decide");
                None
            }
        }
    }
}
