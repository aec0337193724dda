//! Deterministic verdicts on pairs of answers, which no similarity and no learnt judge may overrule: two numbers that
//! are not the same number are two answers, however alike the sentences around them.

use crate::asked::{Asked, Kind};
use crate::lex::{self, Token};
use crate::polarity;
use crate::values::{self, Found, Relation, Value};
use crate::words;

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
pub struct Reading {
    values: Vec<Found>,
    left: Vec<String>,
    denials: usize,
    polarity: Option<bool>,
    bare: bool,
    idle: bool,
}

/// The verdict on two answers to a question; symmetric in `a` and `b`.
///
/// ```
/// use probity_text::{Guard, guard};
/// assert_eq!(guard("How far is it?", "5 km", "5000 m"), Guard::Same);
/// assert_eq!(guard("How far is it?", "5 km", "5 miles"), Guard::Different);
/// assert_eq!(guard("When was that?", "1990", "March 1990"), Guard::Silent);
/// ```
pub fn guard(question: &str, a: &str, b: &str) -> Guard {
    let asked = Asked::of(question);
    Reading::of(&asked, a).compare(&Reading::of(&asked, b), &asked)
}

impl Reading {
    /// Reads an answer.
    pub fn of(asked: &Asked, answer: &str) -> Self {
        let tokens = lex::lex(answer);
        let polarity = polarity::polarity(answer, &tokens);
        let mut values = values::find(&tokens);
        values.retain(|found| !is_pronoun(found, &tokens, asked));
        let mut reading = Self { values, left: Vec::new(), denials: 0, polarity, bare: tokens.len() <= 2, idle: true };
        let taken = values::taken(tokens.len(), &reading.values);
        for (index, token) in tokens.iter().enumerate() {
            if token.word().is_none() || taken[index] || polarity::is_numero(&tokens, index) {
                continue;
            }
            // The *no* that answers is no *not*: `No, it cannot` denies once.
            if index > 0 || polarity.is_none() || !matches!(token.text.as_str(), "no" | "not") {
                reading.keep(&token.text);
            }
            let echo = asked.has_stem(words::stem(polarity::affirmed(&token.text)));
            reading.idle &= echo || is_filler(&token.text) || polarity::is_negation(&token.text);
        }
        if polarity.is_none() && asked.kind == Kind::Polar && reading.idle && reading.repeats(asked, &tokens) {
            reading.polarity = Some(reading.denials % 2 == asked.denials % 2);
        }
        reading.left.sort_unstable();
        reading.left.dedup();
        reading
    }

    /// The verdict on this answer and another; symmetric.
    pub fn compare(&self, other: &Self, asked: &Asked) -> Guard {
        if let Some(verdict) = self.by_polarity(other, asked) {
            return verdict;
        }
        if self.contradicts(other) {
            return Guard::Different;
        }
        match self.values_relation(other, asked) {
            Relation::Same => Guard::Same,
            Relation::Different => Guard::Different,
            Relation::Near | Relation::Unrelated => Guard::Silent,
        }
    }

    /// How the values of two answers relate: `Near` is one value said more and less precisely.
    pub fn values_relation(&self, other: &Self, asked: &Asked) -> Relation {
        let (Some(mine), Some(theirs)) = (self.principal(asked), other.principal(asked)) else {
            return Relation::Unrelated;
        };
        let relation = values::relate(mine, theirs);
        let alike = self.left == other.left && self.denials == other.denials;
        if alike && self.values.len() == other.values.len() {
            return self.all_relations(other);
        }
        match (self.is_pure(asked), other.is_pure(asked)) {
            (true, true) => relation,
            (pure, pure_too) if pure || pure_too || asked.asks_value() => self.loose_relation(other, relation),
            _ => Relation::Unrelated,
        }
    }

    /// Whether the answer is one value and words that say nothing beside it.
    pub fn is_pure(&self, asked: &Asked) -> bool {
        let mut own = self.values.iter().filter(|found| !asked.values.contains(&found.value));
        let one = self.values.len() == 1 || (own.next().is_some() && own.next().is_none());
        one && self.denials == 0 && self.idle
    }

