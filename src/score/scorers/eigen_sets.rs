//! The sum of eigenvalues of the graph Laplacian: a number of meanings that need not be whole.

use crate::graph::{Affinity, spectrum};
use crate::scorer::{Measure, Need, Scorer};
use crate::{Evidence, Missing};

/// Raw: `U = Σ max(0, 1 − λ)` over the eigenvalues of `I − D^-½ W D^-½`, in [1, n]. Confidence: `(n − U) / (n − 1)`, in
/// [0, 1].
///
/// Needs sameness, entailment, or texts alone, by the affinity; all pairs. EigV of Lin et al. 2024 (arXiv 2305.19187).
#[derive(Debug, Clone, Copy)]
pub struct EigenSets(pub Affinity);

impl Scorer for EigenSets {
    fn name(&self) -> &'static str {
        match self.0 {
            Affinity::Same => "eigv_same",
            Affinity::Entail => "eigv_entail",
            Affinity::Noncontra => "eigv_noncontra",
            Affinity::Jaccard => "eigv_jaccard",
        }
    }

    fn needs(&self) -> Vec<Need> {
        self.0.needs()
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        let affinities = self.0.of(evidence)?;
        let sets: f64 = spectrum(&affinities).values.iter().map(|value| (1.0 - value).max(0.0)).sum();
        let n = affinities.len() as f64;
        Ok(Measure::with_raw((n - sets) / (n - 1.0), sets))
    }
}
