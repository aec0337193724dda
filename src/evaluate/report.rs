//! The figures of an evaluation, under plain names, with their intervals.

use std::fs;
use std::path::Path;

use probity_pipeline::{Config, Decision, Serve};
use probity_policy::config::Stop;
use probity_stats::bootstrap::{Bootstrap, Interval};
use probity_stats::ranking::{Labelled, aurc, auroc, prr};
use serde::Serialize;

use crate::dataset::Dataset;
use crate::error::Error;
use crate::grade::Category;
use crate::metrics::{Counting, Evolution, Row, brier, calibration_error, decision_agreement, share};
use crate::options::{Bench, Judging, Options};

/// What was found. Shares are in [0, 1]; what cannot be known, or is a share of nothing, is `null`.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// On which questions.
    pub data: Data,
    /// How it was run.
    pub parameters: Parameters,
    /// Questions that were answered and graded. All that follows is over these, unless it says otherwise.
    pub n: usize,
    /// Questions left out: they have no reference, and nothing says that they have no answer.
    pub ungraded: usize,
    /// Questions left out: the source gave no answer.
    pub failed: usize,
    /// What happened to the first of those.
    pub first_failure: Option<String>,

    /// Share of right answers without probity.
    pub accuracy_raw: Option<f64>,
    /// Share of right answers that go out with it. A hedged answer goes out.
    pub accuracy: Option<f64>,
    /// Prudence with probity (see [`Evolution::prudence`]).
    pub prudence: f64,
    /// Over-conservativeness with probity (see [`Evolution::over_conservativeness`]).
    pub over_conservativeness: f64,
    /// Honesty with probity: (prudence + 1 - over-conservativeness) / 2.
    pub honesty: f64,
    /// Prudence of the model alone: what it declines by itself.
    pub prudence_raw: f64,
    /// Honesty of the model alone; .5 for one that never declines.
    pub honesty_raw: f64,
    /// Prudence, a hedged answer counted as withheld.
    pub prudence_unhedged: f64,
    /// Over-conservativeness, a hedged answer counted as withheld.
    pub over_conservativeness_unhedged: f64,
    /// Honesty, a hedged answer counted as withheld.
    pub honesty_unhedged: f64,

    /// AUROC of the confidence against the rightness of the answer chosen to be served, over all rows that were judged
    /// (see [`Row::ranked`]: a model that declines by itself ranks lowest).
    pub auroc: Option<f64>,
    /// How many rows that is over.
    pub auroc_n: usize,
    /// The same over the rows that claim something: without those where the model declines.
    pub auroc_claims: Option<f64>,
    /// How many rows that is over. The figures that follow are over these, too.
    pub auroc_claims_n: usize,
    /// Area under the risk–coverage curve.
    pub aurc: Option<f64>,
    /// Prediction–rejection ratio.
    pub prr: Option<f64>,
    /// Expected calibration error of the confidence, ten bins of equal width.
    pub ece: Option<f64>,
    /// Brier score of the confidence.
    pub brier: Option<f64>,

    /// Wrong answers that go out without probity.
    pub wrong_served_raw: usize,
    /// Wrong answers that go out with it.
    pub wrong_served: usize,
    /// The former as a share of `n`.
    pub wrong_served_raw_rate: Option<f64>,
    /// The latter as a share of `n`.
    pub wrong_served_rate: Option<f64>,
    /// By how much their count falls, as a share of what it was.
    pub wrong_fall: Option<f64>,
    /// Of the right answers without probity, the share that still goes out, right.
    pub right_kept: Option<f64>,

    /// Answers that went out as they were.
    pub answered: usize,
    /// Answers that went out hedged.
    pub hedged: usize,
    /// Refusals, by probity or by the model.
    pub refused: usize,
    /// Answers not ours to judge.
    pub passed: usize,
    /// Answers that could not be checked.
    pub unavailable: usize,
    /// Share of questions that the model alone answers.
    pub coverage_raw: Option<f64>,
    /// Of those answers, the share that is wrong.
    pub risk_raw: Option<f64>,
    /// Share of questions that get an answer, hedged or not.
    pub coverage: Option<f64>,
    /// Of those answers, the share that is wrong.
    pub risk: Option<f64>,
    /// Share of questions that get an answer without a hedge.
    pub coverage_unhedged: Option<f64>,
    /// Of those answers, the share that is wrong.
    pub risk_unhedged: Option<f64>,

    /// Rows that were not passed: `draws_*` and `decision_agreement` are over these.
    pub judged_n: usize,
    /// Verification draws started, mean over judged rows.
    pub draws_mean: Option<f64>,
    /// Verification draws started, the most for any row.
    pub draws_max: usize,
    /// Verification draws that finished, mean over judged rows.
    pub draws_finished_mean: Option<f64>,
    /// Share of judged rows that the full budget decides alike; `null` for a live run that stops early.
    pub decision_agreement: Option<f64>,
    /// Tokens paid over all draws, prompt and completion; `null` where nothing is known of them.
    pub tokens: Option<u64>,
    /// Whether part of them is an estimate: cancelled draws report no usage, and recordings none at all.
    pub tokens_estimated: bool,

    /// N1…N9: rows are with probity, columns without, each correct, wrong, "I don't know".
    pub evolution: Evolution,
    /// Intervals of the main figures.
    #[serde(flatten)]
    pub intervals: Intervals,
    /// Every row, without its texts.
    pub rows: Vec<Row>,
}

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
    /// Resamples behind each interval.
    pub bootstrap_replicates: usize,
    /// Their seed.
    pub bootstrap_seed: u64,
    /// What share of them an interval holds.
    pub bootstrap_level: f64,
}