    /// Whether two answers open with a yes and a no, or say the same words once with and once without a *not*.
    pub fn contradicts(&self, other: &Self) -> bool {
        let opposite = matches!((self.polarity, other.polarity), (Some(mine), Some(theirs)) if mine != theirs);
        opposite
            || (self.denials % 2 != other.denials % 2
                && self.left == other.left
                && !self.is_empty()
                && !other.is_empty())
    }

    /// Whether the answer says yes or no, be it by repeating the question as a statement.
    pub fn polarity(&self) -> Option<bool> {
        self.polarity
    }

    /// Whether any number, quantity or date was read.
    pub fn has_values(&self) -> bool {
        !self.values.is_empty()
    }

    fn keep(&mut self, word: &str) {
        if polarity::is_negation(word) {
            self.denials += 1;
        }
        let word = polarity::affirmed(word);
        // Auxiliary *do* comes and goes with a *not*: `it floats`, `it does not float`.
        if !polarity::is_negation(word) && !matches!(word, "a" | "an" | "the" | "do" | "does" | "did") {
            self.left.push(words::stem(word).to_owned());
        }
    }

    /// Whether the answer is the question itself, said as a statement: its verb is there, and something besides.
    fn repeats(&self, asked: &Asked, tokens: &[Token]) -> bool {
        let verb = |token: &Token| token.word().is_some_and(|word| asked.opens_with(polarity::affirmed(word)));
        let telling = self.left.iter().any(|word| !words::is_function_word(word));
        telling && self.values.iter().all(|found| asked.values.contains(&found.value)) && tokens.iter().any(verb)
    }

    fn is_empty(&self) -> bool {
        self.left.is_empty() && self.values.is_empty()
    }

    fn by_polarity(&self, other: &Self, asked: &Asked) -> Option<Guard> {
        let (mine, theirs) = (self.polarity?, other.polarity?);
        if mine != theirs {
            return Some(Guard::Different);
        }
        let settled = self.bare || other.bare || asked.kind == Kind::Polar;
        settled.then_some(Guard::Same)
    }

    /// The value that answers: the first that the question does not bring itself.
    fn principal(&self, asked: &Asked) -> Option<&Value> {
        let own = self.values.iter().find(|found| !asked.values.contains(&found.value));
        own.or(self.values.first()).map(|found| &found.value)
    }

    fn all_relations(&self, other: &Self) -> Relation {
        let mut all = Relation::Same;
        for (mine, theirs) in self.values.iter().zip(&other.values) {
            match values::relate(&mine.value, &theirs.value) {
                Relation::Same => {}
                Relation::Different => return Relation::Different,
                less => all = less,
            }
        }
        all
    }

    /// With other words around: the same principal value will do, another value somewhere makes it a maybe.
    fn loose_relation(&self, other: &Self, principal: Relation) -> Relation {
        if principal != Relation::Different {
            return principal;
        }
        let met = self.values.iter().any(|mine| {
            other
                .values
                .iter()
                .any(|theirs| matches!(values::relate(&mine.value, &theirs.value), Relation::Same | Relation::Near))
        });
        if met { Relation::Near } else { Relation::Different }
    }
}

/// *One* within a sentence is mostly no number (`one of the first`), unless a number is asked for or nothing else is.
fn is_pronoun(found: &Found, tokens: &[Token], asked: &Asked) -> bool {
    let lone = found.past - found.first == 1 && tokens[found.first].word() == Some("one");
    lone && tokens.len() > 1 && asked.kind != Kind::Quantity && !opens_value(tokens, found.past)
}

fn opens_value(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).and_then(Token::word).is_some_and(|word| matches!(word, "hundred" | "thousand" | "million"))
}

fn is_filler(word: &str) -> bool {
    words::is_function_word(word) || FILLERS.contains(&word)
}

/// Words that may stand beside a value and change nothing.
const FILLERS: &[&str] = &[
    "approximately",
    "roughly",
    "nearly",
    "almost",
    "exactly",
    "year",
    "years",
    "total",
    "answer",
    "circa",
    "ca",
    "equals",
    "each",
    "date",
    "x",
    "times",
    "number",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "大",
    "约",
    "是",
    "有",
    "在",
    "于",
    "个",
    "的",
    "年",
    "共",
    "人",
];
