//! Numbers, quantities, dates, versions and places on the globe in a text.

use crate::coordinates::{self, Point};
use crate::dates::{self, When};
use crate::hedges::{self, Hedge};
use crate::lex::{Lexeme, Token};
use crate::measures;
use crate::numbers::{self, Number};
use crate::parts;
use crate::units::{self, Dimension, Unit};
use crate::versions::{self, Version};

/// Something countable that a text says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// A number, with its unit where one was said.
    Quantity {
        /// The amount as written.
        amount: f64,
        /// The unit.
        unit: Option<Unit>,
    },
    /// A range or score: two numbers joined by a dash or *to*.
    Range {
        /// The first.
        from: f64,
        /// The second.
        to: f64,
        /// The unit of both.
        unit: Option<Unit>,
    },
    /// A date, a decade or century, a time of day.
    When(When),
    /// A version number.
    Version(Version),
    /// A place on the globe.
    Point(Point),
}

/// A value and the tokens it took, those of its hedge included.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The value.
    pub value: Value,
    /// What the words around it make of it.
    pub hedge: Hedge,
    /// What it may have been rounded to, in its own unit: a tenth of a million for `8.1 million`, a tenth for `1.6`; 0
    /// where it was written in full.
    pub grain: f64,
    /// Index of its first token.
    pub first: usize,
    /// Index past its last token.
    pub past: usize,
}

/// Finds the values in a text, left to right, the longest reading first.
pub fn find(tokens: &[Token]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let begun = if may_begin(tokens, at) { read(tokens, at) } else { None };
        let Some((value, taken)) = begun else {
            at += 1;
            continue;
        };
        let next = hedged(tokens, value, at, at + taken, found.last().map_or(0, |last| last.past));
        at = next.past;
        found.push(next);
    }
    join_compound(found)
}

/// A value with the hedge around it.
fn hedged(tokens: &[Token], value: Value, at: usize, past: usize, floor: usize) -> Found {
    let (mut hedge, mut back) = hedges::before(tokens, at, floor);
    let moment = match value {
        Value::When(_) => true,
        Value::Quantity { amount, unit: None } => dates::is_year(amount),
        _ => false,
    };
    let timed = back > 0 && matches!(tokens[at - 1].word(), Some("after" | "before" | "early" | "late" | "mid"));
    if timed && !moment {
        (hedge, back) = (Hedge::Exact, 0);
    }
    let mut more = 0;
    if hedge == Hedge::Exact {
        (hedge, more) = hedges::behind(&tokens[past..]);
    }
    Found { value, hedge, grain: grain(&tokens[at..past], &value), first: at - back, past: past + more }
}

/// What a number with a scale behind it may have been rounded to.
fn grain(tokens: &[Token], value: &Value) -> f64 {
    let scale = tokens.iter().rev().filter_map(Token::word).find_map(numbers::rounding_scale);
    let decimals = tokens.iter().find(|token| token.amount().is_some()).and_then(|token| token.text.split_once('.'));
    let digits = decimals.map_or(0, |(_, decimals)| decimals.len().min(12) as i32);
    let written = tokens.iter().find_map(Token::amount).filter(|written| *written != 0.0);
    let scale = scale.or_else(|| match value {
        // `6.6 × 10⁻³⁴` is rounded to a tenth of its power of ten.
        Value::Quantity { amount, .. } if digits > 0 => written.map(|written| (amount / written).abs()),
        _ => None,
    });
    let grain = scale.map_or(0.0, |scale| scale * 10_f64.powi(-digits));
    // `One thousand and one` was written in full.
    let whole = |amount: f64| (amount / grain - (amount / grain).round()).abs() < 1e-6;
    match value {
        Value::Quantity { amount, .. } if grain > 0.0 && whole(*amount) => grain,
        _ => 0.0,
    }
}

/// Whether a value may begin here: a cheap look before the readings are tried one by one.
fn may_begin(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    match token.lexeme {
        Lexeme::Number { .. } => true,
        Lexeme::Mark(c) => units::currency(c).is_some(),
        Lexeme::Word if token.text == "the" => at + 1 < tokens.len() && may_begin(tokens, at + 1),
        Lexeme::Word => {
            let word = token.text.as_str();
            !word.is_ascii()
                || OPENERS.contains(&word)
                || (word.starts_with('v') && word.as_bytes().get(1).is_some_and(u8::is_ascii_digit))
                || numbers::is_number_word(word)
                || dates::is_date_word(word)
                || word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
        }
    }
}

/// Words that may open a value and are no number.
const OPENERS: &[&str] =
    &["a", "an", "ad", "ce", "minus", "negative", "wwi", "wwii", "ww1", "ww2", "between", "usd", "eur", "gbp", "us"];

