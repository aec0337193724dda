//! What the pipeline can be told: mode, draws, temperature, which answer is served, what happens when judging fails.

use std::sync::Arc;
use std::time::Duration;

use probity_policy::Wording;
use probity_score::blend::OnMissing;
use probity_score::scorer::{self, Need, UnknownScorer};
use probity_score::{Blend, Recipe, Scorer};
use serde::de::{Deserializer, Visitor};
use serde::{Deserialize, Serialize};

use crate::opinion::AGREEMENT;

/// What is done with judged requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Relay everything.
    Off,
    /// Answer at once, score afterwards.
    Observe,
    /// Wait for the verdict; add headers and the extension object, leave the words alone.
    Annotate,
    /// Wait for the verdict and act on it.
    Enforce,
}

/// Which answer is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Serve {
    /// The client's own draw.
    Primary,
    /// The draw that agrees most with all. Only `enforce` serves it; the other modes leave the client's own draw.
    Medoid,
}

/// What becomes of an answer that could not be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnFailure {
    /// It goes out marked `unavailable`.
    Open,
    /// It is refused.
    Closed,
}

/// How much of the `probity` object is put into responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Extension {
    /// All of it.
    Full,
    /// Without the texts of the other answers: clusters show their counts only.
    Summary,
    /// None of it.
    Off,
}

/// The sampling temperature of verification draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Temperature {
    /// This one, in [0, 2].
    Fixed(f64),
    /// The request's own.
    Request,
}

/// The `[honesty]` section.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The mode in force.
    pub mode: Mode,
    /// At most so many verification draws behind a request, in [1, `draws_cap`].
    pub max_draws: usize,
    /// At most so many verification draws that a client may ask for, in [1, 128].
    pub draws_cap: usize,
    /// Whether a client's own controls are heeded (otherwise they are taken out and ignored).
    pub client_controls: bool,
    /// The verification draws' sampling temperature.
    pub temperature: Temperature,
    /// At most so many tokens for each verification draw, at least 1.
    pub verification_max_tokens: u64,
    /// Which answer is served.
    pub serve: Serve,
    /// What becomes of an answer that could not be checked.
    pub on_failure: OnFailure,
    /// The fewest judged draws that make a verdict, at least 1; a request's own draws, where fewer, make one too.
    pub quorum: usize,
    /// What makes the confidence: `agreement`, the name of another scorer of [`probity_score::scorer`], or that of one of
    /// `blends`.
    pub scorer: String,
    /// Blends of scorers that `scorer` may name.
    pub blends: Vec<Recipe>,
    /// How long the gate may take to say what kind of request a request is, more than nothing.
    #[serde(with = "humantime_serde")]
    pub gate_timeout: Duration,
    /// How long a complete answer waits for its verdict.
    #[serde(with = "humantime_serde")]
    pub judge_timeout: Duration,
    /// How much of the `probity` object is put into responses.
    pub extension: Extension,
}

/// All that a [`crate::Pipeline`] can be told: its own section and those of the room below.
#[derive(Debug)]
pub struct Settings {
    /// `[honesty]`.
    pub honesty: Config,
    /// `[policy]`: thresholds, epsilon, least draws, long answers, the gate's thresholds.
    pub policy: probity_policy::Config,
    /// `[wording]`, its templates compiled.
    pub wording: Wording,
}

/// A value that is well formed and yet impossible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("honesty.{key}: {reason}")]
pub struct Error {
    /// The key, without its section.
    pub key: &'static str,
    /// What is wrong with it, and what would be right.
    pub reason: String,
}

/// More draws than this is a slip of the finger, not a budget.
const MOST_DRAWS: usize = 128;

impl Mode {
    /// The name in configuration, records and metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Observe => "observe",
            Self::Annotate => "annotate",
            Self::Enforce => "enforce",
        }
    }

    /// The mode of that name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Off, Self::Observe, Self::Annotate, Self::Enforce].into_iter().find(|mode| mode.name() == name)
    }
}

