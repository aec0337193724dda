//! Talk to endpoints: client, timeouts, relay; a sampler over HTTP.
//!
//! An [`Endpoint`] is whatever answers requests in OpenAI's shape: an HTTP upstream ([`Http`]) or a model in this very
//! process ([`Local`]). It does two things: it *relays* a request as it came, and it *samples* answers to judge.
//!
//! # Layout
//! - [`config`]: the `[upstream]` section;
//! - [`judge`]: the upstream itself as a judge of pairs;
//! - [`endpoint`]: the seam, and the bodies that pass through it;
//! - [`error`]: what can go wrong with an upstream, and what the client is told;
//! - [`remote`]: an upstream over HTTP: addresses, keys, TLS, timeouts, the relay;
//! - `sampler`: draws over HTTP: the primary as it came, verification draws edited, streamed and counted;
//! - [`local`]: an in-process sampler that speaks the protocol.

pub mod config;
pub mod endpoint;
pub mod error;
pub mod judge;
pub mod local;
pub mod remote;
mod sampler;

pub use config::{Config, NativeN};
pub use endpoint::{Body, BoxError, Endpoint};
pub use error::{Error, SetupError};
pub use judge::{JudgeConfig, UpstreamJudge};
pub use local::Local;
pub use remote::Http;
