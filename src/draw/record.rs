//! What is reported of a judged request, and to whom. Numbers and names only: no prompt, no answer.

use serde::Serialize;

/// One request as the pipeline saw it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Record {
    /// The request's id (UUIDv7).
    pub id: String,
    /// The model that was asked.
    pub model: String,
    /// The mode in force.
    pub mode: String,
    /// What was done: `answered`, `hedged`, `refused`, `passed`, `unavailable`.
    pub decision: String,
    /// What `enforce` would have done, in modes that do not.
    pub would_be: Option<String>,
    /// Why, in a stable word.
    pub reason: String,
    /// Posterior mean of being right, in (0, 1).
    pub confidence: Option<f64>,
    /// Agreement with the served answer, soft, one number in [0, 1] per finished draw, in their order of arrival.
    pub agreements: Vec<f64>,
    /// Verification draws started.
    pub draws_started: usize,
    /// Verification draws that finished with an answer.
    pub draws_finished: usize,
    /// Verification draws that failed, by class.
    pub failures: Vec<String>,
    /// Prompt tokens paid, over all draws.
    pub prompt_tokens: u64,
    /// Completion tokens paid, over all draws.
    pub completion_tokens: u64,
    /// Whether part of the tokens is an estimate (cancelled draws report no usage).
    pub tokens_estimated: bool,
    /// Milliseconds from the request's arrival to its end.
    pub elapsed_ms: f64,
    /// Milliseconds of that which were probity's own (judging, deciding), no draw being waited for.
    pub overhead_ms: f64,
}

/// Where records go. Must not block and must not fail: what a sink cannot take it drops and counts.
pub trait Sink: Send + Sync + std::fmt::Debug + 'static {
    /// Takes a record.
    fn record(&self, record: Record);
}

/// A sink that forgets.
#[derive(Debug, Clone, Copy, Default)]
pub struct Forget;

impl Sink for Forget {
    fn record(&self, _record: Record) {}
}