impl Config {
    /// Checks what the types cannot say.
    ///
    /// # Errors
    /// The first key whose value is out of its range.
    pub fn check(&self) -> Result<(), Error> {
        let wrong = |key, reason: String| Err(Error { key, reason });
        if !(1..=MOST_DRAWS).contains(&self.draws_cap) {
            return wrong("draws_cap", format!("{} is not in 1..={MOST_DRAWS}", self.draws_cap));
        }
        if !(1..=self.draws_cap).contains(&self.max_draws) {
            return wrong("max_draws", format!("{} is not in 1..={} (draws_cap)", self.max_draws, self.draws_cap));
        }
        if !(1..=self.max_draws).contains(&self.quorum) {
            return wrong("quorum", format!("{} is not in 1..={} (max_draws)", self.quorum, self.max_draws));
        }
        if self.verification_max_tokens == 0 {
            return wrong("verification_max_tokens", "0 tokens make no answer; at least 1".to_owned());
        }
        self.check_scorer()?;
        if self.gate_timeout.is_zero() {
            return wrong("gate_timeout", "no gate answers in no time; give it some time, as \"200ms\"".to_owned());
        }
        if self.judge_timeout.is_zero() {
            return wrong("judge_timeout", "no verdict comes in no time; give it some seconds, as \"30s\"".to_owned());
        }
        Ok(())
    }

    fn check_scorer(&self) -> Result<(), Error> {
        let wrong = |key, reason: String| Err(Error { key, reason });
        for (place, recipe) in self.blends.iter().enumerate() {
            let name = recipe.name.as_str();
            if name.is_empty() || name == AGREEMENT || scorer::names().contains(&name) {
                return wrong("blends", format!("'{name}' cannot name a blend: it is empty, or names a scorer"));
            }
            if self.blends[..place].iter().any(|other| other.name == name) {
                return wrong("blends", format!("two of them are called '{name}'"));
            }
            if let Err(error) = Blend::new(recipe) {
                return wrong("blends", error.to_string());
            }
        }
        if let Err(UnknownScorer { name, known, .. }) = self.scorer() {
            let blends = self.blends.iter().map(|recipe| recipe.name.as_str());
            let known: Vec<&str> = std::iter::once(AGREEMENT).chain(blends).chain(known).collect();
            return wrong("scorer", format!("there is no scorer '{name}'; there are: {}", known.join(", ")));
        }
        if self.has_never_a_value() {
            let reason = "needs embeddings or further calls to the model, which are not made while serving";
            return wrong("scorer", format!("'{}' {reason}", self.scorer));
        }
        Ok(())
    }

    /// Whether the scorer, or as much of a blend as it cannot do without, lacks what is never there while serving.
    fn has_never_a_value(&self) -> bool {
        let lacks = |name: &str| scorer::by_name(name).is_ok_and(|scorer| scorer.needs().iter().any(is_never_met));
        let Some(blend) = self.blends.iter().find(|recipe| recipe.name == self.scorer) else {
            return lacks(&self.scorer);
        };
        let mut parts = blend.parts.iter().filter(|part| part.weight != 0.0).map(|part| lacks(&part.scorer));
        match blend.missing {
            OnMissing::Renormalise => parts.all(|lacks| lacks),
            OnMissing::Refuse => parts.any(|lacks| lacks),
        }
    }

    /// The scorer that makes the confidence, `None` for agreement.
    pub(crate) fn scorer(&self) -> Result<Option<Arc<dyn Scorer>>, UnknownScorer> {
        if self.scorer == AGREEMENT {
            return Ok(None);
        }
        let named = self.blends.iter().find(|recipe| recipe.name == self.scorer);
        if let Some(blend) = named.and_then(|recipe| Blend::new(recipe).ok()) {
            return Ok(Some(Arc::new(blend)));
        }
        scorer::by_name(&self.scorer).map(|scorer| Some(Arc::from(scorer)))
    }
}

/// Whether a scorer's need cannot be met while serving.
fn is_never_met(need: &Need) -> bool {
    matches!(need, Need::Embeddings | Need::Votes | Need::OneStage | Need::TwoStage)
}

impl<'de> Deserialize<'de> for Temperature {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TemperatureVisitor)
    }
}

struct TemperatureVisitor;

impl Visitor<'_> for TemperatureVisitor {
    type Value = Temperature;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a temperature from 0 to 2, or \"request\"")
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Temperature, E> {
        if (0.0..=2.0).contains(&value) {
            return Ok(Temperature::Fixed(value));
        }
        Err(E::invalid_value(serde::de::Unexpected::Float(value), &self))
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Temperature, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Temperature, E> {
        self.visit_f64(value as f64)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Temperature, E> {
        match value {
            "request" => Ok(Temperature::Request),
            _ => Err(E::invalid_value(serde::de::Unexpected::Str(value), &self)),
        }
    }
}
