//! A matrix of weights, packed for multiplying many rows at once, in each of three precisions.
//!
//! Six rows by sixteen outputs are summed in registers; all rows pass through as much of a panel of weights as stays in
//! the first-level cache before the next is begun; bias and activation are applied on the way. A row's result depends on
//! nothing but that row: sums run along the inputs in the same order whatever the height of the tile.
//!
//! The 8-bit form multiplies 8-bit weights with activations of up to 16 bits, two products to an instruction, exactly,
//! in whole numbers: it is as fast as 8-bit activations would be without dedicated instructions, and their rounding is
//! not what limits it.

use std::marker::PhantomData;

use crate::pair::Precision;
use crate::pair::lanes::{LANES, Lanes, Loop, gelu, largest, pair, run, sum};

/// Inputs that are multiplied without a check in between; matrices are padded to it.
pub(crate) const BLOCK: usize = 32;
/// Outputs that are computed together.
pub(crate) const PANEL: usize = 2 * LANES;
/// Rows that go through the weights together; more would not fit in the registers.
pub(crate) const TILE: usize = 6;
/// The largest 8-bit code.
pub(crate) const CODE_MAX: f32 = 127.0;

/// Weights as fractions, stored as `S`.
type Fractions<S> = [[S; 2]; BLOCK];
type Single = Fractions<[f32; LANES]>;
type Half = Fractions<[u16; LANES]>;
type Codes = [[[i16; PANEL]; 2]; BLOCK / 2];
/// A block of activations, two in each number.
type Twins = [i32; BLOCK / 2];

/// What is done to a sum and its bias.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finish {
    /// Nothing more.
    Plain,
    /// The activation of a feed-forward layer.
    Gelu,
}

/// Row-major weights.
#[derive(Debug)]
pub(crate) struct Weights<'a> {
    /// The weights of each output, one behind the other.
    pub(crate) values: &'a [f32],
    /// For each output, what its weights are whole multiples of in 8 bits.
    pub(crate) scales: &'a [f32],
    /// Weights of one output.
    pub(crate) inputs: usize,
}

/// A weight matrix `[outputs, inputs]` and its bias.
#[derive(Debug)]
pub(crate) struct Matrix {
    inputs: usize,
    bias: Vec<f32>,
    packed: Packed,
}

/// Buffers that a product needs, kept from one to the next.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    twins: Vec<Twins>,
    scales: Vec<f32>,
}

#[derive(Debug)]
enum Packed {
    Single(Vec<Single>),
    Half(Vec<Half>),
    Codes { blocks: Vec<Codes>, scales: Vec<f32> },
}

impl Matrix {
    /// Packs row-major weights and their bias; what `inputs` and the outputs lack to whole blocks is filled with nought.
    pub(crate) fn pack(source: &Weights<'_>, bias: &[f32], precision: Precision) -> Self {
        let (inputs, outputs) = (source.inputs, bias.len());
        let packed = match precision {
            Precision::Float32 => Packed::Single(source.fractions(|weight| weight)),
            Precision::Bfloat16 => Packed::Half(source.fractions(upper_half)),
            Precision::Int8 => source.codes(),
        };
        let bias = bias.iter().copied().chain(std::iter::repeat(0.0)).take(outputs.next_multiple_of(PANEL)).collect();
        Self { inputs, bias, packed }
    }

    /// Floats from one row of the output to the next.
    pub(crate) fn stride(&self) -> usize {
        self.bias.len()
    }

    /// Multiplies `rows` (row-major, a whole number of [`BLOCK`]s each) into `out` (row-major, [`Matrix::stride`] each).
    pub(crate) fn multiply(&self, rows: &[f32], finish: Finish, scratch: &mut Scratch, out: &mut [f32]) {
        let blocks = self.inputs.div_ceil(BLOCK);
        let (inputs, _) = rows.as_chunks::<BLOCK>();
        let (bias, _) = self.bias.as_chunks::<LANES>();
        let (out, _) = out.as_chunks_mut::<LANES>();
        match &self.packed {
            Packed::Single(panels) => {
                run(Product { format: FractionFormat(PhantomData), panels, inputs, blocks, bias, finish, out });
            }
            Packed::Half(panels) => {
                run(Product { format: FractionFormat(PhantomData), panels, inputs, blocks, bias, finish, out });
            }
            Packed::Codes { blocks: panels, scales } => {
                run(Quantise { inputs, blocks, scratch });
                let (weights, _) = scales.as_chunks::<LANES>();
                let format = CodeFormat { rows: &scratch.scales, weights };
                run(Product { format, panels, inputs: &scratch.twins, blocks, bias, finish, out });
            }
        }
    }
}

