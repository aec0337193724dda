//! A judged request in flight. Dropping it cancels its draws.

use bytes::Bytes;
use probity_draw::{Failure, Head};

use crate::Verdict;

/// A judged request whose draws have been started.
#[derive(Debug)]
pub struct Run {}

/// What is served.
#[derive(Debug)]
pub struct Outcome {
    /// The primary's status and headers.
    pub head: Head,
    /// What was found and done.
    pub verdict: Verdict,
    /// The answer, already rewritten, with usage and the `probity` object in it.
    pub answer: Answer,
}

/// An answer in the shape that the client asked for.
#[derive(Debug)]
pub enum Answer {
    /// The body of a plain response.
    Plain(Bytes),
    /// The JSON of each chunk of a stream, in order, `[DONE]` not included.
    Frames(Vec<Bytes>),
}

impl Run {
    /// Waits until the primary's status is known. Cancel safe; may be called again.
    ///
    /// # Errors
    /// When the primary failed before it opened: nothing has been sent, so the failure can be answered as it is.
    pub async fn opened(&mut self) -> Result<Head, Failure> {
        std::future::ready(()).await;
        unimplemented!()
    }

    /// Waits for the draws, judges, stops, decides and rewrites.
    ///
    /// # Errors
    /// When the primary failed. Failures of verification draws and of the judge are no errors: they are outcomes.
    pub async fn finish(self) -> Result<Outcome, Failure> {
        std::future::ready(()).await;
        unimplemented!()
    }
}
