//! Places on the globe: `51.5° N, 0.12° W`, `40°42′46″N 74°0′22″W`, `40.7128, -74.0060`.

use crate::lex::Token;
use crate::relations::Relation;
use crate::values::Value;

/// A point on the globe, in degrees; north and east are positive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// −90 to 90.
    pub latitude: f64,
    /// −180 to 180.
    pub longitude: f64,
}

/// Seconds of arc rounded to decimals are this far apart at most, in degrees.
const ROUNDED: f64 = 1e-3;
/// One place, said with one decimal and with four.
const NEAR: f64 = 0.1;

impl Point {
    /// How two points relate: the same within a thousandth of a degree, near within a tenth.
    pub fn relate(&self, other: &Self) -> Relation {
        let apart = (self.latitude - other.latitude).abs().max((self.longitude - other.longitude).abs());
        match apart {
            d if d <= ROUNDED => Relation::Same,
            d if d <= NEAR => Relation::Near,
            _ => Relation::Different,
        }
    }
}

/// The point that begins at the first token, and how many tokens it takes.
pub(crate) fn read(tokens: &[Token]) -> Option<(Value, usize)> {
    tokens.first()?.amount()?;
    let (latitude, used) = directed(tokens, "ns").or_else(|| decimal(tokens))?;
    let comma = usize::from(tokens.get(used).is_some_and(|t| t.mark() == Some(',') || t.word() == Some("and")));
    let rest = tokens.get(used + comma..)?;
    let (longitude, more) = if directed(tokens, "ns").is_some() {
        directed(rest, "ew")?
    } else {
        decimal(rest).filter(|(_, taken)| comma == 1 && rest.len() == *taken)?
    };
    let fits = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    fits.then_some((Value::Point(Point { latitude, longitude }), used + comma + more))
}

/// Degrees, minutes and seconds, and one of two directions behind them, of which the second is negative.
fn directed(tokens: &[Token], directions: &str) -> Option<(f64, usize)> {
    let mut angle = 0.0;
    let mut at = 0;
    for (marks, share) in [("°", 1.0), ("'’′", 60.0), ("\"″”", 3600.0)] {
        let Some(amount) = tokens.get(at).and_then(Token::amount).filter(|amount| *amount >= 0.0) else { break };
        let marked = tokens.get(at + 1).is_some_and(|t| {
            t.mark().is_some_and(|mark| marks.contains(mark)) || matches!(t.word(), Some("degrees" | "degree" | "deg"))
        });
        if share > 1.0 && !marked {
            return None;
        }
        angle += amount / share;
        at += 1 + usize::from(marked);
    }
    let word = tokens.get(at)?.word()?;
    let letter = match word {
        "north" | "n" => 'n',
        "south" | "s" => 's',
        "east" | "e" => 'e',
        "west" | "w" => 'w',
        _ => return None,
    };
    let place = directions.find(letter)?;
    Some((if place == 1 { -angle } else { angle }, at + 1))
}

/// A number with at least two decimals.
fn decimal(tokens: &[Token]) -> Option<(f64, usize)> {
    let token = tokens.first()?;
    let decimals = token.text.split_once('.')?.1.len();
    token.amount().filter(|_| decimals >= 2).map(|amount| (amount, 1))
}