impl Weights<'_> {
    fn weight(&self, output: usize, input: usize) -> f32 {
        let known = output < self.scales.len() && input < self.inputs;
        if known { self.values[output * self.inputs + input] } else { 0.0 }
    }

    fn panels<B>(&self, block: impl Fn(usize, usize) -> B) -> Vec<B> {
        let starts = (0..self.scales.len()).step_by(PANEL);
        starts
            .flat_map(|at| (0..self.inputs).step_by(BLOCK).map(move |k| (at, k)))
            .map(|(at, k)| block(at, k))
            .collect()
    }

    fn fractions<V>(&self, stored: impl Fn(f32) -> V) -> Vec<Fractions<[V; LANES]>> {
        self.panels(|at, k| {
            std::array::from_fn(|input| {
                std::array::from_fn(|half| {
                    std::array::from_fn(|lane| stored(self.weight(at + half * LANES + lane, k + input)))
                })
            })
        })
    }

    fn codes(&self) -> Packed {
        let mut scales = self.scales.to_vec();
        scales.resize(scales.len().next_multiple_of(PANEL), 0.0);
        let code = |output: usize, input: usize| {
            let scale = scales[output];
            if scale > 0.0 { (self.weight(output, input) / scale).round() as i16 } else { 0 }
        };
        let blocks = self.panels(|at, k| {
            std::array::from_fn(|twin| {
                std::array::from_fn(|half| {
                    std::array::from_fn(|lane| code(at + half * LANES + lane / 2, k + 2 * twin + lane % 2))
                })
            })
        });
        Packed::Codes { blocks, scales }
    }
}

/// Rounds to the sixteen upper bits, ties to even.
fn upper_half(value: f32) -> u16 {
    let bits = value.to_bits();
    (bits.wrapping_add(0x7fff + (bits >> 16 & 1)) >> 16) as u16
}

/// How one precision multiplies a tile.
trait Format: Copy {
    type Weights;
    type Inputs;

    /// Blocks of a panel that stay in the first-level cache while all rows pass through them.
    const DEPTH: usize;

    /// The products of `ROWS` rows with one panel.
    fn tile<L: Lanes, const ROWS: usize>(
        self,
        lanes: L,
        at: Place,
        panel: &[Self::Weights],
        rows: [&[Self::Inputs]; ROWS],
    ) -> [[L::Floats; 2]; ROWS];
}

/// Which tile of the product it is.
#[derive(Debug, Clone, Copy)]
struct Place {
    row: usize,
    panel: usize,
    /// The first block of the inputs.
    depth: usize,
}

/// How fractions are stored.
trait Stored: Copy {
    /// See [`Format::DEPTH`].
    const DEPTH: usize;

    fn read<L: Lanes>(&self, lanes: L) -> L::Floats;
}

#[derive(Debug, Clone, Copy)]
struct FractionFormat<S>(PhantomData<S>);

#[derive(Debug, Clone, Copy)]
struct CodeFormat<'a> {
    /// What a row's activations were divided by.
    rows: &'a [f32],
    /// What an output's weights were divided by.
    weights: &'a [[f32; LANES]],
}

impl Stored for [f32; LANES] {
    const DEPTH: usize = 6;

    #[inline(always)]
    fn read<L: Lanes>(&self, lanes: L) -> L::Floats {
        lanes.load(self)
    }
}

impl Stored for [u16; LANES] {
    const DEPTH: usize = 12;

    #[inline(always)]
    fn read<L: Lanes>(&self, lanes: L) -> L::Floats {
        lanes.widen(self)
    }
}

impl<S: Stored> Format for FractionFormat<S> {
    type Weights = Fractions<S>;
    type Inputs = [f32; BLOCK];

    const DEPTH: usize = S::DEPTH;

