//! What can go wrong before the model runs.

use std::path::PathBuf;

/// Why there is no embedded model. `Display` says what, where, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A configured value is impossible.
    #[error("engine.{key}: {reason}")]
    Config {
        /// The key within `[engine]`.
        key: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// The list of sources that was compiled in cannot be read.
    #[error("the compiled-in models/manifest.toml is broken: {0}")]
    Manifest(String),
    /// There is nowhere to keep the weights.
    #[error(
        "no cache directory: neither XDG_CACHE_HOME nor HOME is set; set engine.cache_dir, or engine.path to a file"
    )]
    NoCacheDirectory,
    /// A file or directory could not be used.
    #[error("{doing} {}: {source}", path.display())]
    Io {
        /// What was being done, e.g. `reading`.
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
    },
    /// Weights that are not the ones that were published.
    #[error("{} is not the file that was published: its sha256 is {found}, expected {expected}", path.display())]
    Checksum {
        /// The file.
        path: PathBuf,
        /// What it hashes to.
        found: String,
        /// What the manifest says.
        expected: String,
    },
    /// No source gave the weights.
    #[error(
        "the weights of {model} could not be fetched:\n{}\noffline? put the file somewhere and set engine.path to it",
        attempts.iter().map(|attempt| format!("  - {attempt}")).collect::<Vec<_>>().join("\n")
    )]
    Unavailable {
        /// The model's id.
        model: String,
        /// What each source said.
        attempts: Vec<String>,
    },
    /// A file that is no model this engine can run.
    #[error("{} cannot be used as a model: {reason}", path.display())]
    Model {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The engine's threads could not be started.
    #[error("the engine's threads could not be started: {0}")]
    Threads(String),
}
