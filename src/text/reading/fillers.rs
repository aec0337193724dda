//! Words of an answer that say nothing beside its value, or only when in a year it was.

use crate::words;

/// Parts of a year that no date is read from.
pub(super) const SEASONS: &[&str] = &["spring", "summer", "autumn", "fall", "winter", "easter", "christmas"];

/// Words that a sentence has only to be one.
pub(super) fn is_little(word: &str) -> bool {
    words::is_copula(word)
        || words::is_question_word(word)
        || matches!(
            word,
            "it" | "he" | "she" | "they" | "this" | "that" | "there" | "these" | "those" | "in" | "on" | "at"
        )
        || matches!(word, "by" | "has" | "have" | "had" | "will" | "would")
}

pub(super) fn is_filler(word: &str) -> bool {
    words::is_function_word(word) || FILLERS.contains(&word)
}

/// Words that may stand beside a value and change nothing.
const FILLERS: &[&str] = &[
    "approximately",
    "roughly",
    "nearly",
    "almost",
    "exactly",
    "year",
    "years",
    "total",
    "answer",
    "circa",
    "ca",
    "equals",
    "each",
    "date",
    "x",
    "times",
    "number",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "大",
    "约",
    "是",
    "有",
    "在",
    "于",
    "个",
    "的",
    "年",
    "共",
    "人",
];
