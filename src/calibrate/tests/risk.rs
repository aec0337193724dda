//! Certificates, shortfalls and cuts against golden values, their messages, and what hostile input comes to.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use probity_calibrate::risk::conformal::{self, Claim, Promise};
use probity_calibrate::risk::crc::{self, Part};
use probity_calibrate::risk::ltt::{self, Start};
use probity_calibrate::risk::{Certificate, Error, Ladder, Outcome, Risk, Rung, Shortfall, sgr};
use probity_stats::binomial;
use probity_stats::ranking::Labelled;
use serde::Deserialize;

const ASKED: Risk = Risk { target: 0.05, delta: 0.05 };

#[derive(Deserialize)]
struct Golden {
    selective: Vec<Selective>,
    planned: Vec<Planned>,
    conformal: Vec<Conformal>,
    crc: Vec<Controlled>,
}

#[derive(Deserialize)]
struct Selective {
    items: Vec<(f64, bool)>,
    ladder: Vec<f64>,
    coverage: f64,
    target: f64,
    delta: f64,
    ltt: Sequence,
    sgr: Search,
}

#[derive(Deserialize)]
struct Sequence {
    passed: Vec<f64>,
    start: f64,
    bound: f64,
}

#[derive(Deserialize)]
struct Search {
    passed: Vec<(f64, f64)>,
    lowest: Option<f64>,
}

#[derive(Deserialize)]
struct Planned {
    rows: usize,
    wrong: usize,
    target: f64,
    delta: f64,
    more: usize,
}

#[derive(Deserialize)]
struct Conformal {
    answers: Vec<Vec<(f64, bool)>>,
    alpha: f64,
    fraction: f64,
    above: Option<f64>,
    kept: f64,
    risk: f64,
}

#[derive(Deserialize)]
struct Controlled {
    rows: Vec<Vec<(f64, f64)>>,
    target: f64,
    above: Option<f64>,
    risk: f64,
}

fn golden() -> Golden {
    serde_json::from_str(include_str!("../../../tests/golden/risk.json")).unwrap()
}

fn labelled(items: &[(f64, bool)]) -> Vec<Labelled> {
    items.iter().map(|&(score, right)| Labelled::new(score, right)).collect()
}

/// So many rows of one score, the first `wrong` of them wrong.
fn uniform(rows: usize, wrong: usize) -> Vec<Labelled> {
    (0..rows).map(|row| Labelled::new(0.8, row >= wrong)).collect()
}

fn one(threshold: f64) -> Ladder {
    Ladder::new([threshold]).unwrap()
}

fn certified(outcome: Outcome) -> Certificate {
    match outcome {
        Outcome::Certified(certificate) => certificate,
        Outcome::Short(shortfall) => panic!("{shortfall}"),
    }
}

fn short(outcome: Outcome) -> Shortfall {
    match outcome {
        Outcome::Certified(certificate) => panic!("{certificate}"),
        Outcome::Short(shortfall) => shortfall,
    }
}

#[track_caller]
fn close(got: f64, want: f64) {
    assert!((got - want).abs() < 1e-9, "got {got}, want {want}");
}

#[test]
fn fixed_sequence_testing_agrees_with_the_golden_values() {
    for case in golden().selective {
        let (items, ladder) = (labelled(&case.items), Ladder::new(case.ladder).unwrap());
        let risk = Risk { target: case.target, delta: case.delta };
        let outcome = ltt::certify(&items, &ladder, Start::Coverage(case.coverage), risk).unwrap();
        if case.ltt.passed.is_empty() {
            let shortfall = short(outcome);
            assert_eq!(shortfall.nearest.threshold, case.ltt.start);
            close(shortfall.attainable.unwrap(), case.ltt.bound);
        } else {
            let certificate = certified(outcome);
            assert_eq!(certificate.thresholds().collect::<Vec<_>>(), case.ltt.passed);
            assert_eq!(certificate.rung.bound, case.target);
            let accepted = items.iter().filter(|item| item.score >= certificate.rung.threshold).count();
            close(certificate.rung.coverage, accepted as f64 / items.len() as f64);
        }
    }
}

#[test]
fn selection_with_guaranteed_risk_agrees_with_the_golden_values() {
    for case in golden().selective {
        let risk = Risk { target: case.target, delta: case.delta };
        let outcome = sgr::certify(&labelled(&case.items), &Ladder::new(case.ladder).unwrap(), risk).unwrap();
        if case.sgr.passed.is_empty() {
            close(short(outcome).nearest.bound, case.sgr.lowest.unwrap());
            continue;
        }
        let certificate = certified(outcome);
        let rungs: Vec<Rung> = certificate.stricter.iter().chain([&certificate.rung]).copied().collect();
        assert_eq!(rungs.len(), case.sgr.passed.len());
        for (rung, (threshold, bound)) in rungs.iter().zip(case.sgr.passed) {
            assert_eq!(rung.threshold, threshold);
            close(rung.bound, bound);
        }
    }
}

