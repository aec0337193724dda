//! Powers of ten: `3 × 10^8`, `3x10⁸`, `3 \times 10^{8}`, `10^8`, `3e8`, `6.6e-34`.

use crate::lex::Token;
use crate::numbers::Number;

/// The number that begins with `amount` in the first token, where a power of ten belongs to it.
pub(crate) fn read(amount: f64, tokens: &[Token]) -> Option<Number> {
    let made = |factor: f64, exponent: i32, taken| {
        let amount = factor * 10_f64.powi(exponent);
        (exponent.abs() <= 300).then_some(Number { amount, taken, ordinal: false, bare: false })
    };
    let next = tokens.get(1)?;
    if let Some(digits) = next.word().filter(|_| next.glued).and_then(|word| word.strip_prefix('e')) {
        if let Ok(exponent) = digits.parse() {
            return made(amount, exponent, 2);
        }
        // `6.6e-34`: the sign is a mark of its own.
        let (exponent, taken) = exponent(tokens.get(2..)?).filter(|_| digits.is_empty())?;
        return made(amount, exponent, 2 + taken);
    }
    if amount == 10.0
        && let Some((exponent, taken)) = raised(&tokens[1..])
    {
        return made(1.0, exponent, 1 + taken);
    }
    let ten = |at: usize| tokens.get(at).and_then(Token::amount) == Some(10.0);
    let past = match (next.word(), next.mark()) {
        (Some("x10"), _) => 2,
        (Some("x"), _) | (_, Some('×' | '*' | '·' | '⋅')) if ten(2) => 3,
        (_, Some('\\')) if tokens.get(2).and_then(Token::word) == Some("times") && ten(3) => 4,
        _ => return None,
    };
    let (exponent, taken) = raised(&tokens[past..])?;
    made(amount, exponent, past + taken)
}

/// `^8`, `^{-8}`, `**8`, `⁸`, `⁻⁸`, right behind the ten.
fn raised(tokens: &[Token]) -> Option<(i32, usize)> {
    let first = tokens.first().filter(|token| token.glued)?;
    let skip = match first.mark() {
        Some('^') => 1,
        Some('*') if tokens.get(1).and_then(Token::mark) == Some('*') => 2,
        Some('⁻') => 0,
        None if is_superscript(first) => 0,
        _ => return None,
    };
    let brace = usize::from(tokens.get(skip).is_some_and(|token| matches!(token.mark(), Some('{' | '('))));
    let (exponent, taken) = exponent(tokens.get(skip + brace..)?)?;
    Some((exponent, skip + 2 * brace + taken))
}

/// A whole number with its sign; superscript digits are tokens of their own.
fn exponent(tokens: &[Token]) -> Option<(i32, usize)> {
    let first = tokens.first()?;
    let minus = matches!(first.mark(), Some('-' | '−' | '⁻'));
    let mut taken = usize::from(minus || matches!(first.mark(), Some('+' | '⁺')));
    let mut digits = tokens.get(taken)?.text.clone();
    taken += 1;
    while let Some(token) = tokens.get(taken).filter(|token| token.glued && is_superscript(token)) {
        digits.push_str(&token.text);
        taken += 1;
    }
    let exponent: i32 = digits.parse().ok()?;
    Some((if minus { -exponent } else { exponent }, taken))
}

/// One digit in more than one byte.
fn is_superscript(token: &Token) -> bool {
    token.amount().is_some() && token.text.len() == 1 && token.end - token.start > 1
}
