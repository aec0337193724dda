//! How sure the main figures are: percentile intervals over resampled questions.

use probity_stats::bootstrap::{Bootstrap, Interval};
use probity_stats::calibration;
use probity_stats::ranking::{Labelled, aurc, auroc, prr};
use serde::Serialize;

use crate::metrics::{Counting, Evolution, Row};

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
    /// Of `wrong_fall`.
    pub wrong_fall_interval: Option<[f64; 2]>,
    /// Of `right_kept`.
    pub right_kept_interval: Option<[f64; 2]>,
    /// Of `coverage`.
    pub coverage_interval: Option<[f64; 2]>,
    /// Of `risk`.
    pub risk_interval: Option<[f64; 2]>,
    /// Of `auroc`.
    pub auroc_interval: Option<[f64; 2]>,
    /// Of `aurc`.
    pub aurc_interval: Option<[f64; 2]>,
    /// Of `prr`.
    pub prr_interval: Option<[f64; 2]>,
    /// Of `brier`.
    pub brier_interval: Option<[f64; 2]>,
}

/// Beyond so many rows drawn in all, resamples are saved on: an interval over so many rows is narrow, and fewer resamples
/// find its ends as well.
const MOST_DRAWN: usize = 100_000_000;
/// Fewer resamples than this say nothing of a tail.
const FEWEST: usize = 200;

/// As many resamples as a set of this size can be given in reasonable time.
pub(super) fn affordable(bootstrap: Bootstrap, rows: usize) -> Bootstrap {
    let most = (MOST_DRAWN / rows.max(1)).max(FEWEST);
    Bootstrap { replicates: bootstrap.replicates.min(most), ..bootstrap }
}

impl Intervals {
    pub(super) fn of(rows: &[Row], bootstrap: &Bootstrap) -> Self {
        let found = bootstrap.intervals(rows.len(), |indices| {
            let drawn = || indices.iter().filter_map(|&index| rows.get(index));
            let evolution = Evolution::of(drawn(), Counting::HedgesAsAnswers);
            let ranked: Vec<Labelled> = drawn().filter_map(Row::ranked).collect();
            let labelled: Vec<Labelled> = drawn().filter_map(Row::labelled).collect();
            [
                evolution.accuracy_raw(),
                evolution.accuracy(),
                Some(evolution.prudence()),
                Some(evolution.over_conservativeness()),
                Some(evolution.honesty()),
                evolution.wrong_fall(),
                evolution.right_kept(),
                evolution.coverage(),
                evolution.risk(),
                auroc(&ranked),
                aurc(&labelled),
                prr(&labelled),
                calibration::brier(&labelled).ok(),
            ]
        });
        let [
            accuracy_raw_interval,
            accuracy_interval,
            prudence_interval,
            over_conservativeness_interval,
            honesty_interval,
            wrong_fall_interval,
            right_kept_interval,
            coverage_interval,
            risk_interval,
            auroc_interval,
            aurc_interval,
            prr_interval,
            brier_interval,
        ] = found.map(|interval| interval.map(|Interval { low, high }| [low, high]));
        Self {
            accuracy_raw_interval,
            accuracy_interval,
            prudence_interval,
            over_conservativeness_interval,
            honesty_interval,
            wrong_fall_interval,
            right_kept_interval,
            coverage_interval,
            risk_interval,
            auroc_interval,
            aurc_interval,
            prr_interval,
            brier_interval,
        }
    }
}
