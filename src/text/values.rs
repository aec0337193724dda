//! Numbers, quantities and dates in a text, and how two of them relate.

use crate::dates::{self, Date, When, Years};
use crate::lex::{Lexeme, Token};
use crate::measures;
use crate::numbers::{self, Number};
use crate::units::{self, Dimension, Unit};

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
}

/// How two values relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The same.
    Same,
    /// The one could be the other, said less precisely.
    Near,
    /// They exclude each other.
    Different,
    /// They cannot be compared.
    Unrelated,
}

/// A value and the tokens it took.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The value.
    pub value: Value,
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
        found.push(Found { value, first: at, past: at + taken });
        at += taken;
    }
    join_compound(found)
}

/// How two values relate; symmetric.
pub fn relate(a: &Value, b: &Value) -> Relation {
    use Value::{Quantity, Range, When as At};
    match (a, b) {
        (Quantity { amount: x, unit: u }, Quantity { amount: y, unit: v }) => quantities(*x, *u, *y, *v),
        (Range { from: a, to: b, .. }, Range { from: c, to: d, .. }) => ranges((*a, *b), (*c, *d)),
        (Range { from, to, .. }, Quantity { amount, .. }) | (Quantity { amount, .. }, Range { from, to, .. }) => {
            inside(*from, *to, *amount)
        }
        (At(x), At(y)) => whens(*x, *y),
        (At(when), Quantity { amount, unit: None }) | (Quantity { amount, unit: None }, At(when)) => {
            when_and_number(*when, *amount)
        }
        (At(When::Years(years)), Range { from, to, unit: None })
        | (Range { from, to, unit: None }, At(When::Years(years))) => {
            ranges((f64::from(years.from), f64::from(years.to)), (*from, *to))
        }
        (At(When::Date(Date { year: Some(year), .. })), Range { from, to, unit: None })
        | (Range { from, to, unit: None }, At(When::Date(Date { year: Some(year), .. }))) => {
            inside(*from, *to, f64::from(*year))
        }
        _ => Relation::Unrelated,
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
                || matches!(word, "a" | "an" | "ad" | "ce" | "minus" | "negative" | "wwi" | "wwii" | "ww1" | "ww2")
                || numbers::is_number_word(word)
                || dates::is_date_word(word)
                || word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
        }
    }
}