    #[inline(always)]
    fn tile<L: Lanes, const ROWS: usize>(
        self,
        lanes: L,
        _at: Place,
        panel: &[Fractions<S>],
        rows: [&[[f32; BLOCK]]; ROWS],
    ) -> [[L::Floats; 2]; ROWS] {
        let mut sums = [[lanes.splat(0.0); 2]; ROWS];
        for (index, block) in panel.iter().enumerate() {
            let inputs: [&[f32; BLOCK]; ROWS] = std::array::from_fn(|row| &rows[row][index]);
            for (k, [low, high]) in block.iter().enumerate() {
                let (low, high) = (low.read(lanes), high.read(lanes));
                for (sums, inputs) in sums.iter_mut().zip(&inputs) {
                    let input = lanes.splat(inputs[k]);
                    sums[0] = lanes.fma(input, low, sums[0]);
                    sums[1] = lanes.fma(input, high, sums[1]);
                }
            }
        }
        sums
    }
}

impl Format for CodeFormat<'_> {
    type Weights = Codes;
    type Inputs = Twins;

    const DEPTH: usize = 12;

    #[inline(always)]
    fn tile<L: Lanes, const ROWS: usize>(
        self,
        lanes: L,
        at: Place,
        panel: &[Codes],
        rows: [&[Twins]; ROWS],
    ) -> [[L::Floats; 2]; ROWS] {
        let mut sums = [[lanes.none(); 2]; ROWS];
        for (index, block) in panel.iter().enumerate() {
            let inputs: [&Twins; ROWS] = std::array::from_fn(|row| &rows[row][index]);
            for (k, [low, high]) in block.iter().enumerate() {
                let (low, high) = (lanes.pairs(low), lanes.pairs(high));
                for (sums, inputs) in sums.iter_mut().zip(&inputs) {
                    let input = lanes.twins(inputs[k]);
                    sums[0] = lanes.dot(sums[0], input, low);
                    sums[1] = lanes.dot(sums[1], input, high);
                }
            }
        }
        let weights: [L::Floats; 2] = std::array::from_fn(|half| lanes.load(&self.weights[2 * at.panel + half]));
        let mut out = [[lanes.splat(0.0); 2]; ROWS];
        for ((out, [low, high]), scale) in out.iter_mut().zip(sums).zip(&self.rows[at.row..at.row + ROWS]) {
            let scale = lanes.splat(*scale);
            out[0] = lanes.mul(lanes.floats(low), lanes.mul(scale, weights[0]));
            out[1] = lanes.mul(lanes.floats(high), lanes.mul(scale, weights[1]));
        }
        out
    }
}

/// All rows times all panels.
struct Product<'a, F: Format> {
    format: F,
    panels: &'a [F::Weights],
    inputs: &'a [F::Inputs],
    /// Blocks of a row and of a panel.
    blocks: usize,
    bias: &'a [[f32; LANES]],
    finish: Finish,
    out: &'a mut [[f32; LANES]],
}

impl<F: Format> Loop for Product<'_, F> {
    type Output = ();

    #[inline(always)]
    fn with<L: Lanes>(mut self, lanes: L) {
        let rows = self.inputs.len() / self.blocks.max(1);
        if rows == 0 {
            return;
        }
        // Tiles of even height: ten rows go as five and five, for six and four would waste registers on the second.
        let height = rows.div_ceil(rows.div_ceil(TILE));
        for panel in 0..self.bias.len() / 2 {
            for depth in (0..self.blocks).step_by(F::DEPTH) {
                let mut row = 0;
                while row < rows {
                    let at = Place { row, panel, depth };
                    match height.min(rows - row) {
                        1 => self.tile::<L, 1>(lanes, at),
                        2 => self.tile::<L, 2>(lanes, at),
                        3 => self.tile::<L, 3>(lanes, at),
                        4 => self.tile::<L, 4>(lanes, at),
                        5 => self.tile::<L, 5>(lanes, at),
                        _ => self.tile::<L, TILE>(lanes, at),
                    }
                    row += height;
                }
            }
        }
    }
}

