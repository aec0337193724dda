//! A Llama decoder: one pass over the weights for every sequence in the batch.
//!
//! candle reads and dequantises the file; the pass itself is ours, because a batch of draws of one question has a shape
//! that general libraries are slow at: a handful of rows, each with a short cache of its own behind a shared one.
//! RMSNorm, rotary positions (the interleaved form that GGUF files of this architecture are permuted for), grouped
//! queries, SwiGLU; the output matrix may be the embedding.

mod cache;
mod linear;
mod simd;

use std::sync::Arc;

use rayon::prelude::*;

pub(crate) use cache::Cache;
pub(crate) use linear::Linear;
use simd::{Attend, Gate};
pub(crate) use simd::{Exponentials, dispatch};

/// The numbers that shape a model.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shape {
    pub(crate) layers: usize,
    pub(crate) hidden: usize,
    pub(crate) heads: usize,
    pub(crate) kv_heads: usize,
    /// Width of a head.
    pub(crate) width: usize,
    pub(crate) vocabulary: usize,
    /// Positions that the model was trained for.
    pub(crate) context: usize,
    pub(crate) rope_base: f32,
    pub(crate) epsilon: f32,
}

/// One layer's weights.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) attention_norm: Vec<f32>,
    /// Queries, keys and values, stacked.
    pub(crate) attention_in: Linear,
    pub(crate) attention_out: Linear,
    pub(crate) feed_norm: Vec<f32>,
    /// Gate and up, stacked.
    pub(crate) feed_in: Linear,
    pub(crate) feed_out: Linear,
}

/// A model's weights.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) shape: Shape,
    pub(crate) embedding: Linear,
    pub(crate) blocks: Vec<Block>,
    pub(crate) norm: Vec<f32>,
    /// The output matrix, where it is not the embedding.
    pub(crate) output: Option<Linear>,
}

/// The next tokens of one sequence.
#[derive(Debug)]
pub(crate) struct Span<'a> {
    /// What it reads now; never empty.
    pub(crate) tokens: &'a [u32],
    /// What it read before and shares with others.
    pub(crate) shared: Option<&'a Arc<Cache>>,
    /// What it read before and has for itself.
    pub(crate) own: &'a mut Cache,
    /// What is wanted of it.
    pub(crate) want: Want,
}

/// Whether a span's outcome is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    /// Only its keys and values: more of the prompt follows.
    Nothing,
    /// The logits after its last token.
    Logits,
}

/// Buffers between the steps of one pass.
#[derive(Debug, Default)]
struct Scratch {
    normed: Vec<f32>,
    qkv: Vec<f32>,
    attended: Vec<f32>,
    fed: Vec<f32>,
    gated: Vec<f32>,
    out: Vec<f32>,
}

impl Span<'_> {
    fn start(&self) -> usize {
        self.shared.map_or(0, |shared| shared.len()) + self.own.len()
    }
}

