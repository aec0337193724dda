//! The figures of an evaluation, under plain names, with their intervals.

mod about;
mod calibration;
mod cost;
mod intervals;
mod selection;

use std::fs;
use std::path::Path;

use probity_pipeline::Decision;
use probity_stats::bootstrap::Bootstrap;
use probity_stats::ranking::Labelled;
use serde::Serialize;

use crate::conduct::Conduct;
use crate::error::Error;
use crate::grade::Category;
use crate::limits::Tokens;
use crate::metrics::{Counting, Evolution, Row, decision_agreement, share};

pub(crate) use self::about::About;
pub use self::about::{Data, Parameters};
pub use self::calibration::{Bin, Calibration, Pillar};
pub use self::cost::Cost;
pub use self::intervals::Intervals;
pub use self::selection::{AtRisk, Selection};

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
    /// How the run went: who graded, what was left out, what it took.
    #[serde(flatten)]
    pub conduct: Conduct,

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

    /// How well the confidence ranks.
    #[serde(flatten)]
    pub selection: Selection,
    /// Whether the confidence means what it says.
    #[serde(flatten)]
    pub calibration: Calibration,

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

    /// Share of judged rows that the full budget decides alike; `null` for a live run that stops early.
    pub decision_agreement: Option<f64>,
    /// What it took.
    #[serde(flatten)]
    pub cost: Cost,

    /// N1…N9: rows are with probity, columns without, each correct, wrong, "I don't know".
    pub evolution: Evolution,
    /// Intervals of the main figures.
    #[serde(flatten)]
    pub intervals: Intervals,
    /// Every row, without its texts.
    pub rows: Vec<Row>,
}

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

    /// What the report is called among others: its profile, or else its model.
    pub fn name(&self) -> &str {
        let Parameters { profile, model, .. } = &self.parameters;
        [profile, model].into_iter().find(|name| !name.trim().is_empty()).map_or("model", String::as_str)
    }

    /// The rows that claim something and have a confidence: what rankings and calibration are over.
    pub(crate) fn claims(&self) -> Vec<Labelled> {
        self.rows.iter().filter_map(Row::labelled).collect()
    }

    pub(crate) fn of(rows: Vec<Row>, about: About, bootstrap: &Bootstrap) -> Self {
        let evolution = Evolution::of(&rows, Counting::HedgesAsAnswers);
        let unhedged = Evolution::of(&rows, Counting::HedgesAsRefusals);
        let alone = Evolution::from_pairs(rows.iter().map(|row| (row.raw, row.raw)));
        let labelled: Vec<Labelled> = rows.iter().filter_map(Row::labelled).collect();
        let count = |decision| rows.iter().filter(|row| row.decision == decision).count();
        let (wrong_served_raw, wrong_served) = (evolution.before(Category::Wrong), evolution.after(Category::Wrong));
        let bootstrap = intervals::affordable(*bootstrap, rows.len());
        let parameters = Parameters { bootstrap_replicates: bootstrap.replicates, ..about.parameters };
        Self {
            n: rows.len(),
            ungraded: about.ungraded,
            failed: about.failed,
            first_failure: about.first_failure,
            conduct: about.conduct,
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
            selection: Selection::of(&rows, &labelled),
            calibration: Calibration::of(&labelled),
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
            decision_agreement: decision_agreement(&rows),
            cost: Cost::of(&rows, parameters.prices),
            evolution,
            intervals: Intervals::of(&rows, &bootstrap),
            data: about.data,
            parameters,
            rows,
        }
    }

    /// With the tokens that were paid, where the rows do not know.
    pub(crate) fn with_tokens(self, tokens: Option<Tokens>, estimated: bool) -> Self {
        let cost = self.cost.paid(tokens, estimated, self.parameters.prices, self.n);
        Self { cost, ..self }
    }
}

/// Writes reports as JSON: one as it is, several as a list under `reports`.
///
/// # Errors
/// The file cannot be written.
pub fn write_json_of(reports: &[Report], path: &Path) -> Result<(), Error> {
    #[derive(Serialize)]
    struct Several<'a> {
        reports: &'a [Report],
    }
    match reports {
        [report] => report.write_json(path),
        reports => write_json(&Several { reports }, path),
    }
}

pub(crate) fn write_json<T: Serialize + ?Sized>(value: &T, path: &Path) -> Result<(), Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    let mut text = serde_json::to_vec_pretty(value).map_err(|error| failed(error.into()))?;
    text.push(b'\n');
    fs::write(path, text).map_err(failed)
}
