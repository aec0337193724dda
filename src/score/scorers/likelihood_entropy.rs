//! Semantic entropy with the answers' likelihoods.

use crate::scorer::{Measure, Need, Scorer};
use crate::{Evidence, Missing, entropy};

/// Raw: `H = −Σ_C p_C ln p_C` with `p_C = Σ_{i ∈ C} w_i`, `w` the softmax of the mean token log-probabilities over all
/// answers, in nats, in [0, ln n]. Confidence: `1 − H / ln n`, in [0, 1].
///
/// Needs sameness and every answer's token log-probabilities; up to n·K pairs. Farquhar et al., Nature 2024: the
/// length-normalised Rao estimate. It is 0 for one cluster, as [the unnormalised one](entropy::monte_carlo) is not.
#[derive(Debug, Clone, Copy)]
pub struct LikelihoodEntropy {
    /// From which sameness on two answers share a cluster.
    pub same_at: f64,
}

impl Scorer for LikelihoodEntropy {
    fn name(&self) -> &'static str {
        "semantic_entropy_likelihood"
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::Clusters { same_at: self.same_at }, Need::AllLogProbs]
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        let clusters = evidence.clusters(self.same_at)?;
        let mean = |answer| evidence.token_logprobs(answer).map(|all| all.iter().sum::<f64>() / all.len() as f64);
        let means = (0..evidence.count()).map(mean).collect::<Result<Vec<f64>, Missing>>()?;
        let h = entropy::weighted(clusters.labels(), &means);
        Ok(Measure::with_raw(1.0 - h / (evidence.count() as f64).ln(), h))
    }
}
