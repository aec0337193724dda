//! The served answer's own likelihood.

use crate::scorer::{Measure, Need, Scorer};
use crate::{Evidence, Missing};

/// Raw: the mean log-probability of the served answer's tokens, in nats, at most 0. Confidence: its exponential, one
/// over the perplexity, in (0, 1].
///
/// Needs the served answer's log-probabilities; no other answer. Malinin and Gales, ICLR 2021.
#[derive(Debug, Clone, Copy, Default)]
pub struct MeanLogProb;

/// Raw: the least log-probability of the served answer's tokens, in nats, at most 0. Confidence: its exponential, in
/// (0, 1].
///
/// Needs the served answer's log-probabilities; no other answer. Manakul et al., EMNLP 2023 (arXiv 2303.08896).
#[derive(Debug, Clone, Copy, Default)]
pub struct MinLogProb;

impl Scorer for MeanLogProb {
    fn name(&self) -> &'static str {
        "mean_logprob"
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::LogProbs]
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        let tokens = evidence.token_logprobs(evidence.served()?)?;
        let mean = tokens.iter().sum::<f64>() / tokens.len() as f64;
        Ok(Measure::with_raw(mean.exp(), mean))
    }
}

impl Scorer for MinLogProb {
    fn name(&self) -> &'static str {
        "min_logprob"
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::LogProbs]
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        let tokens = evidence.token_logprobs(evidence.served()?)?;
        let least = tokens.into_iter().fold(0.0, f64::min);
        Ok(Measure::with_raw(least.exp(), least))
    }
}
