//! How alike two short answers are in their words, as a rough probability that they are the same answer.
//!
//! Words are matched one to one, forgiving spelling, endings and initials, and weigh by how much they can say: the
//! question's own words and function words weigh little. What counts is less how much is shared than whether *both* say
//! something that the other does not: `Obama` beside `Barack Obama` is one person said briefly, `Michelle Obama` is
//! another one.

use probity_text::{Asked, lex, words};

/// A phrase, read for comparison.
#[derive(Debug)]
pub struct Phrase {
    words: Vec<Word>,
    weight: f64,
    joined: String,
    acronym: String,
}

#[derive(Debug)]
struct Word {
    text: String,
    stem: String,
    letters: Vec<char>,
    weight: f64,
    number: bool,
    initials: bool,
}

/// What a word of the question weighs beside one that is new.
const ECHO: f64 = 0.2;
/// What a function word weighs.
const LITTLE: f64 = 0.05;
/// How much the better covered of two short answers counts: one said briefly is still the same one.
const BRIEF: f64 = 0.75;
/// The same where each is looked for in the other's whole text: a mention is no answer, so both sides count.
const MUTUAL: f64 = 0.6;
/// The most that such mentions are worth.
const MENTIONED: f64 = 0.9;
/// The most that one plain answer found in the other's text is worth.
const STATED: f64 = 0.7;
/// A word with digits in it is a code up to so many letters: `B12`, `C2H6O`.
const CODE: usize = 5;
/// How many distinct words of a text are read: what answers a question stands near its beginning.
const LONGEST: usize = 80;
/// From this likeness on, two words that begin alike are one word spelt in two ways.
const MISSPELT: f64 = 0.8;
/// What an initial is worth beside the word that it may stand for, where the surnames are one, and where not.
const SURNAME: f64 = 0.8;
const NO_SURNAME: f64 = 0.2;

impl Phrase {
    /// Reads a phrase as an answer to a question.
    pub fn of(asked: &Asked, text: &str) -> Self {
        let mut all: Vec<Word> = Vec::new();
        for token in lex::lex(text) {
            let number = token.amount().is_some();
            if token.word().is_none() && !number {
                continue;
            }
            let word = Word::of(asked, token, number);
            if !all.iter().any(|known| known.text == word.text) {
                all.push(word);
            }
            if all.len() == LONGEST {
                break;
            }
        }
        let weight = all.iter().map(|word| word.weight).sum();
        let telling = || all.iter().filter(|word| !words::is_function_word(&word.text));
        let joined = telling().map(|word| word.text.as_str()).collect();
        let acronym = telling().filter_map(|word| word.letters.first()).collect();
        Self { words: all, weight, joined, acronym }
    }
}

impl Word {
    fn of(asked: &Asked, token: lex::Token, number: bool) -> Self {
        let text = token.text;
        // Dots were dropped from it: `J.K.`.
        let dotted = text.len() <= 3 && token.end - token.start > text.len();
        let initials = !number && text.is_ascii() && (text.len() == 1 || dotted);
        let text = text.strip_suffix("'s").map(str::to_owned).unwrap_or(text);
        let stem = words::stem(&text).to_owned();
        let weight = if words::is_function_word(&text) {
            LITTLE
        } else if asked.has_stem(&stem) {
            ECHO
        } else {
            1.0
        };
        Self { letters: text.chars().collect(), stem, text, weight, number, initials }
    }
}

/// How likely two short answers are the same, in [0, 1]; symmetric. `whole_a` and `whole_b` are the texts that they were
/// taken from: where the one short answer was missed, the other may still stand in the text around it.
pub fn same(a: &Phrase, b: &Phrase, whole_a: &Phrase, whole_b: &Phrase) -> f64 {
    if a.words.is_empty() || b.words.is_empty() {
        return 0.0;
    }
    if is_acronym(a, b) || is_acronym(b, a) || (!a.joined.is_empty() && a.joined == b.joined) {
        return 1.0;
    }
    let (of_a, of_b) = shared(a, b);
    let short = blend(of_a, of_b, BRIEF);
    if short >= MENTIONED {
        return short;
    }
    let (of_a, of_b) = (shared(a, whole_b).0, shared(b, whole_a).0);
    let mutual = MENTIONED * blend(of_a, of_b, MUTUAL);
    let given = plain(a, whole_a, of_a).max(plain(b, whole_b, of_b));
    short.max(mutual).max(given)
}

