//! The thresholds that are tested, and what each of them lets through.
//!
//! A bound that holds for a threshold does not hold for one that was chosen by looking at the labels. So the candidates
//! are fixed beforehand; the procedures only decide how far down the ladder one may go.

use probity_stats::ranking::Labelled;
use serde::Serialize;

use super::Error;

/// More rungs than this cost power and say nothing new.
const MOST_RUNGS: usize = 100_000;

/// Thresholds fixed without labels: each once, the strictest (highest) first.
#[derive(Debug, Clone, PartialEq)]
pub struct Ladder {
    thresholds: Vec<f64>,
}

/// What a threshold lets through among labelled rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// How many rows score at or above it.
    pub accepted: usize,
    /// How many of these are wrong.
    pub wrong: usize,
}

impl Ladder {
    /// These thresholds, in any order, doubles allowed.
    ///
    /// # Errors
    /// None at all, more than 100,000, or one that is no finite number.
    pub fn new(thresholds: impl IntoIterator<Item = f64>) -> Result<Self, Error> {
        let mut thresholds: Vec<f64> = thresholds.into_iter().take(MOST_RUNGS + 1).collect();
        if thresholds.is_empty() || thresholds.len() > MOST_RUNGS {
            return Err(Error::Rungs { count: thresholds.len(), most: MOST_RUNGS });
        }
        if let Some(position) = thresholds.iter().position(|threshold| !threshold.is_finite()) {
            return Err(Error::Threshold { position, value: thresholds[position] });
        }
        thresholds.sort_by(|a, b| b.total_cmp(a));
        // As numbers, not as bits: 0.0 and -0.0 are one threshold.
        thresholds.dedup_by(|a, b| a == b);
        Ok(Self { thresholds })
    }

    /// `low`, `high` and what lies evenly between them: `steps` + 1 thresholds.
    ///
    /// Some 20 to 50 steps over the range of the score serve well: each further rung is one more test to pass.
    ///
    /// # Errors
    /// No step, too many, or ends that are no finite numbers.
    pub fn even(low: f64, high: f64, steps: usize) -> Result<Self, Error> {
        if steps == 0 || steps >= MOST_RUNGS {
            return Err(Error::Rungs { count: steps, most: MOST_RUNGS });
        }
        Self::new((0..=steps).map(|step| {
            let share = step as f64 / steps as f64;
            low * (1.0 - share) + high * share
        }))
    }

    /// The thresholds at which 1/`steps`, 2/`steps`, … of these scores are answered, ties as one: the rungs lie where the
    /// scores do, so that no test is spent on thresholds between which nothing changes.
    ///
    /// Scores of other questions leave every guarantee exact, such as earlier traffic, which needs no labels. Scores of
    /// the labelled rows themselves leave it exact provided that answers are not wrong less often as the score falls
    /// (see [`super::ltt::Start::Coverage`]).
    ///
    /// # Errors
    /// No scores, one that is not finite, no step, or too many.
    pub fn quantiles(scores: &[f64], steps: usize) -> Result<Self, Error> {
        if steps == 0 || steps > MOST_RUNGS {
            return Err(Error::Rungs { count: steps, most: MOST_RUNGS });
        }
        if let Some(row) = scores.iter().position(|score| !score.is_finite()) {
            return Err(Error::Score { row, value: scores[row] });
        }
        let mut sorted = scores.to_vec();
        sorted.sort_by(|a, b| b.total_cmp(a));
        let answered = |step: usize| (sorted.len() as f64 * step as f64 / steps as f64).ceil() as usize;
        let thresholds: Vec<f64> =
            (1..=steps).filter_map(|step| sorted.get(answered(step).saturating_sub(1)).copied()).collect();
        if thresholds.is_empty() { Err(Error::Empty) } else { Self::new(thresholds) }
    }

    /// The thresholds, strictest first. Never empty.
    pub fn thresholds(&self) -> &[f64] {
        &self.thresholds
    }

    /// What each threshold lets through, in their order. Infinite scores are above or below all of them.
    ///
    /// # Errors
    /// No rows, or a score that is NaN.
    pub fn tallies(&self, items: &[Labelled]) -> Result<Vec<Tally>, Error> {
        if items.is_empty() {
            return Err(Error::Empty);
        }
        let mut tallies = vec![Tally { accepted: 0, wrong: 0 }; self.thresholds.len()];
        for (row, item) in items.iter().enumerate() {
            if item.score.is_nan() {
                return Err(Error::Score { row, value: item.score });
            }
            let first = self.thresholds.partition_point(|&threshold| threshold > item.score);
            if let Some(tally) = tallies.get_mut(first) {
                tally.accepted += 1;
                tally.wrong += usize::from(!item.right);
            }
        }
        // What a rung lets through, every rung below it lets through as well.
        let mut above = Tally { accepted: 0, wrong: 0 };
        for tally in &mut tallies {
            above = Tally { accepted: above.accepted + tally.accepted, wrong: above.wrong + tally.wrong };
            *tally = above;
        }
        Ok(tallies)
    }
}

impl Tally {
    /// The share of the accepted rows that is wrong; 0 where none was accepted.
    pub fn risk(self) -> f64 {
        if self.accepted == 0 { 0.0 } else { self.wrong as f64 / self.accepted as f64 }
    }
}