/// Percentile bootstrap intervals, `[low, high]`; rows are resampled, raw and judged together.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Intervals {
    /// Of `accuracy_raw`.
    pub accuracy_raw_interval: Option<[f64; 2]>,
    /// Of `accuracy`.
    pub accuracy_interval: Option<[f64; 2]>,
    /// Of `prudence`.
    pub prudence_interval: Option<[f64; 2]>,
    /// Of `over_conservativeness`.
    pub over_conservativeness_interval: Option<[f64; 2]>,
    /// Of `honesty`.
    pub honesty_interval: Option<[f64; 2]>,
    /// Of `auroc`.
    pub auroc_interval: Option<[f64; 2]>,
    /// Of `wrong_fall`.
    pub wrong_fall_interval: Option<[f64; 2]>,
    /// Of `right_kept`.
    pub right_kept_interval: Option<[f64; 2]>,
}

/// What is known of a run besides its rows.
#[derive(Debug, Clone)]
pub(crate) struct About {
    pub(crate) data: Data,
    pub(crate) parameters: Parameters,
    pub(crate) ungraded: usize,
    pub(crate) failed: usize,
    pub(crate) first_failure: Option<String>,
}

const CALIBRATION_BINS: usize = 10;

impl Report {
    /// The figures as text for a terminal: raw and judged side by side, with intervals.
    pub fn render(&self) -> String {
        crate::render::report(self)
    }

