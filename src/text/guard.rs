//! Deterministic verdicts on pairs of answers, which no similarity and no learnt judge may overrule: two numbers that
//! are not the same number are two answers, however alike the sentences around them.

use crate::asked::{Asked, Kind};
use crate::extract;
use crate::polarity;
use crate::reading::Reading;

/// What the guards say of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// The same answer.
    Same,
    /// Different answers.
    Different,
    /// Nothing that a rule could decide.
    Silent,
}

/// One answer, read once for all the pairs that it stands in.
#[derive(Debug, Clone)]
pub struct Answer {
    short: Reading,
    whole: Reading,
}

/// What is read of a text beside its short answer, in bytes: what answers a question stands near the beginning.
const BEGINNING: usize = 600;

/// The verdict on two answers to a question; symmetric in `a` and `b`. Texts that are equal but for dress are for
/// [`identity`](crate::identity()) to find, and those that decline for [`declines`](crate::declines()).
///
/// ```
/// use probity_text::{Guard, guard};
/// assert_eq!(guard::compare("How far is it?", "5 km", "5000 m"), Guard::Same);
/// assert_eq!(guard::compare("How far is it?", "5 km", "5 miles"), Guard::Different);
/// assert_eq!(guard::compare("When was that?", "1990", "March 1990"), Guard::Silent);
/// ```
pub fn compare(question: &str, a: &str, b: &str) -> Guard {
    let asked = Asked::of(question);
    Answer::of(&asked, a).compare(&Answer::of(&asked, b), &asked)
}

impl Answer {
    /// Reads an answer: its short form, and how it begins.
    pub fn of(asked: &Asked, text: &str) -> Self {
        let beginning = polarity::untagged(&text[..text.floor_char_boundary(BEGINNING)]);
        let short = extract::short_answer_of(asked, beginning);
        Self { short: Reading::of(asked, short), whole: Reading::of(asked, beginning) }
    }

    /// The verdict on this answer and another; symmetric.
    pub fn compare(&self, other: &Self, asked: &Asked) -> Guard {
        if let Some(verdict) = self.whole.by_choice(&other.whole, asked) {
            return verdict;
        }
        if self.whole.contradicts(&other.whole) {
            return Guard::Different;
        }
        let said = self.whole.polarity();
        if asked.kind == Kind::Polar && said.is_some() && said == other.whole.polarity() {
            return Guard::Same;
        }
        if let Some(verdict) = self.whole.by_list(&other.whole, asked) {
            return verdict;
        }
        if self.whole.is_same_name(&other.whole) {
            return Guard::Same;
        }
        let named = self.short.is_named_otherwise(&other.short, asked);
        let verdict = if named { Guard::Different } else { self.short.compare(&other.short, asked) };
        // The short answer may have been cut out at the wrong place of a text that says the other's too.
        let mentioned = || {
            self.short.is_mentioned(&other.short, &other.whole, asked)
                || other.short.is_mentioned(&self.short, &self.whole, asked)
        };
        if verdict == Guard::Different && mentioned() { Guard::Silent } else { verdict }
    }

    /// How the values of two answers relate: `Near` is one value said more and less precisely.
    pub fn values_relation(&self, other: &Self, asked: &Asked) -> crate::Relation {
        self.short.values_relation(&other.short, asked)
    }
}
