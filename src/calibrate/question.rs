//! A labelled question without its text: how the draws agreed, in their order, and whether the answer was right.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::levels::on_grid;
use crate::{Error, Posterior};

/// What is kept of a labelled question. The whole sequence is kept, whatever stopping rule was in force, so that any
/// other can be replayed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The agreement of each draw with the served answer, in [0, 1], in the order of arrival; nothing for a draw that
    /// failed or could not be read.
    pub agreements: Vec<Option<f64>>,
    /// The confidence of another scorer than agreement, in [0, 1], where such a one decides. It belongs to all draws
    /// together: there is nothing to replay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Whether the served answer was right.
    pub right: bool,
    /// What the label is for.
    pub part: Part,
}

/// What a label is for. A bound on risk holds only on labels that had no say in what it bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The map is fitted on it.
    Fit,
    /// A risk is certified on it.
    Certify,
}

impl Question {
    /// What the first `draws` draws say; nothing where none of them counts.
    pub fn posterior(&self, draws: usize) -> Option<Posterior> {
        let counted = self.agreements.iter().take(draws).flatten();
        let posterior = Posterior { agreed: counted.clone().sum(), counted: counted.count() };
        (posterior.counted > 0).then_some(posterior)
    }

    /// Fails for a number outside [0, 1].
    pub(crate) fn check(&self, row: usize) -> Result<(), Error> {
        let is_share = |value: &f64| (0.0..=1.0).contains(value);
        for (draw, agreement) in self.agreements.iter().enumerate() {
            if let Some(value) = agreement.filter(|value| !is_share(value)) {
                return Err(Error::Agreement { row, draw, value });
            }
        }
        match self.score.filter(|value| !is_share(value)) {
            Some(value) if value.is_nan() => Err(probity_stats::Error::NotANumber { row }.into()),
            Some(value) => Err(probity_stats::Error::NotAProbability { row, value }.into()),
            None => Ok(()),
        }
    }

    /// The same with as many decimals as survive a file.
    pub(crate) fn rounded(mut self) -> Self {
        for agreement in self.agreements.iter_mut().flatten() {
            *agreement = on_grid(*agreement);
        }
        self.score = self.score.map(on_grid);
        self
    }
}

/// Deals questions into parts: a share in [0, 1] of them, rounded down, to certify risks on, drawn from the seed; the
/// others to fit the map on.
pub fn deal(questions: &mut [Question], certify: f64, seed: u64) {
    let count = (questions.len() as f64 * certify.clamp(0.0, 1.0)).floor() as usize;
    let mut order: Vec<usize> = (0..questions.len()).collect();
    order.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    for (place, row) in order.into_iter().enumerate() {
        questions[row].part = if place < count { Part::Certify } else { Part::Fit };
    }
}
