//! The sameness of all pairs of a few answers.

use crate::cell::{self, Cell};
use crate::comparison::LEAD;
use crate::{Comparison, Error, Missing, PairJudge};

/// Pairwise sameness: symmetric, ones on the diagonal. Answers that decline are the same as each other and differ from
/// every answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    size: usize,
    cells: Vec<Cell<f64>>,
    declines: Vec<bool>,
}

impl Matrix {
    /// Judges all pairs of `answers`. Each distinct pair (texts but for dress, see [`probity_text::identity`]) is judged once; the
    /// judge is asked once.
    ///
    /// # Errors
    /// When the judge cannot judge.
    pub async fn judge<S: AsRef<str> + Sync>(
        judge: &dyn PairJudge,
        question: &str,
        answers: &[S],
    ) -> Result<Self, Error> {
        Self::judge_with(judge, question, answers, &[]).await
    }

    /// The same, but for pairs `(i, j, sameness)` that were judged before. Where only the medoid or the clusters are
    /// wanted, a [`Comparison`] judges fewer.
    ///
    /// # Errors
    /// When the judge cannot judge.
    pub async fn judge_with<S: AsRef<str> + Sync>(
        judge: &dyn PairJudge,
        question: &str,
        answers: &[S],
        known: &[(usize, usize, f64)],
    ) -> Result<Self, Error> {
        let mut comparison = Comparison::new(judge, question, answers);
        for (i, j, sameness) in known {
            comparison.know(*i, *j, Some(*sameness));
        }
        comparison.judge_all().await?;
        Ok(comparison.matrix())
    }

    /// A matrix of given verdicts: `same(i, j)` for `i < j`, in [0, 1].
    pub fn from_fn(size: usize, same: impl Fn(usize, usize) -> f64) -> Self {
        Self::of(vec![false; size], |i, j| Cell::Judged(Some(same(i, j))))
    }

    pub(crate) fn of(declines: Vec<bool>, at: impl Fn(usize, usize) -> Cell<f64>) -> Self {
        let size = declines.len();
        let mut cells = vec![Cell::Judged(Some(1.0)); size * size];
        for i in 0..size {
            for j in i + 1..size {
                let cell = at(i, j);
                cells[i * size + j] = cell;
                cells[j * size + i] = cell;
            }
        }
        Self { size, cells, declines }
    }

    /// How many answers there are.
    pub fn len(&self) -> usize {
        self.size
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// The sameness of two answers, in [0, 1]; `None` where it could not be read, or was not judged.
    pub fn verdict(&self, i: usize, j: usize) -> Option<f64> {
        self.cell(i, j).verdict()
    }

    /// Whether two answers were judged, be it that they could not be read.
    pub fn is_judged(&self, i: usize, j: usize) -> bool {
        self.cell(i, j).is_judged()
    }

    /// The sameness of two answers, in [0, 1]; 0 where there is no verdict.
    pub fn same(&self, i: usize, j: usize) -> f64 {
        self.verdict(i, j).unwrap_or(0.0)
    }

    /// Whether there is a verdict on every pair.
    pub fn is_complete(&self) -> bool {
        self.complete().is_ok()
    }

    /// Whether an answer declines.
    pub fn declines(&self, i: usize) -> bool {
        self.declines.get(i).copied().unwrap_or(false)
    }

    /// Mean sameness of an answer to the others that could be read beside it, in [0, 1]; `None` where there is none.
    /// Declining answers agree with nothing here: that several draws decline makes no answer more certain.
    pub fn agreement(&self, i: usize) -> Option<f64> {
        let others: Vec<f64> = (0..self.size).filter(|j| *j != i).filter_map(|j| self.verdict(i, j)).collect();
        if others.is_empty() {
            return None;
        }
        if self.declines(i) {
            return Some(0.0);
        }
        Some(others.iter().sum::<f64>() / others.len() as f64)
    }

    /// The answer that agrees most with the others, the first of equals; one that declines only where all do. A pair
    /// without verdict counts as no agreement. `None` without answers.
    pub fn medoid(&self) -> Option<usize> {
        let mut best: Option<(usize, f64)> = None;
        for i in (0..self.size).filter(|i| !self.declines(*i)) {
            let support: f64 = (0..self.size).map(|j| self.same(i, j)).sum();
            if best.is_none_or(|(_, most)| support > most + LEAD) {
                best = Some((i, support));
            }
        }
        best.map(|(i, _)| i).or(if self.size == 0 { None } else { Some(0) })
    }

    /// What it lacks for those who need every pair.
    pub(crate) fn complete(&self) -> Result<(), Missing> {
        cell::complete(&self.cells, Missing::NoSameness)
    }

    pub(crate) fn cell(&self, i: usize, j: usize) -> Cell<f64> {
        if i < self.size && j < self.size { self.cells[i * self.size + j] } else { Cell::Unjudged }
    }
}
