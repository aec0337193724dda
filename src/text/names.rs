//! Names that one word tells apart: John Adams and John Quincy Adams, North and South Korea, Toy Story and Toy Story 2.
//!
//! A name said more fully is mostly the same name, so only what cannot be is called different here: members of closed
//! classes, opposites in the same place, and namesakes that are known.

mod classes;

use crate::asked::Asked;
use crate::formulas;
use crate::lex::Token;
use crate::values::{Found, Value};
use crate::words;

use classes::{CLASSES, FEMALE, MALE, NAMESAKES, OPPOSITES, UNTITLED, WORKS};

/// A short answer as a name.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    /// Its folded words and numbers, without articles, with blanks between.
    pub(crate) key: String,
    words: Vec<String>,
    capitals: bool,
    last: usize,
    raw: String,
}

/// No name has more words.
const LONGEST: usize = 12;

/// The folded words and numbers of tokens, without articles, with blanks between.
pub(crate) fn key(tokens: &[Token]) -> String {
    let said = tokens.iter().map(|token| token.text.as_str());
    said.filter(|text| !text.is_empty() && !matches!(*text, "a" | "an" | "the")).collect::<Vec<_>>().join(" ")
}

impl Name {
    /// Reads an answer as a name; `taken` says which of its tokens are values.
    pub(crate) fn of(answer: &str, tokens: &[Token], taken: &[bool]) -> Option<Self> {
        let word =
            |at: &usize| !taken[*at] && tokens[*at].word().is_some_and(|word| !matches!(word, "a" | "an" | "the"));
        let places: Vec<usize> = (0..tokens.len()).filter(word).take(LONGEST + 1).collect();
        if places.len() > LONGEST {
            return None;
        }
        Some(Self {
            key: key(tokens),
            words: places.iter().map(|at| tokens[*at].text.clone()).collect(),
            capitals: places.iter().all(|at| tokens[*at].capital),
            last: places.last().map_or(0, |at| at + 1),
            raw: if answer.len() <= 64 { answer.trim().to_owned() } else { String::new() },
        })
    }

    /// Whether two names without values are those of two.
    pub(crate) fn differs(&self, other: &Self, asked: &Asked) -> bool {
        let namesakes =
            |(x, y): &(&str, &str)| (self.key == *x && other.key == *y) || (self.key == *y && other.key == *x);
        NAMESAKES.iter().any(namesakes)
            || self.is_other_member(other, asked)
            || self.is_other_sex(other)
            || formulas::differ(&self.raw, &other.raw)
            || self.is_other_code(other)
    }

    /// Whether the one is the other with a number behind it, as a sequel has: only behind a name of two words or where a
    /// work is asked for, and never where the name alone could be any of them (`World War`).
    pub(crate) fn is_sequel(&self, values: &[Found], other: &Self, others: &[Found], asked: &Asked) -> bool {
        let (numbered, plain, found) = match (values, others) {
            ([found], []) => (self, other, found),
            ([], [found]) => (other, self, found),
            _ => return false,
        };
        let Value::Quantity { amount, unit: None } = found.value else { return false };
        let work = WORKS.iter().any(|work| asked.has_stem(work));
        let most = if work { 12.0 } else { 9.0 };
        let digits = numbered.raw.ends_with(|c: char| c.is_ascii_digit());
        let counted = numbered.key.rsplit(' ').next().is_some_and(|number| !number.starts_with('0'));
        let last = plain.words.last().map(String::as_str).unwrap_or_default();
        (2.0..=most).contains(&amount)
            && amount.fract() == 0.0
            && counted
            && found.first == numbered.last
            && numbered.words == plain.words
            && !UNTITLED.contains(&last)
            && (work || (digits && plain.words.len() >= 2 && plain.capitals && numbered.capitals))
    }

    /// Whether both are nothing but a member of one closed class, and not the same member.
    fn is_other_member(&self, other: &Self, asked: &Asked) -> bool {
        // Of the several that are asked for, each may have given one.
        let several =
            |value: &Value| matches!(value, Value::Quantity { amount, unit: None } if (2.0..=20.0).contains(amount));
        if asked.values.iter().any(several) {
            return false;
        }
        let (mine, theirs) = (self.bare(asked), other.bare(asked));
        mine != theirs && CLASSES.iter().any(|class| class.contains(&mine.as_str()) && class.contains(&theirs.as_str()))
    }

    /// The name without what may stand around it in an answer.
    fn bare(&self, asked: &Asked) -> String {
        let little = |word: &str| {
            words::is_function_word(word) || matches!(word, "planet" | "element" | "country" | "continent" | "republic")
        };
        let telling: Vec<&str> = self.words.iter().map(String::as_str).filter(|word| !little(word)).collect();
        let new: Vec<&str> = telling.iter().copied().filter(|word| !asked.has_stem(words::stem(word))).collect();
        if new.is_empty() { telling.join(" ") } else { new.join(" ") }
    }

    /// `John Smith` and `Mary Smith`.
    fn is_other_sex(&self, other: &Self) -> bool {
        let ([x, last], [y, too]) = (self.words.as_slice(), other.words.as_slice()) else { return false };
        let (x, y) = (x.as_str(), y.as_str());
        let sexes = (MALE.contains(&x) && FEMALE.contains(&y)) || (FEMALE.contains(&x) && MALE.contains(&y));
        last == too && self.capitals && other.capitals && sexes
    }

    /// One word each is a code, and another code: `vitamin B6`, `vitamin B12`.
    fn is_other_code(&self, other: &Self) -> bool {
        let apart: Vec<(&String, &String)> = self.words.iter().zip(&other.words).filter(|(x, y)| x != y).collect();
        self.words.len() == other.words.len() && matches!(apart.as_slice(), [(x, y)] if formulas::codes_differ(x, y))
    }
}

/// Whether two sorted sets of stems differ by one word each, and these exclude each other: *north* and *south*.
pub(crate) fn opposed(a: &[String], b: &[String]) -> bool {
    if a.len() != b.len() || a == b {
        return false;
    }
    let alone = |these: &[String], those: &[String]| {
        let mut only = these.iter().filter(|word| those.binary_search(word).is_err());
        only.next().filter(|_| only.next().is_none()).cloned()
    };
    let (Some(x), Some(y)) = (alone(a, b), alone(b, a)) else { return false };
    let stems = |group: &&&[&str], word: &str| group.iter().any(|one| words::stem(one) == word);
    OPPOSITES.iter().any(|group| stems(&group, &x) && stems(&group, &y))
}
