//! How far answers lie from the middle of all.

use crate::eigen::Eigen;
use crate::graph::{Affinity, spectrum};
use crate::scorer::{Measure, Need, Scorer};
use crate::{Evidence, Missing};

/// With `v_i` the rows of the Laplacian's eigenvectors of eigenvalues below .9, and `v̄` their mean: raw
/// `U = √Σ ‖v_i − v̄‖²`, in [0, √n); confidence `1 − ‖v_s − v̄‖`, in (0, 1].
///
/// Needs sameness, entailment, or texts alone, by the affinity; all pairs. Ecc of Lin et al. 2024 (arXiv 2305.19187).
#[derive(Debug, Clone, Copy)]
pub struct Eccentricity(pub Affinity);

/// Eigenvectors of smaller eigenvalues tell clusters, the others noise.
const TELLING: f64 = 0.9;

impl Scorer for Eccentricity {
    fn name(&self) -> &'static str {
        match self.0 {
            Affinity::Same => "eccentricity_same",
            Affinity::Entail => "eccentricity_entail",
            Affinity::Noncontra => "eccentricity_noncontra",
            Affinity::Jaccard => "eccentricity_jaccard",
        }
    }

    fn needs(&self) -> Vec<Need> {
        self.0.needs()
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        let (affinities, served) = (self.0.of(evidence)?, evidence.served()?);
        let squares = squared_distances(&spectrum(&affinities));
        Ok(Measure::with_raw(1.0 - squares[served].sqrt(), squares.iter().sum::<f64>().sqrt()))
    }
}

/// Of each answer, from the mean of all.
fn squared_distances(eigen: &Eigen) -> Vec<f64> {
    let n = eigen.values.len();
    let mut squares = vec![0.0; n];
    for k in (0..n).filter(|k| eigen.values[*k] < TELLING) {
        let mean = (0..n).map(|i| eigen.vectors.at(i, k)).sum::<f64>() / n as f64;
        for (i, square) in squares.iter_mut().enumerate() {
            *square += (eigen.vectors.at(i, k) - mean).powi(2);
        }
    }
    squares
}
