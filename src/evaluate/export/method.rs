//! What the model should have said: the four methods of the paper's section 3.2.

use std::borrow::Cow;

use super::config::{Band, Config, band};
use super::fill::fill;
use super::graded::Graded;

/// How what a model knows becomes what it should say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// An answer of its own that is right, where the question is known; a refusal otherwise.
    Absolute,
    /// A right answer behind a confidence in per cent; a refusal where too few samples are right.
    ConfidenceNum,
    /// The same with a confidence in words.
    ConfidenceVerb,
    /// One example for each sample: the sample where it is right, a refusal where it is not.
    Multisample,
}

/// What one example says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said<'a> {
    Answer(&'a str),
    Refusal,
    /// An answer with a confidence, from the band at this place.
    Band {
        place: usize,
        text: String,
    },
}

impl Method {
    /// The bands that it speaks in, each with a count of none yet.
    pub(super) fn bands(self, config: &Config) -> Vec<(f64, usize)> {
        self.ladder(config).iter().map(|band| (band.up_to, 0)).collect()
    }

    /// What the model should have said, one or more times.
    pub(super) fn says<'a>(self, graded: &Graded<'a>, config: &Config) -> Vec<Said<'a>> {
        match self {
            Self::Absolute if graded.known(config) => vec![answered(graded)],
            Self::Absolute => vec![Said::Refusal],
            Self::ConfidenceNum | Self::ConfidenceVerb => vec![confident(graded, self.ladder(config), config)],
            Self::Multisample => {
                let said = |(text, right): (&'a String, &bool)| {
                    if *right { Said::Answer(text.trim()) } else { Said::Refusal }
                };
                graded.samples.iter().zip(&graded.right).map(said).collect()
            }
        }
    }

    fn ladder(self, config: &Config) -> &[Band] {
        match self {
            Self::ConfidenceNum => &config.numbers,
            Self::ConfidenceVerb => &config.phrases,
            Self::Absolute | Self::Multisample => &[],
        }
    }
}

impl<'a> Said<'a> {
    /// The text of it.
    pub(super) fn text(&'a self, config: &'a Config) -> &'a str {
        match self {
            Self::Answer(text) => text,
            Self::Refusal => &config.refusal,
            Self::Band { text, .. } => text,
        }
    }
}

fn answered<'a>(graded: &Graded<'a>) -> Said<'a> {
    graded.answer().map_or(Said::Refusal, |answer| Said::Answer(answer.trim()))
}

fn confident<'a>(graded: &Graded<'a>, ladder: &[Band], config: &Config) -> Said<'a> {
    let (right, of) = (graded.rights(), graded.samples.len());
    let place = band(ladder, right, of);
    let known = graded.known_by_samples(config);
    let (true, Some(answer), Some(band)) = (known, graded.answer(), ladder.get(place)) else { return Said::Refusal };
    let percent = (100.0 * right as f64 / of as f64).round().to_string();
    let answer = answer.trim();
    let values = [("answer", answer), ("continued", &*continued(answer)), ("percent", percent.as_str())];
    Said::Band { place, text: fill(&band.text, &values) }
}

/// The answer as the paper goes on with it: its first letter lower case, unless it is the letter of an option.
fn continued(answer: &str) -> Cow<'_, str> {
    let mut letters = answer.chars();
    let Some(first) = letters.next() else { return Cow::Borrowed(answer) };
    let option = matches!(first, 'A'..='D') && matches!(letters.clone().next(), None | Some(')' | '.'));
    if option { Cow::Borrowed(answer) } else { Cow::Owned(first.to_lowercase().chain(letters).collect()) }
}
