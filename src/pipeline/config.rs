//! Modes, draws, thresholds, and what to do when judging fails.

use serde::Deserialize;

/// What is done with judged requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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
    /// The draw that agrees most with all.
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

/// The pipeline's configuration (to be completed by this room's builder: thresholds, max_draws, temperature, …).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The mode in force.
    pub mode: Mode,
}
