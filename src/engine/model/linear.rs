//! A matrix of weights, packed for multiplying a few rows at a time.
//!
//! Decoding is bound by reading weights, and a batch of draws shares one reading. Eight bits a weight with a scale and
//! an offset for every 32 hold 4-bit GGUF weights all but exactly, since a 4-bit grid is a subset of an 8-bit one.

use rayon::prelude::*;

use super::simd::{BLOCK, Block, LANES, PanelProduct, TILE};

/// Panels that one task takes: enough work to be worth handing over, few enough to share out evenly.
const PANELS_PER_TASK: usize = 8;

/// A weight matrix `[outputs, inputs]`.
#[derive(Debug)]
pub(crate) struct Linear {
    inputs: usize,
    outputs: usize,
    /// `[panel][block]`.
    blocks: Vec<Block>,
}

impl Linear {
    /// Packs row-major weights; several matrices over the same inputs are stacked.
    pub(crate) fn pack(parts: &[&[f32]], inputs: usize) -> Self {
        let rows: Vec<&[f32]> = parts.iter().flat_map(|part| part.chunks_exact(inputs)).collect();
        let blocks = rows
            .par_chunks(LANES)
            .flat_map_iter(|panel| (0..inputs.div_ceil(BLOCK)).map(move |index| pack_block(panel, index * BLOCK)))
            .collect();
        Self { inputs, outputs: rows.len(), blocks }
    }

    /// Multiplies `rows` (row-major, `inputs` each) into `out` (row-major, `outputs` each).
    pub(crate) fn forward(&self, rows: &[f32], out: &mut Vec<f32>) {
        let padded = self.padded(rows);
        let (blocks, _) = padded.as_deref().unwrap_or(rows).as_chunks::<BLOCK>();
        let rows: Vec<&[[f32; BLOCK]]> = blocks.chunks_exact(self.inputs.div_ceil(BLOCK)).collect();
        let count = rows.len();
        out.clear();
        out.resize(count * self.outputs, 0.0);
        if count == 0 {
            return;
        }
        let mut packed = vec![[0f32; LANES]; self.panels() * count];
        packed.par_chunks_mut(PANELS_PER_TASK * count).enumerate().for_each(|(task, panels)| {
            for (index, out) in panels.chunks_exact_mut(count).enumerate() {
                self.panel(task * PANELS_PER_TASK + index, &rows, out);
            }
        });
        for (panel, groups) in packed.chunks_exact(count).enumerate() {
            let at = panel * LANES;
            let width = LANES.min(self.outputs - at);
            for (row, group) in groups.iter().enumerate() {
                let start = row * self.outputs + at;
                out[start..start + width].copy_from_slice(&group[..width]);
            }
        }
    }

    /// One row of the matrix: a token's embedding.
    pub(crate) fn row(&self, output: usize) -> Vec<f32> {
        let per_panel = self.inputs.div_ceil(BLOCK);
        let (panel, lane) = (output / LANES, output % LANES);
        let blocks = &self.blocks[panel * per_panel..(panel + 1) * per_panel];
        let weights = blocks.iter().flat_map(|block| {
            block.codes.iter().map(move |codes| f32::from(codes[lane]).mul_add(block.scale[lane], block.offset[lane]))
        });
        weights.take(self.inputs).collect()
    }

    fn panel(&self, index: usize, rows: &[&[[f32; BLOCK]]], out: &mut [[f32; LANES]]) {
        let per_panel = self.inputs.div_ceil(BLOCK);
        let panel = &self.blocks[index * per_panel..(index + 1) * per_panel];
        // Tiles of even height: ten rows go as five and five, for six and four would waste registers on the second.
        let tiles = rows.len().div_ceil(TILE);
        let height = rows.len().div_ceil(tiles);
        for (rows, out) in rows.chunks(height).zip(out.chunks_mut(height)) {
            PanelProduct { panel, rows, out }.run();
        }
    }

    fn panels(&self) -> usize {
        self.outputs.div_ceil(LANES)
    }

    fn padded(&self, rows: &[f32]) -> Option<Vec<f32>> {
        let padded_inputs = self.inputs.next_multiple_of(BLOCK);
        if padded_inputs == self.inputs {
            return None;
        }
        let pad =
            |row: &[f32]| row.iter().copied().chain(std::iter::repeat_n(0.0, padded_inputs - row.len())).collect();
        Some(rows.chunks_exact(self.inputs).flat_map::<Vec<f32>, _>(pad).collect())
    }
}

fn pack_block(panel: &[&[f32]], at: usize) -> Block {
    let mut block = Block { scale: [0.0; LANES], offset: [0.0; LANES], codes: [[0; LANES]; BLOCK] };
    for (lane, weights) in panel.iter().enumerate() {
        let weights = &weights[at..weights.len().min(at + BLOCK)];
        let low = weights.iter().copied().fold(f32::INFINITY, f32::min);
        let high = weights.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let scale = (high - low) / 255.0;
        block.scale[lane] = scale;
        block.offset[lane] = low;
        for (k, weight) in weights.iter().enumerate() {
            let code = if scale > 0.0 { ((weight - low) / scale).round() } else { 0.0 };
            block.codes[k][lane] = code as u8;
        }
    }
    block
}