fn read(tokens: &[Token], at: usize) -> Option<(Value, usize)> {
    let rest = &tokens[at..];
    if let Some(known) = coordinates::read(rest).or_else(|| measures::between(rest)) {
        return Some(known);
    }
    if let Some((when, taken)) = dates::read(rest) {
        return Some((Value::When(when), taken));
    }
    if let Some(version) = versions::read(tokens, at) {
        return Some(version);
    }
    if let Some(height) = measures::feet_and_inches(rest) {
        return Some(height);
    }
    if let Some(span) = measures::half_a_unit(rest) {
        return Some(span);
    }
    if matches!(rest[0].word(), Some("minus" | "negative")) {
        // `five minus three` is a sum, no number.
        tokens.get(at + 1)?.amount().filter(|_| at == 0 || tokens[at - 1].amount().is_none())?;
        let (Value::Quantity { amount, unit }, taken) = read(tokens, at + 1)? else { return None };
        return Some((Value::Quantity { amount: -amount, unit }, 1 + taken));
    }
    if parts::is_vague(tokens, at) {
        return None;
    }
    let (sign, skip) = units::currency_before(rest).map_or((None, 0), |(unit, taken)| (Some(unit), taken));
    let mut number = numbers::read(&rest[skip..]).or_else(|| roman(tokens, at)).filter(|n| n.amount.is_finite())?;
    if sign.is_some() && rest.get(skip + number.taken).is_some_and(|t| t.glued && t.word() == Some("m")) {
        // Behind a currency an `m` is no metre.
        number = Number { amount: number.amount * 1e6, taken: number.taken + 1, ..number };
    }
    let mut taken = skip + number.taken;
    if let Some((to, used)) = range_end(&rest[taken..], &number) {
        let (unit, more) = unit_behind(&rest[taken + used..]).map_or((sign, 0), |(u, n)| (Some(u), n));
        return Some((Value::Range { from: number.amount, to, unit }, taken + used + more));
    }
    let mut unit = sign;
    let of = parts::of_a(&number, &rest[taken..]);
    if unit.is_none()
        && !number.ordinal
        && let Some((read, used)) = unit_behind(&rest[taken + of..])
    {
        unit = Some(read);
        taken += of + used;
    }
    Some((Value::Quantity { amount: number.amount, unit }, taken))
}

/// The unit behind a number.
pub(crate) fn unit_behind(tokens: &[Token]) -> Option<(Unit, usize)> {
    units::read(tokens).map(|(unit, used)| {
        // `5 (five) km old`: only *old* may follow a span of years.
        let old = unit.dimension == Dimension::Time && tokens.get(used).is_some_and(|t| t.word() == Some("old"));
        (unit, used + usize::from(old))
    })
}

/// The end of `1939–45`, `10 to 12`, `3-1`; two digits after a year stand for one.
fn range_end(tokens: &[Token], from: &Number) -> Option<(f64, usize)> {
    let join = tokens.first()?;
    let joins = matches!(join.mark(), Some('-' | '–' | '—' | '~')) || join.word() == Some("to");
    // `The 1990/91 season`.
    let season = join.mark() == Some('/') && join.glued && dates::is_year(from.amount);
    let end = tokens.get(1).filter(|t| (joins || (season && t.text.len() == 2)) && t.amount().is_some())?;
    let next = numbers::read(&tokens[1..])?;
    let short = dates::is_year(from.amount) && end.text.len() == 2;
    let to = if short { (from.amount / 100.0).trunc() * 100.0 + next.amount } else { next.amount };
    Some((to, 1 + next.taken))
}

/// A Roman numeral that can be nothing else: `VIII`, `xiv` behind a word; a single I, V or X only in capitals, behind a
/// capitalised word, at the end or before a mark or *of*.
fn roman(tokens: &[Token], at: usize) -> Option<Number> {
    let token = &tokens[at];
    if let Some(war) = token.word().and_then(|word| word.strip_prefix("ww")) {
        let amount = if matches!(war, "ii" | "2") { 2.0 } else { 1.0 };
        return Some(Number { amount, taken: 1, ordinal: true, bare: false });
    }
    let letters = token.word()?;
    // All there is: `XX` and `VIII`, but no `Vi` and no `Xi`.
    let sure = letters.len() >= 3 || matches!(letters, "ii" | "xx");
    if tokens.len() == 1 && token.capital && sure && letters.bytes().all(|b| matches!(b, b'i' | b'v' | b'x')) {
        let amount = f64::from(numbers::roman(letters)?);
        return Some(Number { amount, taken: 1, ordinal: true, bare: false });
    }
    let before = tokens.get(at.checked_sub(1)?)?;
    let ends =
        tokens.get(at + 1).is_none_or(|next| matches!(next.mark(), Some(',' | '.' | ')')) || next.word() == Some("of"));
    let single = letters.len() == 1 && token.capital && before.capital && ends;
    let several = letters.len() >= 2 && letters.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    if !(before.word().is_some() && (several || single && matches!(letters, "i" | "v" | "x"))) {
        return None;
    }
    let amount = f64::from(numbers::roman(letters)?);
    Some(Number { amount, taken: 1, ordinal: true, bare: false })
}

/// `6 feet 2 inches`, `1 hour 30 minutes`: one quantity.
fn join_compound(found: Vec<Found>) -> Vec<Found> {
    let mut joined: Vec<Found> = Vec::with_capacity(found.len());
    for next in found {
        if let Some(last) = joined.last_mut()
            && let Some(value) = compound(last, &next)
        {
            (last.value, last.past) = (value, next.past);
        } else {
            joined.push(next);
        }
    }
    joined
}

fn compound(last: &Found, next: &Found) -> Option<Value> {
    let (Value::Quantity { amount, unit: Some(big) }, Value::Quantity { amount: more, unit: Some(small) }) =
        (last.value, next.value)
    else {
        return None;
    };
    // An `m` behind hours is no metre.
    let hours = big.dimension == Dimension::Time && big.factor == 3600.0;
    let metre = small.dimension == Dimension::Length && small.factor == 1.0;
    let small = if hours && metre { units::named("minute")? } else { small };
    // What makes one of the greater unit or more is no part of it: `5 feet (152 cm)`.
    let part = big.factor > small.factor && more * small.factor < big.factor * 1.000_001;
    let one = big.dimension == small.dimension && part && next.first - last.past <= 1;
    one.then(|| Value::Quantity { amount: amount + more * small.factor / big.factor, unit: Some(big) })
}

/// Of each of `count` tokens, whether a value has taken it.
pub fn taken(count: usize, found: &[Found]) -> Vec<bool> {
    let mut taken = vec![false; count];
    for value in found {
        let range = value.first.min(count)..value.past.min(count);
        taken[range].fill(true);
    }
    taken
}
