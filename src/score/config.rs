//! When two answers count as the same.

use serde::Deserialize;

/// The `[score]` section.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Two answers are in one cluster, and a draw agrees outright, from this sameness on; in (0, 1].
    pub same_at: f64,
}

impl Config {
    /// Says what is wrong with the values, where something is.
    ///
    /// # Errors
    /// When `same_at` is no number in (0, 1].
    pub fn check(&self) -> Result<(), String> {
        if self.same_at > 0.0 && self.same_at <= 1.0 {
            return Ok(());
        }
        Err(format!("score.same_at must be in (0, 1], got {}", self.same_at))
    }
}
