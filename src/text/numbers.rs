//! Numbers in digits and in words, English and Chinese, and Roman numerals where they can be nothing else.

use crate::dates;
use crate::lex::Token;
use crate::parts;
use crate::scientific;

/// A number that was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// Its amount.
    pub amount: f64,
    /// How many tokens it took.
    pub taken: usize,
    /// Whether it was an ordinal (`1st`, `third`, `VIII`).
    pub ordinal: bool,
    /// Whether it was bare digits, as a year is written.
    pub bare: bool,
}

/// Reads the number that begins at the first token: digits (with an ordinal suffix or a scale word), words, Chinese
/// numerals. `None` when no number begins there.
pub fn read(tokens: &[Token]) -> Option<Number> {
    let first = tokens.first()?;
    let mut number = if let Some(amount) = first.amount() {
        digits(amount, tokens)
    } else {
        words(tokens).or_else(|| chinese(tokens)).or_else(|| parts::lone(tokens))?
    };
    if let Some((more, taken)) = parts::added(&number, &tokens[number.taken..]) {
        (number.amount, number.taken, number.bare) = (number.amount + more, number.taken + taken, false);
    }
    // `Three quarters of a million`: twice.
    while let Some((factor, taken)) = parts::multiplied(&number, &tokens[number.taken..]) {
        (number.amount, number.taken, number.bare) = (number.amount * factor, number.taken + taken, false);
    }
    Some(number)
}

/// The value of a Roman numeral of folded letters, well formed, up to 3999.
pub fn roman(letters: &str) -> Option<u32> {
    const PARTS: [(&str, u32); 13] = [
        ("m", 1000),
        ("cm", 900),
        ("d", 500),
        ("cd", 400),
        ("c", 100),
        ("xc", 90),
        ("l", 50),
        ("xl", 40),
        ("x", 10),
        ("ix", 9),
        ("v", 5),
        ("iv", 4),
        ("i", 1),
    ];
    let (mut rest, mut value) = (letters, 0);
    for (part, worth) in PARTS {
        let most = if part.len() == 1 && !matches!(worth, 5 | 50 | 500) { 3 } else { 1 };
        for _ in 0..most {
            let Some(after) = rest.strip_prefix(part) else { break };
            (rest, value) = (after, value + worth);
        }
    }
    (rest.is_empty() && value > 0).then_some(value)
}

/// Whether a word is a number written in letters, cardinal or ordinal.
pub fn is_number_word(word: &str) -> bool {
    cardinal(word).is_some() || ordinal(word).is_some() || scale(word).is_some()
}

fn digits(amount: f64, tokens: &[Token]) -> Number {
    use crate::lex::Lexeme;
    let bare = matches!(tokens[0].lexeme, Lexeme::Number { bare: true, .. });
    let mut number = Number { amount, taken: 1, ordinal: false, bare };
    if let Some(next) = tokens.get(1).filter(|next| next.glued)
        && matches!(next.word(), Some("st" | "nd" | "rd" | "th"))
    {
        return Number { taken: 2, ordinal: true, bare: false, ..number };
    }
    if let Some(fraction) = slash(amount, tokens) {
        return fraction;
    }
    if let Some(number) = scientific::read(amount, tokens) {
        return number;
    }
    while let Some(next) = tokens.get(number.taken)
        && let Some(factor) = next.word().and_then(|word| scale(word).or_else(|| short_scale(word, next.glued)))
    {
        number = Number { amount: number.amount * factor, taken: number.taken + 1, bare: false, ..number };
    }
    number
}

/// `3/4`, both whole, and no date, no season (`1990/91`), no `50/50`.
pub(crate) fn slash(top: f64, tokens: &[Token]) -> Option<Number> {
    let bottom = tokens.get(2)?;
    let joined = matches!(tokens[1].mark(), Some('/' | '⁄')) && tokens[1].glued && bottom.glued;
    let dated = tokens.get(3).is_some_and(|token| token.glued && token.mark() == Some('/'));
    let amount = bottom.amount().filter(|b| (2.0..=100.0).contains(b) && top.fract() == 0.0 && *b != top)?;
    let dated = dated || dates::is_year(top);
    (joined && !dated).then_some(Number { amount: top / amount, taken: 3, ordinal: false, bare: false })
}

