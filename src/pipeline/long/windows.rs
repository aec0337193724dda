//! The places of a draw where a statement may be found: a few sentences each, so that a small judge can read them and
//! a pronoun has its name beside it.

use std::collections::HashSet;

use probity_text::{identity, sentences, words};

use super::statements::{Statement, prose};

/// Sentences in a window.
const WIDTH: usize = 3;

/// Sentences from the beginning of one window to that of the next: neighbours share one.
const STRIDE: usize = 2;

/// A draw, cut into windows.
#[derive(Debug)]
pub(crate) struct Windows {
    windows: Vec<Window>,
    /// Its sentences, but for dress.
    said: HashSet<String>,
}

#[derive(Debug)]
struct Window {
    text: String,
    words: HashSet<String>,
}

impl Windows {
    pub(crate) fn of(draw: &str) -> Self {
        let prose = prose(draw);
        let sentences = sentences(&prose);
        let said = sentences.iter().map(|sentence| identity(sentence)).collect();
        let starts = (0..sentences.len()).step_by(STRIDE).filter(|start| *start == 0 || start + 1 < sentences.len());
        let window = |start: usize| {
            let text = sentences[start..sentences.len().min(start + WIDTH)].join(" ");
            Window { words: content(&text), text }
        };
        Self { windows: starts.map(window).collect(), said }
    }

    /// Whether the draw says a statement in the very same words.
    pub(crate) fn says(&self, statement: &Statement) -> bool {
        statement.said == statement.claim && self.said.contains(&identity(&statement.said))
    }

    /// The `most` windows that share most words with a statement, best first; of equals the earlier.
    pub(crate) fn nearest(&self, statement: &Statement, most: usize) -> Vec<&str> {
        let wanted = content(&statement.claim);
        let shared = |window: &Window| window.words.intersection(&wanted).count();
        let mut order: Vec<(usize, usize)> =
            self.windows.iter().enumerate().map(|(place, window)| (shared(window), place)).collect();
        order.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        order.into_iter().take(most).map(|(_, place)| self.windows[place].text.as_str()).collect()
    }
}

/// The telling words of a text, by their stems; of scripts without spaces each character.
fn content(text: &str) -> HashSet<String> {
    let lower = text.to_lowercase();
    if words::is_mostly_cjk(text) {
        return lower.chars().filter(|letter| letter.is_alphanumeric()).map(String::from).collect();
    }
    let split = lower.split(|letter: char| !letter.is_alphanumeric());
    split
        .filter(|word| !word.is_empty() && !words::is_function_word(word))
        .map(|word| words::stem(word).to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(text: &str) -> Statement {
        Statement { said: text.to_owned(), claim: text.to_owned(), weight: 1.0 }
    }

    #[test]
    fn windows_overlap_and_cover_everything() {
        let windows = Windows::of("A one. B two. C three. D four. E five. F six.");
        let texts: Vec<&str> = windows.windows.iter().map(|window| window.text.as_str()).collect();
        assert_eq!(texts, ["A one. B two. C three.", "C three. D four. E five.", "E five. F six."]);
        assert_eq!(Windows::of("One only.").windows.len(), 1);
        assert_eq!(Windows::of("").windows.len(), 0);
    }

    #[test]
    fn the_nearest_share_most_words() {
        let windows =
            Windows::of("Paris lies in France. It is old. It is big. Mars has moons. They are small. So it is.");
        assert_eq!(
            windows.nearest(&statement("The moons of Mars are tiny."), 1),
            ["It is big. Mars has moons. They are small."]
        );
        assert_eq!(windows.nearest(&statement("Nothing alike."), 9).len(), 3);
    }

    #[test]
    fn a_sentence_in_the_same_words_is_said() {
        let windows = Windows::of("Mars is red. It has two moons!");
        assert!(windows.says(&statement("it has two moons")));
        assert!(!windows.says(&statement("it has three moons")));
    }
}
