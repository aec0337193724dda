//! What the words around values make of them: joined to a choice or a share, denied, or no values at all.

use crate::asked::{Asked, Kind};
use crate::lex::Token;
use crate::values::Found;

/// Whether two neighbouring values are joined to a choice, a share or a stretch, or one counts pairs.
pub(super) fn is_joined(tokens: &[Token], values: &[Found]) -> bool {
    let between = |pair: &[Found]| {
        let (from, to) = (pair[0].past, pair[1].first);
        match tokens.get(from..to).unwrap_or_default() {
            [one] => {
                let comma = one.mark() == Some(',') && one.glued && tokens[to].glued;
                comma
                    || matches!(one.mark(), Some('-' | '–' | '—'))
                    || matches!(one.word(), Some("or" | "in" | "until" | "till" | "through"))
            }
            [one, two] => one.word() == Some("out") && two.word() == Some("of"),
            _ => false,
        }
    };
    let paired = |found: &Found| matches!(tokens.get(found.past).and_then(Token::word), Some("pair" | "pairs"));
    values.windows(2).any(between) || values.iter().any(paired)
}

/// *One* within a sentence is mostly no number (`one of the first`), unless a number is asked for or nothing else is.
pub(super) fn is_pronoun(found: &Found, tokens: &[Token], asked: &Asked) -> bool {
    let lone = found.past - found.first == 1 && tokens[found.first].word() == Some("one");
    let named = found.first > 0 && tokens[found.first - 1].word().is_some_and(|word| NUMBERED.contains(&word));
    lone && !named && tokens.len() > 1 && asked.kind != Kind::Quantity && !opens_value(tokens, found.past)
}

/// What a *one* behind it numbers.
const NUMBERED: &[&str] =
    &["war", "part", "chapter", "volume", "book", "act", "episode", "season", "number", "formula", "type"];

fn opens_value(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).and_then(Token::word).is_some_and(|word| matches!(word, "hundred" | "thousand" | "million"))
}
