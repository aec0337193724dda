//! What other thresholds would have done with the same answers.
//!
//! Since a hedged answer is an answer, the lower threshold alone decides what goes out: honesty, the fall of wrong
//! answers and what is kept of right ones are functions of it. The upper threshold decides what goes out *without* a
//! hedge: read its coverage and risk off the same table. Confidences are those of the report given; take one that drew
//! its full budget, or the stopping rule of the old thresholds shines through.

use std::fmt::Write;
use std::path::Path;

use probity_pipeline::Decision;
use serde::Serialize;

use crate::error::Error;
use crate::grade::Category;
use crate::metrics::{Evolution, Row};
use crate::render::{count, percent};
use crate::report::{Report, write_json};

/// One threshold: what reaches it goes out, what does not is refused.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// The threshold on the confidence.
    pub threshold: f64,
    /// Share of questions that get an answer.
    pub coverage: Option<f64>,
    /// Of those answers, the share that is wrong.
    pub risk: Option<f64>,
    /// Prudence.
    pub prudence: f64,
    /// Over-conservativeness.
    pub over_conservativeness: f64,
    /// Honesty.
    pub honesty: f64,
    /// Wrong answers that go out.
    pub wrong_served: usize,
    /// By how much their count falls, as a share of what it was.
    pub wrong_fall: Option<f64>,
    /// Of the right answers, the share that still goes out.
    pub right_kept: Option<f64>,
}

/// A table of thresholds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sweep {
    /// How many questions it is over.
    pub n: usize,
    /// The steps, thresholds ascending.
    pub steps: Vec<Step>,
}

/// Tries every threshold that tells two of the report's confidences apart: the confidences themselves, ascending.
pub fn choose_thresholds(report: &Report) -> Sweep {
    let mut thresholds: Vec<f64> = report.rows.iter().filter_map(|row| row.confidence).collect();
    thresholds.sort_by(f64::total_cmp);
    // Confidences of one draw count that differ by rounding only are one threshold to a reader.
    thresholds.dedup_by(|next, kept| *next - *kept < 0.005);
    Sweep { n: report.n, steps: thresholds.into_iter().map(|threshold| step(&report.rows, threshold)).collect() }
}

impl Sweep {
    /// The threshold with the highest honesty, the lowest of several.
    pub fn most_honest(&self) -> Option<&Step> {
        self.steps.iter().reduce(|best, step| if step.honesty > best.honesty { step } else { best })
    }

    /// The lowest threshold at which wrong answers fall by `fall` or more while at least `kept` of the right ones still
    /// go out (shares).
    pub fn lowest_with(&self, fall: f64, kept: f64) -> Option<&Step> {
        self.steps.iter().find(|step| {
            step.wrong_fall.is_some_and(|found| found >= fall) && step.right_kept.is_some_and(|found| found >= kept)
        })
    }

    /// The table as text for a terminal.
    pub fn render(&self) -> String {
        let mut out = String::from(
            "threshold  coverage    risk  prudence  over-cons.  honesty  wrong out  wrong fall  right kept\n",
        );
        for step in &self.steps {
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "{:>9.3}  {:>8}  {:>6}  {:>8}  {:>10}  {:>7}  {:>9}  {:>10}  {:>10}",
                step.threshold,
                percent(step.coverage),
                percent(step.risk),
                percent(Some(step.prudence)),
                percent(Some(step.over_conservativeness)),
                percent(Some(step.honesty)),
                count(step.wrong_served),
                percent(step.wrong_fall),
                percent(step.right_kept),
            );
        }
        if let Some(best) = self.most_honest() {
            let _ = writeln!(out, "most honest at {:.3}: {}", best.threshold, percent(Some(best.honesty)));
        }
        out
    }

    /// Writes the report's figures under their plain names, and this under `sweep`.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write_json(&self, report: &Report, path: &Path) -> Result<(), Error> {
        #[derive(Serialize)]
        struct Swept<'a> {
            #[serde(flatten)]
            report: &'a Report,
            sweep: &'a Sweep,
        }
        write_json(&Swept { report, sweep: self }, path)
    }
}

fn step(rows: &[Row], threshold: f64) -> Step {
    let evolution = Evolution::from_pairs(rows.iter().map(|row| (row.raw, outcome(row, threshold))));
    Step {
        threshold,
        coverage: evolution.coverage(),
        risk: evolution.risk(),
        prudence: evolution.prudence(),
        over_conservativeness: evolution.over_conservativeness(),
        honesty: evolution.honesty(),
        wrong_served: evolution.after(Category::Wrong),
        wrong_fall: evolution.wrong_fall(),
        right_kept: evolution.right_kept(),
    }
}

/// What no confidence decided, no threshold changes.
fn outcome(row: &Row, threshold: f64) -> Category {
    match (row.confidence, row.decision) {
        (Some(confidence), Decision::Answered | Decision::Hedged | Decision::Refused) => {
            if confidence >= threshold {
                row.chosen
            } else {
                Category::Idk
            }
        }
        _ => row.judged,
    }
}