    /// Writes the figures as JSON.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_json(&self, path: &Path) -> Result<(), Error> {
        write_json(self, path)
    }

    pub(crate) fn of(rows: Vec<Row>, about: About, bootstrap: &Bootstrap) -> Self {
        let evolution = Evolution::of(&rows, Counting::HedgesAsAnswers);
        let unhedged = Evolution::of(&rows, Counting::HedgesAsRefusals);
        let alone = Evolution::from_pairs(rows.iter().map(|row| (row.raw, row.raw)));
        let ranked: Vec<Labelled> = rows.iter().filter_map(Row::ranked).collect();
        let labelled: Vec<Labelled> = rows.iter().filter_map(Row::labelled).collect();
        let count = |decision| rows.iter().filter(|row| row.decision == decision).count();
        let judged = || rows.iter().filter(|row| row.decision != Decision::Passed);
        let judged_n = judged().count();
        let (wrong_served_raw, wrong_served) = (evolution.before(Category::Wrong), evolution.after(Category::Wrong));
        Self {
            n: rows.len(),
            ungraded: about.ungraded,
            failed: about.failed,
            first_failure: about.first_failure,
            accuracy_raw: evolution.accuracy_raw(),
            accuracy: evolution.accuracy(),
            prudence: evolution.prudence(),
            over_conservativeness: evolution.over_conservativeness(),
            honesty: evolution.honesty(),
            prudence_raw: alone.prudence(),
            honesty_raw: alone.honesty(),
            prudence_unhedged: unhedged.prudence(),
            over_conservativeness_unhedged: unhedged.over_conservativeness(),
            honesty_unhedged: unhedged.honesty(),
            auroc: auroc(&ranked),
            auroc_n: ranked.len(),
            auroc_claims: auroc(&labelled),
            auroc_claims_n: labelled.len(),
            aurc: aurc(&labelled),
            prr: prr(&labelled),
            ece: calibration_error(&labelled, CALIBRATION_BINS),
            brier: brier(&labelled),
            wrong_served_raw,
            wrong_served,
            wrong_served_raw_rate: share(wrong_served_raw, rows.len()),
            wrong_served_rate: share(wrong_served, rows.len()),
            wrong_fall: evolution.wrong_fall(),
            right_kept: evolution.right_kept(),
            answered: count(Decision::Answered),
            hedged: count(Decision::Hedged),
            refused: count(Decision::Refused),
            passed: count(Decision::Passed),
            unavailable: count(Decision::Unavailable),
            coverage_raw: alone.coverage(),
            risk_raw: alone.risk(),
            coverage: evolution.coverage(),
            risk: evolution.risk(),
            coverage_unhedged: unhedged.coverage(),
            risk_unhedged: unhedged.risk(),
            judged_n,
            draws_mean: share(judged().map(|row| row.draws_started).sum(), judged_n),
            draws_max: rows.iter().map(|row| row.draws_started).max().unwrap_or(0),
            draws_finished_mean: share(judged().map(|row| row.draws_finished).sum(), judged_n),
            decision_agreement: decision_agreement(&rows),
            tokens: rows.iter().filter_map(|row| row.tokens).reduce(|sum, tokens| sum + tokens),
            tokens_estimated: rows.iter().any(|row| row.tokens_estimated),
            evolution,
            intervals: Intervals::of(&rows, bootstrap),
            data: about.data,
            parameters: about.parameters,
            rows,
        }
    }

    pub(crate) fn with_tokens(self, tokens: Option<u64>, tokens_estimated: bool) -> Self {
        Self { tokens, tokens_estimated, ..self }
    }
}

impl Intervals {
    fn of(rows: &[Row], bootstrap: &Bootstrap) -> Self {
        let found = bootstrap.intervals(rows.len(), |indices| {
            let drawn = || indices.iter().filter_map(|&index| rows.get(index));
            let evolution = Evolution::of(drawn(), Counting::HedgesAsAnswers);
            let ranked: Vec<Labelled> = drawn().filter_map(Row::ranked).collect();
            [
                evolution.accuracy_raw(),
                evolution.accuracy(),
                Some(evolution.prudence()),
                Some(evolution.over_conservativeness()),
                Some(evolution.honesty()),
                auroc(&ranked),
                evolution.wrong_fall(),
                evolution.right_kept(),
            ]
        });
        let [accuracy_raw, accuracy, prudence, over_conservativeness, honesty, auroc, wrong_fall, right_kept] =
            found.map(|interval| interval.map(|Interval { low, high }| [low, high]));
        Self {
            accuracy_raw_interval: accuracy_raw,
            accuracy_interval: accuracy,
            prudence_interval: prudence,
            over_conservativeness_interval: over_conservativeness,
            honesty_interval: honesty,
            auroc_interval: auroc,
            wrong_fall_interval: wrong_fall,
            right_kept_interval: right_kept,
        }
    }
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
            bootstrap_replicates: options.bootstrap.replicates,
            bootstrap_seed: options.bootstrap.seed,
            bootstrap_level: options.bootstrap.level,
        }
    }
}

pub(crate) fn write_json(value: &impl Serialize, path: &Path) -> Result<(), Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    let mut text = serde_json::to_vec_pretty(value).map_err(|error| failed(error.into()))?;
    text.push(b'\n');
    fs::write(path, text).map_err(failed)
}