impl Model {
    /// Reads the spans' tokens, extends their caches, and returns the logits of those that want them, in order.
    pub(crate) fn forward(&self, spans: &mut [Span<'_>]) -> Vec<Vec<f32>> {
        let tokens = spans.iter().flat_map(|span| span.tokens.iter());
        let mut state: Vec<f32> = tokens.flat_map(|token| self.embedding.row(*token as usize)).collect();
        let mut scratch = Scratch::default();
        for index in 0..self.blocks.len() {
            self.attend(index, &mut state, spans, &mut scratch);
            self.feed(index, &mut state, &mut scratch);
        }
        for span in spans.iter_mut() {
            span.own.advance(span.tokens.len());
        }
        self.logits(&state, spans)
    }

    fn attend(&self, index: usize, state: &mut [f32], spans: &mut [Span<'_>], scratch: &mut Scratch) {
        let block = &self.blocks[index];
        self.normalise(state, &block.attention_norm, &mut scratch.normed);
        block.attention_in.forward(&scratch.normed, &mut scratch.qkv);
        self.place(index, &mut scratch.qkv, spans);
        let query_width = self.shape.heads * self.shape.width;
        scratch.attended.clear();
        scratch.attended.resize(scratch.qkv.len() / self.qkv_width() * query_width, 0.0);
        let rows = spans.iter().flat_map(|span| (0..span.tokens.len()).map(move |token| (span, token)));
        let rows: Vec<(&Span<'_>, usize)> = rows.collect();
        let queries = scratch.qkv.par_chunks_exact(self.qkv_width());
        let outputs = scratch.attended.par_chunks_exact_mut(query_width);
        rows.par_iter().zip(queries).zip(outputs).with_min_len(2).for_each_init(
            Vec::new,
            |weights, ((row, qkv), out)| {
                self.attend_row(index, *row, qkv, out, weights);
            },
        );
        block.attention_out.forward(&scratch.attended, &mut scratch.out);
        add(state, &scratch.out);
    }

    /// Rotates queries and keys, and appends keys and values to the caches.
    fn place(&self, index: usize, qkv: &mut [f32], spans: &mut [Span<'_>]) {
        let Shape { heads, kv_heads, width, .. } = self.shape;
        let mut rows = qkv.chunks_exact_mut(self.qkv_width());
        for span in spans {
            let start = span.start();
            for (position, row) in (start..start + span.tokens.len()).zip(&mut rows) {
                let (turned, values) = row.split_at_mut((heads + kv_heads) * width);
                self.rotate(turned, position);
                let layer = span.own.layer_mut(index);
                layer.keys.extend_from_slice(&turned[heads * width..]);
                layer.values.extend_from_slice(values);
            }
        }
    }

    fn attend_row(&self, index: usize, row: (&Span<'_>, usize), qkv: &[f32], out: &mut [f32], weights: &mut Vec<f32>) {
        let (span, token) = row;
        let Shape { heads, kv_heads, width, .. } = self.shape;
        let stride = kv_heads * width;
        let own = span.own.layer(index);
        let seen = (span.own.len() + token + 1) * stride;
        let shared = span.shared.map(|shared| shared.layer(index));
        let keys = [shared.map_or(&[][..], |layer| &layer.keys), &own.keys[..seen]];
        let values = [shared.map_or(&[][..], |layer| &layer.values), &own.values[..seen]];
        for (head, out) in out.chunks_exact_mut(width).enumerate() {
            let query = &qkv[head * width..(head + 1) * width];
            let at = head / (heads / kv_heads) * width;
            dispatch(Attend { query, keys, values, stride, at, weights, out });
        }
    }

    fn feed(&self, index: usize, state: &mut [f32], scratch: &mut Scratch) {
        let block = &self.blocks[index];
        self.normalise(state, &block.feed_norm, &mut scratch.normed);
        block.feed_in.forward(&scratch.normed, &mut scratch.fed);
        let rows = state.len() / self.shape.hidden;
        let width = scratch.fed.len() / rows.max(1);
        scratch.gated.clear();
        scratch.gated.resize(scratch.fed.len() / 2, 0.0);
        for (row, out) in scratch.fed.chunks_exact(width).zip(scratch.gated.chunks_exact_mut(width / 2)) {
            let (gate, up) = row.split_at(width / 2);
            dispatch(Gate { gate, up, out });
        }
        block.feed_out.forward(&scratch.gated, &mut scratch.out);
        add(state, &scratch.out);
    }

    fn logits(&self, state: &[f32], spans: &[Span<'_>]) -> Vec<Vec<f32>> {
        let mut end = 0;
        let mut last = Vec::new();
        for span in spans {
            end += span.tokens.len();
            if span.want == Want::Logits {
                last.extend_from_slice(&state[(end - 1) * self.shape.hidden..end * self.shape.hidden]);
            }
        }
        let mut normed = Vec::new();
        self.normalise(&last, &self.norm, &mut normed);
        let mut logits = Vec::new();
        self.output.as_ref().unwrap_or(&self.embedding).forward(&normed, &mut logits);
        logits.chunks_exact(self.shape.vocabulary).map(<[f32]>::to_vec).collect()
    }

    fn qkv_width(&self) -> usize {
        (self.shape.heads + 2 * self.shape.kv_heads) * self.shape.width
    }

    fn normalise(&self, state: &[f32], gain: &[f32], out: &mut Vec<f32>) {
        out.clear();
        for row in state.chunks_exact(self.shape.hidden) {
            let power = row.iter().map(|value| value * value).sum::<f32>() / row.len() as f32;
            let scale = 1.0 / (power + self.shape.epsilon).sqrt();
            out.extend(row.iter().zip(gain).map(|(value, gain)| value * scale * gain));
        }
    }

    /// Rotary positions over neighbouring pairs (Su et al., arXiv 2104.09864, eq. 34).
    fn rotate(&self, heads: &mut [f32], position: usize) {
        let width = self.shape.width;
        for pair in 0..width / 2 {
            let frequency = self.shape.rope_base.powf(-2.0 * pair as f32 / width as f32);
            let (sine, cosine) = (position as f32 * frequency).sin_cos();
            for head in heads.chunks_exact_mut(width) {
                let (a, b) = (head[2 * pair], head[2 * pair + 1]);
                head[2 * pair] = a * cosine - b * sine;
                head[2 * pair + 1] = a * sine + b * cosine;
            }
        }
    }
}

fn add(state: &mut [f32], change: &[f32]) {
    for (state, change) in state.iter_mut().zip(change) {
        *state += change;
    }
}
