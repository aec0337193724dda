//! Conformal risk control (Angelopoulos, Bates, Fisch, Lei and Schuster 2022, arXiv 2208.02814): the mean of a bounded
//! loss that never grows as the cut gets stricter.
//!
//! λ̂ = inf { λ : n/(n+1) · R̂(λ) + B/(n+1) ≤ α }. A row's loss at λ is the sum of the losses of its parts above λ, so
//! that it falls with λ by construction. For claims of a long answer, a false claim may lose 1 / (claims in the answer):
//! then the promise is the mean share of an answer that is false and kept. For a short answer as the one part of its
//! row, a wrong one loses 1: then it is the share of *questions* that get a wrong answer, which is not the share of the
//! answers that are wrong; for that see [`super::ltt`].

use super::cut::share_kept;
use super::{Cut, Error};

/// Sums of losses that should be whole must not fail by rounding.
const ROUNDING: f64 = 1e-9;

/// A part of an answer: it is kept where it scores above the cut, and then it costs its loss.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// The confidence in it; finite.
    pub score: f64,
    /// What it costs to keep it; at least 0.
    pub loss: f64,
}

/// The least strict cut that keeps the expected loss of a further row at or below `target`, when no row can lose more
/// than `most`.
///
/// # Errors
/// No rows; a score that is not finite, or a loss that is negative, no number or (summed over its row) above `most`, by
/// row; a `target` or `most` that is not above 0; or so few rows that `most / (rows + 1)` exceeds the target.
pub fn control<R: AsRef<[Part]>>(rows: &[R], most: f64, target: f64) -> Result<Cut, Error> {
    let mut parts = checked(rows, most, target)?;
    let n = rows.len();
    let allowed = target * (n as f64 + 1.0) - most + ROUNDING;
    if allowed < 0.0 {
        let needed = (most / target - ROUNDING).ceil() - 1.0;
        let more = (needed as usize).saturating_sub(n).max(1);
        return Err(Error::TooFew { rows: n, target, more, attainable: most / (n as f64 + 1.0) });
    }
    parts.sort_by(|a, b| b.score.total_cmp(&a.score));
    let (above, lost) = lowest(&parts, allowed);
    let kept = share_kept(above, parts.iter().map(|part| part.score));
    Ok(Cut { above, rows: n, kept, risk: lost / n as f64 })
}

/// Goes down the scores for as long as keeping what lies above loses no more than is allowed in all. Parts of one score
/// are kept together.
fn lowest(descending: &[Part], allowed: f64) -> (Option<f64>, f64) {
    let mut lost = 0.0;
    for tie in descending.chunk_by(|a, b| a.score == b.score) {
        let with: f64 = lost + tie.iter().map(|part| part.loss).sum::<f64>();
        if with > allowed {
            return (tie.first().map(|part| part.score), lost);
        }
        lost = with;
    }
    (None, lost)
}

fn checked<R: AsRef<[Part]>>(rows: &[R], most: f64, target: f64) -> Result<Vec<Part>, Error> {
    let positive = |name, value: f64| match value {
        value if value > 0.0 && value.is_finite() => Ok(()),
        value => Err(Error::Parameter { name, value, range: "above 0" }),
    };
    positive("the target", target)?;
    positive("the largest loss", most)?;
    if rows.is_empty() {
        return Err(Error::Empty);
    }
    for (row, parts) in rows.iter().enumerate() {
        let mut sum = 0.0;
        for part in parts.as_ref() {
            if !part.score.is_finite() {
                return Err(Error::Score { row, value: part.score });
            }
            if part.loss.is_nan() || part.loss < 0.0 {
                return Err(Error::Loss { row, value: part.loss, most });
            }
            sum += part.loss;
        }
        if sum > most + ROUNDING {
            return Err(Error::Loss { row, value: sum, most });
        }
    }
    Ok(rows.iter().flat_map(AsRef::as_ref).copied().collect())
}
