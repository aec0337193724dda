//! The promises, by simulation: thresholds that are certified on samples of a known population keep their word in it.

#![expect(clippy::unwrap_used, reason = "tests")]

use probity_calibrate::risk::conformal::{self, Claim, Promise};
use probity_calibrate::risk::crc::{self, Part};
use probity_calibrate::risk::ltt::{self, Start};
use probity_calibrate::risk::{Error, Ladder, Outcome, Risk, sgr};
use probity_stats::ranking::Labelled;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const SETS: usize = 2000;
const ROWS: usize = 250;
const ASKED: Risk = Risk { target: 0.2, delta: 0.05 };

struct Tested {
    violations: f64,
    certified: f64,
    coverage: f64,
}

/// Scores in twentieths; an answer of score s is wrong with the given probability.
fn population(wrong: impl Fn(f64) -> f64) -> Vec<Labelled> {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    (0..400)
        .map(|_| {
            let score = f64::from(random.random_range(0..=20_u32)) / 20.0;
            Labelled::new(score, !random.random_bool(wrong(score).clamp(0.0, 1.0)))
        })
        .collect()
}

/// Certifies on samples drawn with replacement and looks at the whole population.
fn tested(population: &[Labelled], certify: impl Fn(&[Labelled]) -> Result<Outcome, Error>) -> Tested {
    let mut random = ChaCha8Rng::seed_from_u64(17);
    let (mut violations, mut certified, mut coverage) = (0, 0, 0.0);
    for _ in 0..SETS {
        let sample: Vec<Labelled> = (0..ROWS).map(|_| population[random.random_range(0..population.len())]).collect();
        let outcome = certify(&sample).unwrap();
        let Some(certificate) = outcome.certificate() else { continue };
        let served = |threshold: f64| population.iter().filter(move |item| item.score >= threshold);
        let risk =
            |threshold| served(threshold).filter(|item| !item.right).count() as f64 / served(threshold).count() as f64;
        certified += 1;
        violations += usize::from(certificate.thresholds().any(|threshold| risk(threshold) > ASKED.target));
        coverage += served(certificate.rung.threshold).count() as f64 / population.len() as f64;
    }
    let share = |count: usize| count as f64 / SETS as f64;
    Tested { violations: share(violations), certified: share(certified), coverage: coverage / SETS as f64 }
}

fn ladder() -> Ladder {
    Ladder::even(0.0, 1.0, 40).unwrap()
}

#[test]
fn fixed_sequence_testing_keeps_its_word_and_answers_much() {
    let population = population(|score| 0.75 * (1.0 - score).powf(1.2));
    let result = tested(&population, |items| ltt::certify(items, &ladder(), Start::Coverage(0.2), ASKED));
    assert!(result.violations <= ASKED.delta + 0.01, "{}", result.violations);
    assert!(result.certified > 0.9 && result.coverage > 0.35, "{} {}", result.certified, result.coverage);
}

#[test]
fn selection_with_guaranteed_risk_keeps_its_word_and_answers_some() {
    let population = population(|score| 0.75 * (1.0 - score).powf(1.2));
    let result = tested(&population, |items| sgr::certify(items, &ladder(), ASKED));
    assert!(result.violations <= ASKED.delta + 0.01, "{}", result.violations);
    assert!(result.certified > 0.7 && result.coverage > 0.25, "{} {}", result.certified, result.coverage);
}

#[test]
fn thresholds_where_the_scores_are_keep_both_words_too() {
    let population = population(|score| 0.75 * (1.0 - score).powf(1.2));
    let own = |items: &[Labelled]| {
        let scores: Vec<f64> = items.iter().map(|item| item.score).collect();
        Ladder::quantiles(&scores, 20)
    };
    let sequence = tested(&population, |items| ltt::certify(items, &own(items)?, Start::Coverage(0.2), ASKED));
    assert!(sequence.violations <= ASKED.delta + 0.01, "{}", sequence.violations);
    assert!(sequence.certified > 0.9 && sequence.coverage > 0.35, "{} {}", sequence.certified, sequence.coverage);
    let search = tested(&population, |items| sgr::certify(items, &own(items)?, ASKED));
    assert!(search.violations <= ASKED.delta + 0.01, "{}", search.violations);
    assert!(search.certified > 0.7 && search.coverage > 0.25, "{} {}", search.certified, search.coverage);
}

