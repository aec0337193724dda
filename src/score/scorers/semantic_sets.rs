//! The number of meanings.

use crate::scorer::{Measure, Need, Scorer};
use crate::{Evidence, Missing};

/// Raw: the number `K` of first-fit clusters, in [1, n]. Confidence: `(n − K) / (n − 1)`, in [0, 1].
///
/// Needs sameness; up to n·K pairs. NumSets of Lin et al. 2024 (arXiv 2305.19187). First fit in place of the transitive
/// closure there: one verdict too generous must not melt two meanings into one.
#[derive(Debug, Clone, Copy)]
pub struct SemanticSets {
    /// From which sameness on two answers share a cluster.
    pub same_at: f64,
}

impl Scorer for SemanticSets {
    fn name(&self) -> &'static str {
        "semantic_sets"
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::Clusters { same_at: self.same_at }]
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        let (sets, n) = (evidence.clusters(self.same_at)?.len(), evidence.count());
        Ok(Measure::with_raw((n - sets) as f64 / (n - 1) as f64, sets as f64))
    }
}
