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
    /// `None` for a pair that this judge cannot read: too long for it, or in a script that it does not know.
    ///
    /// # Errors
    /// When it cannot judge; then it judged none of them.
    fn same<'a>(&'a self, question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>>;
}

/// One verdict for each pair; see [`PairJudge::same`].
pub type Verdicts = Vec<Option<f64>>;

/// Whether one text follows from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim<'a> {
    /// What is taken as given.
    pub premise: &'a str,
    /// What is claimed.
    pub hypothesis: &'a str,
}

/// How a claim stands to its premise: three probabilities that sum to one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entailment {
    /// It follows.
    pub entailment: f64,
    /// Neither it nor its contrary follows.
    pub neutral: f64,
    /// Its contrary follows.
    pub contradiction: f64,
}

/// Judges whether claims follow from their premises.
pub trait EntailmentJudge: Send + Sync + std::fmt::Debug + 'static {
    /// The judge's name and version.
    fn name(&self) -> &str;

    /// For each claim, in order, how it stands to its premise; `None` where this judge cannot read one of the two.
    ///
    /// # Errors
    /// When it cannot judge; then it judged none of them.
    fn entail<'a>(&'a self, claims: &'a [Claim<'a>]) -> BoxFuture<'a, Result<Vec<Option<Entailment>>, Error>>;
}