/// What has been read of a number in words.
#[derive(Default)]
struct Words {
    total: f64,
    current: f64,
    taken: usize,
    ordinal: bool,
    any: bool,
}

fn words(tokens: &[Token]) -> Option<Number> {
    let mut state = Words::default();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let joins =
            state.any && (token.mark() == Some('-') || token.mark() == Some(',') || token.word() == Some("and"));
        if joins && joined(&state, token, tokens.get(at + 1)) {
            at += 1;
            continue;
        }
        let Some(word) = token.word() else { break };
        if !state.take(word) {
            break;
        }
        at += 1;
        state.taken = at;
        if state.ordinal {
            break;
        }
    }
    let amount = state.total + state.current;
    state.any.then_some(Number { amount, taken: state.taken, ordinal: state.ordinal, bare: false })
}

/// Whether a hyphen, comma or *and* continues the number: `sixty-three`, `one hundred and five`, never `two and three`.
fn joined(state: &Words, token: &Token, next: Option<&Token>) -> bool {
    let Some(next) = next.and_then(Token::word) else { return false };
    let small = cardinal(next).or_else(|| ordinal(next)).is_some_and(|n| n < 100.0);
    match token.mark() {
        Some('-') => small && (state.current >= 20.0 || state.current % 100.0 >= 20.0),
        Some(_) => state.total >= 1000.0 && cardinal(next).is_some(),
        None => (state.current >= 100.0 || (state.total >= 1000.0 && state.current == 0.0)) && small,
    }
}

impl Words {
    fn take(&mut self, word: &str) -> bool {
        if word == "dozen" && self.current > 0.0 && self.total == 0.0 {
            self.current *= 12.0;
            return true;
        }
        if let Some(factor) = scale(word) {
            return self.multiply(factor);
        }
        if let Some(value) = cardinal(word) {
            return self.add(value);
        }
        let Some(value) = ordinal(word) else { return false };
        if value >= 100.0 {
            return self.any && self.multiply(value) && self.end();
        }
        self.add(value) && self.end()
    }

    fn end(&mut self) -> bool {
        self.ordinal = true;
        true
    }

    fn multiply(&mut self, factor: f64) -> bool {
        let base = if self.current == 0.0 && self.total == 0.0 { 1.0 } else { self.current };
        if factor == 100.0 {
            self.current = base * 100.0;
        } else {
            self.total += base * factor;
            self.current = 0.0;
        }
        self.any = true;
        true
    }

    fn add(&mut self, value: f64) -> bool {
        // `nineteen sixty-nine`, `twenty twenty`: a year said in two halves.
        if (13.0..=20.0).contains(&self.current) && value >= 10.0 && self.total == 0.0 {
            self.current = self.current * 100.0 + value;
            return true;
        }
        let last = self.current % 100.0;
        let after_hundreds = last == 0.0 && value < 100.0 && (self.current > 0.0 || self.total > 0.0);
        let after_tens = last >= 20.0 && last % 10.0 == 0.0 && value < 10.0;
        if self.any && !after_hundreds && !after_tens {
            return false;
        }
        self.current += value;
        self.any = true;
        true
    }
}

