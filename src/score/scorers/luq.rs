//! LUQ, for answers that are judged as a whole.

use crate::scorer::{Measure, Need, Scorer};
use crate::{Evidence, Missing};

/// Raw: `1 − mean over i ≠ j of e_ij / (e_ij + c_ij)`, in [0, 1], over all ordered pairs. Confidence: one minus that.
///
/// Needs entailment; n(n − 1) claims. Zhang et al., EMNLP 2024 (arXiv 2403.20279).
#[derive(Debug, Clone, Copy, Default)]
pub struct Luq;

impl Scorer for Luq {
    fn name(&self) -> &'static str {
        "luq"
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::Entailments]
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        let all = evidence.entailments()?;
        let n = all.len();
        let pairs = (0..n).flat_map(|i| (0..n).filter(move |j| *j != i).map(move |j| (i, j)));
        let sum: f64 = pairs.filter_map(|(i, j)| all.at(i, j)).map(|verdict| verdict.support()).sum();
        let mean = sum / (n * (n - 1)) as f64;
        Ok(Measure::with_raw(mean, 1.0 - mean))
    }
}
