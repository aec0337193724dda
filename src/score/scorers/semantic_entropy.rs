//! Discrete semantic entropy.

use crate::scorer::{Measure, Need, Scorer};
use crate::{Evidence, Missing, entropy};

/// Raw: `H = −Σ p ln p` with `p = size / n` over first-fit clusters, in nats, in [0, ln n]. Confidence: `1 − H / ln n`,
/// in [0, 1].
///
/// Needs sameness; up to n·K pairs. Farquhar et al., Nature 2024.
#[derive(Debug, Clone, Copy)]
pub struct SemanticEntropy {
    /// From which sameness on two answers share a cluster.
    pub same_at: f64,
}

impl Scorer for SemanticEntropy {
    fn name(&self) -> &'static str {
        "semantic_entropy"
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::Clusters { same_at: self.same_at }]
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        let clusters = evidence.clusters(self.same_at)?;
        let confidence = entropy::confidence(clusters.sizes()).ok_or(Missing::TooFewAnswers)?;
        Ok(Measure::with_raw(confidence, entropy::discrete(clusters.sizes())))
    }
}
