//! Kernel language entropy: the von Neumann entropy of a heat kernel on the graph of answers.

use crate::eigen::Square;
use crate::scorer::{Measure, Need, Scorer};
use crate::{Entailments, Evidence, Missing};

/// Heat of the published kernel, `t = .3` on weights of both directions summed, as it acts at ten answers.
const HEAT: f64 = 6.0;

/// With `L = D − W`, `K = exp(−t L)` and `K̃_ij = K_ij / (n √(K_ii K_jj))`: `H = −Σ λ ln λ` over the eigenvalues of `K̃`,
/// in nats. As published (`W` summed over both directions, `t` fixed) both the heat between n answers and the greatest
/// entropy grow with n, so that one cluster of three and six of ten look alike. Here `W` is the mean of both
/// directions, `t = 6 / n`, and with `H₁(n)` the entropy of n answers that are all one:
///
/// raw `(H − H₁(n)) / (ln n − H₁(n))`, confidence one minus that, both in [0, 1]: 0 and 1 for one cluster of any n, 1
/// and 0 for n answers apart of any n. In between it still moves with n, though little where few are drawn: the confidence
/// of two equal halves is .38 at 4 answers, .44 at 8, .43 at 10, .37 at 20 and .28 at 40.
///
/// Needs sameness, or entailment; all pairs. Nikitin et al., NeurIPS 2024 (arXiv 2405.20003); the published form is
/// [`KernelEntropy::published`].
#[derive(Debug, Clone, Copy)]
pub struct KernelEntropy(pub Kernel);

/// What the weights of the graph are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kernel {
    /// Sameness by the judge of pairs.
    Sameness,
    /// Entailment, and half of what is neutral.
    Entailment,
}

impl KernelEntropy {
    /// The entropy as it was published, over `ln n`: `W_ij = e_ij + e_ji + (u_ij + u_ji) / 2` for entailment `e` and
    /// neutral `u`, heat kernel at `t`. To compare with others' numbers; `None` for fewer than two answers, or when not
    /// all could be read.
    pub fn published(entailments: &Entailments, t: f64) -> Option<f64> {
        let n = entailments.len();
        if n < 2 || !entailments.is_complete() {
            return None;
        }
        let weights = Square::from_fn(n, |i, j| weight(entailments, i, j) + weight(entailments, j, i));
        Some(entropy(&weights, t) / (n as f64).ln())
    }
}

impl Scorer for KernelEntropy {
    fn name(&self) -> &'static str {
        match self.0 {
            Kernel::Sameness => "kernel_entropy_same",
            Kernel::Entailment => "kernel_entropy_entail",
        }
    }

    fn needs(&self) -> Vec<Need> {
        match self.0 {
            Kernel::Sameness => vec![Need::Sameness],
            Kernel::Entailment => vec![Need::Entailments],
        }
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        let n = evidence.count();
        let weights = match self.0 {
            Kernel::Sameness => {
                let matrix = evidence.all_pairs()?;
                Square::from_fn(n, |i, j| matrix.same(i, j))
            }
            Kernel::Entailment => {
                let all = evidence.entailments()?;
                Square::from_fn(n, |i, j| f64::midpoint(weight(all, i, j), weight(all, j, i)))
            }
        };
        let (least, most) = (of_one_cluster(n), (n as f64).ln());
        let raw = ((entropy(&weights, HEAT / n as f64) - least) / (most - least)).clamp(0.0, 1.0);
        Ok(Measure::with_raw(1.0 - raw, raw))
    }
}

fn weight(entailments: &Entailments, i: usize, j: usize) -> f64 {
    entailments.at(i, j).map_or(0.0, |verdict| verdict.entailment + 0.5 * verdict.neutral)
}

/// Of the heat kernel at `t` on a graph of these weights; those of the diagonal do not matter.
fn entropy(weights: &Square, t: f64) -> f64 {
    let n = weights.len();
    let degrees = weights.degrees();
    let degree = |i: usize, j: usize| if i == j { degrees[i] } else { 0.0 };
    let eigen = Square::from_fn(n, |i, j| degree(i, j) - weights.at(i, j)).eigen();
    let heats: Vec<f64> = eigen.values.iter().map(|value| (-t * value).exp()).collect();
    let vectors = &eigen.vectors;
    let kernel = Square::from_fn(n, |i, j| (0..n).map(|k| vectors.at(i, k) * heats[k] * vectors.at(j, k)).sum());
    let unit = |i: usize, j: usize| kernel.at(i, j) / ((kernel.at(i, i) * kernel.at(j, j)).sqrt() * n as f64);
    let values = Square::from_fn(n, unit).eigen().values;
    -values.into_iter().filter(|value| *value > 0.0).map(|value| value * value.ln()).sum::<f64>() + 0.0
}

/// The same in closed form where all weights are 1.
fn of_one_cluster(n: usize) -> f64 {
    let cold = (-HEAT).exp();
    let n = n as f64;
    let rest = cold / (n * cold + 1.0 - cold);
    let first = 1.0 - (n - 1.0) * rest;
    -(first * first.ln() + (n - 1.0) * rest * rest.ln())
}
