//! Measures that are said in two breaths: `6'1"`, `half an hour`, `an hour and a half`, `between 5 and 10`.

use crate::lex::Token;
use crate::numbers;
use crate::units;
use crate::values::{Value, unit_behind};

/// `6'1"`, `6 ft 1 in`.
pub(crate) fn feet_and_inches(tokens: &[Token]) -> Option<(Value, usize)> {
    if let [feet, ft, inches, unit, ..] = tokens
        && matches!((ft.word(), unit.word()), (Some("ft" | "feet" | "foot"), Some("in")))
    {
        let amount = feet.amount()? + inches.amount()? / 12.0;
        return Some((Value::Quantity { amount, unit: units::named("foot") }, 4));
    }
    let [feet, mark, inches, ..] = tokens else { return None };
    let joined = matches!(mark.mark(), Some('\'' | '’' | '′')) && mark.glued && inches.glued;
    let (feet, inches) = (feet.amount().filter(|_| joined)?, inches.amount()?);
    let taken = 3 + usize::from(tokens.get(3).is_some_and(|t| t.glued && matches!(t.mark(), Some('"' | '″' | '”'))));
    let unit = units::named("foot")?;
    Some((Value::Quantity { amount: feet + inches / 12.0, unit: Some(unit) }, taken))
}

/// `half an hour`, `an hour and a half`.
pub(crate) fn half_a_unit(tokens: &[Token]) -> Option<(Value, usize)> {
    let word = |at: usize| tokens.get(at).and_then(Token::word).unwrap_or_default();
    let article = |at: usize| usize::from(matches!(word(at), "a" | "an"));
    if word(0) == "half" && article(1) == 1 {
        let (unit, used) = unit_behind(&tokens[2..])?;
        return Some((Value::Quantity { amount: 0.5, unit: Some(unit) }, 2 + used));
    }
    let (unit, used) = unit_behind(tokens.get(1..).filter(|_| article(0) == 1)?)?;
    let more = match (word(1 + used), word(2 + used), word(3 + used)) {
        ("and", "a", "half") => 0.5,
        ("and", "a", "quarter") => 0.25,
        _ => return None,
    };
    Some((Value::Quantity { amount: 1.0 + more, unit: Some(unit) }, 4 + used))
}

/// `between 5 and 10 km`.
pub(crate) fn between(tokens: &[Token]) -> Option<(Value, usize)> {
    if tokens.first()?.word() != Some("between") {
        return None;
    }
    let from = numbers::read(&tokens[1..])?;
    let joined = 1 + from.taken;
    let to =
        tokens.get(joined).filter(|token| token.word() == Some("and")).and(numbers::read(&tokens[joined + 1..]))?;
    let taken = joined + 1 + to.taken;
    let (unit, more) = unit_behind(&tokens[taken..]).map_or((None, 0), |(unit, used)| (Some(unit), used));
    Some((Value::Range { from: from.amount, to: to.amount, unit }, taken + more))
}
