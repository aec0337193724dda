//! Answers compared with each other, no further than someone needs to know. Pairs are what judging costs: equal texts
//! are one answer, verdicts that are known are not asked for again, and a pair that cannot change what is looked for is
//! never judged.

use crate::agreement::judged;
use crate::cell::Cell;
use crate::classes::Classes;
use crate::{Clusters, Error, Matrix, Pair, PairJudge};

/// What a mean must lead by: sums of the same numbers in another order differ in the last digit, and that is no lead.
pub(crate) const LEAD: f64 = 1e-9;

/// The answers to one question, and what is known of their pairs.
#[derive(Debug)]
pub struct Comparison<'a> {
    judge: &'a dyn PairJudge,
    question: &'a str,
    answers: Vec<&'a str>,
    classes: Classes<'a>,
    /// For each pair of classes.
    cells: Vec<Cell<f64>>,
    asked: usize,
}

impl<'a> Comparison<'a> {
    /// Answers of which nothing is known yet.
    pub fn new<S: AsRef<str>>(judge: &'a dyn PairJudge, question: &'a str, answers: &'a [S]) -> Self {
        let classes = Classes::new(question, answers);
        let size = classes.len();
        let cell = |place: usize| match (place / size, place % size) {
            (i, j) if i == j => Cell::Judged(Some(1.0)),
            (i, j) if classes.declines(i) || classes.declines(j) => Cell::Judged(Some(0.0)),
            _ => Cell::Unjudged,
        };
        let cells = (0..size * size).map(cell).collect();
        let answers = answers.iter().map(AsRef::as_ref).collect();
        Self { judge, question, answers, classes, cells, asked: 0 }
    }

    /// Takes over what was judged before: the sameness of answers `i` and `j`, `None` if it could not be read. What is
    /// known already stays.
    pub fn know(&mut self, i: usize, j: usize, sameness: Option<f64>) {
        let (Some(&i), Some(&j)) = (self.classes.of.get(i), self.classes.of.get(j)) else { return };
        if self.cell(i, j) == Cell::Unjudged {
            self.set(i, j, sameness.filter(|same| same.is_finite()).map(|same| same.clamp(0.0, 1.0)));
        }
    }

    /// Judges all pairs, in one batch.
    ///
    /// # Errors
    /// When the judge cannot judge.
    pub async fn judge_all(&mut self) -> Result<(), Error> {
        let size = self.classes.len();
        let pairs = (0..size).flat_map(|i| (i + 1..size).map(move |j| (i, j))).collect();
        self.judge(pairs).await
    }

    /// Judges the pairs of one answer with all others, in one batch.
    ///
    /// # Errors
    /// When the judge cannot judge.
    pub async fn judge_beside(&mut self, answer: usize) -> Result<(), Error> {
        let Some(&class) = self.classes.of.get(answer) else { return Ok(()) };
        self.judge((0..self.classes.len()).map(|other| (class, other)).collect()).await
    }

    /// Elects the one of `candidates` that agrees most with all other answers, the first of equals; one that declines is
    /// no candidate. A candidate that cannot win any more is not judged further. A pair that cannot be read counts as no
    /// agreement. `None` without candidates.
    ///
    /// # Errors
    /// When the judge cannot judge.
    pub async fn medoid(&mut self, candidates: &[usize]) -> Result<Option<usize>, Error> {
        let mut best: Option<(usize, f64)> = None;
        for &answer in candidates {
            let Some(&class) = self.classes.of.get(answer).filter(|class| !self.classes.declines(**class)) else {
                continue;
            };
            let most = best.map_or(f64::NEG_INFINITY, |(_, most)| most + LEAD);
            if self.most_support(class) <= most {
                continue;
            }
            self.judge((0..self.classes.len()).map(|other| (class, other)).collect()).await?;
            let support = self.most_support(class);
            if support > most {
                best = Some((answer, support));
            }
        }
        Ok(best.map(|(answer, _)| answer))
    }

    /// First-fit clusters (see [`Clusters::first_fit`]), two answers being the same from `same_at` on. Only pairs with
    /// the representatives of clusters are judged: at most as many as answers times clusters.
    ///
    /// # Errors
    /// When the judge cannot judge.
    pub async fn clusters(&mut self, same_at: f64) -> Result<Clusters, Error> {
        let mut left: Vec<usize> = (0..self.classes.len()).collect();
        while let Some((&first, rest)) = left.split_first() {
            self.judge(rest.iter().map(|other| (first, *other)).collect()).await?;
            let differs = |other: &usize| self.cell(first, *other).verdict().is_none_or(|same| same < same_at);
            left = rest.iter().copied().filter(differs).collect();
        }
        Ok(Clusters::first_fit(&self.matrix(), same_at))
    }

    /// What is known by now. A pair that was not judged has no verdict in it (see [`Matrix::is_judged`]).
    pub fn matrix(&self) -> Matrix {
        let declining = self.classes.of.iter().map(|class| self.classes.declines(*class)).collect();
        Matrix::of(declining, |i, j| self.cell(self.classes.of[i], self.classes.of[j]))
    }

    /// The question.
    pub fn question(&self) -> &'a str {
        self.question
    }

    /// The answers, as they were given.
    pub fn answers(&self) -> &[&'a str] {
        &self.answers
    }

    /// How many pairs were put to the judge so far.
    pub fn asked(&self) -> usize {
        self.asked
    }

    /// Judges those of these pairs of classes that are not judged yet.
    async fn judge(&mut self, pairs: Vec<(usize, usize)>) -> Result<(), Error> {
        let open: Vec<_> = pairs.into_iter().filter(|(i, j)| self.cell(*i, *j) == Cell::Unjudged).collect();
        let asked: Vec<_> =
            open.iter().map(|(i, j)| Pair { a: self.classes.texts[*i], b: self.classes.texts[*j] }).collect();
        let verdicts = judged(self.judge, self.question, &asked).await?;
        self.asked += asked.len();
        for ((i, j), verdict) in open.into_iter().zip(verdicts) {
            self.set(i, j, verdict);
        }
        Ok(())
    }

    /// Mean sameness of a class's answers to all others, were every open pair the same: the most it can come to.
    fn most_support(&self, class: usize) -> f64 {
        let same = |other: &usize| match self.cell(class, *other) {
            Cell::Unjudged => 1.0,
            Cell::Judged(verdict) => verdict.unwrap_or(0.0),
        };
        let others = self.classes.of.len().saturating_sub(1).max(1);
        // Itself is among them.
        (self.classes.of.iter().map(same).sum::<f64>() - 1.0) / others as f64
    }

    fn cell(&self, i: usize, j: usize) -> Cell<f64> {
        self.cells[i * self.classes.len() + j]
    }

    fn set(&mut self, i: usize, j: usize, verdict: Option<f64>) {
        let size = self.classes.len();
        self.cells[i * size + j] = Cell::Judged(verdict);
        self.cells[j * size + i] = Cell::Judged(verdict);
    }
}
