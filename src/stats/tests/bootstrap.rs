//! Resampling intervals: determinism, known widths, pairing, and when there is no interval.

use std::cell::RefCell;

use probity_stats::bootstrap::{Bootstrap, quantile};

const PLAN: Bootstrap = Bootstrap { replicates: 2000, seed: 7, level: 0.95 };

fn mean(values: &[f64], indices: &[usize]) -> Option<f64> {
    Some(indices.iter().map(|&index| values[index]).sum::<f64>() / indices.len() as f64)
}

#[test]
fn the_same_seed_gives_the_same_interval() {
    let values: Vec<f64> = (0..50).map(f64::from).collect();
    let first = PLAN.interval(50, |indices| mean(&values, indices));
    assert_eq!(first, PLAN.interval(50, |indices| mean(&values, indices)));
    assert_ne!(first, Bootstrap { seed: 8, ..PLAN }.interval(50, |indices| mean(&values, indices)));
}

#[test]
fn the_interval_of_a_share_is_as_wide_as_the_normal_one() {
    // 100 of 400: the standard error is sqrt(.25 × .75 / 400), 95 % is ±1.96 of them.
    let values: Vec<f64> = (0..400).map(|row| if row % 4 == 0 { 1.0 } else { 0.0 }).collect();
    let interval = PLAN.interval(400, |indices| mean(&values, indices)).unwrap();
    let half = 1.96 * (0.25_f64 * 0.75 / 400.0).sqrt();
    assert!((interval.low - (0.25 - half)).abs() < 0.006, "{interval:?}");
    assert!((interval.high - (0.25 + half)).abs() < 0.006, "{interval:?}");
}

#[test]
fn a_constant_has_no_width() {
    let interval = PLAN.interval(5, |_| Some(3.0)).unwrap();
    assert_eq!((interval.low, interval.high), (3.0, 3.0));
}

#[test]
fn every_resample_has_as_many_rows_as_the_data() {
    let sizes = RefCell::new(Vec::new());
    let plan = Bootstrap { replicates: 10, ..PLAN };
    plan.interval(17, |indices| {
        sizes.borrow_mut().push((indices.len(), indices.iter().all(|&index| index < 17)));
        Some(0.0)
    });
    assert_eq!(*sizes.borrow(), vec![(17, true); 10]);
}

#[test]
fn statistics_are_taken_of_the_same_resamples() {
    let values: Vec<f64> = (0..30).map(f64::from).collect();
    let [one, minus] = PLAN.intervals(30, |indices| [mean(&values, indices), mean(&values, indices).map(|m| -m)]);
    let (one, minus) = (one.unwrap(), minus.unwrap());
    assert!((one.low + minus.high).abs() < 1e-9 && (one.high + minus.low).abs() < 1e-9);
}

#[test]
fn what_is_mostly_undefined_has_no_interval() {
    assert_eq!(PLAN.interval(0, |_| Some(1.0)), None);
    assert_eq!(PLAN.interval(4, |_| None), None);
    assert_eq!(PLAN.interval(4, |_| Some(f64::NAN)), None);
    // Defined only where row 0 was not drawn: (3/4)^4, about a third of the resamples.
    assert_eq!(PLAN.interval(4, |indices| (!indices.contains(&0)).then_some(1.0)), None);
    assert!(PLAN.interval(4, |indices| indices.contains(&0).then_some(1.0)).is_some());
}

#[test]
fn quantiles_lie_between_neighbours() {
    let sorted = [1.0, 2.0, 4.0];
    assert_eq!(quantile(&sorted, 0.0), Some(1.0));
    assert_eq!(quantile(&sorted, 0.5), Some(2.0));
    assert_eq!(quantile(&sorted, 0.75), Some(3.0));
    assert_eq!(quantile(&sorted, 1.0), Some(4.0));
    assert_eq!(quantile(&[], 0.5), None);
}
