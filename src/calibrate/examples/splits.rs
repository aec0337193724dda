//! Whether fitted probabilities are kept: calibrated on one half, held against the other, over many random halves.
//!
//! `cat REPORT.json … | cargo run -p probity-calibrate --example splits`
//!
//! Each report is what `probity eval --recorded FILE --json REPORT.json` writes: the agreement of each question and
//! whether its answer is right. For each method and for the choice among them, means over the halves: the expected
//! calibration error (ten bins of equal mass, ties never split), that of a perfectly calibrated forecaster who states the
//! same probabilities, their ratio, and the Brier score. A map learnt from as many rows as it is held against has a
//! ratio above 1 for that reason alone.

#![expect(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;
use std::io::{self, Read};

use probity_calibrate::Map;
use probity_calibrate::choice::{Choice, Options};
use probity_stats::calibration::{Binning, Redraws, brier, ece};
use probity_stats::ranking::Labelled;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

const SPLITS: u64 = 200;
const REDRAWS: usize = 20;
const MASS: Binning = Binning::EqualMass(10);

#[derive(Deserialize)]
struct Report {
    data: Data,
    parameters: Parameters,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct Data {
    file: String,
}

#[derive(Deserialize)]
struct Parameters {
    judge: String,
    max_draws: usize,
    stop: String,
}

#[derive(Deserialize)]
struct Row {
    raw: String,
    confidence: Option<f64>,
}

/// Sums over splits.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    ece: f64,
    perfect: f64,
    brier: f64,
    chosen: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    for report in serde_json::Deserializer::from_str(&text).into_iter::<Report>() {
        let report = report?;
        let labelled = |row: &Row| Some(Labelled::new(row.confidence?, row.raw == "correct"));
        let rows: Vec<Labelled> = report.rows.iter().filter_map(labelled).collect();
        let Parameters { judge, max_draws, stop } = &report.parameters;
        println!("{}: {} rows, {max_draws} draws, stop {stop}, {judge}", report.data.file, rows.len());
        show(&rows)?;
    }
    Ok(())
}

fn show(rows: &[Labelled]) -> Result<(), Box<dyn Error>> {
    let methods = Options::default().methods;
    let mut of_methods = vec![Sums::default(); methods.len()];
    let (mut of_choice, mut of_raw) = (Sums::default(), Sums::default());
    for seed in 0..SPLITS {
        let mut rows = rows.to_vec();
        rows.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
        let (fit, held) = rows.split_at(rows.len() / 2);
        for (method, sums) in methods.iter().zip(&mut of_methods) {
            sums.add(&Map::fit(*method, fit)?, held, seed)?;
        }
        let choice = Choice::of(fit, &Options { seed, ..Options::default() })?;
        of_choice.add(&choice.map, held, seed)?;
        for (method, sums) in methods.iter().zip(&mut of_methods) {
            sums.chosen += usize::from(choice.map.method() == *method);
        }
        of_raw.add_said(held, seed)?;
    }
    of_raw.print("raw");
    for (method, sums) in methods.iter().zip(&of_methods) {
        sums.print(method.name());
    }
    of_choice.chosen = SPLITS as usize;
    of_choice.print("the choice");
    let best = of_methods.iter().map(|sums| sums.brier).fold(f64::INFINITY, f64::min);
    println!(
        "    Brier of the choice against the best single method: {:+.2} %\n",
        100.0 * (of_choice.brier / best - 1.0)
    );
    Ok(())
}

impl Sums {
    fn add(&mut self, map: &Map, held: &[Labelled], seed: u64) -> Result<(), Box<dyn Error>> {
        let said: Vec<Labelled> = held.iter().map(|item| Labelled::new(map.apply(item.score), item.right)).collect();
        self.add_said(&said, seed)
    }

    fn add_said(&mut self, said: &[Labelled], seed: u64) -> Result<(), Box<dyn Error>> {
        self.ece += ece(said, MASS)?;
        self.perfect += Redraws { replicates: REDRAWS, seed }.ece(said, MASS)?.mean;
        self.brier += brier(said)?;
        Ok(())
    }

    fn print(&self, name: &str) {
        let n = SPLITS as f64;
        println!(
            "    {name:<11} ECE {:.4}, perfect {:.4}, ratio {:.3}, Brier {:.5}, chosen {}",
            self.ece / n,
            self.perfect / n,
            self.ece / self.perfect,
            self.brier / n,
            self.chosen,
        );
    }
}
