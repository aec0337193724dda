//! The shipped table `config/wording.toml`: which words are said at which confidence, per tone and language, and what
//! people hear in an answer's own words.

use probity_text::Language;
use serde::Deserialize;

use super::Tone;
use crate::Error;

/// The table as it is compiled in.
const SHIPPED: &str = include_str!("../../../config/wording.toml");

/// What is said, and what is heard.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    verb: Vec<Step>,
    number: Vec<Step>,
    beside: Spoken<String>,
    /// The phrases, by what people hear in them.
    pub(super) cues: Vec<Cues>,
}

/// A step of a tone's ladder.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    below: f64,
    heard: Option<f64>,
    phrase: Option<String>,
    en: Openings,
    zh: Openings,
}

/// Phrases in which the same confidence is heard.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cues {
    pub(super) heard: f64,
    pub(super) en: Vec<String>,
    pub(super) zh: Vec<String>,
}

/// The words before an answer, by its shape.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Openings {
    sentence: String,
    bare: String,
    lines: String,
}

/// Something in every language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spoken<T> {
    en: T,
    zh: T,
}

/// What an answer looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A sentence, or a few.
    Sentence,
    /// A name, a number, a phrase.
    Bare,
    /// Several lines.
    Lines,
}

impl Table {
    /// The table that is compiled in.
    pub(super) fn shipped() -> Result<Self, Error> {
        Self::read(SHIPPED)
    }

    fn read(text: &str) -> Result<Self, Error> {
        let table: Self = toml::from_str(text).map_err(|error| Error::WordingTable(error.message().to_owned()))?;
        for (tone, steps) in [("verb", &table.verb), ("number", &table.number)] {
            check(tone, steps)?;
        }
        match table.cues.iter().find(|cues| !(0.0..=1.0).contains(&cues.heard)) {
            Some(cues) => Err(Error::WordingTable(format!("nobody hears {} in words", cues.heard))),
            None => Ok(table),
        }
    }

    /// The words before an answer of this shape at this confidence.
    pub(super) fn opening(&self, tone: Tone, language: Language, shape: Shape, confidence: f64) -> String {
        let steps = match tone {
            Tone::Verb => &self.verb,
            Tone::Number => &self.number,
        };
        let Some(step) = steps.get(place(steps, confidence)) else { return String::new() };
        let openings = match language {
            Language::English => &step.en,
            Language::Chinese => &step.zh,
        };
        let opening = match shape {
            Shape::Sentence => &openings.sentence,
            Shape::Bare => &openings.bare,
            Shape::Lines => &openings.lines,
        };
        filled(opening, confidence)
    }

    /// The words before an answer whose own hedge cannot be taken out and says something else.
    pub(super) fn beside(&self, language: Language, confidence: f64) -> String {
        let words = match language {
            Language::English => &self.beside.en,
            Language::Chinese => &self.beside.zh,
        };
        filled(words, confidence)
    }

    /// The confidences at which the same words are said as at this one: from, and below.
    pub(super) fn band(&self, confidence: f64) -> (f64, f64) {
        let at = place(&self.verb, confidence);
        let below = |step: &Step| step.below.min(1.0);
        let from = at.checked_sub(1).and_then(|before| self.verb.get(before)).map_or(0.0, below);
        (from, self.verb.get(at).map_or(1.0, below))
    }
}

/// The step of a confidence; of none that is a number, the least.
fn place(steps: &[Step], confidence: f64) -> usize {
    if confidence.is_nan() {
        return 0;
    }
    steps.partition_point(|step| step.below <= confidence).min(steps.len().saturating_sub(1))
}

fn filled(words: &str, confidence: f64) -> String {
    words.replace("{percent}", &super::phrasing::percent(confidence).to_string())
}

fn check(tone: &str, steps: &[Step]) -> Result<(), Error> {
    let wrong = |reason: &str| Err(Error::WordingTable(format!("{tone}: {reason}")));
    if !steps.windows(2).all(|pair| pair[0].below < pair[1].below) || steps.first().is_none_or(|step| step.below <= 0.0)
    {
        return wrong("the steps do not rise");
    }
    if steps.last().is_none_or(|step| step.below <= 1.0) {
        return wrong("the last step ends before certainty");
    }
    let mut from = 0.0;
    for step in steps {
        if step.heard.is_some() != step.phrase.is_some() {
            return wrong("what is heard is heard in a phrase: both, or neither");
        }
        if step.heard.is_some_and(|heard| !(from..=step.below).contains(&heard)) {
            return wrong("a step's words are heard outside of it");
        }
        from = step.below;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_reads() {
        let table = Table::shipped().unwrap();
        assert_eq!(table.band(0.0), (0.0, 0.25));
        assert_eq!(table.band(0.25), (0.25, 0.45));
        assert_eq!(table.band(1.0), (0.95, 1.0));
        assert_eq!(table.band(f64::NAN), (0.0, 0.25));
    }

    #[test]
    fn a_table_that_makes_no_sense_is_refused() {
        let faults = [
            ("below = 0.25", "below = 0.5", "the steps do not rise"),
            ("below = 1.1", "below = 0.99", "the last step ends before certainty"),
            ("heard = 0.34", "heard = 0.6", "heard outside of it"),
            ("phrase = \"without a doubt\"\n", "", "both, or neither"),
            ("heard = 0.02", "heard = nan", "nobody hears NaN"),
            ("[beside]", "[besides]", "unknown field"),
        ];
        for (what, instead, complaint) in faults {
            let said = Table::read(&SHIPPED.replace(what, instead)).unwrap_err().to_string();
            assert!(said.contains(complaint), "{said}");
        }
    }
}
