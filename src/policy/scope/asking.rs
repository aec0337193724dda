//! The form of an English question, and what makes one personal.

use super::phrases::{contains, starts};
use super::sentences::Sentence;
use super::vocabulary::{
    ANYONE, AUXILIARIES, CLOZE_ENDINGS, EMPTY_FRAGMENTS, FRAGMENT_WORDS, INTERROGATIVES, INTERROGATIVES_ABROAD,
    OPINION_WORDS, PERSONAL_OPENINGS, PERSONAL_PHRASES, PREPOSITIONS,
};

/// A statement to be completed has at least so many words; below it is a title.
const SHORTEST_CLOZE: usize = 5;

/// Whether a sentence has the form of a question; `bare` are its words without politeness.
pub(super) fn asks(sentence: &Sentence<'_>, bare: &[String]) -> bool {
    let Some(first) = bare.first() else {
        return false;
    };
    let second = bare.get(1).map_or("", String::as_str);
    let marked = sentence.is_marked();
    if marked && bare.len() == 1 {
        return false;
    }
    if is_interrogative(first) {
        return marked || interrogates(first, second);
    }
    if PREPOSITIONS.contains(&first.as_str()) && first != "as" && bare.iter().skip(1).any(|word| singles_out(word)) {
        return true;
    }
    if AUXILIARIES.contains(&first.as_str()) {
        return marked || (bare.len() >= 4 && ["is", "are", "was", "were", "did", "does"].contains(&first.as_str()));
    }
    if !marked {
        return asks_in_passing(bare) || is_cloze(sentence, bare);
    }
    let auxiliary = |word: &String| {
        AUXILIARIES.contains(&word.as_str()) && !["do", "can", "will", "may", "am"].contains(&word.as_str())
    };
    bare.iter().any(|word| is_interrogative(word))
        || bare.iter().take(3).any(|word| INTERROGATIVES_ABROAD.contains(&word.as_str()))
        || is_fragment(bare)
        || bare.iter().any(auxiliary)
}

/// Opinion, advice, small talk, the asker's own affairs, what never happened. `plain` are the question's words without
/// politeness and names.
pub(super) fn is_personal(plain: &[String]) -> bool {
    let first = plain.first().map_or("", String::as_str);
    let second = plain.get(1).map_or("", String::as_str);
    // "Who sang …?", "Who wrote …?": what follows is a title.
    if ["who", "whose"].contains(&first) && !AUXILIARIES.contains(&second) && second != "you" {
        return false;
    }
    let anyone = ANYONE.iter().any(|phrase| contains(plain, phrase));
    if starts(plain, "how do you") || starts(plain, "how does one") {
        return !anyone;
    }
    if anyone {
        return false;
    }
    ["i", "i'm", "i've", "i'd", "my", "we", "our"].contains(&first)
        || PERSONAL_OPENINGS.iter().any(|phrase| starts(plain, phrase))
        || PERSONAL_PHRASES.iter().any(|phrase| contains(plain, phrase))
        || (AUXILIARIES.contains(&first) && plain.iter().any(|word| OPINION_WORDS.contains(&word.as_str())))
}

/// Whether a word is one that asks.
pub(super) fn is_interrogative(word: &str) -> bool {
    INTERROGATIVES.contains(&word)
}

/// Whether an interrogative and the word after it begin a question that lacks its mark. "When I was young, …", "What a
/// lovely day" and "Where there is smoke" do not.
fn interrogates(first: &str, second: &str) -> bool {
    match first {
        "when" | "where" => AUXILIARIES.contains(&second) || second == "in",
        "what" => second != "a" && second != "an" && !second.is_empty(),
        _ => !second.is_empty(),
    }
}

/// The interrogatives that ask for one of many. After a preposition the others mostly join clauses.
fn singles_out(word: &str) -> bool {
    ["which", "what", "who", "whom", "whose"].contains(&word)
}

/// "Alfred and Pixie are varieties of which fruit": an interrogative after a preposition, without a mark.
fn asks_in_passing(bare: &[String]) -> bool {
    let of_which = |pair: &[String]| {
        PREPOSITIONS.contains(&pair[0].as_str()) && ["which", "what", "whom"].contains(&pair[1].as_str())
    };
    bare.len() <= 30 && bare.windows(2).skip(1).any(of_which)
}

/// "The first man to reach the South Pole was:", "Water boils at ___ degrees."
fn is_cloze(sentence: &Sentence<'_>, bare: &[String]) -> bool {
    let ends = |phrase: &&str| {
        let length = phrase.split(' ').count();
        bare.len() >= length && starts(&bare[bare.len() - length..], phrase)
    };
    let stops = sentence.text.ends_with(['.', '!']);
    let blank = sentence.text.contains("___");
    // A tale that is to be told on.
    if starts(bare, "once upon a time") {
        return false;
    }
    blank || (!stops && bare.len() >= SHORTEST_CLOZE && CLOZE_ENDINGS.iter().any(ends))
}

/// "Capital of France?"
fn is_fragment(bare: &[String]) -> bool {
    let empty = bare.first().is_none_or(|first| EMPTY_FRAGMENTS.contains(&first.as_str()));
    !empty && (2..=30).contains(&bare.len()) && bare.iter().any(|word| FRAGMENT_WORDS.contains(&word.as_str()))
}
