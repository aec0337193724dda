//! Dates as they are written: days, months, years, decades, centuries, times of day.

use crate::lex::Token;
use crate::numbers;

/// A day, as far as it was said. At least one of the three is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// The year; before Christ, negative.
    pub year: Option<i32>,
    /// The month, 1–12.
    pub month: Option<u8>,
    /// The day of the month, 1–31.
    pub day: Option<u8>,
}

/// A stretch of years, both ends included: a decade, a century.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Years {
    /// The first year.
    pub from: i32,
    /// The last year.
    pub to: i32,
}

/// What a date phrase says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A day, a month, a year.
    Date(Date),
    /// A day written as two numbers of which either may be the month (`03/04/2020`).
    Unordered {
        /// The year.
        year: i32,
        /// Day and month, or month and day, as written; both 1–12 and not the same.
        parts: [u8; 2],
    },
    /// A decade or a century.
    Years(Years),
    /// A time of day: minutes past midnight, and whether morning or afternoon is certain.
    Clock {
        /// Minutes past midnight.
        minutes: u32,
        /// Whether it was said, or is clear from, which half of the day is meant.
        certain: bool,
    },
}

/// Reads the date phrase that begins at the first token, and how many tokens it takes. A bare number is no date here.
pub fn read(tokens: &[Token]) -> Option<(When, usize)> {
    east_asian(tokens)
        .or_else(|| iso(tokens))
        .or_else(|| dotted(tokens))
        .or_else(|| clock(tokens))
        .or_else(|| spoken_clock(tokens))
        .or_else(|| month_first(tokens))
        .or_else(|| day_first(tokens))
        .or_else(|| stretch(tokens))
        .or_else(|| era(tokens))
}

/// The month that a folded word names, 1–12.
pub fn month(word: &str) -> Option<u8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let full = NAMES.iter().position(|name| *name == word);
    let short = || NAMES.iter().position(|name| word.len() == 3 && name.starts_with(word));
    let index = full.or_else(short).or(if word == "sept" { Some(8) } else { None })?;
    u8::try_from(index + 1).ok()
}

/// Whether a folded word may open a date: a month or a decade.
pub fn is_date_word(word: &str) -> bool {
    month(word).is_some()
        || named_decade(word).is_some()
        || matches!(word, "noon" | "midday" | "midnight" | "quarter" | "half")
}

/// Whether an amount is written and sized as a year is.
pub fn is_year(amount: f64) -> bool {
    amount.fract() == 0.0 && (1000.0..=2100.0).contains(&amount)
}

impl Date {
    fn of(year: Option<i32>, month: Option<u8>, day: Option<u8>) -> When {
        When::Date(Self { year, month, day })
    }
}

fn whole(token: &Token, least: f64, most: f64) -> Option<i32> {
    let amount = token.amount()?;
    (amount.fract() == 0.0 && (least..=most).contains(&amount)).then_some(amount as i32)
}

fn day(tokens: &[Token]) -> Option<(u8, usize)> {
    let number = numbers::read(tokens)?;
    let fits = number.amount.fract() == 0.0 && (1.0..=31.0).contains(&number.amount);
    (fits && (number.ordinal || tokens[0].amount().is_some())).then_some((number.amount as u8, number.taken))
}

/// A year behind a day or month, with an optional comma or *of* before it.
fn year(tokens: &[Token]) -> Option<(i32, usize)> {
    let skip = usize::from(tokens.first().is_some_and(|t| t.mark() == Some(',') || t.word() == Some("of")));
    let token = tokens.get(skip)?;
    // After a month, two or three digits would be a day or something else altogether.
    let value = whole(token, 1000.0, 2999.0)
        .or_else(|| era_sign(tokens.get(skip + 1..)?).and_then(|_| whole(token, 1.0, 9999.0)))?;
    let (sign, taken) = tokens.get(skip + 1..).and_then(era_sign).unwrap_or((1, 0));
    Some((sign * value, skip + 1 + taken))
}

fn month_first(tokens: &[Token]) -> Option<(When, usize)> {
    let word = tokens.first()?.word()?;
    let named = month(word)?;
    let mut taken = 1 + usize::from(word.len() < 5 && tokens.get(1).is_some_and(|t| t.glued && t.mark() == Some('.')));
    taken += usize::from(tokens.get(taken).is_some_and(|t| t.word() == Some("the")));
    if let Some((day, used)) = day(&tokens[taken..]).filter(|_| year(&tokens[taken..]).is_none()) {
        taken += used;
        let after = year(&tokens[taken..]);
        return Some((Date::of(after.map(|y| y.0), Some(named), Some(day)), taken + after.map_or(0, |y| y.1)));
    }
    if let Some((year, used)) = year(&tokens[taken..]) {
        return Some((Date::of(Some(year), Some(named), None), taken + used));
    }
    // `may`, `march`, `mar` and `sun` are words; alone they are months only when nothing else is there.
    let surely = !matches!(word, "may" | "march" | "mar" | "jan" | "dec") || tokens.len() == 1;
    (surely && (word.len() > 3 || tokens.len() == 1)).then_some((Date::of(None, Some(named), None), 1))
}

