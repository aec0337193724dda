//! Agreement with the served answer: the share of sameness (soft), or of the same (hard), among the others.

use crate::scorer::{Measure, Need, Scorer};
use crate::{Evidence, Missing};

/// `mean over j ≠ s of same(s, j)`, in [0, 1]; over those that could be read. 0 where `s` declines.
///
/// Needs sameness; n − 1 pairs. Lin et al. 2024 (arXiv 2305.19187), the degree of one answer, without itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct SoftAgreement;

/// `|{j ≠ s: same(s, j) ≥ same_at}| / (n − 1)`, in [0, 1]; over those that could be read. 0 where `s` declines.
///
/// Needs sameness; n − 1 pairs. The consistency of Wang et al. 2023 (arXiv 2203.11171), by meaning.
#[derive(Debug, Clone, Copy)]
pub struct HardAgreement {
    /// From which sameness on.
    pub same_at: f64,
}

impl Scorer for SoftAgreement {
    fn name(&self) -> &'static str {
        "agreement_soft"
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::ServedSameness]
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        mean(evidence, |same| same)
    }
}

impl Scorer for HardAgreement {
    fn name(&self) -> &'static str {
        "agreement_hard"
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::ServedSameness]
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        mean(evidence, |same| if same >= self.same_at { 1.0 } else { 0.0 })
    }
}

/// The mean of what the sameness of each other answer is worth.
pub(super) fn mean(evidence: &Evidence<'_>, worth: impl Fn(f64) -> f64) -> Result<Measure, Missing> {
    let (matrix, served) = (evidence.matrix()?, evidence.served()?);
    let others = evidence.others()?;
    if others.iter().any(|other| !matrix.is_judged(served, *other)) {
        return Err(Missing::NoSameness);
    }
    let read: Vec<f64> = others.into_iter().filter_map(|other| matrix.verdict(served, other)).map(worth).collect();
    if read.is_empty() {
        return Err(Missing::Unreadable);
    }
    let share = read.iter().sum::<f64>() / read.len() as f64;
    Ok(Measure::of(if evidence.declines(served) { 0.0 } else { share }))
}
