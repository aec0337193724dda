//! Labelled scores counted score by score: all that a map is fitted on. A few draws give few different scores, so a
//! million rows may be a dozen levels.

use probity_stats::Error;
use probity_stats::ranking::Labelled;

/// Scores are taken to so many parts of one: the same agreements summed in another order, or a number read back from
/// JSON, may differ in the last digits, and must not fall on the other side of a step.
pub(crate) const PARTS: f64 = 1e9;

/// Rows of one score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Level {
    pub(crate) score: f64,
    pub(crate) rows: f64,
    pub(crate) right: f64,
}

/// The nearest score that maps are fitted and asked at, in [0, 1]; what is no number counts as 0.
pub(crate) fn on_grid(score: f64) -> f64 {
    if score.is_nan() { 0.0 } else { (score.clamp(0.0, 1.0) * PARTS).round() / PARTS }
}

/// The rows by rising score. Fails for no rows, or a score outside [0, 1].
pub(crate) fn levels(items: &[Labelled]) -> Result<Vec<Level>, Error> {
    if items.is_empty() {
        return Err(Error::Empty);
    }
    let mut sorted = Vec::with_capacity(items.len());
    for (row, item) in items.iter().enumerate() {
        check(row, item.score)?;
        sorted.push((on_grid(item.score), item.right));
    }
    sorted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let level = |ties: &[(f64, bool)]| Level {
        score: ties[0].0,
        rows: ties.len() as f64,
        right: ties.iter().filter(|(_, right)| *right).count() as f64,
    };
    Ok(sorted.chunk_by(|a, b| a.0 == b.0).map(level).collect())
}

/// How many rows, and how many of them are right.
pub(crate) fn totals(levels: &[Level]) -> (f64, f64) {
    levels.iter().fold((0.0, 0.0), |(rows, right), level| (rows + level.rows, right + level.right))
}

/// The least and the greatest score.
pub(crate) fn seen(levels: &[Level]) -> [f64; 2] {
    [levels.first(), levels.last()].map(|level| level.map_or(0.0, |level| level.score))
}

/// Whether these can be the least and the greatest score.
pub(crate) fn is_range([least, greatest]: [f64; 2]) -> bool {
    0.0 <= least && least <= greatest && greatest <= 1.0
}

fn check(row: usize, value: f64) -> Result<(), Error> {
    if value.is_nan() {
        return Err(Error::NotANumber { row });
    }
    if (0.0..=1.0).contains(&value) { Ok(()) } else { Err(Error::NotAProbability { row, value }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_that_differ_by_rounding_are_one_level() {
        let items = [Labelled::new(0.1 + 0.2, true), Labelled::new(0.3, false), Labelled::new(0.1, false)];
        let found = levels(&items).unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[1], Level { score: 0.3, rows: 2.0, right: 1.0 });
        assert_eq!(totals(&found), (3.0, 1.0));
    }

    #[test]
    fn the_grid_survives_the_way_through_text() {
        for k in 0..1000 {
            let score = on_grid(f64::from(k) / 999.0);
            for nearby in [score.next_up(), score.next_down()] {
                assert_eq!(on_grid(nearby), score);
            }
        }
        assert_eq!(on_grid(f64::NAN), 0.0);
    }
}