impl<F: Format> Product<'_, F> {
    #[inline(always)]
    fn tile<L: Lanes, const ROWS: usize>(&mut self, lanes: L, at: Place) {
        let end = self.blocks.min(at.depth + F::DEPTH);
        let panel = &self.panels[at.panel * self.blocks + at.depth..at.panel * self.blocks + end];
        let rows: [&[F::Inputs]; ROWS] = std::array::from_fn(|row| {
            let start = (at.row + row) * self.blocks;
            &self.inputs[start + at.depth..start + end]
        });
        let sums = self.format.tile(lanes, at, panel, rows);
        let bias: [L::Floats; 2] = std::array::from_fn(|half| lanes.load(&self.bias[2 * at.panel + half]));
        for (row, sums) in sums.into_iter().enumerate() {
            let start = (at.row + row) * self.bias.len() + 2 * at.panel;
            let out = &mut self.out[start..start + 2];
            for half in 0..2 {
                let before = if at.depth == 0 { bias[half] } else { lanes.load(&out[half]) };
                let value = lanes.add(sums[half], before);
                let finished = end == self.blocks && self.finish == Finish::Gelu;
                out[half] = lanes.store(if finished { gelu(lanes, value) } else { value });
            }
        }
    }
}

/// Rounds every row to whole numbers, as large as sums of their products may be.
struct Quantise<'a> {
    inputs: &'a [[f32; BLOCK]],
    blocks: usize,
    scratch: &'a mut Scratch,
}