fn day_first(tokens: &[Token]) -> Option<(When, usize)> {
    let the = usize::from(tokens.first()?.word() == Some("the"));
    let (day, mut taken) = day(&tokens[the..])?;
    taken += the;
    taken += usize::from(tokens.get(taken).is_some_and(|t| t.word() == Some("of")));
    let named = month(tokens.get(taken)?.word()?)?;
    taken += 1;
    taken += usize::from(tokens.get(taken).is_some_and(|t| t.glued && t.mark() == Some('.')));
    let after = tokens.get(taken..).and_then(year);
    Some((Date::of(after.map(|y| y.0), Some(named), Some(day)), taken + after.map_or(0, |y| y.1)))
}

/// `1990-03-12`, `12/03/1990`. Day and month cannot always be told apart.
fn iso(tokens: &[Token]) -> Option<(When, usize)> {
    let [a, first, b, second, c, ..] = tokens else { return None };
    let sign = first.mark().filter(|mark| matches!(mark, '-' | '/' | '–'))?;
    if second.mark() != Some(sign) || !(first.glued && b.glued && second.glued && c.glued) {
        return None;
    }
    let small = |token: &Token, most: f64| whole(token, 1.0, most).and_then(|n| u8::try_from(n).ok());
    if let (Some(year), Some(month), Some(day)) = (whole(a, 1000.0, 2999.0), small(b, 12.0), small(c, 31.0)) {
        return Some((Date::of(Some(year), Some(month), Some(day)), 5));
    }
    let (year, x, y) = (whole(c, 1000.0, 2999.0)?, small(a, 31.0)?, small(b, 31.0)?);
    let when = match (x > 12, y > 12) {
        (true, false) => Date::of(Some(year), Some(y), Some(x)),
        (false, true) => Date::of(Some(year), Some(x), Some(y)),
        _ if x == y => Date::of(Some(year), Some(x), Some(x)),
        _ => When::Unordered { year, parts: [x, y] },
    };
    Some((when, 5))
}

/// `12.03.1990`: written so, the day stands first.
fn dotted(tokens: &[Token]) -> Option<(When, usize)> {
    let [days, dot, year, ..] = tokens else { return None };
    let (day, month) = days.text.split_once('.').filter(|_| days.amount().is_some_and(|amount| amount >= 1.0))?;
    let joined = dot.glued && dot.mark() == Some('.') && year.glued;
    let year = whole(year, 1000.0, 2999.0).filter(|_| joined)?;
    let within = |part: &str, most: u8| part.parse::<u8>().ok().filter(|n| (1..=most).contains(n) && part.len() <= 2);
    Some((Date::of(Some(year), Some(within(month, 12)?), Some(within(day, 31)?)), 3))
}

/// `noon`, `midnight`, `half past five`, `a quarter to six`, `5 o'clock`.
fn spoken_clock(tokens: &[Token]) -> Option<(When, usize)> {
    let word = |at: usize| tokens.get(at).and_then(Token::word).unwrap_or_default();
    match word(0) {
        "noon" | "midday" => return Some((When::Clock { minutes: 720, certain: true }, 1)),
        "midnight" => return Some((When::Clock { minutes: 0, certain: true }, 1)),
        _ => {}
    }
    let (shift, from) = match (word(0), word(1), word(2)) {
        ("half", "past", _) => (30, 2),
        ("quarter", "past", _) => (15, 2),
        ("quarter", "to", _) => (-15, 2),
        ("a", "quarter", "past") => (15, 3),
        ("a", "quarter", "to") => (-15, 3),
        _ => (0, 0),
    };
    let number = numbers::read(tokens.get(from..)?).filter(|number| number.amount.fract() == 0.0)?;
    let taken = from + number.taken;
    let oclock = word(taken) == "o'clock";
    if !(1.0..=12.0).contains(&number.amount) || (from == 0 && !oclock) {
        return None;
    }
    let past = taken + usize::from(oclock);
    let half = word(past);
    let hours = number.amount as i32 % 12 + if half == "pm" { 12 } else { 0 };
    let said = matches!(half, "am" | "pm");
    let minutes = u32::try_from((hours * 60 + shift).rem_euclid(1440)).ok()?;
    Some((When::Clock { minutes, certain: said }, past + usize::from(said)))
}

