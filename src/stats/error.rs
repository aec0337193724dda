//! Why a statistic of some rows cannot be had. Whoever read the rows from a file can name the line from the row.

use thiserror::Error;

/// A statistic that is undefined for its input. Rows are counted from 0 in the fields, and from 1 in the message.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// There is nothing to take a statistic of.
    #[error("there are no rows")]
    Empty,
    /// A score is NaN.
    #[error("row {}: the score is not a number", .row + 1)]
    NotANumber {
        /// The first such row.
        row: usize,
    },
    /// A score should be a probability and is outside [0, 1], or infinite.
    #[error("row {}: {value} is no probability: it must lie between 0 and 1", .row + 1)]
    NotAProbability {
        /// The first such row.
        row: usize,
        /// Its score.
        value: f64,
    },
    /// Right must be told from wrong, and there is only one of them.
    #[error("all {rows} rows are {}: right cannot be told from wrong", if *.right { "right" } else { "wrong" })]
    OneClass {
        /// How many rows.
        rows: usize,
        /// Which class all of them are.
        right: bool,
    },
    /// A number of bins that cannot be.
    #[error("{bins} bins: there must be at least one and at most {most}")]
    Bins {
        /// The number asked for.
        bins: usize,
        /// The largest number there may be.
        most: usize,
    },
    /// Nothing is known after no redraws.
    #[error("at least one redraw of the labels is needed")]
    Replicates,
    /// A parameter of the statistic is outside its range.
    #[error("{name} is {value}: it must lie {range}")]
    Parameter {
        /// Which.
        name: &'static str,
        /// What it was.
        value: f64,
        /// What it may be, as words.
        range: &'static str,
    },
}
