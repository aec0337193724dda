//! Yes, no, and negation.

use crate::lex::{self, Token};
use crate::values::Found;
use crate::words;

/// What an answer opens with: yes, no, or neither. *No* before a noun (`No country`) is not an answer of no.
pub fn polarity(text: &str, tokens: &[Token]) -> Option<bool> {
    if words::is_mostly_cjk(text) {
        return chinese(text);
    }
    let said: Vec<&str> = tokens.iter().filter_map(Token::word).take(3).collect();
    if matches!(said.as_slice(), ["yes", "and" | "or", "no"] | ["no", "and" | "or", "yes"]) {
        return None;
    }
    if let Some(spoken) = phrase(tokens) {
        return Some(spoken);
    }
    let first = tokens.first()?.word()?;
    if is_numero(tokens, 0) {
        return None;
    }
    let ends = tokens.get(1).is_none_or(|token| token.mark().is_some());
    match first {
        "yes" | "yeah" | "yep" | "true" | "correct" | "indeed" | "absolutely" | "certainly" | "definitely" => {
            (ends || first == "yes").then_some(true)
        }
        "sure" | "affirmative" | "oui" | "ja" | "si" | "sim" | "да" => ends.then_some(true),
        "nope" | "nah" | "false" | "incorrect" | "nein" | "нет" | "nao" => ends.then_some(false),
        "no" => {
            let follows = tokens.get(1).and_then(Token::word);
            let sentence = follows.is_some_and(|word| {
                matches!(word, "it" | "he" | "she" | "they" | "there" | "that" | "this" | "the" | "i" | "you" | "we")
            });
            (ends || sentence).then_some(false)
        }
        "not" => matches!(tokens.get(1).and_then(Token::word), Some("really" | "at" | "true")).then_some(false),
        _ => None,
    }
}

/// A yes or no in several words that are all there is, or that a mark ends.
fn phrase(tokens: &[Token]) -> Option<bool> {
    let said: Vec<&str> = tokens.iter().take(5).map_while(Token::word).collect();
    match said.as_slice() {
        ["of", "course"] | ["i", "think" | "believe", "so"] | ["that's" | "that", "right" | "correct" | "true"] => {
            Some(true)
        }
        ["that", "is", "right" | "correct" | "true"] => Some(true),
        ["of", "course", "not"]
        | ["definitely" | "certainly" | "absolutely" | "probably", "not"]
        | ["i", "don't", "think" | "believe", "so"]
        | ["not", "at", "all"]
        | ["that's" | "that", "wrong" | "false" | "incorrect"]
        | ["that", "is", "wrong" | "false" | "incorrect"]
        | ["by", "no", "means"] => Some(false),
        _ => None,
    }
}

/// Whether a word denies: *not*, *never*, *isn't*, *cannot*, …
pub fn is_negation(word: &str) -> bool {
    matches!(word, "not" | "never" | "no" | "cannot" | "neither" | "nor" | "without" | "不" | "没" | "非" | "未" | "无")
        || word.ends_with("n't")
}

/// Where a tag begins that denies nothing and only asks to be agreed with: `…, isn't it?`, `…, no?`.
pub(crate) fn tag(tokens: &[Token]) -> usize {
    let least = tokens.len().saturating_sub(4);
    let asks = tokens.last().is_some_and(|token| token.mark() == Some('?'));
    let comma = (least..tokens.len()).find(|at| asks && *at > 0 && tokens[*at].mark() == Some(','));
    // Not so `Paris, Texas?`.
    let tags = |at: &usize| match tokens.get(at + 1..tokens.len() - 1) {
        Some([one]) => matches!(one.word(), Some("no" | "yes" | "right" | "correct" | "true" | "huh" | "eh")),
        Some([_, one]) => {
            matches!(one.word(), Some("it" | "he" | "she" | "they" | "that" | "there" | "i" | "you" | "we"))
        }
        _ => false,
    };
    comma.filter(tags).unwrap_or(tokens.len())
}

/// A text without the tag at its end.
pub(crate) fn untagged(text: &str) -> &str {
    if !text.trim_end().ends_with('?') {
        return text;
    }
    let tokens = lex::lex(text);
    tokens.get(tag(&tokens)).map_or(text, |comma| &text[..comma.start])
}

/// The places of the *not* before values that are denied beside others that are said: `not 6 but 8`, `366, not 365`. Those
/// values answer nothing and are dropped.
pub(crate) fn denied(tokens: &[Token], values: &mut Vec<Found>) -> Vec<usize> {
    let word = |at: usize| tokens.get(at).and_then(Token::word).unwrap_or_default();
    let denial = |found: &Found| {
        let before = found.first.checked_sub(1)?;
        let linked = matches!(word(before), "in" | "on" | "at" | "the");
        let at = before.checked_sub(usize::from(linked))?;
        (word(at) == "not" && word(found.past) != "of").then_some(at)
    };
    let places: Vec<usize> = values.iter().filter_map(denial).collect();
    if places.len() == values.len() {
        return Vec::new();
    }
    values.retain(|found| denial(found).is_none());
    places
}

/// Whether the *no* at this place is short for *number*: `No. 5`.
pub fn is_numero(tokens: &[Token], at: usize) -> bool {
    let numbered = tokens.get(at + 2).is_some_and(|token| token.amount().is_some());
    tokens[at].word() == Some("no") && numbered && tokens[at + 1].glued && tokens[at + 1].mark() == Some('.')
}

/// The word that is left when the *not* is taken out of a contraction: `isn't` → `is`, `can't` → `can`.
pub fn affirmed(word: &str) -> &str {
    match word {
        "can't" | "cannot" => "can",
        "won't" => "will",
        "shan't" => "shall",
        _ => word.strip_suffix("n't").unwrap_or(word),
    }
}

fn chinese(text: &str) -> Option<bool> {
    let text = text.trim();
    let opens = |heads: &[&str]| {
        heads.iter().any(|head| {
            let rest = text.strip_prefix(head);
            rest.is_some_and(|rest| rest.chars().next().is_none_or(|c| !c.is_alphanumeric()))
        })
    };
    if opens(&["不是", "不", "没有", "否", "不对", "不能", "不会", "错", "不正确", "不是的"]) {
        Some(false)
    } else if opens(&["是的", "是", "对", "有", "没错", "正确", "能", "会", "可以", "对的"]) {
        Some(true)
    } else {
        None
    }
}
