//! Attention of some rows over the sequences they belong to: scores, softmax and weighted values of one head after the
//! other, over nothing but a sequence's own tokens.

use std::ops::Range;

use crate::pair::lanes::{LANES, Lanes, Loop, exponential, largest, sum};

/// Queries that are scored together.
const QUERIES: usize = 4;

/// Attention of the rows `rows` of a batch.
pub(crate) struct Attend<'a> {
    /// Queries, keys and values of every row, one after the other: `3 * hidden` floats each.
    pub(crate) qkv: &'a [f32],
    pub(crate) hidden: usize,
    /// Floats of one head; a multiple of [`LANES`].
    pub(crate) width: usize,
    /// The sequences' rows, in order, without gaps.
    pub(crate) sequences: &'a [Range<usize>],
    pub(crate) rows: Range<usize>,
    pub(crate) scratch: &'a mut Scratch,
    /// `hidden` floats for each of `rows`.
    pub(crate) out: &'a mut [f32],
}

/// Buffers, kept from one use to the next.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    /// One head's keys, `[float][token]`.
    keys: Vec<[f32; LANES]>,
    /// The weights of a tile of queries, `[query][token]`.
    weights: Vec<[f32; LANES]>,
}

/// One head over one sequence.
#[derive(Clone, Copy)]
struct Head {
    /// The sequence's first row, and how many it has.
    start: usize,
    tokens: usize,
    /// Vectors that hold one number for each token.
    vectors: usize,
    /// Where the head's floats lie within a row's queries.
    at: usize,
}

impl Loop for Attend<'_> {
    type Output = ();

    #[inline(always)]
    fn with<L: Lanes>(mut self, lanes: L) {
        let rows = self.rows.clone();
        let sequences = self.sequences;
        let first = sequences.partition_point(|sequence| sequence.end <= rows.start);
        for sequence in sequences[first..].iter().take_while(|sequence| sequence.start < rows.end) {
            let queries = sequence.start.max(rows.start)..sequence.end.min(rows.end);
            for at in (0..self.hidden).step_by(self.width) {
                let tokens = sequence.len();
                let head = Head { start: sequence.start, tokens, vectors: tokens.div_ceil(LANES), at };
                self.turn_keys(head);
                self.scratch.weights.resize(QUERIES * head.vectors, [0.0; LANES]);
                let mut query = queries.start;
                while query < queries.end {
                    if queries.end - query >= QUERIES {
                        self.tile::<L, QUERIES>(lanes, head, query);
                        query += QUERIES;
                    } else {
                        self.tile::<L, 1>(lanes, head, query);
                        query += 1;
                    }
                }
            }
        }
    }
}

