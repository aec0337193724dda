//! What can go wrong with an export as a whole. A row that cannot be used is counted, not raised.

/// Why there is no training data.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A setting makes no sense.
    #[error("{key}: {reason}")]
    Setting {
        /// Which key of the section `[export]`.
        key: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// Not one row can be used.
    #[error(
        "none of the {rows} rows can be exported: {ungraded} have no reference to grade answers by, {too_few} have fewer \
         than {samples} samples (the most that a row has is {most})"
    )]
    Nothing {
        /// How many rows there were.
        rows: usize,
        /// How many cannot be graded.
        ungraded: usize,
        /// How many have too few samples.
        too_few: usize,
        /// How many samples each must have.
        samples: usize,
        /// How many samples a row has at most.
        most: usize,
    },
    /// Nothing is left of a balanced set, or of a limit below one question of each kind.
    #[error("no question can be chosen: {known} of {questions} are known, and a balanced set needs both kinds")]
    OneKind {
        /// How many questions could be used.
        questions: usize,
        /// How many of them are known.
        known: usize,
    },
    /// The output cannot be written.
    #[error("cannot write the examples: {0}")]
    Write(#[source] std::io::Error),
}

impl Error {
    pub(super) fn setting(key: &'static str, reason: impl Into<String>) -> Self {
        Self::Setting { key, reason: reason.into() }
    }
}
