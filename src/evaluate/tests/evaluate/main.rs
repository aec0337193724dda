//! Evaluation end to end, over the public surface: data sets, figures, recordings, live runs.
#![expect(clippy::unwrap_used, reason = "a helper that fails, fails its test")]

mod dataset;
mod live;
mod metrics;
mod recorded;
mod stage;
