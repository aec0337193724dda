//! Learn then Test (Angelopoulos, Bates, Candès, Jordan and Lei 2021, arXiv 2110.01052) with fixed-sequence testing.
//!
//! Each threshold has the hypothesis "of what it lets through, more than the target is wrong", whose exact p-value after
//! e wrong of m accepted is P(Bin(m, target) ≤ e). The thresholds are tested from a declared start downwards, each at
//! the full delta, until the first that does not pass. To promise something false, the first false hypothesis of the
//! sequence must pass its test, which happens with probability delta at most: so nothing is paid for the others.
//!
//! The start matters: the highest thresholds let through too few rows to pass any test, and a sequence that begins there
//! ends there. It is declared before looking at the labels.

use probity_stats::binomial;
use probity_stats::ranking::Labelled;

use super::{Certificate, Error, Ladder, Method, Outcome, Risk, Rung, Shortfall, Tally, open_share, plan};

/// Where the sequence of tests begins; to be declared before the labels are seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Start {
    /// At the first threshold of the ladder that is no higher than this.
    Threshold(f64),
    /// At the first threshold of the ladder that answers at least this share of the labelled rows, in (0, 1).
    ///
    /// It is found from the scores alone. The guarantee stays exact provided that, where the risk is above the target,
    /// answers are not wrong less often as the score falls: then stopping the search at a threshold because few rows
    /// lie above it can only make the rows that it lets through look worse than they are.
    Coverage(f64),
}

/// Certifies the ladder's thresholds from the start down, as far as the labels allow.
///
/// With probability at least 1 − delta over the draw of `items`, *every* certified threshold keeps the risk at or below
/// the target. A shortfall speaks of the start, which is what the labels must certify first.
///
/// # Errors
/// No rows, a score that is NaN, or a parameter outside its range.
pub fn certify(items: &[Labelled], ladder: &Ladder, start: Start, risk: Risk) -> Result<Outcome, Error> {
    let risk = risk.checked()?;
    let tallies = ladder.tallies(items)?;
    let start = start.checked()?.rung(ladder, &tallies, items.len());
    let passes = |tally: &Tally| binomial::cdf(tally.accepted, tally.wrong, risk.target) <= risk.delta;
    let mut passed: Vec<Rung> = ladder.thresholds()[start..]
        .iter()
        .zip(&tallies[start..])
        .take_while(|(_, tally)| passes(tally))
        .map(|(&threshold, &tally)| Rung::new(threshold, tally, items.len(), risk.target))
        .collect();
    let rows = items.len();
    Ok(match passed.pop() {
        Some(rung) => {
            Outcome::Certified(Certificate { method: Method::Ltt, asked: risk, rows, rung, stricter: passed })
        }
        None => Outcome::Short(shortfall(ladder.thresholds()[start], tallies[start], rows, risk)),
    })
}

fn shortfall(threshold: f64, tally: Tally, rows: usize, risk: Risk) -> Shortfall {
    let bound = binomial::clopper_pearson_upper(tally.accepted, tally.wrong, risk.delta);
    Shortfall {
        method: Method::Ltt,
        asked: risk,
        rows,
        nearest: Rung::new(threshold, tally, rows, bound),
        attainable: (bound < 1.0).then_some(bound),
        more: plan::more_labels(rows, tally, risk.target, risk.delta),
    }
}

impl Start {
    fn checked(self) -> Result<Self, Error> {
        match self {
            Self::Threshold(value) if !value.is_finite() => Err(Error::Threshold { position: 0, value }),
            Self::Threshold(_) => Ok(self),
            Self::Coverage(share) => open_share("the coverage to start at", share).map(Self::Coverage),
        }
    }

    /// The place on the ladder; its last where nothing reaches what was declared.
    fn rung(self, ladder: &Ladder, tallies: &[Tally], rows: usize) -> usize {
        let place = match self {
            Self::Threshold(start) => ladder.thresholds().iter().position(|&threshold| threshold <= start),
            Self::Coverage(share) => tallies.iter().position(|tally| tally.accepted as f64 >= share * rows as f64),
        };
        place.unwrap_or(tallies.len() - 1)
    }
}
