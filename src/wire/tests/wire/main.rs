//! What `wire` promises, proved through its public surface.
#![expect(clippy::unwrap_used, reason = "tests")]

mod errors;
mod hostile;
mod object;
mod raw;
mod request;
mod response;
mod sse;
mod stream;
mod usage;
