//! What can go wrong before the pair model runs.

use std::path::PathBuf;

/// Why there is no pair model. `Display` says what, where, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A configured value is impossible.
    #[error("pair.{key}: {reason}")]
    Config {
        /// The key within `[pair]`.
        key: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A file could not be read.
    #[error("reading {}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
    /// A file that is not what the pair model needs.
    #[error("the pair model's {file} cannot be used: {reason}")]
    Model {
        /// `config.json`, `tokenizer.json` or `pair.safetensors`.
        file: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// The model's threads could not be started.
    #[error("the pair model's threads could not be started: {0}")]
    Threads(String),
}
