//! The judge that needs no model: equal texts, then the guards, then the similarity of the short answers.

use std::collections::HashMap;

use futures_util::future::BoxFuture;
use probity_text::{Asked, Guard, Kind, Reading, Relation, declines, extract, identity};

use crate::similarity::{self, Phrase};
use crate::{Error, Pair, PairJudge};

/// Judges by words. Deterministic, symmetric, some microseconds a pair.
#[derive(Debug, Clone, Copy, Default)]
pub struct LexicalJudge;

impl PairJudge for LexicalJudge {
    fn name(&self) -> &'static str {
        "lexical-1"
    }

    fn same<'a>(&'a self, question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Vec<f64>, Error>> {
        Box::pin(std::future::ready(Ok(verdicts(question, pairs))))
    }
}

/// One value said more and less precisely (`1990`, `March 1990`): neither the same nor different.
const IMPRECISE: f64 = 0.6;

fn verdicts(question: &str, pairs: &[Pair<'_>]) -> Vec<f64> {
    let asked = Asked::of(question);
    let mut known: HashMap<&str, Read> = HashMap::new();
    for text in pairs.iter().flat_map(|pair| [pair.a, pair.b]) {
        known.entry(text).or_insert_with(|| Read::of(&asked, text));
    }
    pairs.iter().map(|pair| known[pair.a].same(&known[pair.b], &asked)).collect()
}

/// What is read of a text beside its short answer, in bytes: what answers a question stands near the beginning.
const BEGINNING: usize = 600;

fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(BEGINNING)]
}

/// An answer, read once for all its pairs.
#[derive(Debug)]
struct Read {
    normal: String,
    declines: bool,
    short: Phrase,
    whole: Phrase,
    facts: Reading,
    says: Reading,
}

impl Read {
    fn of(asked: &Asked, text: &str) -> Self {
        let short = extract::short_answer_of(asked, text);
        Self {
            normal: identity(text),
            declines: declines(&asked.text, text),
            short: Phrase::of(asked, short),
            whole: Phrase::of(asked, beginning(text)),
            facts: Reading::of(asked, short),
            says: Reading::of(asked, beginning(text)),
        }
    }

    fn same(&self, other: &Self, asked: &Asked) -> f64 {
        if self.normal == other.normal {
            return 1.0;
        }
        if self.declines || other.declines {
            return if self.declines == other.declines { 1.0 } else { 0.0 };
        }
        if self.says.contradicts(&other.says) {
            return 0.0;
        }
        if asked.kind == Kind::Polar && self.says.polarity().is_some() && self.says.polarity() == other.says.polarity()
        {
            return 1.0;
        }
        match self.facts.compare(&other.facts, asked) {
            Guard::Same => return 1.0,
            Guard::Different => return 0.0,
            Guard::Silent => {}
        }
        // Ties between matched words fall by order: one order for both directions keeps the verdict symmetric.
        let (a, b) = if self.normal <= other.normal { (self, other) } else { (other, self) };
        let words = similarity::same(&a.short, &b.short, &a.whole, &b.whole);
        match self.facts.values_relation(&other.facts, asked) {
            Relation::Near => words.max(IMPRECISE),
            _ => words,
        }
    }
}
