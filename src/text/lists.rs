//! Lists, compared as sets: the order does not matter, an item that is missing or exchanged does.

use crate::asked::Asked;
use crate::guard::Guard;
use crate::lex::{self, Token};
use crate::relations::{self, Relation};
use crate::values::{self, Found};
use crate::words;

/// Two items or more.
#[derive(Debug, Clone)]
pub(crate) struct List {
    items: Vec<Item>,
    /// Whether *and*, bullets or semicolons say that it is a list, and that it is all of it.
    marked: bool,
    /// Whether more is said to follow: *etc.*, *among others*.
    open: bool,
}

#[derive(Debug, Clone)]
struct Item {
    words: Vec<String>,
    values: Vec<Found>,
    /// Whether it is a noun phrase, as far as its little words tell.
    plain: bool,
    /// Whether it opens with a capital letter.
    proper: bool,
    /// Whether it may be short for something: capitals only, digits.
    coded: bool,
}

/// No list has more items.
const MOST: usize = 40;
/// No item has more words.
const WORDIEST: usize = 6;

impl List {
    /// The list that a text is, behind a colon at most.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.contains('\n') { Self::bulleted(text) } else { Self::running(text) }
    }

    /// How two lists relate as sets. `None` where they say nothing, or not surely enough.
    pub(crate) fn compare(&self, other: &Self, asked: &Asked) -> Option<Guard> {
        let pairs = self.matched(other);
        let (mine, theirs, met) = (self.items.len(), other.items.len(), pairs.len());
        if met == mine && met == theirs {
            let moved = pairs.windows(2).any(|pair| pair[0].1 > pair[1].1);
            return if asked.ordered && moved { Some(Guard::Silent) } else { Some(Guard::Same) };
        }
        let sure = self.is_exhaustive() && other.is_exhaustive() && !asked.exemplary;
        let different = match mine == theirs {
            true => sure && self.exchanges(other, &pairs),
            false => sure && asked.enumerates && met == mine.min(theirs),
        };
        different.then_some(Guard::Different)
    }

    fn is_exhaustive(&self) -> bool {
        self.marked && !self.open && self.items.iter().all(|item| item.plain)
    }

    /// The places of equal items in both, each used once.
    fn matched(&self, other: &Self) -> Vec<(usize, usize)> {
        let mut used = vec![false; other.items.len()];
        let mut pairs = Vec::new();
        for (i, item) in self.items.iter().enumerate() {
            if let Some(j) = (0..used.len()).find(|j| !used[*j] && item.is(&other.items[*j])) {
                used[j] = true;
                pairs.push((i, j));
            }
        }
        pairs
    }

    /// Whether the one item that is not in both is surely another.
    fn exchanges(&self, other: &Self, pairs: &[(usize, usize)]) -> bool {
        let (Some(x), Some(y)) = (
            self.items.iter().enumerate().find(|(i, _)| !pairs.iter().any(|pair| pair.0 == *i)),
            other.items.iter().enumerate().find(|(j, _)| !pairs.iter().any(|pair| pair.1 == *j)),
        ) else {
            return false;
        };
        let amounts = |list: &Self| list.items.iter().all(|item| item.words.is_empty());
        if amounts(self) && amounts(other) {
            return true;
        }
        pairs.len() + 1 == self.items.len() && x.1.excludes(y.1, self.items.len())
    }

    fn bulleted(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(MOST + 2).collect();
        let led = usize::from(bullet(lines.first()?).is_none());
        if led == 1 && !lines[0].ends_with(':') {
            return None;
        }
        let bodies: Option<Vec<&str>> = lines[led..].iter().map(|line| bullet(line)).collect();
        let items = bodies?.into_iter().map(|body| {
            let end =
                body.find([':', '(']).or_else(|| body.find(" - ")).or_else(|| body.find(" – ")).unwrap_or(body.len());
            Item::of(&lex::lex(body[..end].trim_matches('*')))
        });
        Self::made(items.collect::<Option<Vec<Item>>>()?, true)
    }

    fn running(text: &str) -> Option<Self> {
        let text = text.split_once(": ").map_or(text, |(_, list)| list).trim_end_matches(['.', '!']);
        if !text.contains([',', ';', '&']) && !text.contains(" and ") {
            return None;
        }
        let tokens = lex::lex(text);
        if tokens.len() > MOST * WORDIEST || sentence_ends(&tokens) {
            return None;
        }
        let taken = values::taken(tokens.len(), &values::find(&tokens));
        let semicolons = tokens.iter().any(|token| token.mark() == Some(';'));
        let joins = |token: &Token| matches!(token.word(), Some("and")) || token.mark() == Some('&');
        let splits = |at: usize| {
            let token = &tokens[at];
            let comma = !semicolons && (token.mark() == Some(',') || joins(token));
            !taken[at] && (token.mark() == Some(';') || comma)
        };
        let marked = semicolons || (0..tokens.len()).any(|at| !taken[at] && joins(&tokens[at]));
        let mut items = Vec::new();
        let mut from = 0;
        for at in 0..=tokens.len() {
            if at == tokens.len() || splits(at) {
                if at > from {
                    items.push(Item::of(&tokens[from..at])?);
                }
                from = at + 1;
            }
        }
        Self::made(items, marked)
    }

    fn made(mut items: Vec<Item>, marked: bool) -> Option<Self> {
        let all = items.len();
        items.retain(|item| !item.is_rest());
        let open = items.len() < all;
        (2..=MOST).contains(&items.len()).then_some(Self { items, marked, open })
    }
}

