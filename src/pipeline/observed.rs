//! Answers that go out before they are judged.

use probity_draw::{Done, FailureKind};
use probity_wire::Usage;

/// An answer that has gone out.
#[derive(Debug, Clone, Default)]
pub struct Observed {
    /// Its text.
    pub text: String,
    /// How it ended. Its body is not looked at.
    pub end: Done,
    /// What it cost, if known.
    pub usage: Option<Usage>,
}

/// Why there is nothing to judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unjudged {
    /// There was no answer, or none that can be read.
    Failed(FailureKind),
    /// The client went before it had all of the answer.
    ClientGone,
    /// There was no room to judge it.
    NoRoom,
}
