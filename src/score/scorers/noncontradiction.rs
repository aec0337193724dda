//! Non-contradiction.

use crate::scorer::{Measure, Need, Scorer};
use crate::{Evidence, Missing};

/// `mean over j ≠ s of ((1 − c_sj) + (1 − c_js)) / 2`, in [0, 1], `c` the probability of contradiction; equal texts
/// count 1.
///
/// Needs entailment; 2(n − 1) claims. Chen and Mueller 2024 (arXiv 2308.16175), as uqlm has it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Noncontradiction;

impl Scorer for Noncontradiction {
    fn name(&self) -> &'static str {
        "noncontradiction"
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::ServedEntailments]
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        let (served, others) = (evidence.served()?, evidence.others()?);
        let contradicted = |from, to| evidence.entailment(from, to).map(|verdict| verdict.contradiction);
        let mut sum = 0.0;
        for other in &others {
            sum += 1.0 - f64::midpoint(contradicted(served, *other)?, contradicted(*other, served)?);
        }
        Ok(Measure::of(sum / others.len() as f64))
    }
}
