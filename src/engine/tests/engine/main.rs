//! The embedded model through its public surface, on a tiny random model that goes through the very same loader.
#![expect(clippy::unwrap_used, reason = "tests")]

mod decoding;
mod fetching;
mod protocol;
mod reference;
mod tiny;
