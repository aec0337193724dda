//! What the rules read in a turn, and how sure they are of it.

use super::Pass;

/// A turn, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading<'a> {
    /// The question, or why there is none to judge.
    pub(super) rules: Result<&'a str, Pass>,
    /// How sure that is.
    pub(super) certainty: Certainty<'a>,
}

/// How sure a reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certainty<'a> {
    /// Clear.
    Sure,
    /// A gate may say otherwise; then this is the question.
    Unsure(&'a str),
}

impl<'a> Reading<'a> {
    /// A clear reading.
    pub(super) fn sure(rules: Result<&'a str, Pass>) -> Self {
        Self { rules, certainty: Certainty::Sure }
    }

    /// One that may be wrong: of all of `text`, where there is no question in it.
    pub(super) fn unsure(rules: Result<&'a str, Pass>, text: &'a str) -> Self {
        Self { rules, certainty: Certainty::Unsure(rules.unwrap_or(text)) }
    }
}
