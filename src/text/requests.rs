//! Requests that are only dressed as yes-or-no questions: `Can you tell me who …?`, `Do you know the capital of …?`, `Is
//! there a word for …?`. Their answers may open with a yes that answers nothing.

/// How many of a question's folded words are politeness, and no part of what is asked.
pub(crate) fn politeness(said: &[&str]) -> usize {
    let wish =
        said.iter().skip(2).take_while(|word| matches!(**word, "please" | "kindly" | "also" | "perhaps")).count();
    let verb = said.get(2 + wish).copied().unwrap_or_default();
    let to_me = matches!(said.get(3 + wish), Some(&("me" | "us")));
    let asked = match said {
        ["can" | "could" | "would" | "will", "you", ..] => {
            matches!(verb, "name" | "list" | "explain" | "describe" | "identify" | "state")
                || (to_me && is_telling(verb))
        }
        ["do" | "does", "you" | "anyone" | "anybody" | "someone", ..] => matches!(verb, "know" | "remember" | "recall"),
        ["may" | "can" | "could" | "might", "i" | "we", ..] => matches!(verb, "ask" | "know"),
        ["is" | "are", "there", ..] => {
            matches!(verb, "a" | "an" | "any") && matches!(said.get(3), Some(&("name" | "word" | "term" | "phrase")))
        }
        _ => false,
    };
    if asked { 2 + wish } else { 0 }
}

fn is_telling(verb: &str) -> bool {
    matches!(verb, "tell" | "give" | "remind" | "show" | "inform")
}
