//! Requests through the pipeline, with a sampler that says what it is told when it is told, and a judge that can be
//! made to fail in every way.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod controls;
mod decisions;
mod failures;
mod gated;
mod judges;
mod long;
mod medoid;
mod modes;
mod plain;
mod recorded;
mod scene;
mod scored;
mod script;
mod streams;
mod unreadable;
mod usage;
