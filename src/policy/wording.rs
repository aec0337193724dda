//! How a hedge and a refusal are said, in the user's language, so that the words mean what the number says.

/// The templates, compiled.
#[derive(Debug)]
pub struct Wording {}

/// What a template may speak of.
#[derive(Debug, Clone, PartialEq)]
pub struct Saying<'a> {
    /// The user's question (its language chooses the template).
    pub question: &'a str,
    /// The answer, or the best guess.
    pub answer: &'a str,
    /// The confidence, in (0, 1).
    pub confidence: f64,
}
