//! A turn cut into sentences, coarsely: enough to see which of them asks and what stands around it.

/// What a quotation counts as.
const QUOTATION: &str = "quotation";

/// What a word of a name counts as.
const NAME: &str = "someone";

/// A sentence, with its words in small letters and without punctuation.
#[derive(Debug)]
pub(super) struct Sentence<'a> {
    /// As it was written, trimmed.
    pub(super) text: &'a str,
    /// Where it starts in the turn, in bytes.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// Its words, what stands between quotation marks left out.
    pub(super) words: Vec<String>,
    /// The same, with names in their place: words with a capital in mid-sentence ("My Fair Lady") say nothing about who
    /// asks.
    pub(super) plain: Vec<String>,
}

impl Sentence<'_> {
    /// Whether it ends with a question mark (and perhaps a quotation mark or bracket).
    pub(super) fn is_marked(&self) -> bool {
        self.text
            .trim_end_matches(['"', '\'', '”', '’', ')', ' ', '*', '!', '.', '/', ','].as_slice())
            .ends_with(['?', '？'])
    }

    /// Whether it is one of several options to choose from: `a) …`, `B. …`, `(c) …`, `2) …`, `- …`.
    pub(super) fn is_option(&self) -> bool {
        let bare = self.text.trim_start_matches('(');
        let mut letters = bare.chars();
        match (letters.next(), letters.next()) {
            (Some('-' | '*' | '•'), _) => true,
            (Some(label), Some(')' | '.' | ':')) => label.is_ascii_alphanumeric(),
            _ => false,
        }
    }
}

/// Cuts a text into sentences: at line ends, and after `.`, `!` or `?` before a space and no small letter.
pub(super) fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let mut cuts = Vec::new();
    let mut start = 0;
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    for (index, &(at, letter)) in letters.iter().enumerate() {
        let after = at + letter.len_utf8();
        let ends_here = match letter {
            '\n' => true,
            '.' | '!' | '?' | '？' => ends_sentence(text, start, &letters[index..]),
            _ => false,
        };
        if ends_here {
            cuts.push((start, after));
            start = after;
        }
    }
    cuts.push((start, text.len()));
    cuts.into_iter().filter_map(|(start, end)| sentence(text, start, end)).collect()
}

/// The words of a text in small letters: curly apostrophes made straight, punctuation at the edges taken off.
pub(super) fn words(text: &str) -> Vec<String> {
    let is_edge = |letter: char| !letter.is_alphanumeric() && !"+#_$%".contains(letter);
    text.split(|letter: char| letter.is_whitespace() || letter == '—' || letter == '–')
        .map(|word| word.trim_matches(is_edge).to_lowercase().replace('’', "'"))
        .filter(|word| !word.is_empty())
        .collect()
}

fn ends_sentence(text: &str, start: usize, from: &[(usize, char)]) -> bool {
    let (at, mark) = from[0];
    let rest = from.iter().skip(1).map(|&(_, letter)| letter);
    let mut rest = rest.skip_while(|letter| "\"'”’)?!".contains(*letter)).peekable();
    if !rest.peek().is_none_or(|letter| letter.is_whitespace()) {
        return false;
    }
    let next = rest.find(|letter| letter.is_alphanumeric());
    if mark != '.' {
        return true;
    }
    let last = text[start..at].rsplit(char::is_whitespace).next().unwrap_or_default();
    let abbreviates = last.chars().count() <= 1
        || last.contains('.')
        || [
            "Mr", "Mrs", "Ms", "Dr", "St", "Jr", "Sr", "vs", "No", "Prof", "Gen", "Lt", "Col", "etc", "Mt", "Capt",
            "Sgt",
        ]
        .contains(&last);
    !abbreviates && next.is_none_or(|letter| !letter.is_lowercase())
}

fn sentence(text: &str, start: usize, end: usize) -> Option<Sentence<'_>> {
    let whole = &text[start..end];
    let trimmed = whole.trim();
    if !trimmed.contains(char::is_alphanumeric) {
        return None;
    }
    let bare = without_quotations(trimmed);
    let start = start + (whole.len() - whole.trim_start().len());
    Some(Sentence { text: trimmed, start, end: start + trimmed.len(), words: words(&bare), plain: plain(&bare) })
}

/// The words in small letters, those that a name seems to be made of replaced.
fn plain(text: &str) -> Vec<String> {
    let shouted = !text.contains(char::is_lowercase);
    let named = |(at, word): (usize, &str)| {
        let letters = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        let first_person = letters == "I" || letters.starts_with("I'") || letters.starts_with("I’");
        at > 0 && !shouted && !first_person && letters.starts_with(char::is_uppercase)
    };
    let kept: Vec<&str> =
        text.split_whitespace().enumerate().map(|(at, word)| if named((at, word)) { NAME } else { word }).collect();
    words(&kept.join(" "))
}

/// A text with each quotation replaced by one word. A mark that is never closed quotes nothing.
fn without_quotations(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, close)) = rest.char_indices().find_map(|(at, mark)| Some((at, closing(rest, at, mark)?))) {
        bare.push_str(&rest[..at]);
        bare.push_str(QUOTATION);
        rest = &rest[close..];
    }
    bare.push_str(rest);
    bare
}

/// Where the quotation ends that a mark opens. An apostrophe opens one only before a word, and ends it only after one.
fn closing(text: &str, at: usize, mark: char) -> Option<usize> {
    let close = match mark {
        '"' => '"',
        '“' => '”',
        '‘' => '’',
        '«' => '»',
        '\'' if text[..at].chars().next_back().is_none_or(char::is_whitespace) => '\'',
        _ => return None,
    };
    let inside = at + mark.len_utf8();
    let ends = |(found, _): &(usize, &str)| {
        let after = text[inside + found + close.len_utf8()..].chars().next();
        *found > 0 && (close != '\'' && close != '’' || after.is_none_or(|letter| !letter.is_alphanumeric()))
    };
    text[inside..].match_indices(close).find(ends).map(|(found, _)| inside + found + close.len_utf8())
}
