//! The promises put to the test on a file of scored answers that is taken for the whole population: sets drawn from it
//! with replacement are certified, and what was certified is looked up in the file.
//!
//! `cargo run -p probity-calibrate --example guarantees -- [TARGET DELTA START SETS ROWS STEPS] < scores`
//!
//! Each line of the input is a score in [0, 1] and 1 or 0 for a right or wrong answer. START is the coverage at which
//! fixed-sequence testing begins. A table of both methods comes out: how often they certify, the coverage and the risk
//! in the file (a set that certifies nothing counts as no coverage), and how often the promise is broken; on STEPS even
//! steps from 0 to 1, and on half as many quantiles of each set's own scores.

#![expect(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;
use std::{env, io};

use probity_calibrate::risk::ltt::{self, Start};
use probity_calibrate::risk::{Ladder, Outcome, Risk, sgr};
use probity_stats::ranking::Labelled;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const USUAL: [f64; 6] = [0.2, 0.05, 0.2, 2000.0, 250.0, 50.0];

fn main() -> Result<(), Box<dyn Error>> {
    let mut options = USUAL;
    for (option, given) in options.iter_mut().zip(env::args().skip(1)) {
        *option = given.parse()?;
    }
    let [target, delta, start, sets, rows, steps] = options;
    let population = read()?;
    let (risk, ladder) = (Risk { target, delta }, Ladder::even(0.0, 1.0, steps as usize)?);
    println!("{} answers; target {target}, delta {delta}, {sets} sets of {rows}, {steps} steps", population.len());
    println!("{:<22} {:>9} {:>9} {:>9} {:>10}", "method", "certified", "coverage", "risk", "violations");
    let size = (sets as usize, rows as usize);
    let sequence = |items: &[Labelled]| ltt::certify(items, &ladder, Start::Coverage(start), risk);
    row(&format!("ltt from coverage {start}"), &population, size, target, sequence)?;
    row("sgr", &population, size, target, |items| sgr::certify(items, &ladder, risk))?;
    let own = |items: &[Labelled]| {
        let scores: Vec<f64> = items.iter().map(|item| item.score).collect();
        Ladder::quantiles(&scores, (steps / 2.0).ceil() as usize)
    };
    let sequence = |items: &[Labelled]| ltt::certify(items, &own(items)?, Start::Coverage(start), risk);
    row("ltt, quantiles", &population, size, target, sequence)?;
    row("sgr, quantiles", &population, size, target, |items| sgr::certify(items, &own(items)?, risk))
}

fn read() -> Result<Vec<Labelled>, Box<dyn Error>> {
    let mut population = Vec::new();
    for line in io::stdin().lines() {
        let line = line?;
        let (score, right) = line.trim().split_once(char::is_whitespace).ok_or("a line needs a score and a label")?;
        population.push(Labelled::new(score.parse()?, right.trim() == "1"));
    }
    if population.is_empty() { Err("no answers".into()) } else { Ok(population) }
}

fn row<E: Error + 'static>(
    name: &str,
    population: &[Labelled],
    (sets, rows): (usize, usize),
    target: f64,
    certify: impl Fn(&[Labelled]) -> Result<Outcome, E>,
) -> Result<(), Box<dyn Error>> {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let (mut certified, mut coverage, mut risk, mut violations) = (0.0, 0.0, 0.0, 0.0);
    for _ in 0..sets {
        let sample: Vec<Labelled> = (0..rows).map(|_| population[random.random_range(0..population.len())]).collect();
        let outcome = certify(&sample)?;
        let Some(certificate) = outcome.certificate() else { continue };
        let served = population.iter().filter(|item| item.score >= certificate.rung.threshold);
        let (answered, wrong) = served
            .fold((0.0, 0.0), |(answered, wrong), item| (answered + 1.0, wrong + if item.right { 0.0 } else { 1.0 }));
        certified += 1.0;
        coverage += answered / population.len() as f64;
        risk += wrong / answered;
        violations += if wrong / answered > target { 1.0 } else { 0.0 };
    }
    let (all, mean) = (sets as f64, risk / certified);
    println!("{name:<22} {:>9.4} {:>9.4} {mean:>9.4} {:>10.4}", certified / all, coverage / all, violations / all);
    Ok(())
}
