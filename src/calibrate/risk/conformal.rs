//! Conformal factuality (Mohri and Hashimoto 2024, arXiv 2402.10978): which claims of an answer to keep, so that what
//! is kept is all true (or true in a stated share) for all but a share alpha of the answers.
//!
//! For each labelled answer, r is the highest of its claims' scores at which keeping that claim and those above it falls
//! short; whatever cut lies at or above r leaves the answer sound. The cut is the ⌈(n+1)(1−α)⌉-th smallest r of n
//! answers: an answer to come has its own r at or below it with probability at least 1 − α.
//!
//! Claims of one score are kept or dropped together, so that no noise is needed to tell them apart. What is kept scores
//! strictly above the cut: keeping also what scores just as high as it would keep the very claim that failed.

use super::cut::share_kept;
use super::{Cut, Error, open_share};

/// What would be a whole number must not be rounded to the next.
const ROUNDING: f64 = 1e-9;

/// A claim of an answer, with its label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Claim {
    /// The confidence in it; finite.
    pub score: f64,
    /// Whether it is true.
    pub supported: bool,
}

/// What is promised of the claims that are kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Promise {
    /// The largest share of answers for which it may be broken, in (0, 1).
    pub alpha: f64,
    /// The share of an answer's kept claims that must be true, in (0, 1]; 1 for all of them. An answer of which nothing
    /// is kept is sound.
    pub fraction: f64,
}

impl Promise {
    /// All kept claims are true, but for a share `alpha` of the answers.
    pub fn all_true(alpha: f64) -> Self {
        Self { alpha, fraction: 1.0 }
    }

    fn checked(self) -> Result<Self, Error> {
        open_share("alpha", self.alpha)?;
        if self.fraction > 0.0 && self.fraction <= 1.0 {
            return Ok(self);
        }
        Err(Error::Parameter { name: "the fraction", value: self.fraction, range: "above 0 and at most 1" })
    }
}

/// The cut that keeps the promise for answers drawn as the labelled ones were. Its `risk` is the share of the labelled
/// answers that are unsound when cut there.
///
/// # Errors
/// No answers; a score that is not finite, by its answer; a parameter outside its range; or fewer than 1/α − 1 answers.
pub fn factuality<R: AsRef<[Claim]>>(answers: &[R], promise: Promise) -> Result<Cut, Error> {
    let Promise { alpha, fraction } = promise.checked()?;
    let n = answers.len();
    if n == 0 {
        return Err(Error::Empty);
    }
    let mut failing = Vec::with_capacity(n);
    for (row, claims) in answers.iter().enumerate() {
        let claims = claims.as_ref();
        if let Some(claim) = claims.iter().find(|claim| !claim.score.is_finite()) {
            return Err(Error::Score { row, value: claim.score });
        }
        failing.push(highest_failing(claims, fraction));
    }
    // How many of the n + 1 answers, with the one to come, may be above the cut: (n+1) − ⌈(n+1)(1−α)⌉.
    let spared = (((n as f64 + 1.0) * alpha + ROUNDING).floor() as usize).min(n);
    if spared == 0 {
        let needed = (1.0 / alpha - ROUNDING).ceil() - 1.0;
        let more = (needed as usize).saturating_sub(n).max(1);
        return Err(Error::TooFew { rows: n, target: alpha, more, attainable: 1.0 / (n as f64 + 1.0) });
    }
    // None, an answer that is sound however it is cut, sorts below every score.
    let order = |r: &Option<f64>| r.unwrap_or(f64::NEG_INFINITY);
    failing.sort_by(|a, b| order(a).total_cmp(&order(b)));
    let above = failing.get(n - spared).copied().flatten();
    let unsound = failing.iter().filter(|r| order(r) > order(&above)).count();
    let kept = share_kept(above, answers.iter().flat_map(AsRef::as_ref).map(|claim| claim.score));
    Ok(Cut { above, rows: n, kept, risk: unsound as f64 / n as f64 })
}

/// The highest score at which keeping the claims that score so or higher leaves less than `fraction` of them true.
/// `None` where that never happens, so that all may be kept.
pub fn highest_failing(claims: &[Claim], fraction: f64) -> Option<f64> {
    let mut sorted: Vec<Claim> = claims.to_vec();
    sorted.sort_by(|a, b| b.score.total_cmp(&a.score));
    let (mut kept, mut supported) = (0_usize, 0_usize);
    for tie in sorted.chunk_by(|a, b| a.score == b.score) {
        kept += tie.len();
        supported += tie.iter().filter(|claim| claim.supported).count();
        if (supported as f64) < fraction * kept as f64 - ROUNDING {
            return tie.first().map(|claim| claim.score);
        }
    }
    None
}
