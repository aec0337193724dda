//! Titles that say what a refusal says: *I Can't Make You Love Me* is a song, and an answer.

use std::borrow::Cow;

/// So many words of a title are capitals, *I* among them.
const LEAST: usize = 3;
/// Small words that a title may have between its capitals.
const SMALL: &[&str] = &["a", "an", "the", "of", "to", "for", "in", "on", "at", "and", "or", "by", "with", "my", "me"];

/// The text with its titles (runs of capitalised words, little ones between) each made a neutral word. A text all in
/// capitals is left as it is.
pub(super) fn without(text: &str) -> Cow<'_, str> {
    if !text.contains('I') || !text.chars().any(char::is_lowercase) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (start, end) in runs(text) {
        out.push_str(&text[copied..start]);
        out.push_str("that");
        copied = end;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// Where the titles with an *I* in them stand.
fn runs(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut run = Run::default();
    let mut start = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        run.read(piece, start, &mut found);
        start += piece.len();
    }
    run.end(&mut found);
    found
}

/// A run of capitalised words, as far as it was read.
#[derive(Default)]
struct Run {
    start: usize,
    end: usize,
    capitals: usize,
    speaks: bool,
}

impl Run {
    fn read(&mut self, piece: &str, start: usize, found: &mut Vec<(usize, usize)>) {
        let word = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let opens = piece.starts_with(['"', '“', '(', '*', '_']);
        let closes = piece.trim_end().ends_with(['.', ',', ';', ':', '!', '?', '"', '”', '*', '_']);
        if opens {
            self.end(found);
        }
        if word.starts_with(char::is_uppercase) {
            if self.capitals == 0 {
                self.start = start;
            }
            self.capitals += 1;
            self.speaks |= word == "I" || word.starts_with("I'") || word.starts_with("I’");
            self.end = start + piece.trim_end().len();
        } else if self.capitals == 0 || !SMALL.contains(&word) {
            self.end(found);
        }
        if closes {
            self.end(found);
        }
    }

    fn end(&mut self, found: &mut Vec<(usize, usize)>) {
        if self.capitals >= LEAST && self.speaks {
            found.push((self.start, self.end));
        }
        *self = Self::default();
    }
}
