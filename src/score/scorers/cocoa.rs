//! Confidence and consistency, multiplied.

use super::agreement;
use crate::scorer::{Measure, Need, Scorer};
use crate::{Evidence, Missing};

/// Raw: `u · (1 − a)` with `u` minus the mean log-probability of the served answer's tokens and `a` its mean sameness to
/// the others; at least 0. Confidence: `exp(−u) · a`, in [0, 1].
///
/// Needs sameness and the served answer's log-probabilities; n − 1 pairs. Vashurin et al. 2025 (arXiv 2502.04964), the
/// perplexity form; the confidence is uqlm's product, with sameness for cosine.
#[derive(Debug, Clone, Copy, Default)]
pub struct CoCoA;

impl Scorer for CoCoA {
    fn name(&self) -> &'static str {
        "cocoa"
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::ServedSameness, Need::LogProbs]
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        let alike = agreement::mean(evidence, |same| same)?.confidence;
        let tokens = evidence.token_logprobs(evidence.served()?)?;
        let surprise = -tokens.iter().sum::<f64>() / tokens.len() as f64;
        Ok(Measure::with_raw((-surprise).exp() * alike, surprise * (1.0 - alike)))
    }
}
