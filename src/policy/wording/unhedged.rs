//! An answer without the hedges that it brings along: *I think it might be Paris* is *it is Paris*. So a hedge of ours
//! stands alone, and says what the number says. Only what can be taken out without touching what the answer claims is.

mod chinese;
mod clauses;
mod english;
mod phrases;

use probity_text::{sentences, words};

use super::hearing::Ears;

/// Longer answers, in bytes or in sentences, hedge parts of themselves: that is theirs to do.
const LONGEST: usize = 600;
const MOST_SENTENCES: usize = 3;

/// Whether an answer is so short that its hedges speak of all of it.
pub(super) fn is_short(answer: &str) -> bool {
    let answer = answer.trim();
    answer.len() <= LONGEST && !answer.contains('\n') && sentences(answer).len() <= MOST_SENTENCES
}

/// A short answer without its own hedges, as far as they can be taken out; `None` where none can. What began after a
/// hedge still begins in mid-sentence.
pub(super) fn unhedged(ears: &Ears, question: &str, answer: &str) -> Option<String> {
    let answer = answer.trim();
    ears.hear(question, answer)?;
    let rest = if words::is_mostly_cjk(answer) {
        chinese::unhedged(answer)
    } else {
        english::unhedged(ears, question, answer)
    };
    let says = rest.chars().any(char::is_alphanumeric);
    (says && rest != answer).then_some(rest)
}
