//! The maps: against values computed apart from them (`tests/golden/maps.py` makes `maps.json` beside it), and what
//! must hold of every one of them on any rows.
#![expect(clippy::unwrap_used, reason = "tests")]

use probity_calibrate::isotonic::Isotonic;
use probity_calibrate::venn_abers::VennAbers;
use probity_calibrate::{Calibration, Error, Map, Method};
use probity_stats::ranking::Labelled;
use proptest::prelude::*;
use serde_json::Value;

const GOLDEN: &str = include_str!("../../../tests/golden/maps.json");

const ALL: [Method; 5] = [Method::Constant, Method::Beta, Method::Platt, Method::VennAbers, Method::Isotonic];

fn cases() -> Vec<(Value, Vec<Labelled>)> {
    let cases: Vec<Value> = serde_json::from_str(GOLDEN).unwrap();
    let rows = |case: &Value| {
        let right = case["right"].as_array().unwrap().iter().map(|label| label.as_bool().unwrap());
        numbers(&case["scores"]).into_iter().zip(right).map(|(score, right)| Labelled::new(score, right)).collect()
    };
    cases.into_iter().map(|case| (case.clone(), rows(&case))).collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

#[track_caller]
fn agrees(method: Method, name: &str, within: f64) {
    for (case, rows) in cases().iter().filter(|(case, _)| !case[name].is_null()) {
        let map = Map::fit(method, rows).unwrap();
        for (score, expected) in numbers(&case["asked"]).into_iter().zip(numbers(&case[name])) {
            let found = map.apply(score);
            assert!((found - expected).abs() < within, "{}, {name} at {score}: {found}, not {expected}", case["name"]);
        }
    }
}

#[test]
fn isotonic_regression_is_scikit_learn_s() {
    agrees(Method::Isotonic, "isotonic", 1e-9);
}

#[test]
fn platt_s_scaling_is_scikit_learn_s() {
    // It stops where its gradient is 1e-6.
    agrees(Method::Platt, "platt", 1e-4);
}

#[test]
fn the_beta_map_is_a_logistic_regression_on_logarithms() {
    agrees(Method::Beta, "beta", 1e-6);
}

#[test]
fn a_venn_abers_interval_is_two_isotonic_regressions() {
    for (case, rows) in cases() {
        let map = VennAbers::fit(&rows).unwrap();
        let intervals = case["venn_abers"].as_array().unwrap().iter().map(numbers);
        for (score, expected) in numbers(&case["asked"]).into_iter().zip(intervals) {
            let (low, high) = map.interval(score);
            let near = (low - expected[0]).abs() < 1e-9 && (high - expected[1]).abs() < 1e-9;
            assert!(near, "{} at {score}: {low} to {high}, not {expected:?}", case["name"]);
        }
    }
}

#[test]
fn a_score_is_met_however_its_last_digits_fell() {
    let rows = [(0.1 + 0.2, true), (0.3, true), (0.6, false), (0.7, true)].map(|(s, right)| Labelled::new(s, right));
    for method in ALL {
        let map = Map::fit(method, &rows).unwrap();
        assert_eq!(map.apply(0.3_f64.next_up()), map.apply(0.3_f64.next_down()));
    }
}

#[test]
fn hostile_rows_are_named() {
    for method in ALL {
        let said = |rows: &[Labelled]| Map::fit(method, rows).unwrap_err().to_string();
        assert!(said(&[]).contains("no rows"));
        let mut rows = vec![Labelled::new(0.5, true); 3];
        rows.push(Labelled::new(f64::NAN, true));
        assert!(said(&rows).contains("row 4"), "{}", said(&rows));
        rows[3].score = f64::INFINITY;
        assert!(matches!(Map::fit(method, &rows), Err(Error::Rows(_))));
        rows[3].score = -0.1;
        assert!(said(&rows).contains("row 4") && said(&rows).contains("-0.1"), "{}", said(&rows));
    }
}

#[test]
fn a_threshold_is_found_among_raw_confidences() {
    let rows: Vec<Labelled> = (0..600).map(|k| Labelled::new(f64::from(k % 6 + 1) / 7.0, k % 6 > k / 6 % 6)).collect();
    for method in ALL {
        let calibration = Calibration::fitted("a", 1, Map::fit(method, &rows).unwrap());
        for percent in 0..=100 {
            let wanted = f64::from(percent) / 100.0;
            match calibration.least_raw(wanted) {
                Some(raw) => {
                    assert!(calibration.apply(raw) >= wanted);
                    assert!(raw == 0.0 || calibration.apply(raw - 1e-9) < wanted, "{method:?} {wanted}: {raw}");
                }
                None => assert!(calibration.apply(1.0) < wanted),
            }
        }
    }
}

#[test]
fn a_million_rows_are_no_matter() {
    // Six levels, and all different.
    let few = (0..1_000_000).map(|k| Labelled::new(f64::from(k % 6 + 1) / 7.0, k % 7 < k % 6));
    let many = (0..1_000_000).map(|k| Labelled::new(f64::from(k) / 1e6, k % 3 == 0 || k > 600_000));
    for rows in [few.collect::<Vec<_>>(), many.collect()] {
        for method in [Method::Isotonic, Method::VennAbers] {
            let map = Map::fit(method, &rows).unwrap();
            assert!(map.apply(0.9) > map.apply(0.1));
        }
    }
}

fn any_rows() -> impl Strategy<Value = Vec<Labelled>> {
    let tied = (0_u8..=6, any::<bool>()).prop_map(|(level, right)| Labelled::new(f64::from(level) / 6.0, right));
    let free = (0.0..=1.0_f64, any::<bool>()).prop_map(|(score, right)| Labelled::new(score, right));
    prop_oneof![prop::collection::vec(tied, 1..40), prop::collection::vec(free, 1..40)]
}

proptest! {
    #[test]
    fn every_map_is_monotone_and_a_probability(rows in any_rows(), mut asked in prop::collection::vec(-0.5..=1.5_f64, 2..50)) {
        asked.extend(rows.iter().map(|row| row.score));
        asked.sort_by(f64::total_cmp);
        for method in ALL {
            let map = Map::fit(method, &rows).unwrap();
            let said: Vec<f64> = asked.iter().map(|score| map.apply(*score)).collect();
            prop_assert!(said.iter().all(|p| (0.0..=1.0).contains(p)), "{method:?} {said:?}");
            prop_assert!(said.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12), "{method:?} {said:?}");
            prop_assert!((0.0..=1.0).contains(&map.apply(f64::NAN)));
        }
    }

    #[test]
    fn no_map_depends_on_the_order_of_rows(rows in any_rows(), score in 0.0..=1.0_f64) {
        let turned: Vec<Labelled> = rows.iter().rev().copied().collect();
        for method in ALL {
            prop_assert_eq!(Map::fit(method, &rows).unwrap().apply(score), Map::fit(method, &turned).unwrap().apply(score));
        }
    }

    #[test]
    fn no_map_is_certain(rows in any_rows(), score in 0.0..=1.0_f64) {
        for method in ALL {
            let p = Map::fit(method, &rows).unwrap().apply(score);
            prop_assert!(0.0 < p && p < 1.0, "{method:?}: {p}");
        }
    }

    #[test]
    fn the_isotonic_map_keeps_the_overall_share(rows in prop::collection::vec((0_u8..=6, any::<bool>()), 1..200)) {
        let rows: Vec<Labelled> = rows.iter().map(|(s, right)| Labelled::new(f64::from(*s) / 6.0, *right)).collect();
        let map = Isotonic::fit(&rows).unwrap();
        let said: f64 = rows.iter().map(|row| map.apply((row.score * 1e9).round() / 1e9)).sum();
        let right = rows.iter().filter(|row| row.right).count() as f64;
        // Its ends are held off 0 and 1 by one row's worth at most.
        prop_assert!((said - right).abs() <= 1.0 + 1e-9, "{said} {right}");
    }

    #[test]
    fn a_venn_abers_interval_holds_the_isotonic_value(rows in any_rows()) {
        let (venn, least) = (VennAbers::fit(&rows).unwrap(), 1.0 / (rows.len() as f64 + 2.0));
        let isotonic = Isotonic::fit(&rows).unwrap();
        for row in &rows {
            let score = (row.score * 1e9).round() / 1e9;
            let (low, high) = venn.interval(score);
            prop_assert!(low < high);
            let value = isotonic.apply(score);
            let is_end = value <= least || value >= 1.0 - least;
            prop_assert!(is_end || (low <= value + 1e-12 && value <= high + 1e-12), "{low} {value} {high}");
        }
    }
}
