//! What can go wrong before an NLI checkpoint runs.

use std::path::{Path, PathBuf};

use crate::nli::{TOKENIZER, WEIGHTS};

/// Why there is no NLI model. `Display` says what, where, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A configured value is impossible.
    #[error("nli.{key}: {reason}")]
    Config {
        /// The key.
        key: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A file could not be read.
    #[error("reading {}: {source}; {remedy}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// The system's word.
        source: std::io::Error,
        /// What to do.
        remedy: &'static str,
    },
    /// A file that is whole, of a model that this version does not run.
    #[error("{}: {reason}; choose a DeBERTa-v2 or -v3 checkpoint for NLI, such as the deberta-v3 ones", path.display())]
    Unsupported {
        /// Which.
        path: PathBuf,
        /// What the model is or has.
        reason: String,
    },
    /// A file that is not what it should be.
    #[error("{}: {reason}; {remedy}", path.display())]
    Broken {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
        /// What to do.
        remedy: &'static str,
    },
    /// The model's threads could not be started.
    #[error("the NLI model's threads could not be started: {0}")]
    Threads(String),
}

impl Error {
    pub(crate) fn io(path: &Path, source: std::io::Error) -> Self {
        let missing = source.kind() == std::io::ErrorKind::NotFound;
        let remedy = if missing { missing_remedy(path) } else { "check that this process may read it" };
        Self::Io { path: path.to_owned(), source, remedy }
    }

    pub(crate) fn unsupported(path: &Path, reason: impl Into<String>) -> Self {
        Self::Unsupported { path: path.to_owned(), reason: reason.into() }
    }

    pub(crate) fn broken(path: &Path, reason: impl Into<String>) -> Self {
        let remedy = "fetch the checkpoint's files again, all of one revision";
        Self::Broken { path: path.to_owned(), reason: reason.into(), remedy }
    }
}

fn missing_remedy(path: &Path) -> &'static str {
    let name = path.file_name().map(std::ffi::OsStr::to_string_lossy).unwrap_or_default();
    if name == WEIGHTS {
        "weights in one model.safetensors are needed: load another format with transformers' \
         AutoModelForSequenceClassification and save it by save_pretrained(folder, max_shard_size='100GB')"
    } else if name == TOKENIZER {
        "where a checkpoint has none, transformers' AutoTokenizer.from_pretrained(folder).save_pretrained(folder) makes it"
    } else {
        "the folder must be a checkpoint in Hugging Face's layout"
    }
}
