//! What it took: draws, tokens, money, time.

use probity_pipeline::Decision;
use probity_stats::bootstrap::quantile;
use serde::Serialize;

use crate::limits::{Prices, Tokens};
use crate::metrics::{Row, share};

/// What the answers took, graders and baselines not counted. `null` where nothing is known of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Cost {
    /// Rows that were not passed: `draws_*` and `decision_agreement` are over these.
    pub judged_n: usize,
    /// Verification draws started, mean over judged rows.
    pub draws_mean: Option<f64>,
    /// Verification draws started, the most for any row.
    pub draws_max: usize,
    /// Verification draws that finished, mean over judged rows.
    pub draws_finished_mean: Option<f64>,
    /// Answers begun for each question, the served one among them, mean over all rows.
    pub answers_mean: Option<f64>,
    /// Tokens paid over all draws, prompt and completion; `null` where nothing is known of them.
    pub tokens: Option<u64>,
    /// Of those, the prompts'.
    pub tokens_prompt: Option<u64>,
    /// Of those, what was generated.
    pub tokens_completion: Option<u64>,
    /// Whether part of them is an estimate: cancelled draws report no usage, and recordings none at all.
    pub tokens_estimated: bool,
    /// What those tokens cost; `null` where prices or tokens are not known.
    pub money: Option<f64>,
    /// The same for each question.
    pub money_per_question: Option<f64>,
    /// Milliseconds from request to decision, all draws waited for, median; `null` for a replay.
    pub latency_ms_p50: Option<f64>,
    /// The same, the 90 % quantile.
    pub latency_ms_p90: Option<f64>,
    /// The same, the 99 % quantile.
    pub latency_ms_p99: Option<f64>,
    /// Milliseconds of judging and deciding alone, no draw being waited for, median.
    pub overhead_ms_p50: Option<f64>,
    /// The same, the 90 % quantile.
    pub overhead_ms_p90: Option<f64>,
}

impl Cost {
    pub(super) fn of(rows: &[Row], prices: Option<Prices>) -> Self {
        let judged = || rows.iter().filter(|row| row.decision != Decision::Passed);
        let started: usize = rows.iter().map(|row| row.draws_started).sum();
        let mut latencies: Vec<f64> = rows.iter().filter_map(|row| row.elapsed_ms).collect();
        latencies.sort_unstable_by(f64::total_cmp);
        let mut overheads: Vec<f64> = rows.iter().filter_map(|row| row.overhead_ms).collect();
        overheads.sort_unstable_by(f64::total_cmp);
        let tokens = rows.iter().filter_map(row_tokens).reduce(Tokens::and);
        Self {
            judged_n: judged().count(),
            draws_mean: share(judged().map(|row| row.draws_started).sum(), judged().count()),
            draws_max: rows.iter().map(|row| row.draws_started).max().unwrap_or(0),
            draws_finished_mean: share(judged().map(|row| row.draws_finished).sum(), judged().count()),
            answers_mean: share(started, rows.len()).map(|draws| draws + 1.0),
            latency_ms_p50: quantile(&latencies, 0.5),
            latency_ms_p90: quantile(&latencies, 0.9),
            latency_ms_p99: quantile(&latencies, 0.99),
            overhead_ms_p50: quantile(&overheads, 0.5),
            overhead_ms_p90: quantile(&overheads, 0.9),
            ..Self::default()
        }
        .paid(tokens, rows.iter().any(|row| row.tokens_estimated), prices, rows.len())
    }

    /// With the tokens that were paid for so many questions.
    pub(super) fn paid(
        self,
        tokens: Option<Tokens>,
        estimated: bool,
        prices: Option<Prices>,
        questions: usize,
    ) -> Self {
        let money = prices.zip(tokens).map(|(prices, tokens)| prices.of(tokens));
        Self {
            tokens: tokens.map(|tokens| tokens.sum()),
            tokens_prompt: tokens.map(|tokens| tokens.prompt),
            tokens_completion: tokens.map(|tokens| tokens.completion),
            tokens_estimated: estimated,
            money,
            money_per_question: money.filter(|_| questions > 0).map(|money| money / questions as f64),
            ..self
        }
    }
}

fn row_tokens(row: &Row) -> Option<Tokens> {
    Some(Tokens { prompt: row.tokens_prompt?, completion: row.tokens_completion? })
}
