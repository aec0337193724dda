//! Selective answering: values by hand, what must hold for any input, and hostile input.

use probity_stats::Error;
use probity_stats::selective::{BAS_CAP, Labelled, aurc, bas, coverage_at_risk, curve, e_aurc, utility};
use proptest::prelude::*;

fn items(pairs: &[(f64, u8)]) -> Vec<Labelled> {
    pairs.iter().map(|&(score, right)| Labelled::new(score, right == 1)).collect()
}

#[track_caller]
fn close(got: f64, want: f64) {
    assert!((got - want).abs() < 1e-12, "{got} is not {want}");
}

fn labelled() -> impl Strategy<Value = Vec<Labelled>> {
    // Few distinct scores, so that ties abound.
    prop::collection::vec((0_u32..=16, any::<bool>()), 1..50)
        .prop_map(|rows| rows.into_iter().map(|(score, right)| Labelled::new(f64::from(score) / 16.0, right)).collect())
}

#[test]
fn the_excess_is_what_the_oracle_would_not_lose() {
    // Risks 0, 1/2, 1/3, 1/2 against the oracle's 0, 0, 1/3, 1/2.
    close(e_aurc(&items(&[(0.9, 1), (0.7, 0), (0.5, 1), (0.1, 0)])).unwrap(), 0.5 / 4.0);
    assert_eq!(e_aurc(&items(&[(0.9, 1), (0.8, 1), (0.2, 0)])), Ok(0.0));
    // One class leaves nothing to rank.
    assert_eq!(e_aurc(&items(&[(0.9, 1), (0.8, 1)])), Ok(0.0));
    assert_eq!(e_aurc(&items(&[(0.9, 0), (0.8, 0)])), Ok(0.0));
}

#[test]
fn coverage_at_risk_is_the_last_point_that_keeps_to_it() {
    let rows = items(&[(0.9, 1), (0.8, 0), (0.7, 1), (0.6, 1), (0.5, 1), (0.1, 0)]);
    let at = |risk| coverage_at_risk(&rows, risk).unwrap().map(|point| (point.coverage, point.threshold));
    // The risk rises to 1/2 at .8 and falls again to 1/5 at .5.
    assert_eq!(at(0.0), Some((1.0 / 6.0, 0.9)));
    assert_eq!(at(0.2), Some((5.0 / 6.0, 0.5)));
    assert_eq!(at(0.19), Some((1.0 / 6.0, 0.9)));
    assert_eq!(at(1.0), Some((1.0, 0.1)));
    // A tie is answered whole: one right of two is no coverage at .3.
    assert_eq!(coverage_at_risk(&items(&[(0.5, 1), (0.5, 0)]), 0.3), Ok(None));
}

#[test]
fn utility_by_hand() {
    let rows = items(&[(0.9, 1), (0.6, 0), (0.3, 1), (0.1, 0)]);
    close(utility(&rows, 0.0).unwrap(), 0.5);
    close(utility(&rows, 0.5).unwrap(), 0.0);
    close(utility(&rows, 0.6).unwrap(), (1.0 - 1.5) / 4.0);
    close(utility(&rows, 0.75).unwrap(), 0.25);
    close(utility(&rows, 0.95).unwrap(), 0.0);
}

#[test]
fn bas_by_hand() {
    close(bas(&items(&[(0.8, 1)]), BAS_CAP).unwrap(), 0.8);
    close(bas(&items(&[(0.8, 0)]), BAS_CAP).unwrap(), 0.8 + 0.2_f64.ln());
    close(bas(&items(&[(0.0, 0), (0.0, 1)]), BAS_CAP).unwrap(), 0.0);
    // Certain and wrong costs what the cap says, not infinitely much.
    close(bas(&items(&[(1.0, 0)]), 0.9).unwrap(), 0.9 + 0.1_f64.ln());
}

#[test]
fn bas_is_the_integral_of_the_utility() {
    let rows = items(&[(0.95, 1), (0.9, 0), (0.75, 1), (0.5, 0), (0.5, 1), (0.2, 0)]);
    let steps = 20_000;
    let integral: f64 =
        (0..steps).map(|i| utility(&rows, (f64::from(i) + 0.5) / f64::from(steps)).unwrap()).sum::<f64>();
    assert!((integral / f64::from(steps) - bas(&rows, BAS_CAP).unwrap()).abs() < 1e-3);
}

