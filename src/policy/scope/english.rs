//! Questions in English, and what can be told of other languages in the Latin script.
//!
//! Every sentence is taken for what it does: asks of the world, asks for something else, frames ("Hi!", "Answer
//! briefly."), or tells. A turn is judged when something in it asks of the world and nothing in it asks for anything
//! else. In doubt a turn is passed: a poem that is refused hurts more than a question that is not judged.

use super::phrases::{contains, starts};
use super::reading::Reading;
use super::sentences::{Sentence, sentences, words};
use super::vocabulary::{
    ALSO_PREMISES, ASSISTANT_ASKED, FACTS_COMMANDED, GREETINGS, INSTRUCTIONS, NUMBER_ASKED, NUMBERS, POINTERS, POLITE,
    PREPOSITIONS, QUANTITIES, SHORT_INSTRUCTIONS, SUMS_COMMANDED, TASKS, TASKS_IMPOSED, TASKS_IN_PASSING, TEXTS,
    VALUE_ASKED,
};
use super::{Pass, asking, code, plain};

/// Longer than this (in characters) a turn carries a text.
const LONGEST: usize = 1200;

/// What stands before a question may be so long (in characters) where it is no sum.
const LONGEST_PREAMBLE: usize = 300;

/// What stands after a question may be so long (in characters), options aside.
const LONGEST_AFTERTHOUGHT: usize = 160;

/// A definition is asked for in so few words; beyond it something is to be made up.
const LONGEST_DEFINITION: usize = 5;

/// What a sentence does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Asks,
    AsksElse(Pass),
    Frames,
    Tells,
}

/// The question, or why there is none.
pub(super) fn read(text: &str) -> Reading<'_> {
    if text.chars().count() > LONGEST {
        return Reading::sure(Err(Pass::CarriesText));
    }
    let text = without_label(text);
    let sentences = sentences(text);
    let numbers = numbers_in(&sentences);
    let acts: Vec<Act> = sentences.iter().map(|sentence| act(sentence, numbers)).collect();
    let rules = question_among(text, &sentences, &acts, numbers);
    let is_sure = match rules {
        Ok(_) => is_plain(&sentences, &acts),
        Err(Pass::Code) => true,
        Err(_) => acts.iter().all(|act| *act == Act::Frames) || sentences.iter().any(makes),
    };
    if is_sure { Reading::sure(rules) } else { Reading::unsure(rules, text) }
}

fn question_among<'a>(
    text: &'a str,
    sentences: &[Sentence<'_>],
    acts: &[Act],
    numbers: usize,
) -> Result<&'a str, Pass> {
    if let Some(sentence) = sentences.iter().find(|sentence| points_at_a_text(sentence)) {
        let is_code = sentence.words.iter().any(|word| word == "code" || word == "snippet");
        return Err(if is_code { Pass::Code } else { Pass::CarriesText });
    }
    for act in acts {
        if let Act::AsksElse(pass) = act {
            return Err(*pass);
        }
    }
    let Some(asking) = acts.iter().rposition(|act| *act == Act::Asks) else {
        return Err(Pass::NotFactual);
    };
    let first = acts.iter().position(|act| *act != Act::Frames).unwrap_or(asking);
    let last = acts.iter().rposition(|act| *act != Act::Frames).unwrap_or(asking);
    check_surroundings(sentences, first, asking, numbers)?;
    Ok(&text[sentences[first].start..sentences[last].end])
}

