//! Clauses that only doubt what stands beside them: *but I'm not sure*, *Please double-check this.*

use super::super::hearing::Ears;

/// Longer ones say something.
const LONGEST: usize = 14;

/// How such a clause begins.
const BEGINNINGS: &[&str] = &[
    "i", "i'm", "i've", "i'd", "i'll", "please", "don't", "do", "you", "you'll", "this", "that", "take", "correct",
    "my", "not", "can't", "it's", "there's", "though", "but", "however", "although", "while",
];

/// What it speaks of.
const DOUBTS: &[&str] = &[
    "sure",
    "certain",
    "confident",
    "positive",
    "wrong",
    "mistaken",
    "double-check",
    "verify",
    "quote",
    "guess",
    "guessing",
    "uncertain",
    "unsure",
    "doubt",
    "speculative",
    "speculation",
    "salt",
    "bet",
    "swear",
    "confirm",
    "incorrect",
    "confidence",
];

/// What it does not speak of: then it may hold the answer.
const CLAIMS: &[&str] =
    &["think", "believe", "was", "were", "answer", "because", "since", "called", "who", "when", "where"];

/// Whether a clause says nothing but how sure the rest is.
pub(super) fn is_doubt(ears: &Ears, question: &str, clause: &str) -> bool {
    let words: Vec<&str> = clause.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
    let small: Vec<String> = words.iter().map(|word| word.replace('’', "'").to_lowercase()).collect();
    let Some(first) = small.first() else { return false };
    let named = words
        .iter()
        .zip(&small)
        .skip(1)
        .any(|(word, small)| word.starts_with(char::is_uppercase) && small != "i" && !small.starts_with("i'"));
    // `100%` is sureness, any other number an answer.
    let counted =
        small.iter().any(|word| word != "100" && word != "100%" && word.contains(|c: char| c.is_ascii_digit()));
    let among = |list: &[&str]| small.iter().any(|word| list.contains(&word.as_str()));
    words.len() <= LONGEST
        && BEGINNINGS.contains(&first.as_str())
        && !named
        && !counted
        && among(DOUBTS)
        && !among(CLAIMS)
        && ears.hear(question, clause).is_some()
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '%')
}
