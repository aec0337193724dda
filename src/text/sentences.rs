//! Sentences. Unicode's rules split `Dr. | Smith` and `Fig. | 2`; a merge pass puts those together again.

use unicode_segmentation::UnicodeSegmentation;

/// The sentences of a text, trimmed, none of them empty. A line break ends a sentence, so list items stand alone.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for line in text.lines() {
        let mut start = 0;
        let mut end = 0;
        for piece in line.split_sentence_bounds() {
            end += piece.len();
            if !continues(&line[start..end], &line[end..]) {
                push(&mut out, &line[start..end]);
                start = end;
            }
        }
        push(&mut out, &line[start..end]);
    }
    out
}

/// How many sentences a text has; a list item counts as one.
pub fn count_sentences(text: &str) -> usize {
    sentences(text).len()
}

fn push<'a>(out: &mut Vec<&'a str>, piece: &'a str) {
    let piece = piece.trim();
    if piece.chars().any(char::is_alphanumeric) {
        out.push(piece);
    }
}

/// Whether what was read so far is no sentence yet: an abbreviation, an initial, a list number, or a lower-case or
/// digit beginning of what follows.
fn continues(read: &str, rest: &str) -> bool {
    let read = read.trim();
    let Some(next) = rest.trim_start().chars().next() else { return false };
    let Some(body) = read.strip_suffix('.') else { return false };
    let last = body.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let word = last.to_lowercase();
    if ABBREVIATIONS.contains(&word.as_str()) {
        // `etc.` and `Inc.` end a sentence as readily as not: what follows decides.
        return !ENDING.contains(&word.as_str()) || !next.is_uppercase();
    }
    // `J. K. Rowling`, `the U.S. Masters`: dotted capitals end no sentence, unless it is the pronoun.
    let initial = last != "I" && last.split('.').all(|part| part.len() == 1 && part.starts_with(char::is_uppercase));
    let item = body.len() <= 3 && !body.is_empty() && body.bytes().all(|b| b.is_ascii_digit());
    initial || item || next.is_lowercase()
}

const ENDING: &[&str] = &["etc", "inc", "ltd", "co", "corp", "jr", "sr", "a.m", "p.m", "al"];

const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "rev", "gen", "col", "capt", "lt", "sgt", "sen", "rep", "gov", "hon", "st", "mt",
    "ft", "no", "nos", "vol", "fig", "figs", "eq", "sec", "ch", "pp", "ed", "eds", "vs", "v", "e.g", "i.e", "cf", "ca",
    "c", "approx", "est", "dept", "univ", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
    "dec", "etc", "inc", "ltd", "co", "corp", "jr", "sr", "a.m", "p.m", "al",
];
