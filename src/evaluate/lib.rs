//! What runs offline: data sets, replay, metrics, reports. The server never imports it.
//!
//! The question is always the same: what went out *before* probity, and what goes out *with* it? Every question is
//! answered once, the raw answer and the judged one are graded side by side, and the founding paper's metrics are taken
//! of the two. Live questions and recorded samples run through the very pipeline that serves; a recording is but another
//! sampler.
//!
//! # Layout
//! - [`dataset`]: questions and recorded answers, as plain or gzipped JSON lines;
//! - [`grade`]: right, wrong, or declined;
//! - [`options`]: how to run, and the [`Bench`] that runs;
//! - `trial`: one question through the pipeline;
//! - [`run`]: all of them: [`live`], [`live_recorded`] and [`recorded`];
//! - [`metrics`]: the evolutionary table and what follows from it, without any randomness;
//! - [`report`]: the figures with their intervals, as JSON; `render`: the same for a terminal;
//! - [`sweep`]: what other thresholds would have done;
//! - [`progress`]: how far it is.

pub mod dataset;
pub mod error;
pub mod grade;
pub mod metrics;
pub mod options;
pub mod progress;
mod render;
pub mod report;
pub mod run;
pub mod sweep;
mod trial;

pub use dataset::{Dataset, Question, Recorded};
pub use error::Error;
pub use options::{Bench, Judging, Options};
pub use progress::{Bar, Progress, Quiet};
pub use report::Report;
pub use run::{live, live_recorded, recorded};
pub use sweep::{Sweep, choose_thresholds};