impl Item {
    fn of(tokens: &[Token]) -> Option<Self> {
        let values = values::find(tokens);
        let taken = values::taken(tokens.len(), &values);
        let said = |at: &usize| !taken[*at] && tokens[*at].word().is_some();
        let words: Vec<usize> = (0..tokens.len()).filter(said).collect();
        if words.len() > WORDIEST || tokens.iter().any(|token| matches!(token.word(), Some("or" | "either" | "not"))) {
            return None;
        }
        let little = |at: &usize| matches!(tokens[*at].text.as_str(), "a" | "an" | "the" | "both" | "of");
        let telling: Vec<usize> = words.into_iter().filter(|at| !little(at)).collect();
        let letters = |at: &usize| &tokens[*at];
        Some(Self {
            plain: telling.iter().all(|at| !words::is_function_word(&tokens[*at].text)),
            proper: telling.first().map(letters).is_some_and(|token| token.capital),
            coded: telling.iter().map(letters).any(|t| t.capital && t.text.len() <= 3 || t.text.contains(is_digit)),
            words: telling.iter().map(|at| words::stem(&tokens[*at].text).to_owned()).collect(),
            values,
        })
        .filter(|item| !item.words.is_empty() || !item.values.is_empty())
    }

    fn is(&self, other: &Self) -> bool {
        let values = self.values.len() == other.values.len()
            && self.values.iter().zip(&other.values).all(|(x, y)| relations::relate(x, y) == Relation::Same);
        values && self.words == other.words
    }

    /// Whether nothing in two items, of a list of `count`, could make them one: no word shared, none begun alike, none
    /// that may be short for something. Of two items in all, only names can be told apart so.
    fn excludes(&self, other: &Self, count: usize) -> bool {
        let known = |word: &String| RENAMED.contains(&word.as_str());
        let fit = |item: &Self| {
            !item.coded && item.values.is_empty() && !item.words.iter().any(known) && (item.proper || count > 2)
        };
        let met = self.words.iter().any(|x| other.words.iter().any(|y| alike(x, y)));
        fit(self) && fit(other) && !met && self.words.len() <= 3 && other.words.len() <= 3
    }

    fn is_rest(&self) -> bool {
        let said: Vec<&str> = self.words.iter().map(String::as_str).collect();
        matches!(
            said.as_slice(),
            ["etc"] | ["oth" | "other" | "others" | "mor" | "more"] | ["among" | "many" | "so", ..]
        ) || matches!(said.as_slice(), ["several" | "some", "oth" | "other" | "others"])
    }
}

/// Whether two words may be one: begun alike, the one within the other, or spelt nearly alike.
fn alike(x: &str, y: &str) -> bool {
    let begun = x.chars().zip(y.chars()).take(3).all(|(x, y)| x == y);
    begun || x.contains(y) || y.contains(x) || 3 * edits(x, y) <= x.len().max(y.len()) + 2
}

/// Levenshtein's distance of two words.
fn edits(x: &str, y: &str) -> usize {
    let y: Vec<char> = y.chars().collect();
    let mut row: Vec<usize> = (0..=y.len()).collect();
    for (i, c) in x.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for j in 0..y.len() {
            let changed = corner + usize::from(c != y[j]);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    row[y.len()]
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Whether a full stop ends a sentence within.
fn sentence_ends(tokens: &[Token]) -> bool {
    let ended = |pair: &[Token]| {
        let abbreviated = pair[0].word().is_some_and(|word| word.len() <= 2);
        matches!(pair[1].mark(), Some('.' | '?' | '!')) && !abbreviated
    };
    tokens.windows(2).any(ended)
}

/// What stands behind `- `, `• `, `1. `, `a) `.
fn bullet(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix(['-', '*', '•', '–', '·']) {
        return rest.starts_with(' ').then(|| rest.trim());
    }
    let end = line.find(['.', ')'])?;
    let number = &line[..end];
    let numbered = !number.is_empty() && number.len() <= 2 && number.bytes().all(is_ascii_digit);
    let lettered = number.len() == 1 && line[end..].starts_with(')') && number.bytes().all(|b| b.is_ascii_alphabetic());
    (numbered || lettered).then(|| line[end + 1..].trim())
}

fn is_ascii_digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

/// Stems of names of what has another name too.
const RENAMED: &[&str] = &[
    "america",
    "american",
    "britain",
    "england",
    "holland",
    "netherland",
    "russia",
    "soviet",
    "burma",
    "myanmar",
    "persia",
    "iran",
    "siam",
    "thailand",
    "ceylon",
    "istanbul",
    "constantinopl",
    "bombay",
    "mumbai",
    "edg",
    "bono",
    "ringo",
    "sting",
    "autumn",
    "fall",
    "gasolin",
    "petrol",
    "salt",
    "unit",
];
