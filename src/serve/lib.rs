//! The listener: routes, limits, streaming out, health, metrics.
//!
//! A [`Server`] accepts connections, answers its own few routes, judges chat completions through the pipeline, and
//! relays everything else byte for byte. Everything it starts it owns: when a client goes, its work is dropped; when
//! the server drains, it waits for what is in flight, but no longer than configured.
//!
//! # Layout
//! - [`config`]: the `[server]` section; [`error`]: why the server cannot start;
//! - [`server`]: bind, accept, drain; `connection`: one connection and its timers; `linger`: closing so that the last
//!   response arrives;
//! - `route`: what a request is for; `exchange`: one request from arrival to its last byte: log line, metrics, limits;
//! - `chat`: the chat endpoint; `judging`: answers that wait for a verdict; `observe`: answers that do not;
//!   `background`: the bounded work behind them;
//! - [`scores`]: scores of pairs and of samples; `scoring`: the endpoint for them;
//! - `relay`: what is not ours; `body`: bodies in and out; `refusal`: every error that a client is told;
//! - `health`: liveness and readiness; [`metrics`]: what is counted.

mod background;
mod body;
mod chat;
pub mod config;
mod connection;
pub mod error;
mod exchange;
mod health;
mod judging;
mod linger;
pub mod metrics;
mod observe;
mod refusal;
mod relay;
mod route;
pub mod scores;
mod scoring;
pub mod server;

pub use config::Config;
pub use error::Error;
pub use metrics::{Metrics, MetricsSink, Watched};
pub use scores::{Embedder, Judges};
pub use server::{Parts, Server};
