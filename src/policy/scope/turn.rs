//! A user's turn, looked at from the outside in: code, the frame around the question, then the question itself.

use super::reading::Reading;
use super::{Pass, chinese, code, english, frame};

/// The question in a turn, without the frame around it ("Q: …", "Answer briefly: …"), or why there is none to judge.
/// Of Chinese the rules are always sure: no gate that reads it is known to be better.
pub(super) fn read(turn: &str) -> Reading<'_> {
    let text = without_outer_quotes(turn.trim());
    if !text.chars().any(char::is_alphanumeric) {
        return Reading::sure(Err(Pass::NoQuestion));
    }
    if code::is_carried(text) {
        return Reading::sure(Err(Pass::Code));
    }
    match frame::unframe(text) {
        Err(pass) => Reading::sure(Err(pass)),
        Ok(asked) if chinese::is_written(asked) => Reading::sure(chinese::question_in(asked)),
        Ok(asked) => english::read(asked),
    }
}

/// A turn that stands in quotation marks as a whole.
fn without_outer_quotes(text: &str) -> &str {
    let inside = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inside.filter(|inside| inside.contains(char::is_whitespace)).map_or(text, str::trim)
}
