//! Why a risk cannot be asked for with what was given. Whoever read the rows from a file can name the line from the row.

use thiserror::Error;

/// Input that no procedure can work on. Rows are counted from 0 in the fields, and from 1 in the message.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// There are no labelled rows.
    #[error("there are no labelled rows")]
    Empty,
    /// A score is NaN, or infinite where only a finite one has a meaning.
    #[error("row {}: the score is {value}, not a finite number", .row + 1)]
    Score {
        /// The first such row.
        row: usize,
        /// Its score.
        value: f64,
    },
    /// A loss is negative, no number, or (summed over a row) above its bound.
    #[error("row {}: the loss is {value}: it must lie between 0 and {most}", .row + 1)]
    Loss {
        /// The first such row.
        row: usize,
        /// The loss.
        value: f64,
        /// Its bound.
        most: f64,
    },
    /// A ladder without a rung, or with more of them than make sense.
    #[error("{count} thresholds: there must be at least one and at most {most}")]
    Rungs {
        /// How many there were.
        count: usize,
        /// How many there may be.
        most: usize,
    },
    /// A threshold is no finite number.
    #[error("threshold {}: {value} is not a finite number", .position + 1)]
    Threshold {
        /// Its place in the list, from 0.
        position: usize,
        /// What it was.
        value: f64,
    },
    /// A parameter is outside its range.
    #[error("{name} is {value}: it must lie {range}")]
    Parameter {
        /// Which.
        name: &'static str,
        /// What it was.
        value: f64,
        /// What it may be, as words.
        range: &'static str,
    },
    /// So few rows that the promise could not be made even if nothing at all were kept.
    #[error(
        "{rows} labelled rows cannot promise {target}: {more} more are needed; {:.4} could be promised now",
        (.attainable * 1e4 - 1e-9).ceil() / 1e4
    )]
    TooFew {
        /// How many there are.
        rows: usize,
        /// What was asked for.
        target: f64,
        /// How many more are needed at least.
        more: usize,
        /// The least that could be promised with these.
        attainable: f64,
    },
    /// A saved state of a monitor is not one of this monitor.
    #[error("the saved state is of another monitor: {reason}")]
    Foreign {
        /// What does not fit.
        reason: &'static str,
    },
}
