//! Whether stated probabilities are kept: reliability bins, the expected calibration error, what a perfect forecaster
//! would show, and the Brier score with its parts.
//!
//! On finite data even a forecaster that is perfectly calibrated shows an expected calibration error: at 150 rows in ten
//! bins about .08. So it means little without [`Redraws::ece`] beside it.
//!
//! Items of one score always share a bin, so that every number is a function of the set alone, whatever the order of
//! the rows.

mod brier;
mod redraws;

use std::ops::Range;

pub use self::brier::{Brier, brier};
pub use self::redraws::{PerfectEce, Redraws};
use crate::error::Error;
use crate::ranking::Labelled;

/// The largest number of bins that may be asked for.
pub const MOST_BINS: usize = 1_000_000;

/// How scores are put into bins. Bins without items are left out everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binning {
    /// So many bins of equal width on [0, 1], each (low, high], the first with its low end (Guo et al. 2017).
    EqualWidth(usize),
    /// So many bins of equally many items, as far as ties let them: an item goes where its mid-rank lies. Without ties
    /// these are the bins between quantiles (scikit-learn's `quantile` strategy).
    EqualMass(usize),
    /// A bin for each distinct score.
    Distinct,
}

/// Some items of neighbouring scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Where it begins: the edge of a bin of equal width, the lowest score otherwise.
    pub low: f64,
    /// Where it ends: the edge of a bin of equal width, the highest score otherwise.
    pub high: f64,
    /// How many items; at least one.
    pub count: usize,
    /// How many of them are right.
    pub right: usize,
    /// The mean of their scores, in [0, 1].
    pub mean_score: f64,
}

impl Bin {
    /// The share of its items that is right, in [0, 1].
    pub fn share_right(&self) -> f64 {
        self.right as f64 / self.count as f64
    }

    /// Mean score minus share right, in [-1, 1]: above 0 is overconfident.
    pub fn gap(&self) -> f64 {
        self.mean_score - self.share_right()
    }
}

/// The reliability diagram: the bins that hold items, from the lowest score up.
///
/// # Errors
/// No rows, a score that is no probability, or a number of bins outside 1…[`MOST_BINS`].
pub fn reliability(items: &[Labelled], binning: Binning) -> Result<Vec<Bin>, Error> {
    let sorted = ascending(items)?;
    let ranges = split(&sorted, binning)?;
    Ok(ranges.into_iter().map(|range| bin(&sorted[range], binning)).collect())
}

/// The expected calibration error: the mean over items of the distance between mean score and share right of their bin,
/// in [0, 1] (Naeini et al. 2015).
///
/// # Errors
/// As [`reliability`].
pub fn ece(items: &[Labelled], binning: Binning) -> Result<f64, Error> {
    let sorted = ascending(items)?;
    let sums = split(&sorted, binning)?.into_iter().map(|range| {
        let rows = &sorted[range];
        (sum_of_scores(rows), right(rows))
    });
    Ok(error_of(sums, sorted.len()))
}

/// The items by rising score, all of them probabilities; −0 is 0.
fn ascending(items: &[Labelled]) -> Result<Vec<Labelled>, Error> {
    if items.is_empty() {
        return Err(Error::Empty);
    }
    let mut sorted = Vec::with_capacity(items.len());
    for (row, item) in items.iter().enumerate() {
        probability(row, item.score)?;
        sorted.push(Labelled::new(item.score + 0.0, item.right));
    }
    // Within a tie by label, so that no sum depends on the order of the rows, not even in its last digit.
    sorted.sort_unstable_by(|a, b| a.score.total_cmp(&b.score).then(a.right.cmp(&b.right)));
    Ok(sorted)
}

/// Where the bins lie among sorted items. Neighbouring ties of the same bin are one range.
fn split(sorted: &[Labelled], binning: Binning) -> Result<Vec<Range<usize>>, Error> {
    if let Binning::EqualWidth(bins) | Binning::EqualMass(bins) = binning
        && !(1..=MOST_BINS).contains(&bins)
    {
        return Err(Error::Bins { bins, most: MOST_BINS });
    }
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let (mut start, mut last) = (0, None);
    for tie in sorted.chunk_by(|a, b| a.score == b.score) {
        let end = start + tie.len();
        let place = match binning {
            Binning::EqualWidth(bins) => width_bin(tie[0].score, bins),
            Binning::EqualMass(bins) => mass_bin(start + end - 1, sorted.len(), bins),
            Binning::Distinct => start,
        };
        match ranges.last_mut() {
            Some(range) if last == Some(place) => range.end = end,
            _ => ranges.push(start..end),
        }
        (start, last) = (end, Some(place));
    }
    Ok(ranges)
}

/// The bin (i/bins, (i+1)/bins] that a score falls into. The product alone would put scores that lie on an edge on
/// either side of it (.07 × 100 is more than 7).
fn width_bin(score: f64, bins: usize) -> usize {
    let edge = |i: usize| i as f64 / bins as f64;
    let mut i = ((score * bins as f64) as usize).min(bins - 1);
    while i > 0 && score <= edge(i) {
        i -= 1;
    }
    while i + 1 < bins && score > edge(i + 1) {
        i += 1;
    }
    i
}

/// The quantile bin of the rank `twice / 2` among ranks 0…n−1: how many of the cuts at (n−1)·i/bins lie below it.
fn mass_bin(twice: usize, n: usize, bins: usize) -> usize {
    if n < 2 {
        return 0;
    }
    (twice * bins).div_ceil(2 * (n - 1)).saturating_sub(1)
}

fn bin(rows: &[Labelled], binning: Binning) -> Bin {
    let (first, last) = (rows[0].score, rows[rows.len() - 1].score);
    let (low, high) = match binning {
        Binning::EqualWidth(bins) => {
            let i = width_bin(first, bins) as f64;
            (i / bins as f64, (i + 1.0) / bins as f64)
        }
        Binning::EqualMass(_) | Binning::Distinct => (first, last),
    };
    Bin { low, high, count: rows.len(), right: right(rows), mean_score: mean_score(rows) }
}

/// Taken from the lowest score up, so that the mean of equal scores is that score to the last digit.
fn mean_score(rows: &[Labelled]) -> f64 {
    let first = rows[0].score;
    first + rows.iter().map(|row| row.score - first).sum::<f64>() / rows.len() as f64
}

fn sum_of_scores(rows: &[Labelled]) -> f64 {
    rows.iter().map(|row| row.score).sum()
}

fn right(rows: &[Labelled]) -> usize {
    rows.iter().filter(|row| row.right).count()
}

/// The calibration error of bins, each its sum of scores and its count of right items.
fn error_of(bins: impl Iterator<Item = (f64, usize)>, n: usize) -> f64 {
    bins.map(|(scores, right)| (scores - right as f64).abs()).sum::<f64>() / n as f64
}

pub(crate) fn probability(row: usize, value: f64) -> Result<(), Error> {
    if value.is_nan() {
        return Err(Error::NotANumber { row });
    }
    if (0.0..=1.0).contains(&value) { Ok(()) } else { Err(Error::NotAProbability { row, value }) }
}