#[test]
fn factuality_cuts_agree_with_the_golden_values() {
    for case in golden().conformal {
        let answers: Vec<Vec<Claim>> = case
            .answers
            .iter()
            .map(|claims| claims.iter().map(|&(score, supported)| Claim { score, supported }).collect())
            .collect();
        let promise = Promise { alpha: case.alpha, fraction: case.fraction };
        let cut = conformal::factuality(&answers, promise).unwrap();
        assert_eq!(cut.above, case.above);
        close(cut.kept, case.kept);
        close(cut.risk, case.risk);
    }
}

#[test]
fn controlled_cuts_agree_with_the_golden_values() {
    for case in golden().crc {
        let rows: Vec<Vec<Part>> =
            case.rows.iter().map(|parts| parts.iter().map(|&(score, loss)| Part { score, loss }).collect()).collect();
        let cut = crc::control(&rows, 1.0, case.target).unwrap();
        assert_eq!(cut.above, case.above);
        close(cut.risk, case.risk);
    }
}

#[test]
fn no_error_in_59_certifies_five_percent_and_58_do_not() {
    let certify = |rows| ltt::certify(&uniform(rows, 0), &one(0.5), Start::Threshold(1.0), ASKED).unwrap();
    assert_eq!(certified(certify(59)).rung.coverage, 1.0);
    let shortfall = short(certify(58));
    assert_eq!(shortfall.more.map(|more| (more.even, more.likely)), Some((1, 1)));
    close(shortfall.attainable.unwrap(), 1.0 - 0.05_f64.powf(1.0 / 58.0));
}

#[test]
fn what_is_said_to_be_attainable_now_is() {
    for (rows, wrong) in [(58, 0), (20, 3), (250, 40), (5, 4)] {
        let items = uniform(rows, wrong);
        let ladder = Ladder::even(0.0, 1.0, 20).unwrap();
        let start = Start::Threshold(0.8);
        let target = short(ltt::certify(&items, &ladder, start, ASKED).unwrap()).attainable.unwrap();
        certified(ltt::certify(&items, &ladder, start, Risk { target, ..ASKED }).unwrap());
        let target = short(sgr::certify(&items, &ladder, ASKED).unwrap()).attainable.unwrap();
        certified(sgr::certify(&items, &ladder, Risk { target, ..ASKED }).unwrap());
    }
}

#[test]
fn the_labels_that_are_said_to_be_needed_suffice_and_are_about_the_fewest() {
    for case in golden().planned {
        let risk = Risk { target: case.target, delta: case.delta };
        let outcome = ltt::certify(&uniform(case.rows, case.wrong), &one(0.5), Start::Threshold(0.5), risk).unwrap();
        let more = short(outcome).more.unwrap();
        assert!(more.even >= case.more && more.even <= case.more + case.more / 5, "{more:?}, fewest {}", case.more);
        assert!(more.likely >= more.even);
        let rows = case.rows + more.even;
        let wrong = (rows as f64 * case.wrong as f64 / case.rows as f64 - 1e-9).ceil() as usize;
        certified(ltt::certify(&uniform(rows, wrong), &one(0.5), Start::Threshold(0.5), risk).unwrap());
        // With the safer figure, the chance of passing is four in five at the observed rate.
        let (rows, rate) = (case.rows + more.likely, case.wrong as f64 / case.rows as f64);
        let chance: f64 = (0..=rows)
            .filter(|&wrong| binomial::cdf(rows, wrong, case.target) <= case.delta)
            .map(|wrong| binomial::probability(rows, wrong, rate))
            .sum();
        assert!(chance > 0.79, "{chance}");
    }
}

#[test]
fn answers_that_are_wrong_too_often_are_not_mended_by_more_of_them() {
    let shortfall = short(ltt::certify(&uniform(200, 10), &one(0.5), Start::Threshold(0.5), ASKED).unwrap());
    assert_eq!(shortfall.more, None);
    assert!(shortfall.to_string().contains("more labels would not help"), "{shortfall}");
    let nothing = short(ltt::certify(&uniform(200, 0), &one(0.9), Start::Threshold(0.9), ASKED).unwrap());
    assert_eq!((nothing.more, nothing.attainable), (None, None));
    assert!(nothing.to_string().contains("no labelled row reaches"), "{nothing}");
    let wrong = short(sgr::certify(&uniform(50, 50), &one(0.5), ASKED).unwrap());
    assert_eq!((wrong.more, wrong.attainable, wrong.nearest.risk), (None, None, 1.0));
}

