//! Which map: by cross-validation on the Brier score, with an eye on chance.
//!
//! Two maps whose scores differ by less than chance would make them differ are not told apart by taking the lower one:
//! that picks the more flexible map whenever it happens to fit the noise, and its probabilities are then worse kept. So
//! the first method in order of preference is taken whose loss is within so many standard errors of the least (the
//! one-standard-error rule of Breiman et al. 1984, on paired differences).

use probity_stats::ranking::Labelled;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::levels::{levels, totals};
use crate::map::{Map, Method};

/// With more rows than this, repeating the cross-validation costs much and settles nothing.
const MOST_REPEATED_ROWS: usize = 100_000;

/// How to choose. The same options and rows in the same order always give the same choice.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The methods to choose from, the preferred first.
    pub methods: Vec<Method>,
    /// Into how many parts the rows are split, at least 2. Of a rarer class of fewer rows, one part for each.
    pub folds: usize,
    /// How often that is done anew and averaged, at least 1; once only beyond 100,000 rows.
    pub repeats: usize,
    /// How many standard errors above the least loss a preferred method may lie; 0 takes the least.
    pub tolerance: f64,
    /// What the splits are drawn from.
    pub seed: u64,
}

/// What was chosen, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The map, fitted to all rows.
    pub map: Map,
    /// Why this one.
    pub grounds: Grounds,
    /// How each method did, in order of preference; empty where there was nothing to compare.
    pub candidates: Vec<Candidate>,
    /// What the chosen method said of each row without having seen it, and the label, in the order of the rows; empty
    /// where there was nothing to compare.
    pub held_out: Vec<Labelled>,
}

/// Why a map was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grounds {
    /// The preferred one of those that cross-validation does not tell from the best.
    CrossValidation,
    /// Every row is right, or every one is wrong: the constant.
    OneClass,
    /// Every row has the same score: the constant.
    OneScore,
    /// One single row is right, or one is wrong: nothing can be held out, and Platt's map is the mildest.
    TooFew,
}

/// How a method did on rows that it had not seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Which.
    pub method: Method,
    /// Its Brier score, in [0, 1]; lower is better.
    pub brier: f64,
    /// How far that is above the least.
    pub excess: f64,
    /// The standard error of that excess, over rows.
    pub standard_error: f64,
}

/// A method at work: for each row the loss, its mean over repeats, and what was said of it in the first.
struct Contender {
    method: Method,
    losses: Vec<f64>,
    said: Vec<f64>,
}

impl Default for Options {
    /// All four, the beta map first: it contains the identity, and has three parameters. Ten folds, three times.
    fn default() -> Self {
        Self {
            methods: vec![Method::Beta, Method::Platt, Method::VennAbers, Method::Isotonic],
            folds: 10,
            repeats: 3,
            tolerance: 1.0,
            seed: 1,
        }
    }
}

impl Choice {
    /// The choice for labelled scores.
    ///
    /// # Errors
    /// No rows, a score outside [0, 1], or no method.
    pub fn of(items: &[Labelled], options: &Options) -> Result<Self, Error> {
        let levels = levels(items)?;
        if options.methods.is_empty() {
            return Err(Error::NoMethod);
        }
        let (rows, right) = totals(&levels);
        let rarer = right.min(rows - right) as usize;
        match (rarer, levels.len()) {
            (0, _) => Self::unopposed(Method::Constant, items, Grounds::OneClass),
            (_, 1) => Self::unopposed(Method::Constant, items, Grounds::OneScore),
            (1, _) => Self::unopposed(Method::Platt, items, Grounds::TooFew),
            _ => Self::contested(items, options, options.folds.clamp(2, rarer.max(2))),
        }
    }

    fn unopposed(method: Method, items: &[Labelled], grounds: Grounds) -> Result<Self, Error> {
        let map = Map::fit(method, items)?;
        Ok(Self { map, grounds, candidates: Vec::new(), held_out: Vec::new() })
    }