#[test]
fn a_score_that_says_nothing_above_the_target_is_hardly_ever_certified() {
    // A quarter is wrong above every threshold: each certificate is a violation.
    let mut flat = population(|_| 0.0);
    for (row, item) in flat.iter_mut().enumerate() {
        *item = Labelled::new((row / 4 % 21) as f64 / 20.0, row % 4 != 0);
    }
    for start in [0.2, 0.5, 0.9] {
        let result = tested(&flat, |items| ltt::certify(items, &ladder(), Start::Coverage(start), ASKED));
        assert!(result.violations <= ASKED.delta + 0.01, "{start}: {}", result.violations);
    }
    let result = tested(&flat, |items| sgr::certify(items, &ladder(), ASKED));
    assert!(result.violations <= ASKED.delta + 0.01, "{}", result.violations);
}

#[test]
fn the_full_delta_is_spent_where_it_can_be() {
    // One threshold whose risk is the target exactly: the test passes about as often as it may, so it is not idle.
    let mut edge = population(|_| 0.0);
    for (row, item) in edge.iter_mut().enumerate() {
        *item = Labelled::new(0.5, row % 5 != 0);
    }
    let one = Ladder::new([0.5]).unwrap();
    let result = tested(&edge, |items| ltt::certify(items, &one, Start::Threshold(0.5), ASKED));
    assert!(result.certified > 0.02 && result.certified <= ASKED.delta + 0.01, "{}", result.certified);
}

/// An answer of some claims, the surer the truer.
fn answer(random: &mut ChaCha8Rng) -> Vec<Claim> {
    (0..random.random_range(1..8_u32))
        .map(|_| {
            let score = f64::from(random.random_range(0..20_u32)) / 20.0;
            Claim { score, supported: random.random_bool(0.5 + 0.5 * score) }
        })
        .collect()
}

#[test]
fn factuality_holds_for_answers_to_come() {
    let mut random = ChaCha8Rng::seed_from_u64(23);
    let (mut unsound, trials) = (0, 4000);
    for _ in 0..trials {
        let labelled: Vec<Vec<Claim>> = (0..30).map(|_| answer(&mut random)).collect();
        let cut = conformal::factuality(&labelled, Promise::all_true(0.2)).unwrap();
        let next = answer(&mut random);
        unsound += usize::from(next.iter().any(|claim| cut.keeps(claim.score) && !claim.supported));
    }
    // At most 20 %, and not far below it; three standard errors of 4,000 trials are 1.9 %.
    let share = f64::from(u32::try_from(unsound).unwrap()) / f64::from(trials);
    assert!(share <= 0.22 && share > 0.10, "{share}");
}

#[test]
fn controlled_loss_holds_for_answers_to_come() {
    let mut random = ChaCha8Rng::seed_from_u64(29);
    let parts = |claims: &[Claim]| -> Vec<Part> {
        let loss = |claim: &Claim| if claim.supported { 0.0 } else { 1.0 / claims.len() as f64 };
        claims.iter().map(|claim| Part { score: claim.score, loss: loss(claim) }).collect()
    };
    let (mut lost, trials) = (0.0, 4000);
    for _ in 0..trials {
        let labelled: Vec<Vec<Part>> = (0..30).map(|_| parts(&answer(&mut random))).collect();
        let cut = crc::control(&labelled, 1.0, 0.1).unwrap();
        let next = parts(&answer(&mut random));
        lost += next.iter().filter(|part| cut.keeps(part.score)).map(|part| part.loss).sum::<f64>();
    }
    let mean = lost / f64::from(trials);
    assert!(mean <= 0.105 && mean > 0.04, "{mean}");
}