#[test]
fn messages_name_coverage_bound_and_what_would_help() {
    let certificate = certified(ltt::certify(&uniform(100, 1), &one(0.5), Start::Threshold(0.5), ASKED).unwrap());
    assert_eq!(
        certificate.to_string(),
        "certified by fixed-sequence testing (LTT) on 100 labelled rows: of the answers that are served, a share of at \
         most 0.0500 is wrong (delta 0.05); at 0.5000: 100.0 % answered, 1 of 100 wrong (1.0 %)"
    );
    let shortfall = short(ltt::certify(&uniform(20, 0), &one(0.5), Start::Threshold(0.5), ASKED).unwrap());
    assert_eq!(
        shortfall.to_string(),
        "cannot certify a risk of 0.05 at delta 0.05 by fixed-sequence testing (LTT) with 20 labelled rows (nearest at \
         0.5000: 100.0 % answered, 0 of 20 wrong (0.0 %)): about 39 more labelled rows like these would be needed; a \
         target of 0.1392 could be certified now"
    );
}

#[test]
fn outcomes_can_be_written_down() {
    let outcome = ltt::certify(&uniform(100, 1), &one(0.5), Start::Threshold(0.5), ASKED).unwrap();
    let json = serde_json::to_value(&outcome).unwrap();
    assert_eq!(json["certified"]["method"], "ltt");
    assert_eq!(json["certified"]["rung"]["accepted"], 100);
    assert_eq!(json["certified"]["asked"]["target"], 0.05);
}

#[test]
fn a_start_that_nothing_reaches_is_the_loosest_threshold() {
    let items = uniform(100, 0);
    let ladder = Ladder::new([0.7, 0.9, 0.95]).unwrap();
    for start in [Start::Threshold(0.1), Start::Coverage(0.99)] {
        assert_eq!(certified(ltt::certify(&items, &ladder, start, ASKED).unwrap()).rung.threshold, 0.7);
    }
    let strict = Ladder::new([0.9, 0.95]).unwrap();
    let shortfall = short(ltt::certify(&items, &strict, Start::Coverage(0.5), ASKED).unwrap());
    assert_eq!(shortfall.nearest.threshold, 0.9);
}

#[test]
fn hostile_rows_and_parameters_are_named() {
    let mut items = uniform(10, 0);
    items[6].score = f64::NAN;
    let certify = |items: &[Labelled], risk| ltt::certify(items, &one(0.5), Start::Coverage(0.2), risk);
    let error = certify(&items, ASKED).unwrap_err();
    assert_eq!(error.to_string(), "row 7: the score is NaN, not a finite number");
    assert_eq!(certify(&[], ASKED), Err(Error::Empty));
    assert_eq!(sgr::certify(&[], &one(0.5), ASKED), Err(Error::Empty));
    for wild in [0.0, 1.0, -0.1, f64::NAN, f64::INFINITY] {
        assert!(certify(&uniform(9, 0), Risk { target: wild, ..ASKED }).is_err());
        assert!(sgr::certify(&uniform(9, 0), &one(0.5), Risk { delta: wild, ..ASKED }).is_err());
        assert!(ltt::certify(&uniform(9, 0), &one(0.5), Start::Coverage(wild), ASKED).is_err());
    }
    assert!(ltt::certify(&uniform(9, 0), &one(0.5), Start::Threshold(f64::NAN), ASKED).is_err());
    assert_eq!(Ladder::new([]), Err(Error::Rungs { count: 0, most: 100_000 }));
    assert!(Ladder::new([0.5, f64::INFINITY]).unwrap_err().to_string().starts_with("threshold 2"));
    assert!(Ladder::new((0..).map(f64::from)).is_err(), "endless");
    assert!(Ladder::even(0.0, 1.0, 0).is_err() && Ladder::even(0.0, f64::NAN, 3).is_err());
    assert_eq!(Ladder::new([0.0, 0.5, -0.0, 0.5]).unwrap().thresholds(), [0.5, 0.0]);
}

#[test]
fn a_ladder_of_quantiles_answers_even_shares() {
    let scores: Vec<f64> = (1..=100).map(|row| f64::from(row) / 100.0).collect();
    let ladder = Ladder::quantiles(&scores, 4).unwrap();
    assert_eq!(ladder.thresholds(), [0.76, 0.51, 0.26, 0.01]);
    assert_eq!(Ladder::quantiles(&[0.3; 50], 10).unwrap().thresholds(), [0.3], "ties are one rung");
    assert_eq!(Ladder::quantiles(&[0.2, 0.7], 10).unwrap().thresholds(), [0.7, 0.2]);
    assert_eq!(Ladder::quantiles(&[], 10), Err(Error::Empty));
    assert!(matches!(Ladder::quantiles(&[0.2, f64::NAN], 10), Err(Error::Score { row: 1, .. })));
    assert!(Ladder::quantiles(&[0.2], 0).is_err());
}