    fn contested(items: &[Labelled], options: &Options, folds: usize) -> Result<Self, Error> {
        let contenders = contest(items, options, folds)?;
        let candidates = compared(&contenders);
        let close = |candidate: &Candidate| candidate.excess <= options.tolerance * candidate.standard_error;
        // The least has no excess: there always is one.
        let chosen = candidates.iter().position(close).unwrap_or(0);
        let Some(contender) = contenders.into_iter().nth(chosen) else { return Err(Error::NoMethod) };
        let held_out = contender.said.iter().zip(items).map(|(said, item)| Labelled::new(*said, item.right)).collect();
        let map = Map::fit(contender.method, items)?;
        Ok(Self { map, grounds: Grounds::CrossValidation, candidates, held_out })
    }
}

fn contest(items: &[Labelled], options: &Options, folds: usize) -> Result<Vec<Contender>, Error> {
    let contender = |method: &Method| {
        let (losses, said) = (vec![0.0; items.len()], vec![0.0; items.len()]);
        Contender { method: *method, losses, said }
    };
    let mut contenders: Vec<Contender> = options.methods.iter().map(contender).collect();
    let mut random = ChaCha8Rng::seed_from_u64(options.seed);
    let repeats = if items.len() > MOST_REPEATED_ROWS { 1 } else { options.repeats.max(1) };
    for repeat in 0..repeats {
        let fold_of = dealt(items, folds, &mut random);
        for fold in 0..folds {
            hold_out(items, &mut contenders, |row| fold_of[row] == fold, repeat)?;
        }
    }
    for loss in contenders.iter_mut().flat_map(|contender| &mut contender.losses) {
        *loss /= repeats as f64;
    }
    Ok(contenders)
}

/// Fits each contender to the rows that stay, and asks it about those that are held out.
fn hold_out(
    items: &[Labelled],
    contenders: &mut [Contender],
    is_held_out: impl Fn(usize) -> bool,
    repeat: usize,
) -> Result<(), Error> {
    let (out, stay): (Vec<usize>, Vec<usize>) = (0..items.len()).partition(|row| is_held_out(*row));
    let stay: Vec<Labelled> = stay.into_iter().map(|row| items[row]).collect();
    for contender in contenders {
        let map = Map::fit(contender.method, &stay)?;
        for &row in &out {
            let said = map.apply(items[row].score);
            contender.losses[row] += (said - f64::from(u8::from(items[row].right))).powi(2);
            if repeat == 0 {
                contender.said[row] = said;
            }
        }
    }
    Ok(())
}

/// The fold of each row: each class is shuffled and dealt out like cards, so that no fold lacks one.
fn dealt(items: &[Labelled], folds: usize, random: &mut ChaCha8Rng) -> Vec<usize> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.shuffle(random);
    // Stable: within a class the shuffled order stays.
    order.sort_by_key(|row| items[*row].right);
    let mut fold_of = vec![0; items.len()];
    for (place, row) in order.into_iter().enumerate() {
        fold_of[row] = place % folds;
    }
    fold_of
}

fn compared(contenders: &[Contender]) -> Vec<Candidate> {
    let mean = |losses: &[f64]| losses.iter().sum::<f64>() / losses.len() as f64;
    let Some(best) = contenders.iter().min_by(|a, b| mean(&a.losses).total_cmp(&mean(&b.losses))) else {
        return Vec::new();
    };
    contenders
        .iter()
        .map(|contender| {
            let n = contender.losses.len() as f64;
            let differences = contender.losses.iter().zip(&best.losses).map(|(loss, least)| loss - least);
            let excess = differences.clone().sum::<f64>() / n;
            let variance = differences.map(|difference| (difference - excess).powi(2)).sum::<f64>() / n;
            Candidate {
                method: contender.method,
                brier: mean(&contender.losses),
                excess,
                standard_error: (variance / n).sqrt(),
            }
        })
        .collect()
}
