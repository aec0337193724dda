//! The policy's configuration: where the thresholds lie, and how sure a stop must be.

use serde::Deserialize;

use crate::{Error, GateThresholds, Rule, Thresholds};

/// The section `[policy]`. Every key is always there; the defaults are the shipped configuration's.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Answered at or above this confidence, in (0, 1).
    pub answer_at: f64,
    /// Hedged at or above this confidence, in (0, 1), at most `answer_at`; refused below.
    pub hedge_at: f64,
    /// When to stop drawing.
    pub stop: Stop,
    /// The probability of another decision than the full budget's that an early stop may have, in [0, .5).
    pub epsilon: f64,
    /// At least so many draws before an uncertain stop; at least 1.
    pub least: usize,
    /// An answer of more sentences or lines than this is judged sentence by sentence, or passed on unjudged where no
    /// judge can do that; at least 1.
    pub max_sentences: usize,
    /// From which mean support over the draws on a sentence of a long answer is supported, in (0, 1).
    pub long_support_at: f64,
    /// A long answer is refused where a greater share of it than this, by length, is unsupported; in [0, 1].
    pub long_refuse_above: f64,
    /// At most so many sentences of a long answer are judged, the longest; at least 1.
    pub long_max_sentences: usize,
    /// At most so many places of each draw are looked at for each sentence; at least 1.
    pub long_windows: usize,
    /// From which probability on a gate lets a request be judged that the rules would judge, in [0, 1].
    pub gate_judge_at: f64,
    /// From which probability on a gate has a request judged that the rules would pass on, in [0, 1].
    pub gate_rescue_at: f64,
}

/// When to stop drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stop {
    /// As soon as the decision is known.
    Decision,
    /// Never before the budget is drawn.
    None,
}

impl Config {
    /// Checks the ranges.
    ///
    /// # Errors
    /// A value outside its range, or thresholds the wrong way round.
    pub fn validate(&self) -> Result<(), Error> {
        within(
            "policy.answer_at",
            self.answer_at,
            "between 0 and 1, both excluded",
            self.answer_at > 0.0 && self.answer_at < 1.0,
        )?;
        within(
            "policy.hedge_at",
            self.hedge_at,
            "between 0 and 1, both excluded",
            self.hedge_at > 0.0 && self.hedge_at < 1.0,
        )?;
        if self.hedge_at > self.answer_at {
            return Err(Error::ThresholdsCrossed { hedge_at: self.hedge_at, answer_at: self.answer_at });
        }
        within("policy.epsilon", self.epsilon, "from 0 to below 0.5", (0.0..0.5).contains(&self.epsilon))?;
        within("policy.least", self.least as f64, "at 1 or above", self.least >= 1)?;
        within("policy.max_sentences", self.max_sentences as f64, "at 1 or above", self.max_sentences >= 1)?;
        self.validate_long_and_gate()
    }

    fn validate_long_and_gate(&self) -> Result<(), Error> {
        let inside = self.long_support_at > 0.0 && self.long_support_at < 1.0;
        within("policy.long_support_at", self.long_support_at, "between 0 and 1, both excluded", inside)?;
        for (key, count) in
            [("policy.long_max_sentences", self.long_max_sentences), ("policy.long_windows", self.long_windows)]
        {
            within(key, count as f64, "at 1 or above", count >= 1)?;
        }
        let probabilities = [
            ("policy.long_refuse_above", self.long_refuse_above),
            ("policy.gate_judge_at", self.gate_judge_at),
            ("policy.gate_rescue_at", self.gate_rescue_at),
        ];
        probabilities
            .into_iter()
            .try_for_each(|(key, value)| within(key, value, "from 0 to 1", (0.0..=1.0).contains(&value)))
    }

    /// From where on a gate overrules the rules.
    pub fn gate(&self) -> GateThresholds {
        GateThresholds { judge: self.gate_judge_at, rescue: self.gate_rescue_at }
    }

    /// The thresholds.
    pub fn thresholds(&self) -> Thresholds {
        Thresholds { answer: self.answer_at, hedge: self.hedge_at }
    }

    /// The stopping rule for a budget of verification draws.
    pub fn rule(&self, budget: usize) -> Rule {
        let epsilon = match self.stop {
            Stop::Decision => Some(self.epsilon),
            Stop::None => None,
        };
        Rule { thresholds: self.thresholds(), budget, epsilon, least: self.least }
    }
}

fn within(key: &'static str, value: f64, range: &'static str, holds: bool) -> Result<(), Error> {
    if holds { Ok(()) } else { Err(Error::OutOfRange { key, value, range }) }
}
