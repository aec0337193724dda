//! What the client sees of a verdict: headers and the `probity` object.

use serde::Serialize;

/// What was done with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// Answered as it is.
    Answered,
    /// Answered with a statement of how unsure it is.
    Hedged,
    /// Refused, saying how unsure it is.
    Refused,
    /// Not ours to judge, passed untouched.
    Passed,
    /// Could not be checked.
    Unavailable,
}

/// The `probity` object.
#[derive(Debug, Clone, Serialize)]
pub struct Verdict {
    /// The request's id.
    pub request_id: String,
    /// What was done.
    pub decision: Decision,
    /// Posterior mean of being right, in (0, 1), where it was judged.
    pub confidence: Option<f64>,
    /// Verification draws started.
    pub draws_started: usize,
    /// Verification draws that finished.
    pub draws_finished: usize,
}

impl Verdict {
    /// `x-probity-*` headers of this verdict, as (name, value).
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        unimplemented!()
    }
}