impl Attend<'_> {
    #[inline(always)]
    fn part(&self, row: usize, part: usize, at: usize) -> &[f32] {
        let start = (3 * row + part) * self.hidden + at;
        &self.qkv[start..start + self.width]
    }

    /// Lays the head's keys out token by token, so that eight of them are scored at once.
    #[inline(always)]
    fn turn_keys(&mut self, head: Head) {
        let mut keys = std::mem::take(&mut self.scratch.keys);
        keys.clear();
        keys.resize(self.width * head.vectors, [0.0; LANES]);
        for vector in 0..head.vectors {
            for lane in 0..LANES.min(head.tokens - vector * LANES) {
                let key = self.part(head.start + vector * LANES + lane, 1, head.at);
                for (keys, value) in keys[vector..].iter_mut().step_by(head.vectors).zip(key) {
                    keys[lane] = *value;
                }
            }
        }
        self.scratch.keys = keys;
    }

    #[inline(always)]
    fn tile<L: Lanes, const ROWS: usize>(&mut self, lanes: L, head: Head, query: usize) {
        let mut vector = 0;
        while vector < head.vectors {
            if head.vectors - vector >= 2 {
                self.score::<L, ROWS, 2>(lanes, head, query, vector);
                vector += 2;
            } else {
                self.score::<L, ROWS, 1>(lanes, head, query, vector);
                vector += 1;
            }
        }
        let scale = 1.0 / (self.width as f32).sqrt();
        for weights in self.scratch.weights.chunks_exact_mut(head.vectors).take(ROWS) {
            soften(lanes, weights, head.tokens, scale);
        }
        let mut at = 0;
        while at < self.width {
            if self.width - at >= 4 * LANES {
                self.gather::<L, ROWS, 4>(lanes, head, query, at);
                at += 4 * LANES;
            } else {
                self.gather::<L, ROWS, 1>(lanes, head, query, at);
                at += LANES;
            }
        }
    }

    /// Scores `ROWS` queries against `VECTORS` vectors of keys.
    #[inline(always)]
    fn score<L: Lanes, const ROWS: usize, const VECTORS: usize>(
        &mut self,
        lanes: L,
        head: Head,
        query: usize,
        vector: usize,
    ) {
        let queries: [&[f32]; ROWS] = std::array::from_fn(|row| self.part(query + row, 0, head.at));
        let mut sums = [[lanes.splat(0.0); VECTORS]; ROWS];
        for (index, keys) in self.scratch.keys.chunks_exact(head.vectors).enumerate() {
            let keys: [L::Floats; VECTORS] = std::array::from_fn(|next| lanes.load(&keys[vector + next]));
            for (sums, query) in sums.iter_mut().zip(&queries) {
                let value = lanes.splat(query[index]);
                for (sum, key) in sums.iter_mut().zip(keys) {
                    *sum = lanes.fma(value, key, *sum);
                }
            }
        }
        for (row, sums) in sums.into_iter().enumerate() {
            let weights = &mut self.scratch.weights[row * head.vectors + vector..][..VECTORS];
            for (weight, sum) in weights.iter_mut().zip(sums) {
                *weight = lanes.store(sum);
            }
        }
    }

    /// Adds up `VECTORS` vectors of the values by the weights of `ROWS` queries.
    #[inline(always)]
    fn gather<L: Lanes, const ROWS: usize, const VECTORS: usize>(
        &mut self,
        lanes: L,
        head: Head,
        query: usize,
        at: usize,
    ) {
        let mut sums = [[lanes.splat(0.0); VECTORS]; ROWS];
        let weights: [&[f32]; ROWS] = std::array::from_fn(|row| {
            &self.scratch.weights[row * head.vectors..(row + 1) * head.vectors].as_flattened()[..head.tokens]
        });
        for token in 0..head.tokens {
            let (values, _) = self.part(head.start + token, 2, head.at)[at..].as_chunks::<LANES>();
            let values: [L::Floats; VECTORS] = std::array::from_fn(|vector| lanes.load(&values[vector]));
            for (sums, weights) in sums.iter_mut().zip(&weights) {
                let weight = lanes.splat(weights[token]);
                for (sum, value) in sums.iter_mut().zip(values) {
                    *sum = lanes.fma(weight, value, *sum);
                }
            }
        }
        for (row, sums) in sums.into_iter().enumerate() {
            let start = (query + row - self.rows.start) * self.hidden + head.at + at;
            let (out, _) = self.out[start..start + VECTORS * LANES].as_chunks_mut::<LANES>();
            for (out, sum) in out.iter_mut().zip(sums) {
                *out = lanes.store(sum);
            }
        }
    }
}

/// Softmax of the first `tokens` scores, times `scale`; what lies behind them becomes nought.
#[inline(always)]
fn soften<L: Lanes>(lanes: L, weights: &mut [[f32; LANES]], tokens: usize, scale: f32) {
    weights.as_flattened_mut()[tokens..].fill(f32::NEG_INFINITY);
    let lowest = lanes.splat(f32::NEG_INFINITY);
    let peaks = weights.iter().fold(lowest, |peak, weights| lanes.max(lanes.load(weights), peak));
    let (peak, scale) = (lanes.splat(largest(lanes, peaks)), lanes.splat(scale));
    let mut total = lanes.splat(0.0);
    for weights in weights.iter_mut() {
        let weight = exponential(lanes, lanes.mul(lanes.sub(lanes.load(weights), peak), scale));
        total = lanes.add(total, weight);
        *weights = lanes.store(weight);
    }
    let share = lanes.splat(1.0 / sum(lanes, total));
    for weights in weights {
        *weights = lanes.store(lanes.mul(lanes.load(weights), share));
    }
}