fn read(tokens: &[Token], at: usize) -> Option<(Value, usize)> {
    let rest = &tokens[at..];
    if let Some((when, taken)) = dates::read(rest) {
        return Some((Value::When(when), taken));
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
    let sign = rest.first().and_then(Token::mark).and_then(units::currency);
    let skip = usize::from(sign.is_some());
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
    if unit.is_none()
        && !number.ordinal
        && let Some((read, used)) = unit_behind(&rest[taken..])
    {
        unit = Some(read);
        taken += used;
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
    let end = tokens.get(1).filter(|t| joins && t.amount().is_some())?;
    let next = numbers::read(&tokens[1..])?;
    let short = dates::is_year(from.amount) && end.text.len() == 2;
    let to = if short { (from.amount / 100.0).trunc() * 100.0 + next.amount } else { next.amount };
    Some((to, 1 + next.taken))
}

/// A Roman numeral that can be nothing else: `VIII`, `xiv` behind a word; a single I, V or X only in capitals, behind a
/// capitalised word, at the end.
fn roman(tokens: &[Token], at: usize) -> Option<Number> {
    let token = &tokens[at];
    if let Some(war) = token.word().and_then(|word| word.strip_prefix("ww")) {
        let amount = if matches!(war, "ii" | "2") { 2.0 } else { 1.0 };
        return Some(Number { amount, taken: 1, ordinal: true, bare: false });
    }
    let before = tokens.get(at.checked_sub(1)?)?;
    let letters = token.word()?;
    let single = letters.len() == 1 && token.capital && before.capital && tokens.len() == at + 1;
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
    let one = big.dimension == small.dimension && big.factor > small.factor && next.first - last.past <= 1;
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

fn gap(x: f64, y: f64) -> f64 {
    let most = x.abs().max(y.abs());
    if most == 0.0 { 0.0 } else { (x - y).abs() / most }
}

const EXACT: f64 = 1e-9;
/// Two readings of one measurement in different units may round this far apart.
const CONVERTED: f64 = 0.012;
/// Values this close may be one value said more and less precisely (3.14 and 3.1416).
const ROUNDED: f64 = 0.004;

fn quantities(x: f64, u: Option<Unit>, y: f64, v: Option<Unit>) -> Relation {
    let plain = |distance: f64| match distance {
        d if d <= EXACT => Relation::Same,
        d if d <= ROUNDED && (x.fract() != 0.0 || y.fract() != 0.0) => Relation::Near,
        _ => Relation::Different,
    };
    match (u, v) {
        (Some(u), Some(v)) if u.dimension == v.dimension => {
            let distance = gap(u.base(x), v.base(y));
            match distance {
                d if d <= EXACT => Relation::Same,
                d if u != v && d <= CONVERTED => Relation::Same,
                d if d <= ROUNDED && x.abs().max(y.abs()) >= 100.0 => Relation::Near,
                d => plain(d),
            }
        }
        (Some(u), Some(v)) => pounds(u, v, gap(x, y)),
        (Some(unit), None) | (None, Some(unit)) => {
            let (with, without) = if u.is_some() { (x, y) } else { (y, x) };
            let shared = unit.dimension == Dimension::Ratio && gap(unit.base(with), without) <= EXACT;
            if shared { Relation::Same } else { plain(gap(x, y)) }
        }
        (None, None) => plain(gap(x, y)),
    }
}

/// A pound is a weight and a currency, a degree an angle and a temperature; other dimensions exclude each other.
fn pounds(u: Unit, v: Unit, distance: f64) -> Relation {
    let pair = [u.dimension, v.dimension];
    let both = |a, b| pair == [a, b] || pair == [b, a];
    let ambiguous = both(Dimension::Mass, Dimension::Sterling) || both(Dimension::Angle, Dimension::Temperature);
    if ambiguous && distance <= EXACT { Relation::Near } else { Relation::Different }
}

fn ranges((a, b): (f64, f64), (c, d): (f64, f64)) -> Relation {
    if gap(a, c) <= EXACT && gap(b, d) <= EXACT {
        return Relation::Same;
    }
    let rising = a <= b && c <= d;
    if rising && a <= d && c <= b { Relation::Near } else { Relation::Different }
}

fn inside(from: f64, to: f64, amount: f64) -> Relation {
    let (low, high) = if from <= to { (from, to) } else { (to, from) };
    if (low..=high).contains(&amount) { Relation::Near } else { Relation::Different }
}

fn whens(a: When, b: When) -> Relation {
    match (a, b) {
        (When::Date(a), When::Date(b)) => dates_relation(a, b),
        (When::Years(a), When::Years(b)) => years_relation(a, b),
        (When::Unordered { year, parts }, other) | (other, When::Unordered { year, parts }) => {
            unordered(year, parts, other)
        }
        (When::Years(years), When::Date(date)) | (When::Date(date), When::Years(years)) => match date.year {
            Some(year) => inside(f64::from(years.from), f64::from(years.to), f64::from(year)),
            None => Relation::Unrelated,
        },
        (When::Clock { minutes: x, certain: p }, When::Clock { minutes: y, certain: q }) => {
            if x == y && p == q {
                Relation::Same
            } else if x % 720 == y % 720 && !(p && q) {
                Relation::Near
            } else {
                Relation::Different
            }
        }
        (When::Clock { .. }, _) | (_, When::Clock { .. }) => Relation::Unrelated,
    }
}

/// `03/04/2020` beside something else: the same as itself only, and near whatever one of its readings is.
fn unordered(year: i32, parts: [u8; 2], other: When) -> Relation {
    let [x, y] = parts;
    match other {
        When::Unordered { year: same, parts: as_written } if (year, parts) == (same, as_written) => Relation::Same,
        When::Unordered { year: same, parts: turned } if (year, [y, x]) == (same, turned) => Relation::Near,
        When::Unordered { .. } => Relation::Different,
        When::Clock { .. } => Relation::Unrelated,
        _ => {
            let reading = |month, day| {
                let date = Date { year: Some(year), month: Some(month), day: Some(day) };
                whens(When::Date(date), other)
            };
            match (reading(x, y), reading(y, x)) {
                (Relation::Different, Relation::Different) => Relation::Different,
                (Relation::Unrelated, _) => Relation::Unrelated,
                _ => Relation::Near,
            }
        }
    }
}

fn dates_relation(a: Date, b: Date) -> Relation {
    fn part<T: PartialEq>(a: Option<T>, b: Option<T>) -> Option<bool> {
        Some(a? == b?)
    }
    let parts = [part(a.year, b.year), part(a.month, b.month), part(a.day, b.day)];
    if parts.contains(&Some(false)) {
        Relation::Different
    } else if a == b {
        Relation::Same
    } else if parts.contains(&Some(true)) {
        Relation::Near
    } else {
        Relation::Unrelated
    }
}

fn years_relation(a: Years, b: Years) -> Relation {
    ranges((f64::from(a.from), f64::from(a.to)), (f64::from(b.from), f64::from(b.to)))
}

fn when_and_number(when: When, amount: f64) -> Relation {
    match when {
        When::Date(Date { year: Some(year), month: None, day: None }) if f64::from(year) == amount => Relation::Same,
        When::Date(Date { year: Some(year), .. }) if dates::is_year(amount) => {
            if f64::from(year) == amount {
                Relation::Near
            } else {
                Relation::Different
            }
        }
        When::Unordered { year, .. } if dates::is_year(amount) => inside(f64::from(year), f64::from(year), amount),
        When::Date(Date { day: Some(day), .. }) if f64::from(day) == amount => Relation::Near,
        When::Years(Years { from, to }) if dates::is_year(amount) => inside(f64::from(from), f64::from(to), amount),
        When::Clock { minutes, .. } if f64::from(minutes) == amount * 60.0 => Relation::Near,
        _ => Relation::Unrelated,
    }
}
