//! Percentile intervals by resampling (Efron 1979).
//!
//! Rows are resampled, not numbers: a statistic sees the *indices* of the rows that were drawn, so that everything that
//! belongs to one row stays together (paired), and several statistics can be taken of one and the same resample.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// An interval with both ends in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// How to resample. The same seed, size and statistic always give the same interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bootstrap {
    /// How many resamples; 1000 or more for 95 % intervals.
    pub replicates: usize,
    /// What the resamples are drawn from.
    pub seed: u64,
    /// The share of the resampled statistics that the interval holds, in (0, 1).
    pub level: f64,
}

impl Bootstrap {
    /// The percentile interval of a statistic over `rows` rows. It is `None` when there are no rows, or when the
    /// statistic is undefined (`None`, or no finite number) for half of the resamples or more: what is left would speak
    /// of other data.
    pub fn interval(&self, rows: usize, statistic: impl Fn(&[usize]) -> Option<f64>) -> Option<Interval> {
        let [interval] = self.intervals(rows, |indices| [statistic(indices)]);
        interval
    }

    /// As [`Bootstrap::interval`], for several statistics of the same resamples.
    pub fn intervals<const K: usize>(
        &self,
        rows: usize,
        statistics: impl Fn(&[usize]) -> [Option<f64>; K],
    ) -> [Option<Interval>; K] {
        let mut values: [Vec<f64>; K] = std::array::from_fn(|_| Vec::with_capacity(self.replicates));
        if rows > 0 {
            let mut random = ChaCha8Rng::seed_from_u64(self.seed);
            let mut indices = vec![0; rows];
            for _ in 0..self.replicates {
                indices.fill_with(|| random.random_range(0..rows));
                for (kept, value) in values.iter_mut().zip(statistics(&indices)) {
                    kept.extend(value.filter(|value| value.is_finite()));
                }
            }
        }
        values.map(|values| self.percentiles(values))
    }

    fn percentiles(&self, mut values: Vec<f64>) -> Option<Interval> {
        if values.len() * 2 <= self.replicates {
            return None;
        }
        values.sort_by(f64::total_cmp);
        let tail = (1.0 - self.level) / 2.0;
        Some(Interval { low: quantile(&values, tail)?, high: quantile(&values, 1.0 - tail)? })
    }
}

/// The quantile of sorted values at `share` in [0, 1], linear between neighbours (Hyndman and Fan's type 7). `None` for
/// no values.
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    let low = sorted.get(below)?;
    let high = sorted.get((below + 1).min(last))?;
    Some(low + (high - low) * (place - below as f64))
}