fn clock(tokens: &[Token]) -> Option<(When, usize)> {
    let hour = u32::try_from(whole(tokens.first()?, 0.0, 24.0)?).ok()?;
    let colon = tokens.get(1).is_some_and(|t| t.glued && t.mark() == Some(':'));
    let minute = tokens.get(2).filter(|t| colon && t.glued && t.text.len() == 2).and_then(|t| whole(t, 0.0, 59.0));
    let (minutes, taken) = match minute {
        Some(minute) => (u32::try_from(minute).ok()?, 3),
        None => (0, 1),
    };
    let half = tokens.get(taken).and_then(Token::word).filter(|w| matches!(*w, "am" | "pm"));
    if let Some(word @ ("noon" | "midnight")) = tokens.get(1).and_then(Token::word)
        && hour == 12
    {
        return Some((When::Clock { minutes: if word == "noon" { 720 } else { 0 }, certain: true }, 2));
    }
    if half.is_none() && minute.is_none() {
        return None;
    }
    let hour = match half {
        Some("pm") if hour < 12 => hour + 12,
        Some("am") if hour == 12 => 0,
        _ => hour,
    };
    let certain = half.is_some() || hour > 12;
    Some((When::Clock { minutes: hour * 60 + minutes, certain }, taken + usize::from(half.is_some())))
}

/// `1960s`, `the '60s`, `sixties`, `19th century`.
fn stretch(tokens: &[Token]) -> Option<(When, usize)> {
    let first = tokens.first()?;
    if let Some(from) = whole(first, 20.0, 2990.0).filter(|n| n % 10 == 0 && (*n < 100 || *n >= 1000)) {
        let quote = usize::from(tokens.get(1).is_some_and(|t| t.glued && matches!(t.mark(), Some('\'' | '’'))));
        if tokens.get(1 + quote).is_some_and(|t| t.glued && t.word() == Some("s")) {
            let from = if from < 100 { 1900 + from } else { from };
            // `The 1800s` may be ten years or a hundred.
            let to = if from % 100 == 0 { from + 99 } else { from + 9 };
            return Some((When::Years(Years { from, to }), 2 + quote));
        }
    }
    if let Some(from) = first.word().and_then(named_decade) {
        return Some((When::Years(Years { from, to: from + 9 }), 1));
    }
    let roman = || {
        let amount = f64::from(numbers::roman(first.word()?)?);
        Some(numbers::Number { amount, taken: 1, ordinal: true, bare: false })
    };
    let number =
        numbers::read(tokens).or_else(roman).filter(|n| (1.0..=40.0).contains(&n.amount) && n.amount.fract() == 0.0)?;
    let named = tokens.get(number.taken)?.word()?;
    let century = named == "century" && number.ordinal || named == "世";
    if !century {
        return None;
    }
    let mut taken = number.taken + 1;
    taken += usize::from(tokens.get(taken).is_some_and(|t| t.word() == Some("纪")));
    let last = number.amount as i32 * 100;
    Some(match tokens.get(taken..).and_then(era_sign) {
        Some((-1, used)) => (When::Years(Years { from: -last, to: -(last - 99) }), taken + used),
        Some((_, used)) => (When::Years(Years { from: last - 99, to: last }), taken + used),
        None => (When::Years(Years { from: last - 99, to: last }), taken),
    })
}

fn named_decade(word: &str) -> Option<i32> {
    const NAMES: [&str; 7] = ["thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
    let index = NAMES.iter().position(|name| *name == word)?;
    Some(1930 + 10 * i32::try_from(index).ok()?)
}

/// `44 BC`, `AD 79`.
fn era(tokens: &[Token]) -> Option<(When, usize)> {
    let first = tokens.first()?;
    if matches!(first.word(), Some("ad" | "ce")) {
        let year = whole(tokens.get(1)?, 1.0, 2999.0)?;
        return Some((Date::of(Some(year), None, None), 2));
    }
    let year = whole(first, 1.0, 9999.0)?;
    let (sign, used) = era_sign(&tokens[1..])?;
    Some((Date::of(Some(sign * year), None, None), 1 + used))
}

fn era_sign(tokens: &[Token]) -> Option<(i32, usize)> {
    match tokens.first()?.word()? {
        "bc" | "bce" => Some((-1, 1)),
        "ad" | "ce" => Some((1, 1)),
        _ => None,
    }
}

/// `1990年3月12日`, `3月12日`, `1990年`, `公元前221年`.
fn east_asian(tokens: &[Token]) -> Option<(When, usize)> {
    let before = tokens.len() > 3 && ["公", "元", "前"].iter().zip(tokens).all(|(c, t)| t.word() == Some(c));
    let mut at = if before { 3 } else { 0 };
    let mut part = |counters: &[&str]| {
        let number = numbers::read(tokens.get(at..)?)?;
        let counter = tokens.get(at + number.taken)?.word()?;
        if number.amount.fract() != 0.0 || !counters.contains(&counter) {
            return None;
        }
        at += number.taken + 1;
        Some(number.amount)
    };
    let year = part(&["年"]).filter(|y| *y < 3000.0).map(|y| if before { -(y as i32) } else { y as i32 });
    let month = part(&["月"]).filter(|m| (1.0..=12.0).contains(m)).map(|m| m as u8);
    let day = month.and_then(|_| part(&["日", "号"])).filter(|d| (1.0..=31.0).contains(d)).map(|d| d as u8);
    // A bare `3年` is three years, not the year 3.
    let said = month.is_some() || year.is_some_and(|y| !(0..1000).contains(&y));
    said.then_some((Date::of(year, month, day), at))
}
