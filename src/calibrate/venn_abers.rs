//! Inductive Venn–Abers predictors: isotonic regression with the question's own label tried both ways, which gives an
//! interval.

use probity_stats::ranking::Labelled;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::levels::{Level, levels, on_grid};

/// Two monotone step functions, `low ≤ high`, one of which is a valid probability (Vovk, Petej and Fedorova 2015).
///
/// For a new score the isotonic regression is taken twice, as if its answer were wrong and as if it were right; the two
/// values at the score are the interval. All of them are had at once, in time n log n, by sliding the new point along the
/// lower convex hull of the cumulative sums (their algorithms 1 to 4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VennAbers {
    /// Score, low and high, each rising.
    levels: Vec<[f64; 3]>,
}

/// Rows to the left, and how many of them are right.
#[derive(Debug, Clone, Copy)]
struct Point {
    rows: f64,
    right: f64,
}

impl VennAbers {
    /// The fit to labelled scores.
    ///
    /// # Errors
    /// No rows, or a score outside [0, 1].
    pub fn fit(items: &[Labelled]) -> Result<Self, Error> {
        let levels = levels(items)?;
        let high = if_right(&levels);
        let turned: Vec<Level> =
            levels.iter().rev().map(|level| Level { right: level.rows - level.right, ..*level }).collect();
        let low = if_right(&turned).into_iter().rev().map(|wrong| 1.0 - wrong);
        let levels = levels.iter().zip(low).zip(high).map(|((level, low), high)| [level.score, low, high]).collect();
        Ok(Self { levels })
    }

    /// The interval: the probability if the answer were wrong, and if it were right.
    pub fn interval(&self, score: f64) -> (f64, f64) {
        // A wrong point just above a level pools with it, a right point just below.
        let up_to = self.levels.partition_point(|level| level[0] <= score);
        let before = self.levels.partition_point(|level| level[0] < score);
        let low = up_to.checked_sub(1).and_then(|i| self.levels.get(i)).map_or(0.0, |level| level[1]);
        let high = self.levels.get(before).map_or(1.0, |level| level[2]);
        (low, high)
    }

    /// The one probability that stands for the interval under logarithmic loss: `high / (1 − low + high)`.
    pub fn apply(&self, score: f64) -> f64 {
        let (low, high) = self.interval(score);
        high / (1.0 - low + high)
    }

    /// The same, if it is a map at all: what was read from a file may be anything.
    pub(crate) fn checked(mut self) -> Result<Self, Error> {
        if self.levels.is_empty() {
            return Err(Error::Map("it has no levels"));
        }
        for level in &mut self.levels {
            let [score, low, high] = *level;
            if !level.iter().all(|number| (0.0..=1.0).contains(number)) || low > high || high <= 0.0 {
                return Err(Error::Map("a level is no interval between 0 and 1"));
            }
            level[0] = on_grid(score);
        }
        let rises = |pair: &[[f64; 3]]| (0..3).all(|i| pair[0][i] <= pair[1][i]);
        if self.levels.windows(2).all(rises) { Ok(self) } else { Err(Error::Map("its levels do not rise")) }
    }
}

/// For each level, the isotonic regression's value there if one more right row had its score.
///
/// The new row stands before the first level, and then moves behind one level after the other. Levels to its left are
/// shifted by it, (−1, −1); the hull keeps only the corners from the segment that holds the new row on.
fn if_right(levels: &[Level]) -> Vec<f64> {
    let mut ends = vec![Point { rows: 0.0, right: 0.0 }];
    let mut end = ends[0];
    for level in levels {
        end = Point { rows: end.rows + level.rows, right: end.right + level.right };
        ends.push(end);
    }
    let mut hull: Vec<Point> = Vec::new();
    for point in ends.iter().rev() {
        add(&mut hull, *point);
    }
    add(&mut hull, Point { rows: -1.0, right: -1.0 });
    let mut values = Vec::with_capacity(levels.len());
    for end in &ends[1..] {
        let [.., to, from] = hull[..] else { break };
        values.push((to.right - from.right) / (to.rows - from.rows));
        let start = Point { rows: end.rows - 1.0, right: end.right - 1.0 };
        if turn(from, to, start) < 0.0 {
            hull.pop();
            add(&mut hull, start);
        }
    }
    values
}

/// Puts a new leftmost corner on the hull, whose last is the leftmost, and drops the corners that it covers.
fn add(hull: &mut Vec<Point>, point: Point) {
    while let [.., after, next] = hull[..]
        && turn(point, next, after) <= 0.0
    {
        hull.pop();
    }
    hull.push(point);
}

/// Above 0 where the way from `a` over `b` to `c` turns left. Exact: whole numbers.
fn turn(a: Point, b: Point, c: Point) -> f64 {
    (b.rows - a.rows) * (c.right - a.right) - (b.right - a.right) * (c.rows - a.rows)
}