/// Whether all that is said is one plain question.
fn is_plain(sentences: &[Sentence<'_>], acts: &[Act]) -> bool {
    let mut said = sentences.iter().zip(acts).filter(|(_, act)| **act != Act::Frames);
    match (said.next(), said.next()) {
        (Some((sentence, Act::Asks)), None) => plain::asks_for_a_fact(without_politeness(&sentence.words).0),
        _ => false,
    }
}

fn makes(sentence: &Sentence<'_>) -> bool {
    plain::makes(sentence, without_politeness(&sentence.words).0)
}

/// What stands around the question must belong to it.
fn check_surroundings(sentences: &[Sentence<'_>], first: usize, asking: usize, numbers: usize) -> Result<(), Pass> {
    let length = |sentence: &Sentence<'_>| sentence.text.chars().count();
    let told = &sentences[first..asking];
    if !is_sum(&sentences[asking], numbers) {
        let personal = |word: &String| ["i", "i'm", "i've", "i'd", "my", "me", "we", "our"].contains(&word.as_str());
        if told.iter().any(|sentence| sentence.plain.iter().any(personal)) {
            return Err(Pass::NotFactual);
        }
        let short = told.iter().all(|sentence| sentence.words.len() <= 30);
        let is_riddle = told.len() >= 3 && short;
        if told.iter().map(length).sum::<usize>() > LONGEST_PREAMBLE && !is_riddle {
            return Err(Pass::CarriesText);
        }
    }
    let after: usize = sentences[asking + 1..].iter().filter(|sentence| !sentence.is_option()).map(length).sum();
    if after > LONGEST_AFTERTHOUGHT { Err(Pass::CarriesText) } else { Ok(()) }
}

fn act(sentence: &Sentence<'_>, numbers: usize) -> Act {
    let words = &sentence.words[..];
    if sentence.is_option() {
        return Act::Tells;
    }
    if is_frame(words) {
        return Act::Frames;
    }
    if words.len() > 1 && starts_any(words, TASKS_IMPOSED) {
        return Act::AsksElse(Pass::Imperative);
    }
    let (bare, assistant_asked) = without_politeness(words);
    let Some(first) = bare.first() else {
        return Act::Frames;
    };
    let plain = &sentence.plain[(words.len() - bare.len()).min(sentence.plain.len())..];
    if asks_by_command(bare, numbers) {
        return if asking::is_personal(plain) { Act::AsksElse(Pass::NotFactual) } else { Act::Asks };
    }
    if TASKS.contains(&first.as_str()) {
        return commanded(sentence, bare, assistant_asked);
    }
    if assistant_asked {
        return Act::AsksElse(Pass::NotFactual);
    }
    if is_sum(sentence, numbers) {
        return Act::Asks;
    }
    if !sentence.is_marked() && tasks_in_passing(sentence.text) {
        return Act::AsksElse(Pass::Imperative);
    }
    if !asking::asks(sentence, bare) {
        return Act::Tells;
    }
    if asking::is_personal(plain) {
        return Act::AsksElse(if asks_for_code(bare) { Pass::Code } else { Pass::NotFactual });
    }
    Act::Asks
}

/// "Name the …", "Tell me who …", "Solve …": commands that a fact answers.
fn asks_by_command(bare: &[String], numbers: usize) -> bool {
    let defined = bare[0] == "define"
        && bare.len() <= LONGEST_DEFINITION
        && !bare.iter().any(|word| word == "new" || word == "your");
    defined || starts_any(bare, FACTS_COMMANDED) || (numbers >= 1 && starts_any(bare, SUMS_COMMANDED))
}

/// Whether a clause after a comma commands a task.
fn tasks_in_passing(text: &str) -> bool {
    text.split(", ").skip(1).any(|clause| starts_any(&words(clause), TASKS_IN_PASSING))
}

/// What a sentence does that begins with a word of command.
fn commanded(sentence: &Sentence<'_>, bare: &[String], assistant_asked: bool) -> Act {
    let second = bare.get(1).map_or("", String::as_str);
    if !assistant_asked && starts_any(bare, ALSO_PREMISES) && ["a", "that", "the"].contains(&second) {
        return if asking::asks(sentence, bare) { Act::Asks } else { Act::Tells };
    }
    // "Play by which author …?" is a noun, "Come from the Heart was sung by whom?" a name.
    let asks = sentence.is_marked() && bare.iter().any(|word| asking::is_interrogative(word));
    if asks && !assistant_asked && PREPOSITIONS.contains(&second) && second != "to" && second != "about" {
        return Act::Asks;
    }
    Act::AsksElse(if asks_for_code(bare) { Pass::Code } else { Pass::Imperative })
}

/// A sum in words: at least two numbers in the turn, and a sentence that asks for one more.
fn is_sum(asking: &Sentence<'_>, numbers: usize) -> bool {
    let words = &asking.words[..];
    let asks = |phrases: &[&str]| phrases.iter().any(|phrase| contains(words, phrase));
    let quantity = words.iter().any(|word| QUANTITIES.contains(&word.as_str()));
    let number = asks(NUMBER_ASKED) || (quantity && asks(VALUE_ASKED));
    let way = words.first().is_some_and(|first| first == "how") && !starts_any(words, NUMBER_ASKED);
    numbers >= 2 && number && !way && !asks(&["should"]) && !asks_for_code(words)
}

fn numbers_in(sentences: &[Sentence<'_>]) -> usize {
    let is_number = |word: &&String| {
        word.starts_with(|letter: char| letter.is_ascii_digit() || letter == '$') || NUMBERS.contains(&word.as_str())
    };
    let has_number = |word: &&String| is_number(word) || word.contains(|letter: char| letter.is_ascii_digit());
    sentences.iter().flat_map(|sentence| &sentence.words).filter(has_number).count()
}

fn asks_for_code(bare: &[String]) -> bool {
    bare.iter().any(|word| code::is_artefact(word))
}

/// Greetings, thanks, and how to answer.
fn is_frame(words: &[String]) -> bool {
    if words.len() <= 5 && words.iter().all(|word| GREETINGS.contains(&word.as_str())) {
        return true;
    }
    let (bare, _) = without_politeness(words);
    let briefly =
        SHORT_INSTRUCTIONS.iter().any(|phrase| starts(bare, phrase) && bare.len() == phrase.split(' ').count());
    briefly || starts_any(bare, INSTRUCTIONS)
}

/// Takes politeness off the front; says whether the assistant was asked to do something.
fn without_politeness(words: &[String]) -> (&[String], bool) {
    let mut bare = words;
    let mut asked = false;
    loop {
        let polite = POLITE.iter().find(|phrase| starts(bare, phrase));
        let ask = ASSISTANT_ASKED.iter().find(|phrase| starts(bare, phrase));
        let Some(phrase) = polite.or(ask) else {
            return (bare, asked);
        };
        asked |= polite.is_none();
        bare = &bare[phrase.split(' ').count()..];
    }
}

/// "the following passage", "this email", "the text below", "the given product".
fn points_at_a_text(sentence: &Sentence<'_>) -> bool {
    let words = &sentence.words;
    let is_text = |word: &String| TEXTS.contains(&word.as_str());
    words.iter().enumerate().any(|(at, word)| {
        let next = words.get(at + 1).map_or("", String::as_str);
        let points = POINTERS.contains(&word.as_str()) && words.iter().skip(at + 1).take(2).any(is_text);
        let given = word == "the"
            && next == "given"
            && words.get(at + 2).is_some_and(|third| third != "name" && third != "names");
        points || given || (is_text(word) && (next == "above" || next == "below"))
    })
}

/// `Answer briefly: who wrote Hamlet?` without what stands before the colon.
fn without_label(text: &str) -> &str {
    let Some((before, after)) = text.split_once(':') else {
        return text;
    };
    let label = words(before);
    let is_label = !label.is_empty() && label.len() <= 12 && is_frame(&label) && label[0] != "true";
    if is_label && !after.trim().is_empty() { after.trim_start() } else { text }
}

fn starts_any(words: &[String], phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| starts(words, phrase))
}
