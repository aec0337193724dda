//! The one judged item that each endpoint is adapted to: a question in its context.

/// What is asked, as the judge needs it: the last user turn, and what came before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// The last user turn's text. Never cut.
    pub turn: String,
    /// The turns before it, oldest first, as (role, text).
    pub context: Vec<(String, String)>,
}