#[test]
fn infinite_scores_are_above_or_below_every_threshold() {
    let items = [Labelled::new(f64::INFINITY, true), Labelled::new(f64::NEG_INFINITY, false)];
    let tallies = Ladder::new([-9e9, 9e9]).unwrap().tallies(&items).unwrap();
    assert!(tallies.iter().all(|tally| (tally.accepted, tally.wrong) == (1, 0)));
}

#[test]
fn a_million_rows_are_as_good_as_few() {
    let items: Vec<Labelled> =
        (0..1_000_000).map(|row| Labelled::new(f64::from(row % 1000) / 1000.0, row % 100 != 0)).collect();
    let ladder = Ladder::even(0.0, 1.0, 1000).unwrap();
    let certificate = certified(ltt::certify(&items, &ladder, Start::Coverage(0.1), ASKED).unwrap());
    assert_eq!(certificate.rung.coverage, 1.0);
    let certificate = certified(sgr::certify(&items, &ladder, ASKED).unwrap());
    assert!(certificate.rung.bound < 0.0105 && certificate.rung.coverage > 0.99);
}

#[test]
fn too_few_answers_cannot_promise_factuality() {
    let sound = [[Claim { score: 1.0, supported: true }]; 18];
    let error = conformal::factuality(&sound, Promise::all_true(0.05)).unwrap_err();
    assert_eq!(error, Error::TooFew { rows: 18, target: 0.05, more: 1, attainable: 1.0 / 19.0 });
    assert_eq!(
        error.to_string(),
        "18 labelled rows cannot promise 0.05: 1 more are needed; 0.0527 could be promised now"
    );
    let enough = [[Claim { score: 1.0, supported: true }]; 19];
    let cut = conformal::factuality(&enough, Promise::all_true(0.05)).unwrap();
    assert_eq!((cut.above, cut.kept, cut.risk), (None, 1.0, 0.0));
    assert!(cut.keeps(-1e300) && !cut.keeps(f64::NAN));
    let error = crc::control(&[[Part { score: 1.0, loss: 0.0 }]; 8], 1.0, 0.1).unwrap_err();
    assert_eq!(error, Error::TooFew { rows: 8, target: 0.1, more: 1, attainable: 1.0 / 9.0 });
    assert!(crc::control(&[[Part { score: 1.0, loss: 0.0 }]; 9], 1.0, 0.1).is_ok());
}

#[test]
fn claims_of_one_score_stay_together_and_a_failing_one_is_dropped() {
    let claim = |score, supported| Claim { score, supported };
    let claims = [claim(0.9, true), claim(0.5, true), claim(0.5, false), claim(0.1, true)];
    assert_eq!(conformal::highest_failing(&claims, 1.0), Some(0.5));
    assert_eq!(conformal::highest_failing(&claims, 0.6), None);
    assert_eq!(conformal::highest_failing(&[], 1.0), None);
    let cut = conformal::factuality(&[claims; 9], Promise::all_true(0.1)).unwrap();
    assert!(cut.keeps(0.9) && !cut.keeps(0.5));
    assert_eq!((cut.kept, cut.risk), (0.25, 0.0));
}

#[test]
fn hostile_claims_and_losses_are_named() {
    let good = [Part { score: 0.5, loss: 0.5 }, Part { score: 0.4, loss: 0.5 }];
    let with = |score, loss| vec![good, good, [Part { score, loss }, good[0]]];
    let row = |rows: Vec<[Part; 2]>| crc::control(&rows, 1.0, 0.9).unwrap_err();
    assert!(matches!(row(with(f64::NAN, 0.1)), Error::Score { row: 2, .. }));
    for loss in [-0.1, 0.6, f64::NAN, f64::INFINITY] {
        assert!(matches!(row(with(0.5, loss)), Error::Loss { row: 2, .. }), "{loss}");
    }
    assert!(crc::control(&[good], 0.0, 0.5).is_err() && crc::control(&[good], 1.0, f64::NAN).is_err());
    assert_eq!(crc::control::<[Part; 0]>(&[], 1.0, 0.5), Err(Error::Empty));
    let claims = [[Claim { score: 0.5, supported: true }], [Claim { score: f64::INFINITY, supported: true }]];
    assert!(matches!(conformal::factuality(&claims, Promise::all_true(0.5)), Err(Error::Score { row: 1, .. })));
    let bad = Promise { alpha: 0.5, fraction: 0.0 };
    assert!(conformal::factuality(&claims, bad).unwrap_err().to_string().contains("the fraction is 0"));
}
