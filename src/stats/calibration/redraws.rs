//! The calibration error that chance alone gives a forecaster whose every probability is true.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{Binning, ascending, error_of, right, split, sum_of_scores};
use crate::bootstrap::quantile;
use crate::error::Error;
use crate::ranking::Labelled;

/// How often labels are redrawn, and from what. The same seed and items always give the same numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Redraws {
    /// How many redraws, at least 1: 200 give the mean to about a fiftieth of itself, 1000 a usable tail. Time grows with
    /// rows × redraws, memory with their sum.
    pub replicates: usize,
    /// What the labels are drawn from.
    pub seed: u64,
}

/// What a forecaster shows that states the same probabilities and keeps them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PerfectEce {
    /// The mean of its expected calibration error: set an error beside this.
    pub mean: f64,
    /// The 95 % quantile: an error above it is more than bad luck.
    pub high: f64,
    /// The share of redraws, the data among them, with an error at least as large as that of the data: the p-value of
    /// "perfectly calibrated", in (0, 1].
    pub as_large: f64,
}

/// Which quantile [`PerfectEce::high`] is.
const HIGH: f64 = 0.95;

impl Redraws {
    /// The expected calibration error of a perfectly calibrated forecaster who states the scores of `items`: labels are
    /// redrawn with the stated probabilities, scores and bins stay (the consistency resampling of Bröcker and Smith
    /// 2007, with the forecasts as they are). The labels of `items` matter to [`PerfectEce::as_large`] alone.
    ///
    /// # Errors
    /// No rows, a score that is no probability, a number of bins outside 1…[`MOST_BINS`](super::MOST_BINS), or no
    /// redraws.
    pub fn ece(&self, items: &[Labelled], binning: Binning) -> Result<PerfectEce, Error> {
        if self.replicates == 0 {
            return Err(Error::Replicates);
        }
        let sorted = ascending(items)?;
        let bins: Vec<_> = split(&sorted, binning)?
            .into_iter()
            .map(|range| {
                let rows = &sorted[range];
                (rows, sum_of_scores(rows))
            })
            .collect();
        let found = error_of(bins.iter().map(|&(rows, scores)| (scores, right(rows))), sorted.len());
        let mut random = ChaCha8Rng::seed_from_u64(self.seed);
        let mut errors: Vec<f64> = (0..self.replicates)
            .map(|_| error_of(bins.iter().map(|&(rows, scores)| (scores, redrawn(rows, &mut random))), sorted.len()))
            .collect();
        let as_large = errors.iter().filter(|&&error| error >= found).count() + 1;
        let mean = errors.iter().sum::<f64>() / errors.len() as f64;
        errors.sort_unstable_by(f64::total_cmp);
        Ok(PerfectEce {
            mean,
            high: quantile(&errors, HIGH).unwrap_or(mean),
            as_large: as_large as f64 / (self.replicates as f64 + 1.0),
        })
    }
}

fn redrawn(rows: &[Labelled], random: &mut ChaCha8Rng) -> usize {
    rows.iter().filter(|row| random.random::<f64>() < row.score).count()
}
