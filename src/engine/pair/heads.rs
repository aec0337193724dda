//! The heads: from a sequence's states to what was asked of it.
//!
//! `m` is the mean of all states, `a` and `b` the means over each text's own tokens. A head on pairs sees
//! [m; a; b; |a - b|; a · b] (Conneau et al., arXiv 1705.02364, section 3.1, for the last two), a head on one text m.

use std::ops::Range;

use crate::pair::matrix::{Finish, Matrix, Scratch};
use crate::pair::reading::{Sequence, Task};

/// A hidden layer and an output layer.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) dense: Matrix,
    pub(crate) out: Matrix,
    pub(crate) outputs: usize,
}

/// All heads.
#[derive(Debug)]
pub(crate) struct Heads {
    pub(crate) hidden: usize,
    pub(crate) equivalence: Head,
    pub(crate) entailment: Head,
    pub(crate) gate: Head,
}

impl Heads {
    /// What was asked of each sequence: the logits of its head, or the mean state. `states` are those of all sequences,
    /// one behind the other.
    pub(crate) fn run(&self, sequences: &[&Sequence], states: &[f32]) -> Vec<Vec<f32>> {
        let mut scratch = Scratch::default();
        let mut rest = states;
        sequences
            .iter()
            .map(|sequence| {
                let (own, others) = rest.split_at(sequence.tokens.len() * self.hidden);
                rest = others;
                self.one(sequence, own, &mut scratch)
            })
            .collect()
    }

    fn one(&self, sequence: &Sequence, states: &[f32], scratch: &mut Scratch) -> Vec<f32> {
        let all = self.mean(states, &(0..sequence.tokens.len()));
        let pair = |all| self.pair(all, states, &sequence.texts);
        match sequence.task {
            Task::Equivalence => self.equivalence.run(&pair(all), scratch),
            Task::Entailment => self.entailment.run(&pair(all), scratch),
            Task::Gate => self.gate.run(&all, scratch),
            Task::Embedding => all,
        }
    }

    fn pair(&self, mut all: Vec<f32>, states: &[f32], texts: &[Range<usize>; 2]) -> Vec<f32> {
        let [a, b] = texts.each_ref().map(|text| self.mean(states, text));
        all.extend(a.iter().chain(&b));
        all.extend(a.iter().zip(&b).map(|(a, b)| (a - b).abs()));
        all.extend(a.iter().zip(&b).map(|(a, b)| a * b));
        all
    }

    /// The mean state of some tokens; nought where there are none.
    fn mean(&self, states: &[f32], tokens: &Range<usize>) -> Vec<f32> {
        let mut mean = vec![0f32; self.hidden];
        for state in states[tokens.start * self.hidden..tokens.end * self.hidden].chunks_exact(self.hidden) {
            for (mean, value) in mean.iter_mut().zip(state) {
                *mean += value;
            }
        }
        let share = 1.0 / tokens.len().max(1) as f32;
        for mean in &mut mean {
            *mean *= share;
        }
        mean
    }
}

impl Head {
    fn run(&self, features: &[f32], scratch: &mut Scratch) -> Vec<f32> {
        let mut dense = vec![0.0; self.dense.stride()];
        self.dense.multiply(features, Finish::Gelu, scratch, &mut dense);
        let mut logits = vec![0.0; self.out.stride()];
        self.out.multiply(&dense, Finish::Plain, scratch, &mut logits);
        logits.truncate(self.outputs);
        logits
    }
}
