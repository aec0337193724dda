//! On which questions, and how it was run.

use probity_pipeline::{Config, Serve};
use probity_policy::config::Stop;
use serde::Serialize;

use crate::conduct::Conduct;
use crate::dataset::Dataset;
use crate::limits::Prices;
use crate::options::{Bench, Judging, Options};

/// On which questions.
#[derive(Debug, Clone, Serialize)]
pub struct Data {
    /// The file's path, as it was given.
    pub file: String,
    /// The SHA-256 of the file's bytes.
    pub sha256: String,
    /// How many rows were taken.
    pub rows: usize,
}

/// How it was run.
#[derive(Debug, Clone, Serialize)]
pub struct Parameters {
    /// What this way of running is called, where several are compared; empty where there is one.
    pub profile: String,
    /// Where answers came from.
    pub source: String,
    /// The model that answered.
    pub model: String,
    /// Who judged pairs.
    pub judge: String,
    /// At most so many verification draws.
    pub max_draws: usize,
    /// When drawing stopped: `decision` or `none`.
    pub stop: &'static str,
    /// Which answer was served: `primary` or `medoid`.
    pub serve: &'static str,
    /// Answered at or above this confidence.
    pub answer_at: f64,
    /// Hedged at or above this.
    pub hedge_at: f64,
    /// The risk of deciding otherwise than the full budget that an early stop may take.
    pub epsilon: f64,
    /// Which questions were judged.
    pub judging: Judging,
    /// The user's message (live runs).
    pub template: String,
    /// The primary's temperature (live runs).
    pub temperature: f64,
    /// What tokens cost; `null` where nobody said.
    pub prices: Option<Prices>,
    /// Resamples behind each interval.
    pub bootstrap_replicates: usize,
    /// Their seed.
    pub bootstrap_seed: u64,
    /// What share of them an interval holds.
    pub bootstrap_level: f64,
}

/// What is known of a run besides its rows.
#[derive(Debug, Clone)]
pub(crate) struct About {
    pub(crate) data: Data,
    pub(crate) parameters: Parameters,
    pub(crate) conduct: Conduct,
    pub(crate) ungraded: usize,
    pub(crate) failed: usize,
    pub(crate) first_failure: Option<String>,
}

impl Data {
    pub(crate) fn of<T>(data: &Dataset<T>, rows: usize) -> Self {
        Self { file: data.path.display().to_string(), sha256: data.sha256.clone(), rows }
    }
}

impl Parameters {
    pub(crate) fn of(bench: &Bench, options: &Options, source: &str, model: &str) -> Self {
        let Config { max_draws, serve, .. } = bench.settings().honesty;
        let policy = &bench.settings().policy;
        Self {
            profile: options.profile.clone(),
            source: source.to_owned(),
            model: model.to_owned(),
            judge: bench.judge().to_owned(),
            max_draws,
            stop: match policy.stop {
                Stop::Decision => "decision",
                Stop::None => "none",
            },
            serve: match serve {
                Serve::Primary => "primary",
                Serve::Medoid => "medoid",
            },
            answer_at: policy.answer_at,
            hedge_at: policy.hedge_at,
            epsilon: policy.epsilon,
            judging: options.judging,
            template: options.template.clone(),
            temperature: options.temperature,
            prices: options.purse.prices(),
            bootstrap_replicates: options.bootstrap.replicates,
            bootstrap_seed: options.bootstrap.seed,
            bootstrap_level: options.bootstrap.level,
        }
    }
}
