//! What a confidence is worth to one who may stay silent: excess area under the risk–coverage curve, coverage at a
//! risk, and the utility of answering under a penalty for being wrong.
//!
//! The curve itself and the area under it are those of [`crate::ranking`], named here too.

use crate::error::Error;
pub use crate::ranking::{Labelled, Point, aurc, curve};
use crate::ranking::{descending, mean_risk, oracle};

/// The cap that [`bas`] is usually taken with: a wrong answer costs at most 5.9 right ones.
pub const BAS_CAP: f64 = 0.999;

/// The area under the risk–coverage curve above that of an oracle that ranks every right item before every wrong one
/// (Geifman, Uziel and El-Yaniv 2019), in [0, 1): 0 is a perfect ranking.
///
/// The oracle's area is that of the same finite set, not the approximation `r + (1 − r) ln(1 − r)`, so that 0 can be
/// reached.
///
/// # Errors
/// No rows, or a score that is no number.
pub fn e_aurc(items: &[Labelled]) -> Result<f64, Error> {
    numbers(items)?;
    let ties = descending(items).unwrap_or_default();
    let wrong = items.iter().filter(|item| !item.right).count();
    let best = mean_risk(&oracle(items.len() - wrong, wrong), items.len());
    // Rounding must not make an oracle better than itself.
    Ok((mean_risk(&ties, items.len()) - best).max(0.0))
}

/// The point of the risk–coverage curve that answers most while at most a share `risk` of the answered is wrong; `None`
/// where no threshold keeps to that. Items of one score are answered together or not at all.
///
/// This looks at the labels it is judged by, and so promises nothing for other data: for a threshold with a guarantee
/// use a test.
///
/// # Errors
/// No rows, a score that is no number, or a `risk` outside [0, 1].
pub fn coverage_at_risk(items: &[Labelled], risk: f64) -> Result<Option<Point>, Error> {
    numbers(items)?;
    if !(0.0..=1.0).contains(&risk) {
        return Err(Error::Parameter { name: "the risk", value: risk, range: "between 0 and 1" });
    }
    Ok(curve(items).into_iter().rev().find(|point| point.risk <= risk))
}

/// The mean utility of answering where the score is at least `target` and staying silent elsewhere, when a right answer
/// is worth 1, silence 0 and a wrong answer −t/(1−t) for the target t: the rule under which answering pays exactly from
/// a probability of t on (Kalai et al. 2025, *Why Language Models Hallucinate*). At most 1; at t = 0 the accuracy.
///
/// # Errors
/// No rows, a score that is no number, or a `target` outside [0, 1).
pub fn utility(items: &[Labelled], target: f64) -> Result<f64, Error> {
    numbers(items)?;
    if !(0.0..1.0).contains(&target) {
        return Err(Error::Parameter { name: "the target", value: target, range: "at or above 0 and below 1" });
    }
    let answered = || items.iter().filter(|item| item.score >= target);
    let right = answered().filter(|item| item.right).count();
    let wrong = answered().count() - right;
    Ok((right as f64 - wrong as f64 * target / (1.0 - target)) / items.len() as f64)
}

/// The Behavioral Alignment Score (Wu et al. 2026, arXiv 2604.03216): [`utility`] integrated over every target
/// from 0 to 1. A score s earns s when right and s + ln(1 − s) when wrong; the mean over items, at most 1, higher is
/// better. It is strictly proper: stating the truth earns most, and overconfidence costs more than doubt.
///
/// A wrong answer that was certain costs infinitely much, so scores are lowered to `cap` first ([`BAS_CAP`]): BAS is
/// comparable only under the same cap.
///
/// # Errors
/// No rows, a score that is no probability, or a `cap` outside (0, 1).
pub fn bas(items: &[Labelled], cap: f64) -> Result<f64, Error> {
    if items.is_empty() {
        return Err(Error::Empty);
    }
    if !(cap > 0.0 && cap < 1.0) {
        return Err(Error::Parameter { name: "the cap", value: cap, range: "above 0 and below 1" });
    }
    let mut sum = 0.0;
    for (row, item) in items.iter().enumerate() {
        crate::calibration::probability(row, item.score)?;
        let score = item.score.min(cap);
        sum += if item.right { score } else { score + (-score).ln_1p() };
    }
    Ok(sum / items.len() as f64)
}

fn numbers(items: &[Labelled]) -> Result<(), Error> {
    if items.is_empty() {
        return Err(Error::Empty);
    }
    match items.iter().position(|item| item.score.is_nan()) {
        Some(row) => Err(Error::NotANumber { row }),
        None => Ok(()),
    }
}
