//! The `[judge.upstream]` section: which model judges, and what it may cost.

use std::time::Duration;

use serde::Deserialize;

use crate::SetupError;

/// Which of the upstream's models judges pairs, and what it may cost.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JudgeConfig {
    /// The model, by the upstream's name for it.
    pub model: String,
    /// Whether the upstream wants a key. Then, without `upstream.api_key_env` or `upstream.api_key_file`, nothing is
    /// asked: a client's key is never used for anything but that client's request.
    pub needs_key: bool,
    /// The most pairs of one request; further ones go unread.
    pub max_pairs: usize,
    /// The most bytes of one prompt; pairs that do not fit go unread.
    pub max_prompt_bytes: usize,
    /// The most requests of this process in any minute; further ones are refused as overloaded.
    pub max_calls_per_minute: usize,
    /// How long one request may take from its first byte to its last.
    #[serde(with = "humantime_serde")]
    pub timeout: Duration,
}

impl JudgeConfig {
    /// Checks what types cannot say.
    ///
    /// # Errors
    /// When a number is nought that must not be.
    pub fn check(&self) -> Result<(), SetupError> {
        let counts = [
            ("max_pairs", self.max_pairs),
            ("max_prompt_bytes", self.max_prompt_bytes),
            ("max_calls_per_minute", self.max_calls_per_minute),
        ];
        if let Some((key, _)) = counts.into_iter().find(|(_, count)| *count == 0) {
            return Err(SetupError::Judge { key, reason: "must be at least 1" });
        }
        if self.timeout.is_zero() {
            return Err(SetupError::Judge { key: "timeout", reason: "must be longer than nothing" });
        }
        Ok(())
    }
}
