//! The upstream room against a scripted upstream on the loopback: the relay, its time limits, TLS, draws, the local
//! endpoint.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod draws;
mod failures;
mod harness;
mod judge;
mod limits;
mod local;
mod relay;
mod tls;
