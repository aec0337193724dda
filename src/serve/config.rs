//! The `[server]` section: where to listen, and how much of everything is allowed.

use std::net::SocketAddr;
use std::time::Duration;

use serde::Deserialize;

use crate::Error;

/// The least that hyper can read a request's head with.
const LEAST_HEADER_BYTES: usize = 8192;

/// Where to listen, and how much of everything is allowed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The address and port to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The largest chat request that is read, in bytes. Relayed bodies have no limit.
    pub max_body_bytes: usize,
    /// The largest request head, in bytes; at least 8192.
    pub max_header_bytes: usize,
    /// How long a request's head may take, and how long a connection may be unused.
    #[serde(with = "humantime_serde")]
    pub header_timeout: Duration,
    /// How long a request's body may be silent.
    #[serde(with = "humantime_serde")]
    pub body_timeout: Duration,
    /// How long a client may leave what it is sent unread; then its connection is closed.
    #[serde(with = "humantime_serde")]
    pub write_timeout: Duration,
    /// How long what a client still sends is read and thrown away after its request was answered early.
    #[serde(with = "humantime_serde")]
    pub linger_timeout: Duration,
    /// How many connections are open at once; more wait to be accepted.
    pub max_connections: usize,
    /// How many requests are in flight at once; more are answered 503.
    pub max_in_flight: usize,
    /// How many answers are scored in the background at once (`observe`); more go unscored and are counted.
    pub max_background: usize,
    /// How often a stream that waits for its verdict is kept alive by a comment. The first comes at once.
    #[serde(with = "humantime_serde")]
    pub keepalive_comment: Duration,
    /// How long new connections are still accepted, answering not ready, after the signal to stop.
    #[serde(with = "humantime_serde")]
    pub drain_delay: Duration,
    /// How long requests in flight may take to finish after that.
    #[serde(with = "humantime_serde")]
    pub drain_timeout: Duration,
}

impl Config {
    /// Checks what types cannot say.
    ///
    /// # Errors
    /// When a value cannot work.
    pub fn validate(&self) -> Result<(), Error> {
        let value = |key, reason| Err(Error::Value { key, reason });
        if self.max_header_bytes < LEAST_HEADER_BYTES {
            return value("max_header_bytes", "must be at least 8192");
        }
        let counts = [
            ("max_body_bytes", self.max_body_bytes),
            ("max_connections", self.max_connections),
            ("max_in_flight", self.max_in_flight),
        ];
        if let Some((key, _)) = counts.into_iter().find(|(_, count)| *count == 0) {
            return value(key, "must be at least 1");
        }
        let semaphores = [
            ("max_connections", self.max_connections),
            ("max_in_flight", self.max_in_flight),
            ("max_background", self.max_background),
        ];
        if let Some((key, _)) = semaphores.into_iter().find(|(_, count)| *count > tokio::sync::Semaphore::MAX_PERMITS) {
            return value(key, "is larger than any machine can serve");
        }
        let durations = [
            ("header_timeout", self.header_timeout),
            ("body_timeout", self.body_timeout),
            ("write_timeout", self.write_timeout),
            ("keepalive_comment", self.keepalive_comment),
        ];
        if let Some((key, _)) = durations.into_iter().find(|(_, duration)| duration.is_zero()) {
            return value(key, "must be longer than nothing");
        }
        Ok(())
    }
}
