//! The sameness of all pairs of a few answers.

use std::collections::HashMap;

use probity_text::{declines, identity};

use crate::agreement::judged;
use crate::{Error, Pair, PairJudge};

/// Pairwise sameness: symmetric, ones on the diagonal. Answers that decline are the same as each other and differ from
/// every answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    size: usize,
    values: Vec<f64>,
    declines: Vec<bool>,
}

impl Matrix {
    /// Judges all pairs of `answers`. Each distinct pair (texts but for dress, see [`identity`]) is judged once; the judge is asked once.
    ///
    /// # Errors
    /// When the judge cannot judge.
    pub async fn judge<S: AsRef<str> + Sync>(
        judge: &dyn PairJudge,
        question: &str,
        answers: &[S],
    ) -> Result<Self, Error> {
        let answers: Vec<&str> = answers.iter().map(AsRef::as_ref).collect();
        let declining: Vec<bool> = answers.iter().map(|answer| declines(question, answer)).collect();
        let (class, first) = classes(&answers, &declining);
        let mut pairs = Vec::new();
        let mut places = Vec::new();
        for (i, a) in first.iter().enumerate() {
            for (j, b) in first.iter().enumerate().skip(i + 1) {
                if !declining[*a] && !declining[*b] {
                    pairs.push(Pair { a: answers[*a], b: answers[*b] });
                    places.push((i, j));
                }
            }
        }
        let verdicts = judged(judge, question, &pairs).await?;
        let mut between = vec![0.0; first.len() * first.len()];
        for ((i, j), verdict) in places.into_iter().zip(verdicts) {
            between[i * first.len() + j] = verdict;
            between[j * first.len() + i] = verdict;
        }
        let same =
            |i: usize, j: usize| if class[i] == class[j] { 1.0 } else { between[class[i] * first.len() + class[j]] };
        Ok(Self::of(declining, same))
    }

    /// A matrix of given verdicts: `same(i, j)` for `i < j`, in [0, 1].
    pub fn from_fn(size: usize, same: impl Fn(usize, usize) -> f64) -> Self {
        Self::of(vec![false; size], same)
    }

    fn of(declines: Vec<bool>, same: impl Fn(usize, usize) -> f64) -> Self {
        let size = declines.len();
        let mut values = vec![1.0; size * size];
        for i in 0..size {
            for j in i + 1..size {
                let verdict = same(i, j);
                values[i * size + j] = verdict;
                values[j * size + i] = verdict;
            }
        }
        Self { size, values, declines }
    }

    /// How many answers there are.
    pub fn len(&self) -> usize {
        self.size
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// The sameness of two answers, in [0, 1]; 0 where there is no such answer.
    pub fn same(&self, i: usize, j: usize) -> f64 {
        if i < self.size && j < self.size { self.values[i * self.size + j] } else { 0.0 }
    }

    /// Whether an answer declines.
    pub fn declines(&self, i: usize) -> bool {
        self.declines.get(i).copied().unwrap_or(false)
    }

    /// Mean sameness of an answer to the others, in [0, 1]; `None` where it is alone. Declining answers agree with
    /// nothing here: that several draws decline makes no answer more certain.
    pub fn agreement(&self, i: usize) -> Option<f64> {
        if i >= self.size || self.size < 2 {
            return None;
        }
        if self.declines(i) {
            return Some(0.0);
        }
        let sum: f64 = (0..self.size).filter(|j| *j != i).map(|j| self.same(i, j)).sum();
        Some(sum / (self.size - 1) as f64)
    }

    /// The answer that agrees most with the others, the first of equals; one that declines only where all do. `None`
    /// without answers.
    pub fn medoid(&self) -> Option<usize> {
        let mut best: Option<(usize, f64)> = None;
        for i in (0..self.size).filter(|i| !self.declines(*i)) {
            let agreement = self.agreement(i).unwrap_or(1.0);
            // Sums of the same numbers in another order differ in the last digit: that is no lead.
            if best.is_none_or(|(_, most)| agreement > most + 1e-9) {
                best = Some((i, agreement));
            }
        }
        best.map(|(i, _)| i).or(if self.size == 0 { None } else { Some(0) })
    }
}

/// The class of each answer (equal texts, and all that decline, are one), and the first member of each class.
fn classes(answers: &[&str], declining: &[bool]) -> (Vec<usize>, Vec<usize>) {
    let mut known: HashMap<Option<String>, usize> = HashMap::new();
    let mut first = Vec::new();
    let mut class = Vec::with_capacity(answers.len());
    for (i, answer) in answers.iter().enumerate() {
        let key = (!declining[i]).then(|| identity(answer));
        let index = *known.entry(key).or_insert_with(|| {
            first.push(i);
            first.len() - 1
        });
        class.push(index);
    }
    (class, first)
}
