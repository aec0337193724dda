//! Bayesian semantic entropy: what so few answers can tell of the entropy of all that might have been drawn.

use crate::gamma::{digamma, trigamma};
use crate::scorer::{Measure, Need, Scorer};
use crate::{Evidence, Missing};

/// Raw: the posterior mean `E[H]` in nats. Confidence: `exp(−E[H])`, one over the effective number of meanings, in
/// (0, 1]: it needs no division by `ln n`, and grows as more answers agree.
///
/// Needs sameness; up to n·K pairs. After Ciosek et al. 2025 (arXiv 2504.03579), with counts alone; see [`posterior`].
#[derive(Debug, Clone, Copy)]
pub struct BayesEntropy {
    /// From which sameness on two answers share a cluster.
    pub same_at: f64,
}

/// What is believed of an entropy, in nats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Posterior {
    /// Its mean.
    pub mean: f64,
    /// Its variance.
    pub variance: f64,
}

/// Of the symmetric Dirichlet prior over the meanings that there are.
const ALPHA: f64 = 0.5;
/// So many meanings more than were seen are reckoned with.
const UNSEEN: usize = 32;

/// The entropy of a distribution from which clusters of these sizes were drawn. There are `K` meanings, a priori with
/// probability `1 / K(K + 1)`; given `K` their probabilities are Dirichlet(½, …, ½). With `k` seen of `n` answers,
/// `p(K | sizes) ∝ p(K) · K! / (K − k)! / Π_{i < n} (K/2 + i)`. Given `K`, with `a_i = ½ + size_i` and `A = Σ a`:
/// `E[H] = ψ(A + 1) − Σ a_i/A ψ(a_i + 1)`; the second moment is that of Wolpert and Wolf (1995).
pub fn posterior(sizes: &[usize]) -> Posterior {
    let fewest = sizes.len().max(1);
    let supports: Vec<usize> = (fewest..=fewest + UNSEEN).collect();
    let logs: Vec<f64> = supports.iter().map(|supports| log_weight(sizes, *supports)).collect();
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let (mut all, mut mean, mut square) = (0.0, 0.0, 0.0);
    for (supports, log) in supports.into_iter().zip(logs) {
        let (weight, (first, second)) = ((log - most).exp(), moments(sizes, supports));
        all += weight;
        mean += weight * first;
        square += weight * second;
    }
    let mean = mean / all;
    Posterior { mean, variance: (square / all - mean * mean).max(0.0) }
}

/// ln p(K | sizes), but for a constant.
fn log_weight(sizes: &[usize], supports: usize) -> f64 {
    let k = supports as f64;
    let chosen: f64 = (0..sizes.len()).map(|i| (k - i as f64).ln()).sum();
    let drawn: f64 = (0..sizes.iter().sum()).map(|i: usize| (k * ALPHA + i as f64).ln()).sum();
    chosen - drawn - (k * (k + 1.0)).ln()
}

/// First and second moment of the entropy under the posterior Dirichlet over so many supports.
fn moments(sizes: &[usize], supports: usize) -> (f64, f64) {
    // The unseen meanings are all alike: one term, so many times.
    let unseen = (supports - sizes.len()) as f64;
    let seen = sizes.iter().map(|size| (ALPHA + *size as f64, 1.0));
    let terms: Vec<(f64, f64)> = seen.chain(std::iter::once((ALPHA, unseen))).collect();
    let all: f64 = terms.iter().map(|(a, times)| a * times).sum();
    let first = digamma(all + 1.0) - terms.iter().map(|(a, times)| times * a / all * digamma(a + 1.0)).sum::<f64>();
    let (base, spread) = (digamma(all + 2.0), trigamma(all + 2.0));
    let lean = |a: f64| digamma(a + 1.0) - base;
    let (mut cross, mut own) = (0.0, 0.0);
    for (a, times) in &terms {
        cross += times * a * lean(*a);
        own += times * a * a * (lean(*a) * lean(*a) - spread);
    }
    // All pairs of different meanings: the square of the sum, less its diagonal.
    let different = cross * cross - spread * all * all - own;
    let same: f64 = terms
        .iter()
        .map(|(a, times)| {
            let lean = digamma(a + 2.0) - base;
            times * a * (a + 1.0) * (lean * lean + trigamma(a + 2.0) - spread)
        })
        .sum();
    (first, (different + same) / (all * (all + 1.0)))
}

impl Scorer for BayesEntropy {
    fn name(&self) -> &'static str {
        "semantic_entropy_bayes"
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::Clusters { same_at: self.same_at }]
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        let mean = posterior(evidence.clusters(self.same_at)?.sizes()).mean;
        Ok(Measure::with_raw((-mean).exp(), mean))
    }
}
