//! Beta calibration: a sigmoid in the logarithms of the score and of what it lacks to one.

use probity_stats::ranking::Labelled;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::levels::{Level, is_range, levels, seen};
use crate::logistic::{Fit, Row, fit, sigmoid, targets};

/// Scores are taken as at least this far from 0 and 1, where the logarithms end.
const MARGIN: f64 = 1e-3;

/// `σ(a ln s − b ln(1 − s) + c)` with `a` and `b` never below 0 (Kull, Silva Filho and Flach 2017).
///
/// It bends each end of the scale by itself; with `a = b = 1, c = 0` it is the identity, with `a = b` Platt's sigmoid of
/// the log-odds. Fitted to Platt's softened labels, as [`Platt`](crate::platt::Platt) is. Where the best fit has a
/// parameter below 0, the best of those without it is taken. Flat outside the scores that it was fitted on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Beta {
    a: f64,
    b: f64,
    c: f64,
    /// The least and the greatest score that it was fitted on.
    seen: [f64; 2],
}

impl Beta {
    /// The fit to labelled scores. Time grows as n log n.
    ///
    /// # Errors
    /// No rows, or a score outside [0, 1].
    pub fn fit(items: &[Labelled]) -> Result<Self, Error> {
        let levels = levels(items)?;
        let row = |(level, target): (&Level, f64)| Row { features: features(level.score), target, weight: level.rows };
        let rows: Vec<Row> = levels.iter().zip(targets(&levels)).map(row).collect();
        let Fit { coefficients: [a, b], intercept: c, .. } = rising(&rows);
        Ok(Self { a, b, c, seen: seen(&levels) })
    }

    /// The probability of a score.
    pub fn apply(&self, score: f64) -> f64 {
        let [x, y] = features(score.max(self.seen[0]).min(self.seen[1]));
        sigmoid(self.a * x + self.b * y + self.c)
    }

    /// The same, if it is a map at all: what was read from a file may be anything.
    pub(crate) fn checked(self) -> Result<Self, Error> {
        if !is_range(self.seen) {
            return Err(Error::Map("it was fitted on no scores between 0 and 1"));
        }
        let Self { a, b, c, .. } = &self;
        if [a, b, c].iter().all(|number| number.is_finite()) && *a >= 0.0 && *b >= 0.0 {
            return Ok(self);
        }
        Err(Error::Map("its parameters a and b must not be below 0"))
    }
}

fn features(score: f64) -> [f64; 2] {
    let score = score.clamp(MARGIN, 1.0 - MARGIN);
    [score.ln(), -(-score).ln_1p()]
}

/// The loss is convex: where the free fit breaks a bound, the best one lies on a bound.
fn rising(rows: &[Row]) -> Fit {
    let rises = |fit: &Fit| fit.coefficients.iter().all(|coefficient| *coefficient >= 0.0);
    let free = fit(rows, [true, true]);
    if rises(&free) {
        return free;
    }
    let bound = [[true, false], [false, true]].map(|used| fit(rows, used));
    let flat = fit(rows, [false, false]);
    bound.into_iter().filter(rises).fold(flat, |best, fit| if fit.loss < best.loss { fit } else { best })
}
