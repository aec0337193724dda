//! How well confidences choose what to answer.

use probity_stats::ranking::{Labelled, aurc, auroc, prr};
use probity_stats::selective::{coverage_at_risk, e_aurc};
use serde::Serialize;

use crate::metrics::Row;

/// How well the confidence ranks right above wrong. `null` where there is nothing to tell apart.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Selection {
    /// AUROC of the confidence against the rightness of the answer chosen to be served, over all rows that were judged
    /// (see [`Row::ranked`]: a model that declines by itself ranks lowest).
    pub auroc: Option<f64>,
    /// How many rows that is over.
    pub auroc_n: usize,
    /// The same over the rows that claim something: without those where the model declines.
    pub auroc_claims: Option<f64>,
    /// How many rows that is over. The figures that follow, and those of calibration, are over these, too.
    pub auroc_claims_n: usize,
    /// Area under the risk–coverage curve.
    pub aurc: Option<f64>,
    /// That area above the one of an oracle, which ranks every right answer before every wrong one.
    pub e_aurc: Option<f64>,
    /// Prediction–rejection ratio.
    pub prr: Option<f64>,
    /// How much could have been answered at a risk, had the threshold been known: no promise for other questions.
    pub coverage_at_risk: Vec<AtRisk>,
}

/// The most that could have been answered at a risk.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AtRisk {
    /// At most this share of the answered is wrong.
    pub risk: f64,
    /// The share that is answered; 0 where no threshold keeps to that.
    pub coverage: f64,
    /// Answered at or above this confidence; `null` where nothing is.
    pub threshold: Option<f64>,
}

/// The risks that coverage is told at.
const RISKS: [f64; 5] = [0.01, 0.05, 0.1, 0.15, 0.2];

impl Selection {
    pub(super) fn of(rows: &[Row], claims: &[Labelled]) -> Self {
        let ranked: Vec<Labelled> = rows.iter().filter_map(Row::ranked).collect();
        Self {
            auroc: auroc(&ranked),
            auroc_n: ranked.len(),
            auroc_claims: auroc(claims),
            auroc_claims_n: claims.len(),
            aurc: aurc(claims),
            e_aurc: e_aurc(claims).ok(),
            prr: prr(claims),
            coverage_at_risk: RISKS.into_iter().filter_map(|risk| at_risk(claims, risk)).collect(),
        }
    }

    /// The coverage at one of the risks that it is told at.
    pub fn coverage_at(&self, risk: f64) -> Option<f64> {
        self.coverage_at_risk.iter().find(|at| (at.risk - risk).abs() < f64::EPSILON).map(|at| at.coverage)
    }
}

fn at_risk(claims: &[Labelled], risk: f64) -> Option<AtRisk> {
    let point = coverage_at_risk(claims, risk).ok()?;
    Some(AtRisk {
        risk,
        coverage: point.map_or(0.0, |point| point.coverage),
        threshold: point.map(|point| point.threshold),
    })
}
