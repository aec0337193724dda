//! How well probabilities are kept, before a map and after it.

use probity_stats::calibration::{Binning, Brier, Redraws, ece};
use probity_stats::ranking::{Labelled, auroc};
use serde::{Deserialize, Serialize};

use crate::Error;

/// Into how many bins calibration errors are taken.
const BINS: usize = 10;

/// How often labels are redrawn, where rows are few enough.
const REDRAWS: usize = 200;

/// At most so many labels are redrawn in all.
const MOST_REDRAWN: usize = 20_000_000;

/// The figures of some labelled probabilities.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Metrics {
    /// How many rows.
    pub rows: usize,
    /// The share that is right, in [0, 1].
    pub accuracy: f64,
    /// The Brier score, in [0, 1]; lower is better.
    pub brier: f64,
    /// Its part that is miscalibration, over ten bins of equal mass.
    pub brier_reliability: f64,
    /// Its part that is telling right from wrong, over the same bins; higher is better.
    pub brier_resolution: f64,
    /// The expected calibration error over ten bins of equal width.
    pub ece: f64,
    /// The expected calibration error over ten bins of equal mass, ties never split.
    pub ece_equal_mass: f64,
    /// What `ece_equal_mass` would be on average if every probability were true: chance alone.
    pub ece_equal_mass_perfect: f64,
    /// The probability that a right answer is held surer than a wrong one; none where there is only one of them.
    pub auroc: Option<f64>,
}

impl Metrics {
    /// The figures of labelled probabilities; `seed` is what the labels of the perfect forecaster are redrawn from.
    ///
    /// # Errors
    /// No rows, or a probability outside [0, 1].
    pub fn of(items: &[Labelled], seed: u64) -> Result<Self, Error> {
        let mass = Binning::EqualMass(BINS);
        let brier = Brier::of(items, mass)?;
        let replicates = (MOST_REDRAWN / items.len().max(1)).clamp(1, REDRAWS);
        let rows = items.len();
        Ok(Self {
            rows,
            accuracy: items.iter().filter(|item| item.right).count() as f64 / rows as f64,
            brier: brier.score,
            brier_reliability: brier.reliability,
            brier_resolution: brier.resolution,
            ece: ece(items, Binning::EqualWidth(BINS))?,
            ece_equal_mass: ece(items, mass)?,
            ece_equal_mass_perfect: Redraws { replicates, seed }.ece(items, mass)?.mean,
            auroc: auroc(items),
        })
    }
}
