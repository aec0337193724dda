//! Whether two texts are one and the same text, but for dress: the key that equal answers are found by.
//!
//! The paper's normalisation drops every mark, which is right for labels and wrong here: it makes one text of `-5` and
//! `5`, of `1/2` and `1.2`, of `C++` and `C#`.

use crate::normalise;

/// [`normalise`], and behind it the marks that make another thing of a number or of a letter: those right before a digit
/// (`-5`, `3.15`, `10^6`), and those right behind a letter (`C++`, `O-`).
pub fn identity(text: &str) -> String {
    let mut key = normalise(text);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let of_number = next.is_ascii_digit() && matches!(c, '-' | '−' | '/' | ':' | '.' | '^');
        let of_letter = (before.is_alphabetic() || before == '+') && matches!(c, '+' | '#' | '-' | '−');
        if of_number || (of_letter && !next.is_alphanumeric()) {
            key.push(if c == '−' { '-' } else { c });
        }
        before = c;
    }
    key
}
