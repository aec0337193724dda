//! Of which English turns the rules are sure.

use super::phrases::starts;
use super::sentences::Sentence;
use super::vocabulary::{MAKING, PLAIN_OPENINGS, PREPOSITIONS, SOFT_WORDS};

/// A plain question has at most so many words.
const LONGEST: usize = 40;

/// Whether a question (`bare` are its words without politeness) is plainly one about the world: it opens as questions
/// for a fact do, and has no word in it that asks for advice or for how something feels.
pub(super) fn asks_for_a_fact(bare: &[String]) -> bool {
    let first = bare.first().map_or("", String::as_str);
    let second = bare.get(1).map_or("", String::as_str);
    let opens = PLAIN_OPENINGS.iter().any(|opening| starts(bare, opening))
        || (PREPOSITIONS.contains(&first) && ["which", "what", "whom"].contains(&second));
    let soft = bare.iter().any(|word| SOFT_WORDS.contains(&word.as_str()));
    opens && !soft && (2..=LONGEST).contains(&bare.len())
}

/// Whether a sentence begins by commanding that a text be made, or that a given one be changed.
pub(super) fn makes(sentence: &Sentence<'_>, bare: &[String]) -> bool {
    let second = bare.get(1).map_or("", String::as_str);
    // "Act II of which play …?" asks; "Could you write …?" commands.
    let asks = sentence.is_marked() && bare.len() == sentence.words.len();
    // "Write in full what HTML stands for" and the like are told from "Write a poem" by the gate.
    bare.first().is_some_and(|first| MAKING.contains(&first.as_str()))
        && second != "in"
        && !asks
        && !sentence.is_option()
}
