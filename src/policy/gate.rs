//! A learnt reader of requests, for those that the rules cannot tell: what kind of request is it? The rules stay the
//! first reading, the gate the second; see [`crate::Scope`].

use futures_util::future::BoxFuture;

use crate::Pass;

/// Says what kind of request a request is.
pub trait Gate: Send + Sync + std::fmt::Debug + 'static {
    /// Its name and version.
    fn name(&self) -> &str;

    /// What kind of request this is; `request` is the last user turn, as it was written.
    ///
    /// # Errors
    /// When it cannot read the request, or fails. Then the rules decide alone.
    fn read<'a>(&'a self, request: &'a str) -> BoxFuture<'a, Result<Kinds, GateError>>;
}

/// Why a gate says nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GateError {
    /// The request is too long for it, or in a script that it does not know.
    #[error("the gate cannot read the request: {0}")]
    Unreadable(String),
    /// It failed.
    #[error("the gate failed: {0}")]
    Failed(String),
    /// It speaks of other kinds than [`Kinds`] has.
    #[error("the gate's kinds must be {known}; {given} is not one of them, missing or no probability", known = NAMES.join(", "))]
    Kinds {
        /// The kind that is unknown or missing.
        given: String,
    },
}

/// The probabilities of what a request is, each in [0, 1], summing to one.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Kinds {
    /// A question about the world, to be answered in a word or in several paragraphs.
    pub question: f64,
    /// A question whose answer is to be worked out: sums, logic, riddles.
    pub reasoning: f64,
    /// A text to be made up: a poem, a letter, ideas.
    pub writing: f64,
    /// Code to write or read.
    pub code: f64,
    /// A given text to be changed, sorted or summed up.
    pub transformation: f64,
    /// An opinion, or advice.
    pub opinion: f64,
    /// Talk.
    pub chat: f64,
}

/// From where on a gate overrules the rules. Probabilities that a request is ours to judge, each in [0, 1].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GateThresholds {
    /// What the rules would judge is judged at or above this.
    pub judge: f64,
    /// What the rules would pass on is judged at or above this.
    pub rescue: f64,
}

/// The names of the kinds, in the order of the fields.
const NAMES: [&str; 7] = ["question", "reasoning", "writing", "code", "transformation", "opinion", "chat"];

impl Kinds {
    /// Reads probabilities with their names, each of which must be there once.
    ///
    /// # Errors
    /// A name that is not one of the seven, is missing or comes twice, and a value that is no probability.
    pub fn from_named<'a>(named: impl IntoIterator<Item = (&'a str, f64)>) -> Result<Self, GateError> {
        let mut values: [Option<f64>; 7] = [None; 7];
        for (name, value) in named {
            let wrong = || GateError::Kinds { given: format!("'{name}'") };
            let place = NAMES.iter().position(|known| *known == name).ok_or_else(wrong)?;
            if values[place].is_some() || !(0.0..=1.0).contains(&value) {
                return Err(wrong());
            }
            values[place] = Some(value);
        }
        if let Some(missing) = values.iter().position(Option::is_none) {
            return Err(GateError::Kinds { given: format!("'{}'", NAMES[missing]) });
        }
        let [question, reasoning, writing, code, transformation, opinion, chat] = values.map(Option::unwrap_or_default);
        Ok(Self { question, reasoning, writing, code, transformation, opinion, chat })
    }

    /// The probability that the request is ours to judge: a question about the world, or one to be worked out.
    pub fn ours(&self) -> f64 {
        self.question + self.reasoning
    }

    /// Why it is passed, where it is: by the likeliest of the other kinds.
    pub fn pass(&self) -> Pass {
        let others = [
            (self.writing, Pass::Imperative),
            (self.code, Pass::Code),
            (self.transformation, Pass::CarriesText),
            (self.opinion + self.chat, Pass::NotFactual),
        ];
        others.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).map_or(Pass::NotFactual, |(_, pass)| pass)
    }
}
