//! Ranking metrics: values worked out by hand, and what must hold for any input.

use probity_stats::Error;
use probity_stats::ranking::{Labelled, aurc, auroc, curve, prr, roc};
use proptest::prelude::*;

fn items(pairs: &[(f64, u8)]) -> Vec<Labelled> {
    pairs.iter().map(|&(score, right)| Labelled::new(score, right == 1)).collect()
}

fn close(a: Option<f64>, b: f64) {
    assert!(a.is_some_and(|a| (a - b).abs() < 1e-12), "{a:?} is not {b}");
}

fn labelled() -> impl Strategy<Value = Vec<Labelled>> {
    // Few distinct scores, so that ties abound.
    prop::collection::vec((-8i32..8, any::<bool>()), 2..40)
        .prop_map(|rows| rows.into_iter().map(|(score, right)| Labelled::new(f64::from(score) / 4.0, right)).collect())
}

fn mapped(items: &[Labelled], map: impl Fn(f64) -> f64) -> Vec<Labelled> {
    items.iter().map(|item| Labelled::new(map(item.score), item.right)).collect()
}

#[test]
fn auroc_counts_pairs() {
    close(auroc(&items(&[(0.9, 1), (0.8, 1), (0.2, 0)])), 1.0);
    close(auroc(&items(&[(0.9, 0), (0.8, 1)])), 0.0);
    // Of four pairs three are in order.
    close(auroc(&items(&[(0.9, 1), (0.7, 0), (0.5, 1), (0.1, 0)])), 0.75);
    // One of the four is a tie.
    close(auroc(&items(&[(0.9, 1), (0.5, 0), (0.5, 1), (0.1, 0)])), 0.875);
    close(auroc(&items(&[(0.0, 1), (-0.0, 0)])), 0.5);
}

#[test]
fn one_class_has_no_ranking() {
    for metric in [auroc, prr] {
        assert_eq!(metric(&items(&[(0.1, 1), (0.9, 1)])), None);
        assert_eq!(metric(&items(&[(0.1, 0), (0.9, 0)])), None);
        assert_eq!(metric(&[]), None);
    }
    assert_eq!(aurc(&[]), None);
    close(aurc(&items(&[(0.1, 1), (0.9, 1)])), 0.0);
}

#[test]
fn a_score_that_is_no_number_ranks_nothing() {
    let rows = items(&[(f64::NAN, 1), (0.5, 0)]);
    assert_eq!((auroc(&rows), aurc(&rows), prr(&rows)), (None, None, None));
    assert!(curve(&rows).is_empty());
}

#[test]
fn aurc_is_the_mean_risk_over_coverages() {
    // Risks at 1, 2, 3, 4 answered: 0, 1/2, 1/3, 1/2.
    close(aurc(&items(&[(0.9, 1), (0.7, 0), (0.5, 1), (0.1, 0)])), (0.5 + 1.0 / 3.0 + 0.5) / 4.0);
    // A tie of one right and one wrong is half wrong from its first item on.
    close(aurc(&items(&[(0.5, 1), (0.5, 0)])), 0.5);
}

#[test]
fn prr_runs_from_chance_to_oracle() {
    close(prr(&items(&[(0.9, 1), (0.8, 1), (0.2, 0)])), 1.0);
    close(prr(&items(&[(0.5, 1), (0.5, 0), (0.5, 1)])), 0.0);
    // Risks 0, 1/2, 1/3, 1/2 against the oracle's 0, 0, 1/3, 1/2 and chance's 1/2.
    let (mine, best) = ((0.5 + 1.0 / 3.0 + 0.5) / 4.0, (1.0 / 3.0 + 0.5) / 4.0);
    close(prr(&items(&[(0.9, 1), (0.7, 0), (0.5, 1), (0.1, 0)])), (0.5 - mine) / (0.5 - best));
}

