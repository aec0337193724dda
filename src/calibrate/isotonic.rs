//! Isotonic regression: the monotone map nearest to the labels, by pooling adjacent violators.

use probity_stats::ranking::Labelled;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::levels::{Level, levels, totals};

/// A monotone map of straight pieces between knots, flat outside them.
///
/// Fitted by pooling adjacent violators (Ayer et al. 1955), as scikit-learn's `IsotonicRegression` with
/// `out_of_bounds="clip"`. From n labels no probability is stated that is surer than the rule of succession allows,
/// 1 / (n + 2) and (n + 1) / (n + 2): the raw fit says 0 and 1 at its ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Isotonic {
    /// Score and probability, both rising.
    knots: Vec<[f64; 2]>,
}

/// Levels of one probability.
struct Block {
    first: f64,
    last: f64,
    rows: f64,
    right: f64,
}

impl Isotonic {
    /// The fit to labelled scores. Time grows as n log n.
    ///
    /// # Errors
    /// No rows, or a score outside [0, 1].
    pub fn fit(items: &[Labelled]) -> Result<Self, Error> {
        let levels = levels(items)?;
        let (rows, _) = totals(&levels);
        let least = 1.0 / (rows + 2.0);
        let mut knots = Vec::new();
        for block in pooled(&levels) {
            let value = (block.right / block.rows).clamp(least, 1.0 - least);
            knots.push([block.first, value]);
            if block.last > block.first {
                knots.push([block.last, value]);
            }
        }
        Ok(Self { knots })
    }

    /// The probability of a score.
    pub fn apply(&self, score: f64) -> f64 {
        let above = self.knots.partition_point(|knot| knot[0] <= score);
        let below = above.checked_sub(1).and_then(|i| self.knots.get(i));
        match (below, self.knots.get(above)) {
            (Some([x, y]), Some([next_x, next_y])) => {
                (y + (next_y - y) * ((score - x) / (next_x - x))).max(*y).min(*next_y)
            }
            (Some([_, y]), None) | (None, Some([_, y])) => *y,
            (None, None) => 0.5,
        }
    }

    /// The same, if it is a map at all: what was read from a file may be anything.
    pub(crate) fn checked(self) -> Result<Self, Error> {
        if self.knots.is_empty() {
            return Err(Error::Map("it has no knots"));
        }
        if !self.knots.iter().flatten().all(|number| (0.0..=1.0).contains(number)) {
            return Err(Error::Map("a knot lies outside 0 to 1"));
        }
        let rises = |pair: &[[f64; 2]]| pair[0][0] <= pair[1][0] && pair[0][1] <= pair[1][1];
        if self.knots.windows(2).all(rises) { Ok(self) } else { Err(Error::Map("its knots do not rise")) }
    }
}

fn pooled(levels: &[Level]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for level in levels {
        let mut block = Block { first: level.score, last: level.score, rows: level.rows, right: level.right };
        // Whole numbers: the comparison of the two shares is exact.
        while let Some(before) = blocks.pop_if(|before| before.right * block.rows >= block.right * before.rows) {
            block.first = before.first;
            block.rows += before.rows;
            block.right += before.right;
        }
        blocks.push(block);
    }
    blocks
}
