//! Platt scaling: a sigmoid of the score.

use probity_stats::ranking::Labelled;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::levels::{Level, is_range, levels, seen};
use crate::logistic::{Row, fit, sigmoid, targets};

/// `σ(slope · score + intercept)`, its slope never below 0.
///
/// Fitted to Platt's softened labels (Platt 1999, as scikit-learn's `CalibratedClassifierCV(method="sigmoid")`), so it is
/// never certain, however well three rows can be told apart. Where scores rank worse than chance, it is the softened
/// overall share everywhere. Flat outside the scores that it was fitted on.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Platt {
    slope: f64,
    intercept: f64,
    /// The least and the greatest score that it was fitted on.
    seen: [f64; 2],
}

impl Platt {
    /// The fit to labelled scores. Time grows as n log n.
    ///
    /// # Errors
    /// No rows, or a score outside [0, 1].
    pub fn fit(items: &[Labelled]) -> Result<Self, Error> {
        let levels = levels(items)?;
        let row = |(level, target): (&Level, f64)| Row { features: [level.score, 0.0], target, weight: level.rows };
        let rows: Vec<Row> = levels.iter().zip(targets(&levels)).map(row).collect();
        let mut found = fit(&rows, [true, false]);
        if found.coefficients[0] < 0.0 {
            found = fit(&rows, [false, false]);
        }
        Ok(Self { slope: found.coefficients[0], intercept: found.intercept, seen: seen(&levels) })
    }

    /// The probability of a score.
    pub fn apply(&self, score: f64) -> f64 {
        let score = score.max(self.seen[0]).min(self.seen[1]);
        sigmoid(self.slope * score + self.intercept)
    }

    /// The same, if it is a map at all: what was read from a file may be anything.
    pub(crate) fn checked(self) -> Result<Self, Error> {
        if !is_range(self.seen) {
            return Err(Error::Map("it was fitted on no scores between 0 and 1"));
        }
        if self.slope.is_finite() && self.slope >= 0.0 && self.intercept.is_finite() {
            return Ok(self);
        }
        Err(Error::Map("its slope must not be below 0"))
    }
}
