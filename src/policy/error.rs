//! What can be wrong with a policy's configuration. Found at start, never while serving.

/// A configuration that cannot be.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A value lies outside its range.
    #[error("{key} = {value} must lie {range}")]
    OutOfRange {
        /// The key, with its section.
        key: &'static str,
        /// What it was set to.
        value: f64,
        /// Where it may lie, in words.
        range: &'static str,
    },
    /// The hedge threshold lies above the answer threshold.
    #[error("policy.hedge_at = {hedge_at} must not be above policy.answer_at = {answer_at}")]
    ThresholdsCrossed {
        /// The hedge threshold.
        hedge_at: f64,
        /// The answer threshold.
        answer_at: f64,
    },
    /// A template does not compile, or cannot be filled in.
    #[error("wording.{language}.{template} cannot be used: {reason}")]
    Template {
        /// Which language's template, by its code.
        language: &'static str,
        /// Which template: `hedge` or `refuse`.
        template: &'static str,
        /// What is wrong with it, and where.
        reason: String,
    },
    /// The table of words that is compiled in makes no sense.
    #[error("config/wording.toml cannot be used: {0}")]
    WordingTable(String),
}
