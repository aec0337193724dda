//! Scores for those who only want the numbers: of pairs of texts, and of the answers that were sampled for a question.
//! Rows and scores have one form, whether they come as lines of a file or in the body of a request.

mod pairs;
mod samples;

use std::sync::Arc;

use futures_util::future::BoxFuture;
use probity_score::{EntailmentJudge, Error, PairJudge};

pub use pairs::{PairRow, PairScores};
pub use samples::{Invalid, MAX_ANSWERS, SampleRow, SampleScores, Samples, Served, Wanted};

/// The judges that scores come from.
#[derive(Debug, Clone)]
pub struct Judges {
    /// Says whether two answers are the same.
    pub meaning: Arc<dyn PairJudge>,
    /// Says whether one text follows from another, where a judge that can is configured.
    pub entailment: Option<Arc<dyn EntailmentJudge>>,
    /// Turns texts into vectors, where a model that can is configured.
    pub embedder: Option<Arc<dyn Embedder>>,
}

/// Turns texts into vectors whose cosine says how alike they are.
pub trait Embedder: Send + Sync + std::fmt::Debug + 'static {
    /// One vector for each text, in order, all of one length.
    ///
    /// # Errors
    /// When it cannot; then there is none of any.
    fn embed<'a>(&'a self, texts: &'a [&'a str]) -> BoxFuture<'a, Result<Vec<Vec<f32>>, Error>>;
}
