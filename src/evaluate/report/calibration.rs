//! Whether confidences mean what they say.

use probity_stats::binomial::clopper_pearson;
use probity_stats::calibration::{self, Binning, Brier, Redraws, reliability};
use probity_stats::ranking::Labelled;
use probity_stats::selective::{BAS_CAP, bas};
use serde::Serialize;

/// Calibration of the confidence over the rows that claim something. `null` where there is none, or where a score that
/// decided is no probability.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Calibration {
    /// Expected calibration error, ten bins of equal width.
    pub ece: Option<f64>,
    /// What a perfectly calibrated forecaster who states the same confidences shows on average: labels redrawn.
    pub ece_perfect: Option<f64>,
    /// What it shows at most in 95 of 100 redraws: an error above it is more than bad luck.
    pub ece_perfect_high: Option<f64>,
    /// Expected calibration error, ten bins of equally many rows, ties never split between bins.
    pub ece_equal_mass: Option<f64>,
    /// As `ece_perfect`, in these bins.
    pub ece_equal_mass_perfect: Option<f64>,
    /// As `ece_perfect_high`, in these bins.
    pub ece_equal_mass_perfect_high: Option<f64>,
    /// The share of redraws with an error at least as large as `ece_equal_mass`: the p-value of "perfectly calibrated".
    pub ece_equal_mass_p: Option<f64>,
    /// Brier score: `brier_reliability - brier_resolution + brier_uncertainty + brier_within`.
    pub brier: Option<f64>,
    /// Murphy's first part: how far bins (one for each confidence) lie from the truth.
    pub brier_reliability: Option<f64>,
    /// Murphy's second: how far their shares of right answers lie apart.
    pub brier_resolution: Option<f64>,
    /// Murphy's third: the score of always saying the overall share.
    pub brier_uncertainty: Option<f64>,
    /// What binning hides; 0 where every confidence has a bin of its own.
    pub brier_within: Option<f64>,
    /// By how much the score beats always saying the overall share, as a share of the latter's.
    pub brier_skill: Option<f64>,
    /// Behavioral Alignment Score (Wu et al. 2026), confidences capped at .999.
    pub bas: Option<f64>,
    /// The reliability diagram: the bins of `ece_equal_mass`.
    pub reliability: Vec<Bin>,
    /// How confidences of right and wrong answers are spread: twenty bins of equal width.
    pub histogram: Vec<Pillar>,
}

/// Rows of neighbouring confidences.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// The lowest confidence in it.
    pub low: f64,
    /// The highest.
    pub high: f64,
    /// How many rows.
    pub count: usize,
    /// How many of them are right.
    pub right: usize,
    /// Their mean confidence.
    pub confidence: f64,
    /// Their share of right answers.
    pub accuracy: f64,
    /// The 95 % interval of that share (Clopper–Pearson).
    pub accuracy_interval: Option<[f64; 2]>,
}

/// Right and wrong answers of neighbouring confidences.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Pillar {
    /// Where the bin begins (excluded, but for 0).
    pub low: f64,
    /// Where it ends (included).
    pub high: f64,
    /// Right answers.
    pub right: usize,
    /// Wrong ones.
    pub wrong: usize,
}

const BINS: usize = 10;
const PILLARS: usize = 20;
const LEVEL: f64 = 0.95;
const SEED: u64 = 1;
/// Enough for a tail; fewer where rows are many, and the tail is near.
const REDRAWS: usize = 1000;
const MOST_DRAWN: usize = 50_000_000;
const FEWEST: usize = 50;

impl Calibration {
    pub(super) fn of(items: &[Labelled]) -> Self {
        let replicates = REDRAWS.min((MOST_DRAWN / items.len().max(1)).max(FEWEST));
        let redraws = Redraws { replicates, seed: SEED };
        let (width, mass) = (Binning::EqualWidth(BINS), Binning::EqualMass(BINS));
        let (perfect, perfect_mass) = (redraws.ece(items, width).ok(), redraws.ece(items, mass).ok());
        let parts = Brier::of(items, Binning::Distinct).ok();
        Self {
            ece: calibration::ece(items, width).ok(),
            ece_perfect: perfect.map(|perfect| perfect.mean),
            ece_perfect_high: perfect.map(|perfect| perfect.high),
            ece_equal_mass: calibration::ece(items, mass).ok(),
            ece_equal_mass_perfect: perfect_mass.map(|perfect| perfect.mean),
            ece_equal_mass_perfect_high: perfect_mass.map(|perfect| perfect.high),
            ece_equal_mass_p: perfect_mass.map(|perfect| perfect.as_large),
            brier: parts.map(|parts| parts.score),
            brier_reliability: parts.map(|parts| parts.reliability),
            brier_resolution: parts.map(|parts| parts.resolution),
            brier_uncertainty: parts.map(|parts| parts.uncertainty),
            brier_within: parts.map(|parts| parts.within),
            brier_skill: parts.and_then(|parts| parts.skill()),
            bas: bas(items, BAS_CAP).ok(),
            reliability: reliability(items, mass).unwrap_or_default().iter().map(Bin::of).collect(),
            histogram: pillars(items),
        }
    }
}

impl Bin {
    fn of(bin: &calibration::Bin) -> Self {
        let interval = clopper_pearson(bin.count, bin.right, LEVEL);
        Self {
            low: bin.low,
            high: bin.high,
            count: bin.count,
            right: bin.right,
            confidence: bin.mean_score,
            accuracy: bin.share_right(),
            accuracy_interval: interval.map(|interval| [interval.low, interval.high]),
        }
    }
}

/// Also the bins without a row: a histogram has no gaps. Empty where some score is no probability.
fn pillars(items: &[Labelled]) -> Vec<Pillar> {
    let Ok(bins) = reliability(items, Binning::EqualWidth(PILLARS)) else { return Vec::new() };
    let edge = |place: usize| place as f64 / PILLARS as f64;
    (0..PILLARS)
        .map(|place| {
            let (low, high) = (edge(place), edge(place + 1));
            let bin = bins.iter().find(|bin| (bin.low - low).abs() < f64::EPSILON);
            let (count, right) = bin.map_or((0, 0), |bin| (bin.count, bin.right));
            Pillar { low, high, right, wrong: count - right }
        })
        .collect()
}
