//! Selection with guaranteed risk (Geifman and El-Yaniv 2017, arXiv 1705.08500): a binary search for the threshold that
//! answers most, with the exact bound of Clopper and Pearson at every look and delta shared among the looks.
//!
//! Here the search runs over a ladder that was fixed without labels, which makes the union over the looks exact when the
//! risk does not rise with the threshold. A look that is decided truly leads where the true risks lead; a look at a safe
//! threshold that fails only turns the search towards stricter ones, which are safe as well. So before the first false
//! promise the search has followed one path that the labels had no part in, of at most ⌊log₂ K⌋ + 1 of the K thresholds,
//! and each look on it fails with probability delta / (⌊log₂ K⌋ + 1) at most.
//!
//! It needs no declared start, and its bounds are mostly below the target; fixed-sequence testing ([`super::ltt`]) from a
//! good start answers more, as it does not share delta.

use probity_stats::binomial;
use probity_stats::ranking::Labelled;

use super::{Certificate, Error, Ladder, Method, Outcome, Risk, Rung, Shortfall, plan};

/// Searches the ladder for the threshold that answers most while its bound is at most the target.
///
/// With probability at least 1 − delta over the draw of `items`, the risk at every certified threshold is at most its
/// bound, which is at most the target.
///
/// # Errors
/// No rows, a score that is NaN, or a parameter outside its range.
pub fn certify(items: &[Labelled], ladder: &Ladder, risk: Risk) -> Result<Outcome, Error> {
    let risk = risk.checked()?;
    let tallies = ladder.tallies(items)?;
    let (rows, level) = (items.len(), risk.delta / looks(tallies.len()));
    let look = |place: usize| {
        let tally = tallies[place];
        let bound = binomial::clopper_pearson_upper(tally.accepted, tally.wrong, level);
        Rung::new(ladder.thresholds()[place], tally, rows, bound)
    };
    let first = look(tallies.len() / 2);
    let (mut passed, mut failed) = (Vec::new(), Vec::new());
    let (mut low, mut high) = (0, tallies.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let rung = look(middle);
        if rung.bound <= risk.target {
            passed.push(rung);
            low = middle + 1;
        } else {
            failed.push(rung);
            high = middle;
        }
    }
    Ok(match passed.pop() {
        Some(rung) => {
            Outcome::Certified(Certificate { method: Method::Sgr, asked: risk, rows, rung, stricter: passed })
        }
        None => Outcome::Short(shortfall(first, &failed, rows, risk, level)),
    })
}

/// The most looks that a binary search among so many thresholds takes.
fn looks(thresholds: usize) -> f64 {
    f64::from(thresholds.max(1).ilog2()) + 1.0
}

/// Where every look failed, the path was the one towards stricter thresholds whatever the labels: the lowest of its
/// bounds holds as they all do.
fn shortfall(first: Rung, failed: &[Rung], rows: usize, risk: Risk, level: f64) -> Shortfall {
    let nearest = failed.iter().fold(first, |nearest, &rung| if rung.bound < nearest.bound { rung } else { nearest });
    let plans = failed.iter().filter_map(|rung| plan::more_labels(rows, rung.tally, risk.target, level));
    Shortfall {
        method: Method::Sgr,
        asked: risk,
        rows,
        nearest,
        attainable: (nearest.bound < 1.0).then_some(nearest.bound),
        more: plans.min_by_key(|more| (more.likely, more.even)),
    }
}
