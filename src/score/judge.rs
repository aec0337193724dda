//! Who says whether two answers are the same: asynchronous and batched, so that a learnt judge can stand in for the
//! lexical one without a caller noticing.

use futures_util::future::BoxFuture;

/// Two answers to the same question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair<'a> {
    /// One answer.
    pub a: &'a str,
    /// The other.
    pub b: &'a str,
}

/// Why no verdict could be had. Never a user's error: the answer is marked `unavailable`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The judge had no room for the work.
    #[error("the judge '{0}' is overloaded")]
    Overloaded(String),
    /// The judge failed.
    #[error("the judge failed: {0}")]
    Failed(String),
}

/// Judges pairs of answers to one question.
pub trait PairJudge: Send + Sync + std::fmt::Debug + 'static {
    /// The judge's name and version, part of the calibration fingerprint.
    fn name(&self) -> &str;

    /// For each pair, in order, how far the two are the same answer to `question`, in [0, 1]; symmetric in a and b.
    ///
    /// # Errors
    /// When it cannot judge; then it judged none of them.
    fn same<'a>(&'a self, question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Vec<f64>, Error>>;
}
