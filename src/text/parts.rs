//! What stands behind a number and makes another of it: *and a half*, `2 1/2`, *half a million*, *two thirds*, `2 dozen`.

use crate::lex::Token;
use crate::numbers::{self, Number};

/// What is added to a number, and how many tokens say so: *and a half*, the half of `2½` and of `2 1/2`.
pub(crate) fn added(number: &Number, tokens: &[Token]) -> Option<(f64, usize)> {
    let said: Vec<&str> = tokens.iter().take(3).map_while(Token::word).collect();
    match said.as_slice() {
        ["and", "a", "half"] => return Some((0.5, 3)),
        ["and", "a", "quarter"] => return Some((0.25, 3)),
        _ => {}
    }
    let first = tokens.first()?;
    let amount = first.amount()?;
    if first.text.contains('⁄') {
        return (amount > 0.0 && amount < 1.0).then_some((amount, 1));
    }
    let fraction = numbers::slash(amount, tokens).filter(|fraction| fraction.amount < 1.0)?;
    (number.bare && !first.glued && amount > 0.0).then_some((fraction.amount, fraction.taken))
}

/// What a number is multiplied by, and how many tokens say so: *half a million*, *one and a half million*, `2 dozen`, *two
/// thirds*.
pub(crate) fn multiplied(number: &Number, tokens: &[Token]) -> Option<(f64, usize)> {
    if let Some(share) = share(number, tokens) {
        return Some(share);
    }
    let of = of_a(number, tokens);
    let article = if of > 0 { of } else { usize::from(tokens.first()?.word() == Some("a")) };
    let scaled = tokens.get(article)?.word()?;
    if article == 0 && number.bare && scaled == "dozen" {
        return Some((12.0, 1));
    }
    let part = number.amount.fract() != 0.0 && (article == 0 || of > 0 || number.amount == 0.5);
    let factor = if scaled == "dozen" { Some(12.0) } else { numbers::scale(scaled) };
    factor.filter(|_| part).map(|factor| (factor, 1 + article))
}

/// A share without a number: *a third*, where nothing is the third, *a quarter of it*, which is no coin.
pub(crate) fn lone(tokens: &[Token]) -> Option<Number> {
    let word = tokens.get(1).filter(|_| matches!(tokens[0].word(), Some("a" | "an")))?.word()?;
    let parts = divisor(word).filter(|parts| *parts > 2.0)?;
    let of = tokens.get(2).is_some_and(|token| token.word() == Some("of"));
    let ends = tokens.get(2).is_none_or(|token| matches!(token.mark(), Some(',' | '.' | ';' | ')' | '!' | '?')));
    (of || (ends && parts != 4.0)).then_some(Number { amount: 1.0 / parts, taken: 2, ordinal: false, bare: false })
}

/// How many tokens say *of a* behind a fraction: `three quarters of an hour`.
pub(crate) fn of_a(number: &Number, tokens: &[Token]) -> usize {
    let said = |at: usize| tokens.get(at).and_then(Token::word).unwrap_or_default();
    let fraction = number.amount.fract() != 0.0 && number.amount < 1.0;
    if fraction && said(0) == "of" && matches!(said(1), "a" | "an") { 2 } else { 0 }
}

/// Whether the word at this place is a scale of nobody knows how many: *several hundred*, *a couple of thousand*,
/// *hundreds*.
pub(crate) fn is_vague(tokens: &[Token], at: usize) -> bool {
    let word = |back: usize| at.checked_sub(back).and_then(|place| tokens[place].word()).unwrap_or_default();
    let scaled = word(0);
    let vague = matches!(word(1), "several" | "few" | "many" | "couple" | "of") || (word(1) == "a" && word(2) == "of");
    scaled == "hundreds" || (vague && (scaled == "dozen" || numbers::scale(scaled).is_some()))
}

/// Into how many a share cuts.
fn divisor(word: &str) -> Option<f64> {
    match word {
        "half" => Some(2.0),
        "third" => Some(3.0),
        "quarter" | "fourth" => Some(4.0),
        "fifth" => Some(5.0),
        "sixth" => Some(6.0),
        "eighth" => Some(8.0),
        "tenth" => Some(10.0),
        _ => None,
    }
}

/// *One third*, *two-thirds*, *three quarters*; *two quarters* are more often quarters of a year.
fn share(number: &Number, tokens: &[Token]) -> Option<(f64, usize)> {
    let hyphen = usize::from(tokens.first()?.mark() == Some('-'));
    let (word, several) = match tokens.get(hyphen)?.word()? {
        word if word.ends_with('s') => (&word[..word.len() - 1], true),
        word => (word, false),
    };
    // `One half-brother` is a whole one.
    let joined = tokens.get(hyphen + 1).is_some_and(|token| token.glued && token.mark() == Some('-'));
    let parts = divisor(word).filter(|_| !joined)?;
    let fits = number.amount < parts && several == (number.amount > 1.0) && !(parts == 4.0 && number.amount == 2.0);
    let whole = !number.ordinal && number.amount >= 1.0 && number.amount.fract() == 0.0;
    (fits && whole).then_some((1.0 / parts, 1 + hyphen))
}
