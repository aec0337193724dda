//! Every metric against values computed apart: scikit-learn's and scipy's where they have it. The file and the script
//! that made it are `tests/golden/stats.{json,py}`.

#![expect(clippy::unwrap_used, reason = "a golden file that cannot be read has failed")]

use std::collections::BTreeMap;

use probity_stats::binomial;
use probity_stats::calibration::{Bin, Binning, Brier, brier, ece, reliability};
use probity_stats::ranking::{Labelled, aurc, auroc, roc};
use probity_stats::selective::{bas, coverage_at_risk, e_aurc, utility};
use serde::Deserialize;

const TOLERANCE: f64 = 1e-9;

#[derive(Deserialize)]
struct Golden {
    cases: Vec<Case>,
    binomial: Binomial,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    scores: Vec<f64>,
    labels: Vec<u8>,
    auroc: f64,
    roc: Option<Vec<[f64; 2]>>,
    thresholds: Option<Vec<f64>>,
    brier: f64,
    equal_width: BTreeMap<String, Vec<(usize, usize, f64)>>,
    equal_mass: BTreeMap<String, Vec<(usize, usize, f64)>>,
    ece: BTreeMap<String, f64>,
    ece_equal_mass: BTreeMap<String, f64>,
    murphy_10: Parts,
    murphy_distinct: Parts,
    aurc: f64,
    e_aurc: f64,
    coverage_at_risk: Vec<(f64, Option<[f64; 3]>)>,
    utility: Vec<(f64, f64)>,
    bas: Vec<(f64, f64)>,
}

#[derive(Deserialize)]
struct Parts {
    score: f64,
    reliability: f64,
    resolution: f64,
    uncertainty: f64,
    within: f64,
}

/// Tails: n, k, p, exactly, at most, at least. Bounds: n, k, alpha, lower, upper.
#[derive(Deserialize)]
struct Binomial {
    tails: Vec<(usize, usize, f64, f64, f64, f64)>,
    bounds: Vec<(usize, usize, f64, f64, f64)>,
}

impl Case {
    fn items(&self) -> Vec<Labelled> {
        self.scores.iter().zip(&self.labels).map(|(&score, &label)| Labelled::new(score, label == 1)).collect()
    }

    #[track_caller]
    fn close(&self, got: f64, want: f64) {
        assert!((got - want).abs() < TOLERANCE, "{}: {got} is not {want}", self.name);
    }

    #[track_caller]
    fn same_bins(&self, got: &[Bin], want: &[(usize, usize, f64)]) {
        assert_eq!(got.len(), want.len(), "{}: {got:?}", self.name);
        for (bin, &(count, right, mean)) in got.iter().zip(want) {
            assert_eq!((bin.count, bin.right), (count, right), "{}: {bin:?}", self.name);
            self.close(bin.mean_score, mean);
        }
    }

    #[track_caller]
    fn same_parts(&self, got: Brier, want: &Parts) {
        self.close(got.score, want.score);
        self.close(got.reliability, want.reliability);
        self.close(got.resolution, want.resolution);
        self.close(got.uncertainty, want.uncertainty);
        self.close(got.within, want.within);
    }
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("../../../tests/golden/stats.json")).unwrap()
}

/// Relative, down to numbers that no decision could feel.
#[track_caller]
fn close_relatively(got: f64, want: f64, what: &str) {
    assert!((got - want).abs() <= TOLERANCE * want.abs().max(1e-250), "{what}: {got:e} is not {want:e}");
}

#[test]
fn the_file_holds_what_is_to_be_checked() {
    let golden = golden();
    assert_eq!(golden.cases.len(), 6);
    assert_eq!(golden.cases.iter().filter(|case| case.roc.is_some()).count(), 4);
    assert!(golden.binomial.tails.len() > 300 && golden.binomial.bounds.len() > 100);
}

#[test]
fn rankings_are_those_of_scikit_learn() {
    for case in golden().cases {
        let items = case.items();
        case.close(auroc(&items).unwrap(), case.auroc);
        let points = roc(&items).unwrap();
        if let (Some(curve), Some(thresholds)) = (&case.roc, &case.thresholds) {
            assert_eq!(points.len(), curve.len(), "{}", case.name);
            for (point, &[false_positives, true_positives]) in points.iter().zip(curve) {
                case.close(point.false_positive_rate, false_positives);
                case.close(point.true_positive_rate, true_positives);
            }
            assert!(points[1..].iter().map(|point| point.threshold).eq(thresholds.iter().copied()), "{}", case.name);
        }
    }
}

#[test]
fn reliability_bins_are_those_of_scikit_learn() {
    for case in golden().cases {
        let items = case.items();
        for (bins, want) in &case.equal_width {
            let binning = Binning::EqualWidth(bins.parse().unwrap());
            case.same_bins(&reliability(&items, binning).unwrap(), want);
            case.close(ece(&items, binning).unwrap(), case.ece[bins]);
        }
        for (bins, want) in &case.equal_mass {
            let binning = Binning::EqualMass(bins.parse().unwrap());
            case.same_bins(&reliability(&items, binning).unwrap(), want);
            case.close(ece(&items, binning).unwrap(), case.ece_equal_mass[bins]);
        }
    }
}

#[test]
fn brier_scores_and_their_parts_agree() {
    for case in golden().cases {
        let items = case.items();
        case.close(brier(&items).unwrap(), case.brier);
        case.same_parts(Brier::of(&items, Binning::EqualWidth(10)).unwrap(), &case.murphy_10);
        case.same_parts(Brier::of(&items, Binning::Distinct).unwrap(), &case.murphy_distinct);
    }
}

#[test]
fn selective_metrics_agree() {
    for case in golden().cases {
        let items = case.items();
        case.close(aurc(&items).unwrap(), case.aurc);
        case.close(e_aurc(&items).unwrap(), case.e_aurc);
        for &(risk, want) in &case.coverage_at_risk {
            let got = coverage_at_risk(&items, risk).unwrap();
            assert_eq!(got.is_some(), want.is_some(), "{} at {risk}", case.name);
            if let (Some(got), Some([coverage, risk, threshold])) = (got, want) {
                case.close(got.coverage, coverage);
                case.close(got.risk, risk);
                case.close(got.threshold, threshold);
            }
        }
        for &(target, want) in &case.utility {
            case.close(utility(&items, target).unwrap(), want);
        }
        for &(cap, want) in &case.bas {
            case.close(bas(&items, cap).unwrap(), want);
        }
    }
}

#[test]
fn binomial_tails_are_those_of_scipy() {
    for (n, k, p, exactly, at_most, at_least) in golden().binomial.tails {
        let what = format!("n {n}, k {k}, p {p}");
        close_relatively(binomial::probability(n, k, p), exactly, &what);
        close_relatively(binomial::cdf(n, k, p), at_most, &what);
        close_relatively(binomial::upper_tail(n, k, p), at_least, &what);
    }
}

#[test]
fn clopper_pearson_bounds_are_those_of_scipy() {
    for (n, k, alpha, low, high) in golden().binomial.bounds {
        let what = format!("n {n}, k {k}, alpha {alpha}");
        close_relatively(binomial::clopper_pearson_lower(n, k, alpha), low, &what);
        close_relatively(binomial::clopper_pearson_upper(n, k, alpha), high, &what);
    }
}
