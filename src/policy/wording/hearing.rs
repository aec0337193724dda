//! What people hear in an answer's own words: the confidence that its hedges carry.

use super::table::Cues;

/// The phrases in which something is heard, the longest first.
#[derive(Debug)]
pub(super) struct Ears {
    english: Vec<(Vec<String>, f64)>,
    chinese: Vec<(String, f64)>,
}

/// A word of a text.
#[derive(Debug)]
struct Word {
    small: String,
    /// Whether it is written as a name is: then it hedges nothing.
    is_name: bool,
}

/// What is heard from here on is certainty, and no hedge.
const CERTAIN: f64 = 0.9;

/// Chinese words that only contain a hedge.
const NO_HEDGES: [&str; 3] = ["可能性", "不可能", "有可能的"];

impl Ears {
    pub(super) fn new(cues: &[Cues]) -> Self {
        let words = |cue: &String| cue.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let mut english: Vec<_> =
            cues.iter().flat_map(|cues| cues.en.iter().map(move |cue| (words(cue), cues.heard))).collect();
        let mut chinese: Vec<_> =
            cues.iter().flat_map(|cues| cues.zh.iter().map(move |cue| (cue.clone(), cues.heard))).collect();
        english.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        chinese.sort_by_key(|(cue, _)| std::cmp::Reverse(cue.len()));
        Self { english, chinese }
    }

    /// The confidence that people hear in a text, in [0, 1]; `None` where it does not say how sure it is. The weakest of
    /// its hedges is heard, certainty only where there is none. What the question says itself is no hedge.
    pub(super) fn hear(&self, question: &str, text: &str) -> Option<f64> {
        let mut heard = self.english(question, text);
        heard.extend(self.chinese(question, text));
        let hedges = heard.iter().copied().filter(|heard| *heard < CERTAIN).reduce(f64::min);
        hedges.or_else(|| heard.into_iter().reduce(f64::min))
    }

    fn english(&self, question: &str, text: &str) -> Vec<f64> {
        let asked = words(question);
        let mut said: Vec<Option<String>> =
            words(text).into_iter().map(|word| (!word.is_name).then_some(word.small)).collect();
        let mut heard = Vec::new();
        for (cue, confidence) in &self.english {
            if asked.windows(cue.len()).any(|window| window.iter().zip(cue).all(|(word, cue)| word.small == *cue)) {
                continue;
            }
            while let Some(at) = place(&said, cue) {
                said[at..at + cue.len()].fill(None);
                heard.push(*confidence);
            }
        }
        heard
    }

    fn chinese(&self, question: &str, text: &str) -> Vec<f64> {
        if text.is_ascii() {
            return Vec::new();
        }
        let mut rest = NO_HEDGES.iter().fold(text.to_owned(), |text, word| text.replace(word, " "));
        let mut heard = Vec::new();
        for (cue, confidence) in self.chinese.iter().filter(|(cue, _)| !question.contains(cue.as_str())) {
            if rest.contains(cue.as_str()) {
                rest = rest.replace(cue.as_str(), " ");
                heard.push(*confidence);
            }
        }
        heard
    }
}

fn place(said: &[Option<String>], cue: &[String]) -> Option<usize> {
    said.windows(cue.len()).position(|window| window.iter().zip(cue).all(|(word, cue)| word.as_ref() == Some(cue)))
}

/// The words of a text, in small letters and with straight apostrophes.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut begins = true;
    for piece in text.split_whitespace() {
        let inner = piece.trim_matches(|c: char| !c.is_alphanumeric() && c != '%');
        if inner.is_empty() {
            continue;
        }
        let small = inner.replace('’', "'").to_lowercase();
        let is_pronoun = small == "i" || small.starts_with("i'");
        words.push(Word { is_name: !begins && !is_pronoun && inner.starts_with(char::is_uppercase), small });
        begins = piece.ends_with(['.', '!', '?', ':']);
    }
    words
}
