//! Entropy of the texts themselves.

use crate::scorer::{Measure, Need, Scorer};
use crate::{Evidence, Missing, entropy};

/// Raw: entropy of the distinct normalised texts, in nats, in [0, ln n]. Confidence: `1 − H / ln n`, in [0, 1].
///
/// Needs texts alone; judges nothing. The plain predictive entropy of samples.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExactMatch;

impl Scorer for ExactMatch {
    fn name(&self) -> &'static str {
        "exact_match"
    }

    fn needs(&self) -> Vec<Need> {
        Vec::new()
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        // What declines is one text, however it is put.
        let declining = (0..evidence.count()).filter(|place| evidence.declines(*place)).count();
        let said = |(place, answer): (usize, &&'_ str)| (!evidence.declines(place)).then(|| (*answer).to_owned());
        let said: Vec<String> = evidence.answers().iter().enumerate().filter_map(said).collect();
        let mut sizes = entropy::exact_sizes(&said);
        sizes.extend((declining > 0).then_some(declining));
        let confidence = entropy::confidence(&sizes).ok_or(Missing::TooFewAnswers)?;
        Ok(Measure::with_raw(confidence, entropy::discrete(&sizes)))
    }
}