/// What a short answer is worth that is all its text says, and is found in the other text.
fn plain(short: &Phrase, whole: &Phrase, found: f64) -> f64 {
    if short.weight >= 0.9 * whole.weight { STATED * found * found } else { 0.0 }
}

/// Squared, so that half in common is far less than half a chance to be the same.
fn blend(of_a: f64, of_b: f64, most: f64) -> f64 {
    let alike = most * of_a.max(of_b) + (1.0 - most) * of_a.min(of_b);
    alike * alike
}

/// The shares of each phrase's weight that the other has too.
fn shared(a: &Phrase, b: &Phrase) -> (f64, f64) {
    let initial = if one_surname(a, b) { SURNAME } else { NO_SURNAME };
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (i, x) in a.words.iter().enumerate() {
        for (j, y) in b.words.iter().enumerate() {
            let alike = alike(x, y, initial);
            if alike > 0.0 {
                pairs.push((alike, i, j));
            }
        }
    }
    pairs.sort_by(|p, q| q.0.total_cmp(&p.0).then(p.1.cmp(&q.1)).then(p.2.cmp(&q.2)));
    let (mut used_a, mut used_b) = (vec![false; a.words.len()], vec![false; b.words.len()]);
    let (mut of_a, mut of_b) = (0.0, 0.0);
    for (alike, i, j) in pairs {
        if used_a[i] || used_b[j] {
            continue;
        }
        (used_a[i], used_b[j]) = (true, true);
        of_a += alike * a.words[i].weight;
        of_b += alike * b.words[j].weight;
    }
    (of_a / a.weight, of_b / b.weight)
}

/// Whether both phrases end in one word, as two forms of a name do.
fn one_surname(a: &Phrase, b: &Phrase) -> bool {
    matches!((a.words.last(), b.words.last()), (Some(x), Some(y)) if x.text == y.text && !x.initials)
}

/// How likely two words are one: equal, of one stem, an initial (worth `initial`), or a misspelling; else 0.
fn alike(x: &Word, y: &Word, initial: f64) -> f64 {
    if x.text == y.text {
        return 1.0;
    }
    // `H2O` and `H2O2`, `O+` and `O-` are no spellings of one another. A name may have a footnote's number glued to it.
    let coded = |word: &Word| {
        let short = word.letters.len() <= CODE;
        short && word.text.bytes().any(|b| b.is_ascii_digit() || matches!(b, b'+' | b'#' | b'-'))
    };
    if x.number || y.number || coded(x) || coded(y) {
        return 0.0;
    }
    if x.stem == y.stem {
        return 0.95;
    }
    let (short, long) = if x.letters.len() <= y.letters.len() { (x, y) } else { (y, x) };
    if short.initials || long.initials {
        return if short.letters.first() == long.letters.first() { initial } else { 0.0 };
    }
    if long.letters.len() < 4 {
        return 0.0;
    }
    let alike = spelling(&short.letters, &long.letters);
    // Neighbours are not misspellings: Iran and Iraq, Zambia and Gambia, increase and decrease.
    if alike >= MISSPELT && short.letters.first() == long.letters.first() {
        return alike;
    }
    let head = short.letters.iter().zip(&long.letters).take_while(|(a, b)| a == b).count();
    match head {
        5.. if 10 * head >= 6 * long.letters.len() => 0.8,
        3.. if 2 * head >= long.letters.len() => 0.5,
        _ => 0.0,
    }
}

/// One minus the share of letters to be changed; 0 where the lengths alone say that it is below .7.
fn spelling(a: &[char], b: &[char]) -> f64 {
    let most = a.len().max(b.len());
    if most - a.len().min(b.len()) > most * 3 / 10 {
        return 0.0;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = (above + 1).min(row[j] + 1).min(diagonal + usize::from(x != y));
            diagonal = above;
        }
    }
    1.0 - row[b.len()] as f64 / most as f64
}

/// Whether one phrase is a single word of the other's initials: `jfk`, `usa`.
fn is_acronym(short: &Phrase, long: &Phrase) -> bool {
    let [word] = short.words.as_slice() else { return false };
    (2..=6).contains(&word.letters.len()) && long.words.len() > 1 && word.text == long.acronym
}
