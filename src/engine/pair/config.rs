//! The `[pair]` section: which weights, at which precision, and how much work at once.

use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

use crate::pair::Error;
use crate::queue::check_limits;

/// How the pair model is run.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// A directory with `config.json`, `tokenizer.json` and `pair.safetensors`; empty: the weights that were compiled
    /// in.
    pub path: PathBuf,
    /// How weights and activations are multiplied.
    pub precision: Choice,
    /// Threads that compute; 0: as many as there are processors.
    pub threads: usize,
    /// Tokens of texts that may wait; work beyond is refused as overloaded.
    pub queue_tokens: usize,
    /// Tokens that go through the model together.
    pub batch_tokens: usize,
    /// How long work may wait to be begun; then it is refused as overloaded.
    #[serde(with = "humantime_serde")]
    pub max_wait: Duration,
}

/// What the configuration says about precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Choice {
    /// The fastest on this machine, measured at start.
    Auto,
    /// [`Precision::Float32`].
    Float32,
    /// [`Precision::Bfloat16`].
    Bfloat16,
    /// [`Precision::Int8`].
    Int8,
}

/// How weights and activations are multiplied. Everything outside the matrix products is computed in 32 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Both as 32-bit fractions.
    Float32,
    /// Weights rounded to the upper 16 bits of a fraction: half the memory of [`Precision::Float32`].
    Bfloat16,
    /// Weights as 8-bit codes with a scale for each output (as they lie in the file, where they were quantised), and
    /// activations rounded to up to 16 bits with a scale for each token; sums are exact.
    Int8,
}

impl Config {
    /// Checks what types cannot.
    ///
    /// # Errors
    /// When a number is nought that must not be.
    pub fn check(&self) -> Result<(), Error> {
        check_limits(self.queue_tokens, self.batch_tokens, self.max_wait)
            .map_err(|(key, reason)| Error::Config { key, reason: reason.to_owned() })
    }
}

impl Choice {
    /// The precision that was named, if one was.
    #[must_use]
    pub fn fixed(self) -> Option<Precision> {
        match self {
            Self::Auto => None,
            Self::Float32 => Some(Precision::Float32),
            Self::Bfloat16 => Some(Precision::Bfloat16),
            Self::Int8 => Some(Precision::Int8),
        }
    }
}

impl std::fmt::Display for Precision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Float32 => "float32",
            Self::Bfloat16 => "bfloat16",
            Self::Int8 => "int8",
        })
    }
}
