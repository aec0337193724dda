//! A user's turn, looked at from the outside in: code, the frame around the question, then the question itself.

use super::{Pass, chinese, code, english, frame};

/// The question in a turn, without the frame around it ("Q: …", "Answer briefly: …"), or why there is none to judge.
pub(super) fn question_in(turn: &str) -> Result<&str, Pass> {
    let text = without_outer_quotes(turn.trim());
    if !text.chars().any(char::is_alphanumeric) {
        return Err(Pass::NoQuestion);
    }
    if code::is_carried(text) {
        return Err(Pass::Code);
    }
    let asked = frame::unframe(text)?;
    if chinese::is_written(asked) { chinese::question_in(asked) } else { english::question_in(asked) }
}

/// A turn that stands in quotation marks as a whole.
fn without_outer_quotes(text: &str) -> &str {
    let inside = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.filter(|inside| inside.contains(char::is_whitespace)).map_or(text, str::trim)
}
