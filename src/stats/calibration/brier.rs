//! The Brier score, and what it is made of.

use super::{Binning, ascending, mean_score, probability, right, split};
use crate::error::Error;
use crate::ranking::Labelled;

/// The Brier score and its parts (Murphy 1973, with the within-bin part of Stephenson, Coelho and Jolliffe 2008):
/// `score = reliability − resolution + uncertainty + within`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Brier {
    /// The score itself: the mean squared distance of score and label, in [0, 1]; lower is better.
    pub score: f64,
    /// How far the bins' mean scores lie from their shares right, squared; lower is better.
    pub reliability: f64,
    /// How far the bins' shares right lie from the overall share, squared; higher is better.
    pub resolution: f64,
    /// The variance of the labels, p (1 − p): the score of one who always states the overall share.
    pub uncertainty: f64,
    /// What putting different scores into one bin hides: the variance within bins less twice the covariance with the
    /// labels. 0 for [`Binning::Distinct`]; below 0 where scores tell right from wrong within bins too.
    pub within: f64,
}

impl Brier {
    /// The Brier score of the items and its parts over the given bins.
    ///
    /// # Errors
    /// No rows, a score that is no probability, or a number of bins outside 1…[`MOST_BINS`](super::MOST_BINS).
    pub fn of(items: &[Labelled], binning: Binning) -> Result<Self, Error> {
        let sorted = ascending(items)?;
        let n = sorted.len() as f64;
        let overall = right(&sorted) as f64 / n;
        let (mut reliability, mut resolution, mut within) = (0.0, 0.0, 0.0);
        for range in split(&sorted, binning)? {
            let rows = &sorted[range];
            let (size, mean) = (rows.len() as f64, mean_score(rows));
            let share = right(rows) as f64 / size;
            reliability += size * (mean - share).powi(2);
            resolution += size * (share - overall).powi(2);
            within += rows.iter().map(|row| hidden(row, mean)).sum::<f64>();
        }
        Ok(Self {
            score: brier(items)?,
            reliability: reliability / n,
            resolution: resolution / n,
            uncertainty: overall * (1.0 - overall),
            within: within / n,
        })
    }

    /// By how much the score is better than always stating the overall share, as a share of the latter's score: 1 is
    /// perfect, 0 no better, below 0 worse. `None` where every item is right or every one is wrong.
    pub fn skill(&self) -> Option<f64> {
        (self.uncertainty > 0.0).then(|| 1.0 - self.score / self.uncertainty)
    }
}

/// The Brier score: the mean squared distance of score and label, in [0, 1].
///
/// # Errors
/// No rows, or a score that is no probability.
pub fn brier(items: &[Labelled]) -> Result<f64, Error> {
    if items.is_empty() {
        return Err(Error::Empty);
    }
    let mut sum = 0.0;
    for (row, item) in items.iter().enumerate() {
        probability(row, item.score)?;
        sum += (item.score - label(item)).powi(2);
    }
    Ok(sum / items.len() as f64)
}

/// With d the distance of a score from its bin's mean: d² − 2 d · label. The middle of the square, 2 d · mean, sums to 0.
fn hidden(row: &Labelled, mean: f64) -> f64 {
    let distance = row.score - mean;
    distance * (distance - 2.0 * label(row))
}

fn label(item: &Labelled) -> f64 {
    f64::from(u8::from(item.right))
}
