//! Words: folding to a bare form, stems, the small closed classes that carry no answer, and scripts.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Lower case without accents: `Beyoncé` and `BEYONCE` fold to `beyonce`, full-width digits to ASCII, `ß` to `ss`.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    // Only the Latin combining block is dropped: the marks of kana and of Indic scripts are letters, not accents.
    for c in text.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).nfc() {
        match c {
            'ß' => out.push_str("ss"),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'ı' => out.push('i'),
            '’' | '‘' | 'ʼ' | '´' | '`' => out.push('\''),
            _ => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// A light English stem of a folded word: plural and third-person endings, `-ing`, `-ed`. It only has to make
/// *increase*, *increases*, *increased* and *increasing* meet; it need not be a word.
pub fn stem(word: &str) -> &str {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')).unwrap_or(word);
    if !word.is_ascii() || word.len() < 4 {
        return word;
    }
    let cut = |ending: &str, least: usize| word.strip_suffix(ending).filter(|rest| rest.len() >= least);
    if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        return word;
    }
    if let Some(rest) = cut("ing", 4).or_else(|| cut("ies", 3)).or_else(|| cut("ied", 3)) {
        return rest;
    }
    for ending in ["ches", "shes", "sses", "xes", "zes"] {
        if cut(ending, 2).is_some() {
            return &word[..word.len() - 2];
        }
    }
    if let Some(rest) = cut("es", 3).or_else(|| cut("ed", 4)).or_else(|| cut("s", 3)).or_else(|| cut("e", 3)) {
        return rest;
    }
    // `body` meets `bodies`; the vowel before the last letter of `play` keeps it from becoming `pla`.
    cut("y", 3).filter(|rest| !rest.ends_with(['a', 'e', 'o', 'u'])).unwrap_or(word)
}

/// Articles, pronouns, prepositions, conjunctions, auxiliaries: words that carry no answer of their own.
pub fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.contains(word)
}

/// Forms of *be* and its kin, that stand between what was asked and the answer.
pub fn is_copula(word: &str) -> bool {
    COPULAS.contains(&word)
}

/// The prepositions that may open a short answer (`in 1969`, `at Hastings`).
pub fn is_preposition(word: &str) -> bool {
    PREPOSITIONS.contains(&word)
}

/// What a question opens with.
pub fn is_question_word(word: &str) -> bool {
    QUESTION_WORDS.contains(&word)
}

/// Whether a character is Han, kana or Hangul: scripts written without blanks, or compared by syllable.
pub fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

/// Whether at least a third of a text's letters and digits are CJK: a Chinese sentence may well name an English band.
pub fn is_mostly_cjk(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let (mut cjk, mut all) = (0, 0);
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        all += 1;
        cjk += usize::from(is_cjk(c));
    }
    cjk > 0 && 3 * cjk >= all
}

/// All four classes: asked of every word of every answer.
static FUNCTION_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| [COPULAS, PREPOSITIONS, QUESTION_WORDS, LITTLE].concat().into_iter().collect());

const COPULAS: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "being", "am", "it's", "that's", "became", "becomes", "become", "called",
    "named", "s",
];

const PREPOSITIONS: &[&str] = &[
    "in", "on", "at", "by", "to", "from", "of", "for", "with", "as", "into", "near", "during", "around", "about",
    "between", "over", "under", "since", "until",
];

const QUESTION_WORDS: &[&str] = &["what", "which", "who", "whom", "whose", "when", "where", "why", "how", "what's"];

const LITTLE: &[&str] = &[
    "a", "an", "the", "and", "or", "but", "it", "its", "this", "that", "these", "those", "his", "her", "their", "he",
    "she", "they", "you", "your", "i", "we", "our", "my", "has", "have", "had", "do", "does", "did", "can", "could",
    "will", "would", "should", "may", "might", "must", "there", "here", "also", "known", "so", "than", "then", "very",
    "just", "only", "both", "him", "them", "if", "such", "some", "any", "own", "per", "up", "out",
];
