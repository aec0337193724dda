//! What runs offline: data sets, replay, metrics, reports. The server never imports it.
//!
//! The question is always the same: what went out *before* probity, and what goes out *with* it? Every question is
//! answered once, the raw answer and the judged one are graded side by side, and the founding paper's metrics are taken
//! of the two. Live questions and recorded samples run through the very pipeline that serves; a recording is but another
//! sampler.
//!
//! # Layout
//! - [`dataset`]: questions and recorded answers out of JSON lines, CSV or parquet;
//! - [`grade`]: right, wrong, or declined, and who says so;
//! - [`options`]: how to run, and the [`Bench`] that runs;
//! - [`limits`]: what a run may take; [`journal`]: how an interrupted one goes on;
//! - `asking`: a single answer, outside the pipeline;
//! - `trial`: one question through the pipeline;
//! - [`run`]: all of them: [`live`], [`live_recorded`] and [`recorded`];
//! - [`knowledge`]: what the model knows, and whether it answers accordingly;
//! - [`mod@baseline`]: what one answer alone can do;
//! - [`metrics`]: the evolutionary table and what follows from it, without any randomness;
//! - [`conduct`]: how a run went: who graded, what was left out, what it took;
//! - [`report`]: the figures with their intervals, as JSON; [`figures`]: the same as a list, of which [`csv`],
//!   [`markdown`] and [`html`] are made; `render`: the same for a terminal;
//! - [`sweep`]: what other thresholds would have done;
//! - [`export`]: training data made of recorded answers;
//! - [`progress`]: how far it is.

mod asking;
pub mod baseline;
pub mod conduct;
pub mod csv;
pub mod dataset;
pub mod error;
pub mod export;
pub mod figures;
pub mod grade;
pub mod html;
pub mod journal;
pub mod knowledge;
pub mod limits;
pub mod markdown;
pub mod metrics;
pub mod options;
pub mod progress;
mod render;
pub mod report;
pub mod run;
pub mod sweep;
mod trial;

pub use baseline::{Baseline, Live, baseline};
pub use conduct::Conduct;
pub use csv::write_csv;
pub use dataset::{Dataset, Question, Recorded};
pub use error::Error;
pub use grade::{Grader, LlmJudge};
pub use html::write_html;
pub use journal::Journal;
pub use knowledge::{Knowing, Knowledge, estimate, estimate_recorded};
pub use limits::{Limits, Prices, Purse};
pub use markdown::write_markdown;
pub use options::{Bench, Judging, Options};
pub use progress::{Bar, Progress, Quiet};
pub use report::Report;
pub use run::{live, live_recorded, recorded};
pub use sweep::{Sweep, choose_thresholds};
