//! The choice of a map: what it takes, what it does not dare to take, and what it makes of rows that teach nothing.

use probity_calibrate::choice::{Choice, Grounds, Options};
use probity_calibrate::{Error, Method};
use probity_stats::ranking::Labelled;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Rows at five draws' scores whose answers are right with the given probability.
fn rows(n: usize, seed: u64, probability: impl Fn(f64) -> f64) -> Vec<Labelled> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut row = || {
        let score = f64::from(random.random_range(1..=6)) / 7.0;
        Labelled::new(score, random.random::<f64>() < probability(score))
    };
    (0..n).map(|_| row()).collect()
}

#[test]
fn where_maps_cannot_be_told_apart_the_preferred_is_taken() {
    let rows = rows(200, 1, |score| score);
    for methods in [vec![Method::Beta, Method::Isotonic], vec![Method::Platt, Method::VennAbers]] {
        let options = Options { methods: methods.clone(), ..Options::default() };
        let choice = Choice::of(&rows, &options).unwrap();
        assert_eq!((choice.map.method(), choice.grounds), (methods[0], Grounds::CrossValidation));
        assert_eq!(choice.candidates.len(), 2);
    }
}

#[test]
fn a_plain_difference_overrules_preference() {
    // A step that no sigmoid of the score can take.
    let rows =
        rows(3000, 2, |score| if (0.3..0.7).contains(&score) { 0.5 } else { (score - 0.5).signum() * 0.45 + 0.5 });
    let options = Options { methods: vec![Method::Platt, Method::Constant, Method::Isotonic], ..Options::default() };
    let choice = Choice::of(&rows, &options).unwrap();
    assert_eq!(choice.map.method(), Method::Isotonic, "{:?}", choice.candidates);
    assert!(choice.candidates[1].excess > 3.0 * choice.candidates[1].standard_error);
    assert_eq!(choice.candidates[2].excess, 0.0);
}

#[test]
fn without_tolerance_the_least_loss_is_taken() {
    for seed in 0..5 {
        let options = Options { tolerance: 0.0, ..Options::default() };
        let choice = Choice::of(&rows(120, seed, |score| score * score), &options).unwrap();
        let least = choice.candidates.iter().min_by(|a, b| a.brier.total_cmp(&b.brier)).unwrap();
        assert_eq!(choice.map.method(), least.method);
    }
}

#[test]
fn the_seed_is_all_that_chance_has() {
    let rows = rows(150, 3, |score| score);
    let options = |seed| Options { seed, ..Options::default() };
    let first = Choice::of(&rows, &options(1)).unwrap();
    assert_eq!(first, Choice::of(&rows, &options(1)).unwrap());
    assert_ne!(first.held_out, Choice::of(&rows, &options(2)).unwrap().held_out);
}

#[test]
fn what_is_said_of_held_out_rows_is_not_learnt_from_them() {
    // Only the row of the highest score says that high scores are right.
    let rows: Vec<Labelled> = (0..40).map(|k| Labelled::new(f64::from(k) / 39.0, k == 0 || k == 39)).collect();
    let options = Options { methods: vec![Method::Isotonic], ..Options::default() };
    let choice = Choice::of(&rows, &options).unwrap();
    assert!(choice.held_out[39].score < 0.1 && choice.map.apply(1.0) > 0.9, "{:?}", choice.held_out[39]);
    assert_eq!(choice.held_out.len(), rows.len());
    assert!(choice.held_out.iter().zip(&rows).all(|(said, row)| said.right == row.right));
}

#[test]
fn one_class_and_one_score_have_the_constant() {
    let right: Vec<Labelled> = (0..8).map(|k| Labelled::new(f64::from(k) / 8.0, true)).collect();
    let choice = Choice::of(&right, &Options::default()).unwrap();
    assert_eq!((choice.map.method(), choice.grounds), (Method::Constant, Grounds::OneClass));
    assert_eq!(choice.map.apply(0.2), 0.9);
    let same: Vec<Labelled> = (0..8).map(|k| Labelled::new(0.5, k < 2)).collect();
    let choice = Choice::of(&same, &Options::default()).unwrap();
    assert_eq!((choice.map.method(), choice.grounds), (Method::Constant, Grounds::OneScore));
    assert_eq!(choice.map.apply(0.9), 0.3);
    assert!(choice.held_out.is_empty());
}

#[test]
fn three_rows_make_a_mild_map() {
    let rows = [(0.2, false), (0.5, false), (0.8, true)].map(|(score, right)| Labelled::new(score, right));
    let choice = Choice::of(&rows, &Options::default()).unwrap();
    assert_eq!((choice.map.method(), choice.grounds), (Method::Platt, Grounds::TooFew));
    let (low, high) = (choice.map.apply(0.2), choice.map.apply(0.8));
    assert!(0.1 < low && low < high && high < 0.75, "{low} {high}");
}

#[test]
fn no_method_and_no_rows_are_errors() {
    let none = Options { methods: Vec::new(), ..Options::default() };
    assert!(matches!(Choice::of(&rows(10, 1, |score| score), &none), Err(Error::NoMethod)));
    assert!(matches!(Choice::of(&[], &Options::default()), Err(Error::Rows(_))));
}

#[test]
fn a_hundred_thousand_rows_and_more_folds_than_rows_are_no_matter() {
    let many = rows(100_001, 4, |score| score);
    assert_eq!(Choice::of(&many, &Options::default()).unwrap().grounds, Grounds::CrossValidation);
    let few = rows(30, 5, |score| score);
    let options = Options { folds: 1000, repeats: 0, ..Options::default() };
    assert_eq!(Choice::of(&few, &options).unwrap().held_out.len(), 30);
}
