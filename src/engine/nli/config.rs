//! Which checkpoint is run, and how much work at once.

use std::path::PathBuf;
use std::time::Duration;

use crate::nli::Error;
use crate::queue::check_limits;

/// Which checkpoint is run, and how.
#[derive(Debug, Clone)]
pub struct Config {
    /// A folder with `config.json`, `tokenizer.json` and `model.safetensors`.
    pub path: PathBuf,
    /// Threads that compute; 0: as many as there are processors.
    pub threads: usize,
    /// Tokens of texts that may wait; work beyond is refused as overloaded.
    pub queue_tokens: usize,
    /// Tokens that go through the model together.
    pub batch_tokens: usize,
    /// How long work may wait to be begun; then it is refused as overloaded.
    pub max_wait: Duration,
}

impl Config {
    /// Checks what types cannot.
    ///
    /// # Errors
    /// When there is no path, or a number is nought that must not be.
    pub fn check(&self) -> Result<(), Error> {
        if self.path.as_os_str().is_empty() {
            return Err(Error::Config { key: "path", reason: "must name the checkpoint's folder".to_owned() });
        }
        check_limits(self.queue_tokens, self.batch_tokens, self.max_wait)
            .map_err(|(key, reason)| Error::Config { key, reason: reason.to_owned() })
    }
}
