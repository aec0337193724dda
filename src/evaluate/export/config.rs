//! The section `[export]`: thresholds and wording of training data.

use serde::Deserialize;

use super::Error;
use super::fill::strangers;

/// The section `[export]`. Every key is always there; the defaults are the shipped configuration's, which are the
/// paper's.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// What the model is asked: `{question}` and `{refusal}` stand for the question and the words below.
    pub prompt: String,
    /// A system message before the prompt, in the chat format only; empty for none.
    pub system: String,
    /// What a refusal says.
    pub refusal: String,
    /// So many samples of each question are used, the first ones; a question with fewer is left out. At least 1.
    pub samples: usize,
    /// A question is known where at least this share of its samples is right (τ of the paper), in (0, 1].
    pub known_at: f64,
    /// Whether one right greedy answer makes a question known to the method Absolute, whatever its samples say.
    pub greedy_suffices: bool,
    /// What Confidence-Num says, by the share of right samples: ascending, the last up to 1.
    pub numbers: Vec<Band>,
    /// What Confidence-Verb says, likewise.
    pub phrases: Vec<Band>,
}

/// What is said of answers whose share of right samples is at most `up_to`, and above the band before.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The band's upper end, itself included, in (0, 1].
    pub up_to: f64,
    /// What is said: `{answer}` is the answer, `{continued}` the answer going on in mid-sentence, `{percent}` the share
    /// of right samples in per cent.
    pub text: String,
}

/// A share is a quotient of whole numbers, a threshold is typed by people: so much is no difference.
const ROUNDING: f64 = 1e-9;

impl Config {
    /// Whether all of it makes sense.
    ///
    /// # Errors
    /// Names the first key that does not.
    pub fn check(&self) -> Result<(), Error> {
        if self.samples == 0 {
            return Err(Error::setting("samples", "at least 1 is needed"));
        }
        if !(self.known_at > 0.0 && self.known_at <= 1.0) {
            return Err(Error::setting("known_at", format!("{} does not lie above 0 and up to 1", self.known_at)));
        }
        if !self.prompt.contains("{question}") {
            return Err(Error::setting("prompt", "{question} does not occur in it"));
        }
        if self.refusal.trim().is_empty() {
            return Err(Error::setting("refusal", "it says nothing"));
        }
        no_stranger("prompt", &self.prompt, &["question", "refusal"])?;
        check_bands("numbers", &self.numbers)?;
        check_bands("phrases", &self.phrases)
    }

    /// Whether `right` of `of` samples are enough to call a question known.
    pub(super) fn enough(&self, right: usize, of: usize) -> bool {
        of > 0 && right as f64 >= self.known_at * of as f64 - ROUNDING
    }
}

/// The place of the band that `right` of `of` samples fall into.
pub(super) fn band(bands: &[Band], right: usize, of: usize) -> usize {
    let within = |band: &Band| right as f64 <= band.up_to * of as f64 + ROUNDING;
    bands.iter().position(within).unwrap_or_else(|| bands.len().saturating_sub(1))
}

fn check_bands(key: &'static str, bands: &[Band]) -> Result<(), Error> {
    let mut below = 0.0;
    for Band { up_to, text } in bands {
        if !(*up_to > below && *up_to <= 1.0) {
            return Err(Error::setting(key, format!("up_to = {up_to} does not lie above {below} and up to 1")));
        }
        if !text.contains("{answer}") && !text.contains("{continued}") {
            return Err(Error::setting(key, format!("neither {{answer}} nor {{continued}} occurs in \"{text}\"")));
        }
        no_stranger(key, text, &["answer", "continued", "percent"])?;
        below = *up_to;
    }
    if below < 1.0 {
        return Err(Error::setting(key, "the last band must reach up to 1"));
    }
    Ok(())
}

fn no_stranger(key: &'static str, text: &str, known: &[&str]) -> Result<(), Error> {
    match strangers(text, known).next() {
        Some(name) => Err(Error::setting(key, format!("nothing stands for {{{name}}}"))),
        None => Ok(()),
    }
}
