//! Degrees of the graph of answers.

use crate::graph::Affinity;
use crate::scorer::{Measure, Need, Scorer};
use crate::{Evidence, Missing};

/// Raw: `U = Σ_i (n − D_ii) / n²`, in [0, 1), of all answers. Confidence: the served answer's own degree without itself,
/// `(D_ss − W_ss) / (n − 1)`, in [0, 1]; the literature's `D_ss / n` moves with n alone.
///
/// Needs sameness, entailment, or texts alone, by the affinity; all pairs. Deg of Lin et al. 2024 (arXiv 2305.19187).
#[derive(Debug, Clone, Copy)]
pub struct Degree(pub Affinity);

impl Scorer for Degree {
    fn name(&self) -> &'static str {
        match self.0 {
            Affinity::Same => "degree_same",
            Affinity::Entail => "degree_entail",
            Affinity::Noncontra => "degree_noncontra",
            Affinity::Jaccard => "degree_jaccard",
        }
    }

    fn needs(&self) -> Vec<Need> {
        self.0.needs()
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        let (affinities, served) = (self.0.of(evidence)?, evidence.served()?);
        let (degrees, n) = (affinities.degrees(), affinities.len() as f64);
        let spread: f64 = degrees.iter().map(|degree| n - degree).sum::<f64>() / (n * n);
        let own = (degrees[served] - affinities.at(served, served)) / (n - 1.0);
        Ok(Measure::with_raw(own, spread))
    }
}
