//! What is said where an answer could not be checked and must not go out unchecked. It speaks of no confidence: nothing
//! was measured.

use probity_text::{Language, language_of};

/// The refusal, in the language of the question, English where that is not known.
pub(crate) fn unchecked(question: &str) -> &'static str {
    match language_of(question, Language::English) {
        Language::Chinese => "抱歉，我无法回答这个问题：这次没能核实我的回答，请稍后再问一次。",
        Language::English => {
            "I apologize, but I'm not able to provide an answer to the question: my answer could not be checked this \
             time. Please ask again."
        }
    }
}