#[test]
fn bas_rewards_the_truth_most() {
    // Seven of ten are right: no single statement earns more than .7.
    let stating = |score| {
        let rows: Vec<_> = (0..10).map(|i| Labelled::new(score, i < 7)).collect();
        bas(&rows, BAS_CAP).unwrap()
    };
    for other in [0.0, 0.3, 0.6, 0.69, 0.71, 0.8, 0.99, 1.0] {
        assert!(stating(other) < stating(0.7), "{other}");
    }
    assert!(stating(0.9) < stating(0.5), "overconfidence costs more than doubt");
}

#[test]
fn bad_rows_are_named() {
    let rows = items(&[(0.5, 1), (f64::NAN, 0)]);
    let unread = Error::NotANumber { row: 1 };
    assert_eq!(e_aurc(&rows), Err(unread));
    assert_eq!(coverage_at_risk(&rows, 0.1), Err(unread));
    assert_eq!(utility(&rows, 0.5), Err(unread));
    assert_eq!(bas(&rows, BAS_CAP), Err(unread));
    assert_eq!(bas(&items(&[(0.5, 1), (2.0, 0)]), BAS_CAP), Err(Error::NotAProbability { row: 1, value: 2.0 }));
    let none = [e_aurc(&[]), utility(&[], 0.5), bas(&[], BAS_CAP), coverage_at_risk(&[], 0.1).map(|_| 0.0)];
    assert!(none.iter().all(|found| *found == Err(Error::Empty)), "{none:?}");
    // Any order will do for a ranking: infinities are scores like others.
    assert_eq!(e_aurc(&items(&[(f64::INFINITY, 1), (f64::NEG_INFINITY, 0)])), Ok(0.0));
}

#[test]
fn bad_parameters_are_refused() {
    let rows = items(&[(0.5, 1)]);
    for bad in [f64::NAN, -0.1, 1.1] {
        assert!(matches!(coverage_at_risk(&rows, bad), Err(Error::Parameter { .. })), "{bad}");
        assert!(matches!(utility(&rows, bad), Err(Error::Parameter { .. })), "{bad}");
        assert!(matches!(bas(&rows, bad), Err(Error::Parameter { .. })), "{bad}");
    }
    assert!(utility(&rows, 1.0).is_err() && bas(&rows, 1.0).is_err() && bas(&rows, 0.0).is_err());
    let message = utility(&rows, 1.0).unwrap_err().to_string();
    assert_eq!(message, "the target is 1: it must lie at or above 0 and below 1");
}

proptest! {
    #[test]
    fn the_excess_lies_between_nought_and_the_area(rows in labelled()) {
        let excess = e_aurc(&rows).unwrap();
        prop_assert!(0.0 <= excess && excess <= aurc(&rows).unwrap() + 1e-12);
    }

    #[test]
    fn no_point_that_keeps_to_the_risk_covers_more(rows in labelled(), risk in 0.0..=1.0_f64) {
        let found = coverage_at_risk(&rows, risk).unwrap();
        let most = curve(&rows).into_iter().filter(|point| point.risk <= risk).map(|point| point.coverage);
        prop_assert_eq!(found.map(|point| point.coverage), most.reduce(f64::max));
    }

    #[test]
    fn more_risk_never_covers_less(rows in labelled(), risk in 0.0..=0.5_f64, more in 0.0..=0.5_f64) {
        let covered = |risk| coverage_at_risk(&rows, risk).unwrap().map_or(0.0, |point| point.coverage);
        prop_assert!(covered(risk) <= covered(risk + more));
    }

    #[test]
    fn utility_and_bas_are_at_most_the_accuracy(rows in labelled(), target in 0.0..0.99_f64) {
        let accuracy = rows.iter().filter(|row| row.right).count() as f64 / rows.len() as f64;
        prop_assert!(utility(&rows, target).unwrap() <= accuracy + 1e-12);
        prop_assert!(bas(&rows, BAS_CAP).unwrap() <= accuracy + 1e-12);
    }
}
