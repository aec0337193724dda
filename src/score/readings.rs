//! What can be said of a pair of answers without asking anyone: equal texts, declining, the guards. And the words, for
//! what is left open. Every judge of this room stands on this layer.

use std::collections::HashMap;

use probity_text::guard::Answer;
use probity_text::{Asked, Guard, Relation, declines, extract, identity};

use crate::Pair;
use crate::similarity::{self, Phrase};

/// One value said more and less precisely (`1990`, `March 1990`): neither the same nor different.
const IMPRECISE: f64 = 0.6;

/// What is read of a text beside its short answer, in bytes: what answers a question stands near the beginning.
const BEGINNING: usize = 600;

/// A question and the texts of some pairs of answers to it, each read once.
#[derive(Debug)]
pub(crate) struct Readings<'a> {
    asked: Asked,
    known: HashMap<&'a str, Read>,
}

/// One answer.
#[derive(Debug)]
struct Read {
    key: String,
    declines: bool,
    short: Phrase,
    whole: Phrase,
    answer: Answer,
}

impl<'a> Readings<'a> {
    pub(crate) fn of(question: &str, pairs: &[Pair<'a>]) -> Self {
        let asked = Asked::of(question);
        let mut known: HashMap<&str, Read> = HashMap::new();
        for text in pairs.iter().flat_map(|pair| [pair.a, pair.b]) {
            known.entry(text).or_insert_with(|| Read::of(&asked, text));
        }
        Self { asked, known }
    }

    /// The verdict that no judge may overrule: 1 for equal texts, for two that decline, for what the guards call the
    /// same; 0 where one alone declines and where the guards see two answers. `None` where all of this is silent.
    pub(crate) fn settled(&self, pair: &Pair<'_>) -> Option<f64> {
        let (a, b) = self.both(pair)?;
        a.settled(b, &self.asked)
    }

    /// How far the two are the same by their words, in [0, 1]; symmetric.
    pub(crate) fn words(&self, pair: &Pair<'_>) -> f64 {
        self.both(pair).map_or(0.0, |(a, b)| a.words(b, &self.asked))
    }

    /// The pair in an order that does not depend on how it was given.
    pub(crate) fn ordered(&self, pair: &Pair<'a>) -> Pair<'a> {
        let key = |text: &'a str| self.known.get(text).map(|read| (read.key.as_str(), text));
        if key(pair.a) <= key(pair.b) { *pair } else { Pair { a: pair.b, b: pair.a } }
    }

    /// The keys by which its texts are one with others (see [`identity`]), in order.
    pub(crate) fn keys(&self, pair: &Pair<'_>) -> (&str, &str) {
        self.both(pair).map_or(("", ""), |(a, b)| {
            let (a, b) = (a.key.as_str(), b.key.as_str());
            if a <= b { (a, b) } else { (b, a) }
        })
    }

    fn both(&self, pair: &Pair<'_>) -> Option<(&Read, &Read)> {
        Some((self.known.get(pair.a)?, self.known.get(pair.b)?))
    }
}

impl Read {
    fn of(asked: &Asked, text: &str) -> Self {
        let short = extract::short_answer_of(asked, text);
        Self {
            key: identity(text),
            declines: declines(&asked.text, text),
            short: Phrase::of(asked, short),
            whole: Phrase::of(asked, beginning(text)),
            answer: Answer::of(asked, text),
        }
    }

    fn settled(&self, other: &Self, asked: &Asked) -> Option<f64> {
        if self.key == other.key {
            return Some(1.0);
        }
        if self.declines || other.declines {
            return Some(if self.declines == other.declines { 1.0 } else { 0.0 });
        }
        match self.answer.compare(&other.answer, asked) {
            Guard::Same => Some(1.0),
            Guard::Different => Some(0.0),
            Guard::Silent => None,
        }
    }

    fn words(&self, other: &Self, asked: &Asked) -> f64 {
        // Ties between matched words fall by order: one order for both directions keeps the verdict symmetric.
        let (a, b) = if self.key <= other.key { (self, other) } else { (other, self) };
        let words = similarity::same(&a.short, &b.short, &a.whole, &b.whole);
        match self.answer.values_relation(&other.answer, asked) {
            Relation::Near => words.max(IMPRECISE),
            _ => words,
        }
    }
}

fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(BEGINNING)]
}
