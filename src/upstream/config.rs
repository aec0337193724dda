//! The `[upstream]` section: where the model is, how to get in, and how long to wait.

use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;

/// Whether several draws may be asked for in one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NativeN {
    /// Try `n`, and remember per model whether the upstream honours it.
    Auto,
    /// One request per draw, always.
    Never,
}

/// Where the model is, how to get in, and how long to wait.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The base URL, with or without a path (`https://api.openai.com/v1`). Empty: the embedded model.
    pub url: String,
    /// The environment variable that holds the key to send; empty: none.
    pub api_key_env: String,
    /// The file that holds the key to send; empty: none.
    pub api_key_file: PathBuf,
    /// A PEM file of the certificate authorities to trust; empty: the platform's.
    pub ca_file: PathBuf,
    /// How long to wait for a connection, TLS included.
    #[serde(with = "humantime_serde")]
    pub connect_timeout: Duration,
    /// How long to wait for the response's head once the request is sent.
    #[serde(with = "humantime_serde")]
    pub first_byte_timeout: Duration,
    /// How long a body, in either direction, may be silent.
    #[serde(with = "humantime_serde")]
    pub idle_timeout: Duration,
    /// How long an exchange may take from its first byte to its last.
    #[serde(with = "humantime_serde")]
    pub total_timeout: Duration,
    /// How long an unused connection is kept.
    #[serde(with = "humantime_serde")]
    pub pool_idle_timeout: Duration,
    /// How many unused connections are kept.
    pub max_idle_per_host: usize,
    /// The largest answer that is read for judging, in bytes. Relayed bodies have no limit.
    pub max_response_bytes: usize,
    /// The largest single server-sent event that is read for judging, in bytes.
    pub max_event_bytes: usize,
    /// Whether several draws may be asked for in one request.
    pub native_n: NativeN,
}
