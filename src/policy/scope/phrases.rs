//! Phrases in lists of words.

/// Whether the words begin with a phrase.
pub(super) fn starts(words: &[String], phrase: &str) -> bool {
    let mut words = words.iter();
    phrase.split(' ').all(|part| words.next().is_some_and(|word| word == part))
}

/// Whether a phrase stands among the words.
pub(super) fn contains(words: &[String], phrase: &str) -> bool {
    (0..words.len()).any(|at| starts(&words[at..], phrase))
}
