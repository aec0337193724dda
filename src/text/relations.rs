//! How two values relate: the same, one less precise than the other, exclusive, or nothing to do with each other.

use crate::dates::{self, Date, When, Years};
use crate::hedges::Hedge;
use crate::units::{self, Dimension, Unit};
use crate::values::{Found, Value};

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

/// How two values relate, with what was said around them; symmetric.
pub fn relate(a: &Found, b: &Found) -> Relation {
    let relation = bare(&a.value, &b.value);
    let relation = if relation == Relation::Different && rounds(a, b) { Relation::Near } else { relation };
    if (a.hedge, b.hedge) == (Hedge::Exact, Hedge::Exact) || relation == Relation::Unrelated {
        return relation;
    }
    let (Some(x), Some(y)) = (size(&a.value), size(&b.value)) else { return narrowed(relation, a.hedge, b.hedge) };
    hedged(relation, (a.hedge, x), (b.hedge, y))
}

/// Whether the one is the other, rounded as it was said: `67 million` for 67,081,000.
fn rounds(a: &Found, b: &Found) -> bool {
    let (Value::Quantity { amount: x, unit: u }, Value::Quantity { amount: y, unit: v }) = (a.value, b.value) else {
        return false;
    };
    (u == v || u.is_none() || v.is_none()) && (x - y).abs() < a.grain.max(b.grain) / 2.0
}

/// Whether a value is a year by itself.
pub(crate) fn is_year(value: &Value) -> bool {
    match value {
        Value::Quantity { amount, unit: None } => dates::is_year(*amount),
        Value::When(When::Date(date)) => date.year.is_some(),
        _ => false,
    }
}

/// What hedges are compared by: an amount in its dimension's own unit, or a year.
fn size(value: &Value) -> Option<f64> {
    match value {
        Value::Quantity { amount, unit } => Some(unit.map_or(*amount, |unit| unit.base(*amount))),
        Value::When(When::Date(Date { year: Some(year), month: None, .. })) => Some(f64::from(*year)),
        _ => None,
    }
}

fn hedged(relation: Relation, (h, x): (Hedge, f64), (k, y): (Hedge, f64)) -> Relation {
    use Hedge::{About, Exact, Over, Under};
    match (h, k) {
        (Over, Under) | (Under, Over) => {
            let (low, high) = if h == Over { (x, y) } else { (y, x) };
            if low < high { Relation::Near } else { Relation::Different }
        }
        (Over, Over) | (Under, Under) if relation == Relation::Same => Relation::Same,
        (Over, Over) | (Under, Under) => Relation::Near,
        (Over, Exact) | (Exact, Under) if y < x => Relation::Different,
        (Under, Exact) | (Exact, Over) if y > x => Relation::Different,
        (About, Exact | About) | (Exact, About) => match relation {
            Relation::Different if roughly(x, y) => Relation::Near,
            plain => plain,
        },
        (Over | Under, _) | (_, Over | Under) => Relation::Near,
        _ => narrowed(relation, h, k),
    }
}

/// *Early* in it is near it, and is not *late* in it.
fn narrowed(relation: Relation, h: Hedge, k: Hedge) -> Relation {
    let part = |hedge| matches!(hedge, Hedge::Early | Hedge::Mid | Hedge::Late);
    match relation {
        Relation::Same if part(h) && part(k) && h != k => Relation::Different,
        Relation::Same if h == k || [h, k].iter().all(|hedge| matches!(hedge, Hedge::Exact | Hedge::About)) => {
            Relation::Same
        }
        Relation::Same => Relation::Near,
        Relation::Different if matches!((h, k), (Hedge::Over | Hedge::Under, _) | (_, Hedge::Over | Hedge::Under)) => {
            Relation::Near
        }
        other => other,
    }
}

/// Whether *about* the one may be the other: a twentieth apart, or ten years.
fn roughly(x: f64, y: f64) -> bool {
    if dates::is_year(x) && dates::is_year(y) { (x - y).abs() <= 10.0 } else { gap(x, y) <= 0.05 }
}