#[test]
fn the_curve_has_a_point_for_each_score() {
    let points = curve(&items(&[(0.9, 1), (0.5, 0), (0.5, 1), (0.1, 0)]));
    let seen: Vec<_> = points.iter().map(|point| (point.threshold, point.coverage, point.risk)).collect();
    assert_eq!(seen, [(0.9, 0.25, 0.0), (0.5, 0.75, 1.0 / 3.0), (0.1, 1.0, 0.5)]);
}

#[test]
fn the_roc_curve_runs_from_nobody_to_everybody() {
    let points = roc(&items(&[(0.9, 1), (0.5, 0), (0.5, 1), (0.1, 0)])).unwrap();
    let seen: Vec<_> =
        points.iter().map(|point| (point.false_positive_rate, point.true_positive_rate, point.threshold)).collect();
    assert_eq!(seen, [(0.0, 0.0, f64::INFINITY), (0.0, 0.5, 0.9), (0.5, 1.0, 0.5), (1.0, 1.0, 0.1)]);
}

#[test]
fn a_roc_curve_needs_both_classes_and_numbers() {
    assert_eq!(roc(&[]), Err(Error::Empty));
    assert_eq!(roc(&items(&[(0.1, 1), (f64::NAN, 0)])), Err(Error::NotANumber { row: 1 }));
    assert_eq!(roc(&items(&[(0.1, 1), (0.9, 1)])), Err(Error::OneClass { rows: 2, right: true }));
    let wrong = roc(&items(&[(0.1, 0)])).unwrap_err();
    assert_eq!(wrong.to_string(), "all 1 rows are wrong: right cannot be told from wrong");
}

proptest! {
    #[test]
    fn auroc_is_the_area_under_the_roc_curve(rows in labelled()) {
        let area = roc(&rows).ok().map(|points| {
            points
                .windows(2)
                .map(|pair| {
                    let width = pair[1].false_positive_rate - pair[0].false_positive_rate;
                    width * (pair[0].true_positive_rate + pair[1].true_positive_rate) / 2.0
                })
                .sum::<f64>()
        });
        match (area, auroc(&rows)) {
            (Some(area), Some(found)) => prop_assert!((area - found).abs() < 1e-12),
            (area, found) => prop_assert_eq!(area, found),
        }
    }

    #[test]
    fn a_monotone_map_changes_no_ranking(rows in labelled()) {
        let other = mapped(&rows, |score| (score * 0.7).exp() + 3.0);
        prop_assert_eq!(auroc(&rows), auroc(&other));
        prop_assert_eq!(aurc(&rows), aurc(&other));
        prop_assert_eq!(prr(&rows), prr(&other));
    }

    #[test]
    fn negation_turns_auroc_over(rows in labelled()) {
        match (auroc(&rows), auroc(&mapped(&rows, |score| -score))) {
            (Some(plain), Some(negated)) => prop_assert!((plain + negated - 1.0).abs() < 1e-12),
            (plain, negated) => prop_assert_eq!(plain, negated),
        }
    }

    #[test]
    fn the_order_of_the_rows_is_no_matter(rows in labelled()) {
        let mut turned = rows.clone();
        turned.reverse();
        prop_assert_eq!(auroc(&rows), auroc(&turned));
        prop_assert_eq!(aurc(&rows), aurc(&turned));
    }

    #[test]
    fn auroc_is_the_share_of_ordered_pairs(rows in labelled()) {
        let (mut pairs, mut won) = (0.0, 0.0);
        for right in rows.iter().filter(|row| row.right) {
            for wrong in rows.iter().filter(|row| !row.right) {
                pairs += 1.0;
                won += if right.score > wrong.score { 1.0 } else if right.score == wrong.score { 0.5 } else { 0.0 };
            }
        }
        match auroc(&rows) {
            Some(found) => prop_assert!((found - won / pairs).abs() < 1e-12),
            None => prop_assert_eq!(pairs, 0.0),
        }
    }

    #[test]
    fn nothing_beats_the_oracle(rows in labelled()) {
        if let Some(found) = prr(&rows) {
            prop_assert!(found <= 1.0 + 1e-12);
        }
    }
}