impl Loop for Quantise<'_> {
    type Output = ();

    #[inline(always)]
    fn with<L: Lanes>(self, lanes: L) {
        // Whole numbers are summed over no more blocks than these before they become fractions.
        let summed = self.blocks.min(<CodeFormat<'_> as Format>::DEPTH) * BLOCK;
        let limit = (f64::from(i32::MAX) / (f64::from(CODE_MAX) * summed as f64)).floor();
        let limit = limit.min(f64::from(i16::MAX) - 1.0) as f32;
        self.scratch.scales.clear();
        self.scratch.twins.resize(self.inputs.len(), [0; BLOCK / 2]);
        let rows = self.inputs.chunks_exact(self.blocks).zip(self.scratch.twins.chunks_exact_mut(self.blocks));
        for (row, twins) in rows {
            let (vectors, _) = row.as_flattened().as_chunks::<LANES>();
            let sizes =
                vectors.iter().fold(lanes.splat(0.0), |peak, vector| lanes.max(lanes.abs(lanes.load(vector)), peak));
            let peak = largest(lanes, sizes);
            let factor = if peak > 0.0 { limit / peak } else { 0.0 };
            // No whole number says that a row has run over; its scale does, so that what comes of it is no number either.
            let zero = lanes.splat(0.0);
            let taint = vectors.iter().fold(zero, |taint, vector| lanes.fma(lanes.load(vector), zero, taint));
            self.scratch.scales.push(peak / limit + sum(lanes, taint));
            let (twins, _) = twins.as_flattened_mut().as_chunks_mut::<{ LANES / 2 }>();
            for (vector, twins) in vectors.iter().zip(twins) {
                let codes = lanes.round(lanes.mul(lanes.load(vector), lanes.splat(factor)));
                *twins = std::array::from_fn(|twin| pair(codes[2 * twin] as i16, codes[2 * twin + 1] as i16));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::*;
    use crate::pair::lanes::Plain;

    #[test]
    fn every_precision_multiplies_and_a_row_does_not_depend_on_others() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        // More blocks than stay in the cache, and a panel that is not full.
        let (inputs, outputs) = (14 * BLOCK, PANEL + 3);
        let scales: Vec<f32> = (0..outputs).map(|_| rng.random_range(0.001..0.01)).collect();
        let weight = |scale: &f32, rng: &mut ChaCha8Rng| f32::from(rng.random_range(-127i16..=127)) * scale;
        let values: Vec<f32> =
            scales.iter().flat_map(|scale| (0..inputs).map(|_| weight(scale, &mut rng)).collect::<Vec<_>>()).collect();
        let bias: Vec<f32> = (0..outputs).map(|_| rng.random_range(-1.0..1.0)).collect();
        let rows: Vec<f32> = (0..13 * inputs).map(|_| rng.random_range(-2.0..2.0)).collect();
        let source = Weights { values: &values, scales: &scales, inputs };
        for (precision, tolerance) in [(Precision::Float32, 1e-4), (Precision::Bfloat16, 0.3), (Precision::Int8, 2e-3)]
        {
            let matrix = Matrix::pack(&source, &bias, precision);
            let stride = matrix.stride();
            let mut all = vec![0.0; 13 * stride];
            matrix.multiply(&rows, Finish::Plain, &mut Scratch::default(), &mut all);
            for (row, found) in rows.chunks_exact(inputs).zip(all.chunks_exact(stride)) {
                let mut alone = vec![0.0; stride];
                matrix.multiply(row, Finish::Plain, &mut Scratch::default(), &mut alone);
                assert_eq!(alone, found);
                for (output, found) in found[..outputs].iter().enumerate() {
                    let weights = &values[output * inputs..(output + 1) * inputs];
                    let sum: f64 = row.iter().zip(weights).map(|(x, w)| f64::from(*x) * f64::from(*w)).sum();
                    let exact = sum + f64::from(bias[output]);
                    assert!((f64::from(*found) - exact).abs() < tolerance, "{precision}: {found} for {exact}");
                }
            }
        }
    }

    #[test]
    fn plain_arithmetic_gives_what_the_processor_gives() {
        let values: Vec<f32> = (0..PANEL * BLOCK).map(|at| ((at * 37 % 255) as f32 - 127.0) / 1000.0).collect();
        let source = Weights { values: &values, scales: &[0.001; PANEL], inputs: BLOCK };
        let rows: Vec<f32> = (0..5 * BLOCK).map(|at| (at as f32 / 7.0).sin() * 3.0).collect();
        let matrix = Matrix::pack(&source, &[0.1; PANEL], Precision::Int8);
        let (mut best, mut plain) = (vec![0.0; 5 * PANEL], vec![0.0; 5 * PANEL]);
        matrix.multiply(&rows, Finish::Gelu, &mut Scratch::default(), &mut best);
        let mut scratch = Scratch::default();
        Quantise { inputs: rows.as_chunks().0, blocks: 1, scratch: &mut scratch }.with(Plain);
        let Packed::Codes { blocks: panels, scales } = &matrix.packed else { panic!("packed as codes") };
        let product = Product {
            format: CodeFormat { rows: &scratch.scales, weights: scales.as_chunks().0 },
            panels,
            inputs: &scratch.twins,
            blocks: 1,
            bias: matrix.bias.as_chunks().0,
            finish: Finish::Gelu,
            out: plain.as_chunks_mut().0,
        };
        product.with(Plain);
        for (best, plain) in best.iter().zip(&plain) {
            assert!((best - plain).abs() < 1e-5, "{best} and {plain}");
        }
    }

    #[test]
    fn the_largest_codes_do_not_overflow() {
        for inputs in [BLOCK, 48 * BLOCK, 60 * BLOCK] {
            let values = vec![1.27; PANEL * inputs];
            let source = Weights { values: &values, scales: &[0.01; PANEL], inputs };
            let matrix = Matrix::pack(&source, &[0.0; PANEL], Precision::Int8);
            for sign in [1.0, -1.0] {
                let mut out = vec![0.0; PANEL];
                let rows = vec![sign * 3.3; inputs];
                matrix.multiply(&rows, Finish::Plain, &mut Scratch::default(), &mut out);
                let exact = sign * 3.3 * 1.27 * inputs as f32;
                assert!(out.iter().all(|found| (found / exact - 1.0).abs() < 1e-3), "{out:?} for {exact}");
            }
        }
    }
    #[test]
    fn a_row_that_ran_over_is_no_number_and_spoils_no_other() {
        let source = Weights { values: &[1.0; PANEL * BLOCK], scales: &[0.01; PANEL], inputs: BLOCK };
        for precision in [Precision::Float32, Precision::Bfloat16, Precision::Int8] {
            let matrix = Matrix::pack(&source, &[0.0; PANEL], precision);
            for strange in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
                let (mut rows, mut out) = (vec![1.0; 2 * BLOCK], vec![0.0; 2 * PANEL]);
                rows[7] = strange;
                matrix.multiply(&rows, Finish::Plain, &mut Scratch::default(), &mut out);
                assert!(out[..PANEL].iter().all(|found| !found.is_finite()), "{precision}: {out:?} of {strange}");
                assert!(out[PANEL..].iter().all(|found| found.is_finite()), "{precision}: {out:?}");
            }
        }
    }
}
