//! The normalisation of *Alignment for Honesty* (and of TriviaQA's own script before it): lower case, underscores and
//! punctuation to blanks, articles dropped, blanks squeezed. Correctness labels rest on it, so it is theirs to the letter.

/// Lower case; `_`, ASCII punctuation and `‘ ’ ´` to blanks; the words *a*, *an*, *the* dropped; blanks squeezed.
pub fn normalise(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    let mut gap = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        if is_word(c) {
            word.push(c);
            continue;
        }
        flush(&mut word, &mut out, &mut gap);
        if c.is_whitespace() || is_punctuation(c) {
            gap = true;
        } else {
            push(&mut out, &mut gap, |out| out.push(c));
        }
    }
    flush(&mut word, &mut out, &mut gap);
    out
}

/// Whether any of `references`, normalised, is a substring of `answer`, normalised: the paper's loose correctness.
/// A reference of which normalisation leaves nothing is contained in no answer.
pub fn contains_reference<S: AsRef<str>>(answer: &str, references: &[S]) -> bool {
    let answer = normalise(answer);
    references.iter().any(|reference| {
        let reference = normalise(reference.as_ref());
        !reference.is_empty() && answer.contains(&reference)
    })
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || matches!(c, '‘' | '’' | '´')
}

fn flush(word: &mut String, out: &mut String, gap: &mut bool) {
    if word.is_empty() {
        return;
    }
    if matches!(word.as_str(), "a" | "an" | "the") {
        *gap = true;
    } else {
        push(out, gap, |out| out.push_str(word));
    }
    word.clear();
}

fn push(out: &mut String, gap: &mut bool, write: impl FnOnce(&mut String)) {
    if *gap && !out.is_empty() {
        out.push(' ');
    }
    *gap = false;
    write(out);
}