/// An amount without a unit beside one with a unit, where the question names another unit of the kind (`How many minutes
/// …?`) in which they agree: the same where it names no third, near where they agree roughly.
pub(crate) fn converted(a: &Found, b: &Found, asked: &[Unit]) -> Option<Relation> {
    let (unit, with, without) = half_united(a, b)?;
    let apart = |own: &Unit| gap(unit.base(with), own.base(without));
    let fits = |own: &&Unit| own.dimension == unit.dimension && **own != unit && apart(own) <= LOOSE;
    let own = asked.iter().find(fits)?;
    let sole = asked.iter().all(|other| other == own);
    Some(if sole && apart(own) <= CONVERTED { Relation::Same } else { Relation::Near })
}

/// Whether the one is a share and the other a number as great, where the question gives shares: 12 and `12%` of 15% of 80.
pub(crate) fn is_share_and_number(a: &Found, b: &Found, asked: &[Value]) -> bool {
    let given =
        |value: &Value| matches!(value, Value::Quantity { unit: Some(unit), .. } if unit.dimension == Dimension::Ratio);
    let Some((unit, with, without)) = half_united(a, b) else { return false };
    unit.dimension == Dimension::Ratio && gap(with, without) <= EXACT && asked.iter().any(given)
}

/// Of two amounts of which one has a unit: the unit, its amount, the other amount.
fn half_united(a: &Found, b: &Found) -> Option<(Unit, f64, f64)> {
    let (Value::Quantity { amount: x, unit: u }, Value::Quantity { amount: y, unit: v }) = (a.value, b.value) else {
        return None;
    };
    match (u, v) {
        (Some(unit), None) => Some((unit, x, y)),
        (None, Some(unit)) => Some((unit, y, x)),
        _ => None,
    }
}

/// How two values relate, each taken as it stands.
fn bare(a: &Value, b: &Value) -> Relation {
    use Value::{Point, Quantity, Range, Version, When as At};
    match (a, b) {
        (Quantity { amount: x, unit: u }, Quantity { amount: y, unit: v }) => quantities(*x, *u, *y, *v),
        (Range { from: a, to: b, .. }, Range { from: c, to: d, .. }) => ranges((*a, *b), (*c, *d)),
        (Range { from, to, .. }, Quantity { amount, .. }) | (Quantity { amount, .. }, Range { from, to, .. }) => {
            inside(*from, *to, *amount)
        }
        (At(x), At(y)) => whens(*x, *y),
        (Version(x), Version(y)) => x.relate(y),
        (Version(x), Quantity { amount, unit: None }) | (Quantity { amount, unit: None }, Version(x)) => {
            x.relate_number(*amount)
        }
        (Point(x), Point(y)) => x.relate(y),
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

fn gap(x: f64, y: f64) -> f64 {
    let most = x.abs().max(y.abs());
    if most == 0.0 { 0.0 } else { (x - y).abs() / most }
}

const EXACT: f64 = 1e-9;
/// Two readings of one measurement in different units may round this far apart.
const CONVERTED: f64 = 0.012;
/// Readings in different units this far apart may still be one measurement, rounded as people do: 6 feet and 1.8 m, 5 tons
/// and 5 tonnes, 1 GB in powers of ten and of two.
const LOOSE: f64 = 0.1;
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
            let distance = if u == v { gap(x, y) } else { gap(u.base(x), v.base(y)) };
            match distance {
                _ if u != v && u.dimension == Dimension::Temperature => degrees(u.base(x), v.base(y)),
                d if d <= EXACT => Relation::Same,
                d if u != v && d <= CONVERTED => Relation::Same,
                d if u != v && d <= LOOSE => Relation::Near,
                d if d <= ROUNDED && x.abs().max(y.abs()) >= 100.0 => Relation::Near,
                d => plain(d),
            }
        }
        (Some(u), Some(v)) => pounds(u, v, gap(x, y)),
        (Some(unit), None) | (None, Some(unit)) => {
            let (with, without) = if u.is_some() { (x, y) } else { (y, x) };
            match (plain(gap(x, y)), unit.dimension) {
                (Relation::Same, _) => Relation::Same,
                (relation, Dimension::Ratio) => share(unit.base(with), without).unwrap_or(relation),
                (Relation::Different, _) if is_abbreviated(unit, with, without) => Relation::Near,
                (Relation::Different, Dimension::Temperature) if is_degrees(unit.base(with), without) => Relation::Near,
                (relation, _) => relation,
            }
        }
        // `1.234` may be a number in thousands, as it is written elsewhere.
        (None, None) if is_thousands(x, y) || is_thousands(y, x) => Relation::Near,
        (None, None) => plain(gap(x, y)),
    }
}

