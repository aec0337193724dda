//! Evaluation end to end, over the public surface: data sets, figures, recordings, live runs.
#![expect(clippy::unwrap_used, reason = "a helper that fails, fails its test")]

mod bounds;
mod dataset;
mod forms;
mod grading;
mod live;
mod measures;
mod metrics;
mod recorded;
mod stage;
mod tables;
