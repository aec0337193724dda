//! How firmly a value is said: about, over, under, early in. What is hedged is never the same as what is exact, unless
//! the hedge says no more than *about*.

use crate::lex::Token;

/// What the words around a value make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hedge {
    /// Nothing: it is meant as it stands.
    Exact,
    /// *About*, *roughly*, `~`.
    About,
    /// *More than*, *at least*, *after*, `5+`.
    Over,
    /// *Less than*, *at most*, *before*, *up to*.
    Under,
    /// *Early* in it.
    Early,
    /// In the middle of it: *mid-1990s*.
    Mid,
    /// *Late* in it.
    Late,
}

/// The hedge that ends right before the token `at`, and how many tokens it takes; none before `floor`.
pub(crate) fn before(tokens: &[Token], at: usize, floor: usize) -> (Hedge, usize) {
    let token = |back: usize| at.checked_sub(back).filter(|place| *place >= floor).map(|place| &tokens[place]);
    let word = |back: usize| token(back).and_then(Token::word).unwrap_or_default();
    if let Some(mark) = token(1).and_then(Token::mark) {
        return match mark {
            '~' | '≈' => (Hedge::About, 1),
            '>' | '≥' => (Hedge::Over, 1),
            '<' | '≤' => (Hedge::Under, 1),
            '-' if word(2) == "mid" => (Hedge::Mid, 2),
            _ => (Hedge::Exact, 0),
        };
    }
    let denied = usize::from(matches!(word(3), "no" | "not"));
    match (word(2), word(1)) {
        ("at", "least") => (Hedge::Over, 2),
        ("at", "most") | ("up", "to") | ("prior", "to") => (Hedge::Under, 2),
        (more, "than") if MORE.contains(&more) => ([Hedge::Over, Hedge::Under][denied], 2 + denied),
        (less, "than") if LESS.contains(&less) => ([Hedge::Under, Hedge::Over][denied], 2 + denied),
        (_, "over" | "above" | "exceeding" | "beyond" | "after") => (Hedge::Over, 1),
        (_, "under" | "below" | "before") => (Hedge::Under, 1),
        (_, "early") => (Hedge::Early, 1),
        (_, "mid") => (Hedge::Mid, 1),
        (_, "late") => (Hedge::Late, 1),
        (_, last) if ABOUT.contains(&last) => (Hedge::About, 1),
        _ => (Hedge::Exact, 0),
    }
}

/// The hedge that begins at the first token, behind a value, and how many tokens it takes.
pub(crate) fn behind(tokens: &[Token]) -> (Hedge, usize) {
    let word = |at: usize| tokens.get(at).and_then(Token::word).unwrap_or_default();
    match (word(0), word(1)) {
        ("or", "more") => return (Hedge::Over, 2),
        ("or", "less" | "fewer") => return (Hedge::Under, 2),
        ("or", "so") => return (Hedge::About, 2),
        _ => {}
    }
    let plus = tokens.first().is_some_and(|token| token.glued && token.mark() == Some('+'));
    let ends = tokens.get(1).is_none_or(|token| !token.glued && token.amount().is_none());
    if plus && ends { (Hedge::Over, 1) } else { (Hedge::Exact, 0) }
}

const MORE: &[&str] = &["more", "greater", "higher", "larger", "longer", "older", "later", "bigger", "taller"];
const LESS: &[&str] = &["less", "fewer", "lower", "smaller", "shorter", "younger", "earlier"];
const ABOUT: &[&str] =
    &["about", "around", "approximately", "approx", "roughly", "circa", "ca", "nearly", "almost", "some"];