fn is_thousands(x: f64, y: f64) -> bool {
    (1.0..1e3).contains(&x.abs()) && x.fract() != 0.0 && y.fract() == 0.0 && gap(x * 1e3, y) <= EXACT
}

/// A percentage, as a share of one, beside a fraction: one third is 33%, and one eighth may have been rounded to 13%.
fn share(percentage: f64, fraction: f64) -> Option<Relation> {
    let rounded = (percentage - fraction).abs() <= 0.0068 && gap(percentage, fraction) <= 0.05;
    // As a fraction it was not written with a point.
    let endless = (fraction * 1e6 - (fraction * 1e6).round()).abs() > 1e-6;
    match gap(percentage, fraction) {
        d if d <= EXACT => Some(Relation::Same),
        _ if rounded && endless => Some(Relation::Same),
        _ if rounded => Some(Relation::Near),
        _ => None,
    }
}

/// Whether an amount without a unit is this temperature on one of the scales.
fn is_degrees(kelvins: f64, amount: f64) -> bool {
    let scales = ["celsius", "fahrenheit", "kelvin"].into_iter().filter_map(units::named);
    scales.into_iter().any(|scale| degrees(kelvins, scale.base(amount)) == Relation::Same)
}

/// Temperatures of different scales, in kelvins: rounded to a whole degree of either the same, near within a few.
fn degrees(x: f64, y: f64) -> Relation {
    match (x - y).abs() {
        d if d <= 0.6 || (d <= CONVERTED * x.max(y) && x.min(y) >= 800.0) => Relation::Same,
        d if d <= 4.0 || d <= ROUNDED * x.max(y) => Relation::Near,
        _ => Relation::Different,
    }
}

/// Whether the unit's letter may have been short for a thousand or a million: `10k` and `10 km`, `5M` and 5,000,000.
fn is_abbreviated(unit: Unit, with: f64, without: f64) -> bool {
    let scales: &[f64] = match unit.dimension {
        Dimension::Length => &[1e3, 1e6],
        Dimension::Temperature => &[1e3],
        _ => &[],
    };
    scales.iter().any(|scale| gap(with * scale, without) <= EXACT)
}

/// A pound is a weight and a currency, a degree an angle and a temperature, `¥` of Japan and of China, `m` a metre and a
/// minute; other dimensions exclude each other.
fn pounds(u: Unit, v: Unit, distance: f64) -> Relation {
    let pair = [u.dimension, v.dimension];
    let both = |a, b| pair == [a, b] || pair == [b, a];
    let metre = |unit: Unit| unit.dimension == Dimension::Length && unit.factor == 1.0;
    let minute = |unit: Unit| unit.dimension == Dimension::Time && unit.factor == 60.0;
    let ambiguous = both(Dimension::Mass, Dimension::Sterling)
        || both(Dimension::Yen, Dimension::Yuan)
        || (metre(u) && minute(v))
        || (minute(u) && metre(v));
    // Nobody said of which scale the degrees are.
    if both(Dimension::Angle, Dimension::Temperature) || (ambiguous && distance <= EXACT) {
        Relation::Near
    } else {
        Relation::Different
    }
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

/// A year beside a stretch; most people count 1900 among the years of the 20th century.
fn within(years: Years, year: f64) -> Relation {
    let early = i32::from(years.to - years.from == 99 && years.to % 100 == 0);
    inside(f64::from(years.from - early), f64::from(years.to), year)
}

fn whens(a: When, b: When) -> Relation {
    match (a, b) {
        (When::Date(a), When::Date(b)) => dates_relation(a, b),
        (When::Years(a), When::Years(b)) => years_relation(a, b),
        (When::Unordered { year, parts }, other) | (other, When::Unordered { year, parts }) => {
            unordered(year, parts, other)
        }
        (When::Years(years), When::Date(date)) | (When::Date(date), When::Years(years)) => match date.year {
            Some(year) => within(years, f64::from(year)),
            None => Relation::Unrelated,
        },
        (When::Clock { minutes: x, certain: p }, When::Clock { minutes: y, certain: q }) => {
            if x % 1440 == y % 1440 && p == q {
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
        When::Years(years) if dates::is_year(amount) => within(years, amount),
        When::Clock { minutes, .. } if f64::from(minutes) == amount * 60.0 => Relation::Near,
        _ => Relation::Unrelated,
    }
}
