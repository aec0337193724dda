//! Records of judged requests, counted.

use std::sync::Arc;

use probity_draw::{Record, Sink};

use super::Metrics;

/// A sink that counts what it is told.
#[derive(Debug, Clone)]
pub struct MetricsSink {
    metrics: Arc<Metrics>,
}

impl MetricsSink {
    /// A sink into these metrics.
    pub fn new(metrics: Arc<Metrics>) -> Self {
        Self { metrics }
    }
}

impl Sink for MetricsSink {
    fn record(&self, record: Record) {
        let metrics = &self.metrics;
        let failed = record.failures.len();
        let cancelled = record.draws_started.saturating_sub(record.draws_finished + failed);
        metrics.count_draws("finished", record.draws_finished);
        metrics.count_draws("failed", failed);
        metrics.count_draws("cancelled", cancelled);
        metrics.count_tokens("prompt", record.prompt_tokens);
        metrics.count_tokens("completion", record.completion_tokens);
        for kind in &record.failures {
            metrics.count_failure(kind);
        }
        if let Some(confidence) = record.confidence {
            metrics.confidence.observe(confidence);
            metrics.overhead_seconds.observe(record.overhead_ms / 1000.0);
        }
    }
}
