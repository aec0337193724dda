//! Is this request ours, and what may it cost.

use probity_policy::Pass;
use probity_wire::Question;

use crate::Mode;

/// What a client may ask for itself, by a `probity` object in the body or by `x-probity-*` headers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Controls {
    /// Another mode.
    pub mode: Option<Mode>,
    /// At most so many verification draws.
    pub max_draws: Option<usize>,
}

/// What is to be done with a request.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The request's id (UUIDv7), also the `x-probity-request-id`.
    pub request_id: String,
    /// The mode in force for it.
    pub mode: Mode,
    /// The question to judge, or why it is passed.
    pub scope: Result<Question, Pass>,
    /// At most so many verification draws.
    pub max_draws: usize,
    /// The model asked.
    pub model: String,
}
