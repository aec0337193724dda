//! English hedges, taken out: before a sentence, after it, and within it.

use probity_text::sentences;

use super::super::hearing::Ears;
use super::clauses::is_doubt;
use super::phrases::{
    ADVERBS, BOUND_AFTER, BOUND_BEFORE, GOES_ON, SEEMS, STANCES, STRONGER, TITLED, TRAILS, WITH_THAT,
};

/// What turns from an answer to a doubt of it, or from a doubt to the answer.
const TURNS: [&str; 6] = [", but ", ", though ", ", although ", " but ", " though ", "; "];

/// A subject of more words is not looked into.
const LONGEST_SUBJECT: usize = 8;

pub(super) fn unhedged(ears: &Ears, question: &str, answer: &str) -> String {
    let all = sentences(answer);
    let kept: Vec<String> = all
        .iter()
        .filter(|sentence| all.len() == 1 || !is_doubt(ears, question, sentence))
        .map(|sentence| one(ears, question, sentence))
        .collect();
    kept.join(" ")
}

fn one(ears: &Ears, question: &str, sentence: &str) -> String {
    let sentence = without_doubt_before(ears, question, sentence);
    let sentence = without_leads(question, sentence);
    let sentence = without_trails(ears, question, sentence);
    within(&sentence)
}

/// *I'm not sure, but it is Paris*, *While I'm not certain, it is Paris*.
fn without_doubt_before<'a>(ears: &Ears, question: &str, sentence: &'a str) -> &'a str {
    let turns = [", but ", " but ", ", "];
    let parts = turns.iter().filter_map(|turn| sentence.split_once(turn));
    let mut answers = parts.filter(|(doubt, rest)| is_doubt(ears, question, doubt) && says(rest));
    answers.next().map_or(sentence, |(_, rest)| rest.trim_start())
}

fn without_leads<'a>(question: &str, sentence: &'a str) -> &'a str {
    let asks_for_a_title =
        question.split(|c: char| !c.is_alphanumeric()).any(|word| TITLED.contains(&word.to_lowercase().as_str()));
    let mut rest = sentence;
    while let Some(more) = after_lead(rest, asks_for_a_title).filter(|more| says(more)) {
        rest = more;
    }
    rest
}

fn after_lead(text: &str, asks_for_a_title: bool) -> Option<&str> {
    if let Some(more) = WITH_THAT.iter().find_map(|phrase| after(text, phrase)).and_then(|more| after(more, "that")) {
        return Some(more);
    }
    let longest =
        |phrases: &[&str]| phrases.iter().filter_map(|phrase| after(text, phrase)).min_by_key(|more| more.len());
    if let Some(more) = longest(STANCES).or_else(|| longest(SEEMS)) {
        let more = after(more, "that").unwrap_or(more);
        return (!GOES_ON.iter().any(|word| after(more, word).is_some())).then_some(more);
    }
    if asks_for_a_title {
        return None;
    }
    let stronger = STRONGER.iter().find_map(|word| after(text, word)).unwrap_or(text);
    let more = ADVERBS.iter().find_map(|adverb| after(stronger, adverb))?;
    (!BOUND_AFTER.iter().any(|word| after(more, word).is_some())).then_some(more)
}

/// What follows a phrase that a text begins with, whatever the case and the apostrophes, and a comma after it.
fn after<'a>(text: &'a str, phrase: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for wanted in phrase.chars() {
        let found = rest.next()?;
        let same = found.to_ascii_lowercase() == wanted || (found == '’' && wanted == '\'');
        if !same {
            return None;
        }
    }
    let rest = rest.as_str();
    let ends = rest.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ':'));
    ends.then(|| rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':')))
}

/// *It is Paris, I think*, *It is Paris, but I'm not sure.*
fn without_trails(ears: &Ears, question: &str, sentence: &str) -> String {
    let body = sentence.trim_end_matches(['.', '!', ' ']);
    let stop = &sentence[body.len()..];
    let mut rest = body;
    while let Some(less) = before_trail(ears, question, rest).filter(|less| says(less)) {
        rest = less;
    }
    if rest.len() == body.len() { sentence.to_owned() } else { format!("{rest}{}", stop.trim()) }
}

fn before_trail<'a>(ears: &Ears, question: &str, text: &'a str) -> Option<&'a str> {
    if let Some((answer, last)) = text.rsplit_once(", ")
        && TRAILS.iter().any(|trail| after(last, trail).is_some_and(str::is_empty))
    {
        return Some(answer.trim_end());
    }
    let turned = TURNS.iter().filter_map(|turn| text.rsplit_once(turn));
    let mut doubted = turned.filter(|(_, doubt)| is_doubt(ears, question, doubt));
    doubted.next().map(|(answer, _)| answer.trim_end_matches([' ', ',', ';']))
}

/// *It might be Paris*, *It is probably Paris*: it is Paris.
fn within(sentence: &str) -> String {
    let mut words: Vec<&str> = sentence.split(' ').collect();
    while let Some((at, count)) = adverb(&words) {
        words.drain(at..at + count);
    }
    if let Some((at, count, verb)) = modal(&words) {
        words.splice(at..at + count, std::iter::once(verb));
    }
    words.join(" ")
}

/// Where an adverb stands within a sentence, and how many words it takes.
fn adverb(words: &[&str]) -> Option<(usize, usize)> {
    let at = (1..words.len().saturating_sub(1)).find(|at| {
        let (before, next) = (words[*at - 1].to_lowercase(), words[*at + 1].to_lowercase());
        ADVERBS.contains(&words[*at])
            && !BOUND_BEFORE.contains(&before.as_str())
            && !before.ends_with("n't")
            && !before.ends_with("n’t")
            && (words[*at] != "likely" || !BOUND_AFTER.contains(&next.as_str()))
            && !(*at == 1 && STRONGER.contains(&before.as_str()))
    })?;
    Some(if STRONGER.contains(&words[at - 1]) { (at - 1, 2) } else { (at, 1) })
}

/// Where a verb stands that leaves open whether, how many words it takes, and the verb that does not.
fn modal<'a>(words: &[&'a str]) -> Option<(usize, usize, &'a str)> {
    const OPEN: [&str; 3] = ["might", "may", "could"];
    let at = words.iter().position(|word| OPEN.contains(word) || matches!(*word, "seems" | "appears"))?;
    let is_seeming = !OPEN.contains(&words[at]);
    let from = at + 1 + usize::from(is_seeming);
    if is_seeming && words.get(at + 1) != Some(&"to") {
        return None;
    }
    let is_plural = !is_seeming && is_plural(&words[..at])?;
    let (verb, end) = match (words.get(from).copied()?, words.get(from + 1).copied()) {
        ("be", _) => (if is_plural { "are" } else { "is" }, from + 1),
        ("have", Some("been")) => (if is_plural { "were" } else { "was" }, from + 2),
        _ => return None,
    };
    (end < words.len()).then_some((at, end - at, verb))
}

/// Whether a subject takes *are*; `None` where that is hard to say.
fn is_plural(subject: &[&str]) -> Option<bool> {
    let last = subject.last()?.to_lowercase();
    let several = subject.iter().any(|word| word.eq_ignore_ascii_case("and") || word.contains(','));
    match last.as_str() {
        "they" | "these" | "those" => Some(true),
        "it" | "he" | "she" | "this" | "that" => Some(false),
        "i" | "you" | "we" | "there" | "who" | "which" => None,
        _ if several || subject.len() > LONGEST_SUBJECT || last.ends_with('s') => None,
        _ => Some(false),
    }
}

fn says(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}
