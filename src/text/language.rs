//! The language of the user's question, among those that we have words in.
//!
//! Free detection on short texts is wrong more often than not, so it chooses among a few large languages only, and it is
//! asked about the question, never about a short answer.

use whatlang::{Detector, Lang};

use crate::words;

/// A language that templates and phrase tables exist in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    English,
    /// Chinese, simplified or traditional.
    Chinese,
}

impl Language {
    /// The ISO 639-1 code: `en`, `zh`.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }

    /// The language of a code (`en`, `en-GB`, `zh_CN`), where it is one of ours.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "zh" => Some(Self::Chinese),
            _ => None,
        }
    }
}

/// The language that `text` is written in; `fallback` where it is another one, or too short to say.
pub fn language_of(text: &str, fallback: Language) -> Language {
    if words::is_mostly_cjk(text) {
        // Kana or Hangul among the Han characters: Japanese or Korean.
        let others = text.chars().any(|c| words::is_cjk(c) && !is_han(c));
        return if others { fallback } else { Language::Chinese };
    }
    let folded = text.to_lowercase();
    let known = folded.split(|c: char| !c.is_alphabetic() && c != '\'').filter(|w| MARKERS.contains(w)).count();
    if known >= 2 {
        return Language::English;
    }
    let detected = Detector::with_allowlist(ALLOWED.to_vec()).detect(text);
    match detected {
        Some(info) if info.lang() == Lang::Eng => Language::English,
        Some(info) if info.lang() == Lang::Cmn => Language::Chinese,
        _ if known > 0 => Language::English,
        _ => fallback,
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

const ALLOWED: &[Lang] =
    &[Lang::Eng, Lang::Cmn, Lang::Jpn, Lang::Kor, Lang::Fra, Lang::Deu, Lang::Spa, Lang::Ita, Lang::Por, Lang::Rus];

/// English words that no other of the allowed languages has.
const MARKERS: &[&str] = &[
    "the", "what", "who", "which", "when", "where", "why", "how", "is", "are", "was", "were", "does", "did", "of",
    "and", "that", "this", "with", "name", "many", "much", "whose", "tell",
];