fn cardinal(word: &str) -> Option<f64> {
    const SMALL: &[&str] = &[
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let small = SMALL.iter().position(|w| *w == word).map(|n| n as f64);
    small.or_else(|| TENS.iter().position(|w| *w == word).map(|n| 10.0 * (n as f64 + 2.0))).or(match word {
        "dozen" => Some(12.0),
        "half" => Some(0.5),
        "twice" => Some(2.0),
        "thrice" => Some(3.0),
        _ => None,
    })
}

fn ordinal(word: &str) -> Option<f64> {
    const SMALL: &[&str] = &[
        "zeroth",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
    ];
    let small = SMALL.iter().position(|w| *w == word).map(|n| n as f64);
    small.or_else(|| match word {
        "hundredth" => Some(100.0),
        "thousandth" => Some(1000.0),
        "millionth" => Some(1e6),
        _ => word.strip_suffix("ieth").and_then(|tens| cardinal(&format!("{tens}y"))).filter(|n| *n >= 20.0),
    })
}

pub(crate) fn scale(word: &str) -> Option<f64> {
    match word {
        "hundred" | "hundreds" => Some(100.0),
        "thousand" => Some(1e3),
        "million" => Some(1e6),
        "billion" => Some(1e9),
        "trillion" => Some(1e12),
        "lakh" => Some(1e5),
        "crore" => Some(1e7),
        "万" => Some(1e4),
        "亿" => Some(1e8),
        _ => None,
    }
}

/// The scale that a rounded number is said with: `8.1 million`.
pub(crate) fn rounding_scale(word: &str) -> Option<f64> {
    scale(word).or_else(|| short_scale(word, true)).filter(|scale| *scale >= 1e3)
}

/// Scales that are letters, good only right behind the digits: `5k`, `$2bn`. A glued `m` is left to metres.
fn short_scale(word: &str, glued: bool) -> Option<f64> {
    match word {
        "k" if glued => Some(1e3),
        "mn" | "mln" => Some(1e6),
        "bn" | "b" if glued => Some(1e9),
        "bn" => Some(1e9),
        "tn" | "trn" => Some(1e12),
        _ => None,
    }
}

/// Chinese numerals: taken where a counter follows, where they are two or more, or where they are the whole text.
fn chinese(tokens: &[Token]) -> Option<Number> {
    let run = tokens
        .iter()
        .take(LONGEST_NUMERAL)
        .take_while(|token| token.word().is_some_and(|w| hanzi(w).is_some()))
        .count();
    let counted = tokens.get(run).and_then(Token::word).is_some_and(|w| COUNTERS.contains(&w));
    if run == 0 || !(run >= 2 || counted || tokens.len() == 1) {
        return None;
    }
    let parts: Vec<f64> = tokens[..run].iter().filter_map(|token| hanzi(&token.text)).collect();
    let amount = if parts.iter().all(|p| *p < 10.0) {
        parts.iter().fold(0.0, |sum, p| sum * 10.0 + p)
    } else {
        positional(&parts)
    };
    Some(Number { amount, taken: run, ordinal: false, bare: run == 4 && parts.iter().all(|p| *p < 10.0) })
}

/// No Chinese numeral is longer, in characters.
const LONGEST_NUMERAL: usize = 24;

const COUNTERS: &[&str] = &[
    "年", "月", "日", "号", "个", "人", "岁", "位", "次", "米", "名", "种", "天", "颗", "只", "座", "条", "部", "国",
    "%",
];

fn positional(parts: &[f64]) -> f64 {
    let (mut total, mut section, mut digit) = (0.0, 0.0, 0.0);
    for part in parts {
        if *part < 10.0 {
            digit = *part;
        } else if *part < 1e4 {
            section += if digit == 0.0 { 1.0 } else { digit } * part;
            digit = 0.0;
        } else {
            total = (total + section + digit) * part;
            (section, digit) = (0.0, 0.0);
        }
    }
    total + section + digit
}

fn hanzi(word: &str) -> Option<f64> {
    Some(match word {
        "零" | "〇" => 0.0,
        "一" => 1.0,
        "二" | "两" => 2.0,
        "三" => 3.0,
        "四" => 4.0,
        "五" => 5.0,
        "六" => 6.0,
        "七" => 7.0,
        "八" => 8.0,
        "九" => 9.0,
        "十" => 10.0,
        "百" => 100.0,
        "千" => 1000.0,
        "万" => 1e4,
        "亿" => 1e8,
        _ => return None,
    })
}
