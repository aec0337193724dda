//! The encoder: BERT with normalisation after each residual (Devlin et al., arXiv 1810.04805), over sequences that lie
//! one behind the other without padding.
//!
//! Rows, not matrices, are shared out among the threads: a stretch of rows goes through attention, feed-forward and the
//! next layer's queries, keys and values while it lies in the cache, and threads meet once a layer, because attention
//! reads rows of others. Queries, keys and values therefore alternate between two buffers.

use std::ops::Range;

use rayon::prelude::*;

use crate::pair::attention::{self, Attend};
use crate::pair::lanes::run;
use crate::pair::matrix::{self, Finish, Matrix, TILE};
use crate::pair::norm::{AddNorm, Norm};
use crate::pair::table::Table;

/// Rows that go through a layer together: their intermediate values should stay in the second-level cache.
const STRETCH: usize = 16 * TILE;

/// One layer's weights.
#[derive(Debug)]
pub(crate) struct Layer {
    /// Queries, keys and values, stacked.
    pub(crate) attention_in: Matrix,
    pub(crate) attention_out: Matrix,
    pub(crate) attention_norm: Norm,
    pub(crate) feed_in: Matrix,
    pub(crate) feed_out: Matrix,
    pub(crate) feed_norm: Norm,
}

/// The encoder's weights.
#[derive(Debug)]
pub(crate) struct Encoder {
    pub(crate) hidden: usize,
    pub(crate) heads: usize,
    pub(crate) words: Table,
    pub(crate) positions: Table,
    pub(crate) types: Table,
    pub(crate) norm: Norm,
    pub(crate) layers: Vec<Layer>,
}

/// Sequences, one behind the other.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(crate) tokens: Vec<u32>,
    pub(crate) types: Vec<u8>,
    /// Where each sequence lies.
    pub(crate) sequences: Vec<Range<usize>>,
}

/// Buffers between the steps, kept from one batch to the next.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    state: Vec<f32>,
    qkv: [Vec<f32>; 2],
    stretches: Vec<Stretch>,
}

/// Buffers for one stretch of rows.
#[derive(Debug, Default)]
struct Stretch {
    attention: attention::Scratch,
    matrix: matrix::Scratch,
    attended: Vec<f32>,
    fed: Vec<f32>,
    change: Vec<f32>,
}

/// A stretch of rows on its way through a layer.
struct Rows<'a> {
    range: Range<usize>,
    state: &'a mut [f32],
    /// Where the next layer's queries, keys and values go.
    next: &'a mut [f32],
    scratch: &'a mut Stretch,
}

impl Batch {
    /// Appends a sequence.
    pub(crate) fn push(&mut self, tokens: &[u32], types: &[u8]) {
        let start = self.tokens.len();
        self.tokens.extend_from_slice(tokens);
        self.types.extend_from_slice(types);
        self.sequences.push(start..self.tokens.len());
    }

    pub(crate) fn clear(&mut self) {
        self.tokens.clear();
        self.types.clear();
        self.sequences.clear();
    }
}

impl Encoder {
    /// The last layer's states, `hidden` floats for each token. Runs on the rayon pool that it is called in.
    pub(crate) fn forward<'s>(&self, batch: &Batch, scratch: &'s mut Scratch) -> &'s [f32] {
        let rows = batch.tokens.len();
        let Scratch { state, qkv: [current, next], stretches } = scratch;
        state.resize(rows * self.hidden, 0.0);
        current.resize(rows * 3 * self.hidden, 0.0);
        next.resize(rows * 3 * self.hidden, 0.0);
        let height = height(rows);
        stretches.resize_with(rows.div_ceil(height.max(1)), Stretch::default);
        let positions: Vec<usize> = batch.sequences.iter().flat_map(|sequence| 0..sequence.len()).collect();
        self.each(height, state, next, stretches, |rows| self.embed(batch, &positions, rows));
        for index in 0..self.layers.len() {
            std::mem::swap(current, next);
            self.each(height, state, next, stretches, |rows| self.layer(index, current, &batch.sequences, rows));
        }
        state
    }

    fn each(
        &self,
        height: usize,
        state: &mut [f32],
        next: &mut [f32],
        stretches: &mut [Stretch],
        step: impl Fn(Rows<'_>) + Sync,
    ) {
        if state.is_empty() {
            return;
        }
        let states = state.par_chunks_mut(height * self.hidden);
        let nexts = next.par_chunks_mut(height * 3 * self.hidden);
        states.zip(nexts).zip(stretches.par_iter_mut()).enumerate().with_max_len(1).for_each(
            |(index, ((state, next), scratch))| {
                let start = index * height;
                step(Rows { range: start..start + state.len() / self.hidden, state, next, scratch });
            },
        );
    }

    fn embed(&self, batch: &Batch, positions: &[usize], rows: Rows<'_>) {
        let Rows { range, state, next, scratch } = rows;
        scratch.change.resize(state.len(), 0.0);
        scratch.change.fill(0.0);
        state.fill(0.0);
        for (row, state) in range.zip(state.chunks_exact_mut(self.hidden)) {
            self.words.add(batch.tokens[row] as usize, state);
            self.positions.add(positions[row], state);
            self.types.add(usize::from(batch.types[row]), state);
        }
        run(AddNorm { norm: &self.norm, change: &scratch.change, state });
        self.ask(0, state, scratch, next);
    }

    fn layer(&self, index: usize, qkv: &[f32], sequences: &[Range<usize>], rows: Rows<'_>) {
        let Rows { range, state, next, scratch } = rows;
        let (layer, width) = (&self.layers[index], self.hidden / self.heads);
        let Stretch { attention, matrix, attended, fed, change } = scratch;
        let count = range.len();
        attended.resize(state.len(), 0.0);
        change.resize(state.len(), 0.0);
        fed.resize(count * layer.feed_in.stride(), 0.0);
        let hidden = self.hidden;
        run(Attend { qkv, hidden, width, sequences, rows: range, scratch: attention, out: attended });
        layer.attention_out.multiply(attended, Finish::Plain, matrix, change);
        run(AddNorm { norm: &layer.attention_norm, change, state });
        layer.feed_in.multiply(state, Finish::Gelu, matrix, fed);
        layer.feed_out.multiply(fed, Finish::Plain, matrix, change);
        run(AddNorm { norm: &layer.feed_norm, change, state });
        self.ask(index + 1, state, scratch, next);
    }

    /// A layer's queries, keys and values, where there is such a layer.
    fn ask(&self, index: usize, state: &[f32], scratch: &mut Stretch, next: &mut [f32]) {
        if let Some(layer) = self.layers.get(index) {
            layer.attention_in.multiply(state, Finish::Plain, &mut scratch.matrix, next);
        }
    }
}

/// Rows of a stretch: whole tiles, an even number of stretches for two threads at least, none above [`STRETCH`].
fn height(rows: usize) -> usize {
    let threads = rayon::current_num_threads().max(1);
    let rounds = rows.div_ceil(threads * STRETCH).max(1);
    rows.div_ceil(threads * rounds).next_multiple_of(TILE)
}
