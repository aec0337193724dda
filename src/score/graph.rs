//! Answers as a graph: how close any two of them are, and its Laplacian (Lin et al., *Generating with Confidence*, TMLR
//! 2024, arXiv 2305.19187).

use std::collections::HashSet;

use probity_text::{normalise, words};

use crate::eigen::{Eigen, Square};
use crate::scorer::Need;
use crate::{Evidence, Missing};

/// What makes two answers close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Affinity {
    /// The sameness by the judge of pairs.
    Same,
    /// Mean entailment of both directions.
    Entail,
    /// One minus mean contradiction of both directions.
    Noncontra,
    /// Shared words by all words of the two; CJK text by character. Two that decline are 1, one that does and one that
    /// does not are 0.
    Jaccard,
}

impl Affinity {
    pub(crate) fn needs(self) -> Vec<Need> {
        match self {
            Self::Same => vec![Need::Sameness],
            Self::Entail | Self::Noncontra => vec![Need::Entailments],
            Self::Jaccard => Vec::new(),
        }
    }

    /// The closeness of all pairs, in [0, 1], symmetric.
    pub(crate) fn of(self, evidence: &Evidence<'_>) -> Result<Square, Missing> {
        let n = evidence.count();
        match self {
            Self::Same => evidence.all_pairs().map(|matrix| Square::from_fn(n, |i, j| matrix.same(i, j))),
            Self::Entail => entailing(evidence, |entailment, _| entailment),
            Self::Noncontra => entailing(evidence, |_, contradiction| 1.0 - contradiction),
            Self::Jaccard => jaccard(evidence),
        }
    }
}

/// The normalised Laplacian `I − D^-½ W D^-½` of affinities, taken apart. An answer near to nothing, itself included,
/// stands alone.
pub(crate) fn spectrum(affinities: &Square) -> Eigen {
    let scale = |degree: f64| if degree > 0.0 { degree.sqrt().recip() } else { 0.0 };
    let scales: Vec<f64> = affinities.degrees().into_iter().map(scale).collect();
    let identity = |i: usize, j: usize| if i == j { 1.0 } else { 0.0 };
    let cell = |i: usize, j: usize| identity(i, j) - scales[i] * affinities.at(i, j) * scales[j];
    Square::from_fn(affinities.len(), cell).eigen()
}

fn entailing(evidence: &Evidence<'_>, part: impl Fn(f64, f64) -> f64) -> Result<Square, Missing> {
    let all = evidence.entailments()?;
    let one = |i, j| all.at(i, j).map_or(0.0, |verdict| part(verdict.entailment, verdict.contradiction));
    Ok(Square::from_fn(all.len(), |i, j| f64::midpoint(one(i, j), one(j, i))))
}

fn jaccard(evidence: &Evidence<'_>) -> Result<Square, Missing> {
    evidence.others()?;
    let normal: Vec<String> = evidence.answers().iter().map(|answer| normalise(answer)).collect();
    let sets: Vec<HashSet<String>> = normal.iter().map(|text| tokens(text)).collect();
    let alike = |i: usize, j: usize| match (evidence.declines(i), evidence.declines(j)) {
        (true, true) => 1.0,
        (false, false) => shared(&sets[i], &sets[j]),
        _ => 0.0,
    };
    Ok(Square::from_fn(sets.len(), alike))
}

fn tokens(normal: &str) -> HashSet<String> {
    if words::is_mostly_cjk(normal) {
        return normal.chars().filter(|c| c.is_alphanumeric()).map(String::from).collect();
    }
    normal.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn shared(a: &HashSet<String>, b: &HashSet<String>) -> f64 {
    let all = a.union(b).count();
    if all == 0 { 1.0 } else { a.intersection(b).count() as f64 / all as f64 }
}
