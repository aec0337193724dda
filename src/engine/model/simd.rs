//! The inner loops, compiled for the processor at hand.
//!
//! Each is written once as plain loops over fixed-size arrays; `pulp` compiles them for the widest instruction set it
//! knows and picks at run time, so that one binary is fast on AVX2 and right everywhere. Every result depends on its
//! own row alone, never on which other rows share the batch: the same seed gives the same answer under any load.

use pulp::{Arch, Simd, WithSimd};

/// Outputs that are computed together: two AVX2 registers.
pub(crate) const LANES: usize = 16;
/// Inputs that share a scale and an offset.
pub(crate) const BLOCK: usize = 32;
/// Rows of a batch that go through the weights together; more would not fit in the registers.
pub(crate) const TILE: usize = 6;

/// Sixteen outputs of a matrix, as affine 8-bit blocks: weight = `codes` · `scale` + `offset`.
#[derive(Debug, Clone)]
#[repr(C, align(64))]
pub(crate) struct Block {
    pub(crate) scale: [f32; LANES],
    pub(crate) offset: [f32; LANES],
    pub(crate) codes: [[u8; LANES]; BLOCK],
}

/// The products of up to [`TILE`] rows with one panel of sixteen outputs.
pub(crate) struct PanelProduct<'a> {
    /// The panel's blocks along the input.
    pub(crate) panel: &'a [Block],
    /// The rows, block by block.
    pub(crate) rows: &'a [&'a [[f32; BLOCK]]],
    /// One group of sixteen outputs for each row.
    pub(crate) out: &'a mut [[f32; LANES]],
}

impl PanelProduct<'_> {
    /// Computes them.
    pub(crate) fn run(self) {
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = pulp::x86::V3::try_new() {
            return simd.vectorize(avx2::Tiles { simd, product: self });
        }
        dispatch(self);
    }

    #[inline(always)]
    fn tile<const FUSED: bool>(self) {
        for (row, out) in self.rows.iter().zip(self.out) {
            let mut sums = [0f32; LANES];
            for (block, inputs) in self.panel.iter().zip(*row) {
                for (codes, input) in block.codes.iter().zip(inputs) {
                    for (lane, sum) in sums.iter_mut().enumerate() {
                        let code = f32::from(codes[lane]);
                        let weight = multiply_add::<FUSED>(code, block.scale[lane], block.offset[lane]);
                        *sum = multiply_add::<FUSED>(*input, weight, *sum);
                    }
                }
            }
            *out = sums;
        }
    }
}

impl WithSimd for PanelProduct<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        if S::F32_LANES > 1 { self.tile::<true>() } else { self.tile::<false>() }
    }
}

/// The product of a panel in AVX2's own words: compilers do not reliably keep a tile's sums in registers, and this is
/// where all the time goes.
#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::__m256;

    use pulp::x86::V3;
    use pulp::{NullaryFnOnce, cast};

    use super::{BLOCK, PanelProduct, TILE};

    pub(super) struct Tiles<'a> {
        pub(super) simd: V3,
        pub(super) product: PanelProduct<'a>,
    }

    impl NullaryFnOnce for Tiles<'_> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            match self.product.rows.len() {
                0 => {}
                1 => self.tile::<1>(),
                2 => self.tile::<2>(),
                3 => self.tile::<3>(),
                4 => self.tile::<4>(),
                5 => self.tile::<5>(),
                _ => self.tile::<TILE>(),
            }
        }
    }

    impl Tiles<'_> {
        #[inline(always)]
        fn tile<const ROWS: usize>(self) {
            let Self { simd, product: PanelProduct { panel, rows, out } } = self;
            let mut sums = [[simd.avx._mm256_setzero_ps(); 2]; ROWS];
            for (index, block) in panel.iter().enumerate() {
                let inputs: [&[f32; BLOCK]; ROWS] = std::array::from_fn(|row| &rows[row][index]);
                let [low_scale, high_scale]: [__m256; 2] = cast(block.scale);
                let [low_offset, high_offset]: [__m256; 2] = cast(block.offset);
                for (k, codes) in block.codes.iter().enumerate() {
                    let [low, high]: [i64; 2] = cast(*codes);
                    let low = simd.fma._mm256_fmadd_ps(widen(simd, low), low_scale, low_offset);
                    let high = simd.fma._mm256_fmadd_ps(widen(simd, high), high_scale, high_offset);
                    for (sums, inputs) in sums.iter_mut().zip(&inputs) {
                        let input = simd.avx._mm256_set1_ps(inputs[k]);
                        sums[0] = simd.fma._mm256_fmadd_ps(input, low, sums[0]);
                        sums[1] = simd.fma._mm256_fmadd_ps(input, high, sums[1]);
                    }
                }
            }
            for (out, sums) in out.iter_mut().zip(sums) {
                *out = cast(sums);
            }
        }
    }

    /// Eight codes as eight numbers.
    #[inline(always)]
    fn widen(simd: V3, codes: i64) -> __m256 {
        let codes = simd.sse2._mm_set_epi64x(0, codes);
        simd.avx._mm256_cvtepi32_ps(simd.avx2._mm256_cvtepu8_epi32(codes))
    }
}

/// One row's attention over keys and values that lie in two stretches: what it shares with others, and its own.
pub(crate) struct Attend<'a> {
    /// The query of one head, already rotated.
    pub(crate) query: &'a [f32],
    /// The keys, `[position][stride]`, shared stretch first.
    pub(crate) keys: [&'a [f32]; 2],
    /// The values, likewise.
    pub(crate) values: [&'a [f32]; 2],
    /// Floats from one position to the next.
    pub(crate) stride: usize,
    /// Where this head's floats lie within a position.
    pub(crate) at: usize,
    /// Scratch for one weight per position.
    pub(crate) weights: &'a mut Vec<f32>,
    /// The head's output.
    pub(crate) out: &'a mut [f32],
}

impl Attend<'_> {
    #[inline(always)]
    fn run<const FUSED: bool>(self) {
        let width = self.query.len();
        let scale = 1.0 / (width as f32).sqrt();
        self.weights.clear();
        for position in self.keys.iter().flat_map(|keys| keys.chunks_exact(self.stride)) {
            self.weights.push(dot::<FUSED>(self.query, &position[self.at..self.at + width]) * scale);
        }
        let peak = self.weights.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        for weight in self.weights.iter_mut() {
            *weight = exponential(*weight - peak);
        }
        let total: f32 = self.weights.iter().sum();
        self.out.fill(0.0);
        let positions = self.values.iter().flat_map(|values| values.chunks_exact(self.stride));
        for (position, weight) in positions.zip(self.weights.iter()) {
            let share = weight / total;
            for (out, value) in self.out.iter_mut().zip(&position[self.at..self.at + width]) {
                *out = multiply_add::<FUSED>(share, *value, *out);
            }
        }
    }
}

impl WithSimd for Attend<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        if S::F32_LANES > 1 { self.run::<true>() } else { self.run::<false>() }
    }
}

/// Exponentials: `out[i] = e^((values[i] - peak) * scale)`.
pub(crate) struct Exponentials<'a> {
    /// The exponents.
    pub(crate) values: &'a [f32],
    /// What is taken off each: the largest of them, so that none overflows.
    pub(crate) peak: f32,
    /// What each is then multiplied by.
    pub(crate) scale: f32,
    /// As long as `values`.
    pub(crate) out: &'a mut [f32],
}

impl WithSimd for Exponentials<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        for (out, value) in self.out.iter_mut().zip(self.values) {
            *out = exponential((value - self.peak) * self.scale);
        }
    }
}

/// The gated unit of a feed-forward layer: `out = gate / (1 + e^-gate) * up`.
pub(crate) struct Gate<'a> {
    /// The gates.
    pub(crate) gate: &'a [f32],
    /// What they let through.
    pub(crate) up: &'a [f32],
    /// As long as both.
    pub(crate) out: &'a mut [f32],
}

impl WithSimd for Gate<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        for ((out, gate), up) in self.out.iter_mut().zip(self.gate).zip(self.up) {
            *out = gate / (1.0 + exponential(-gate)) * up;
        }
    }
}

/// Runs an inner loop on the best instruction set there is.
pub(crate) fn dispatch<O: WithSimd>(operation: O) -> O::Output {
    Arch::new().dispatch(operation)
}

/// `a * b + c`, in one rounding where the processor has an instruction for it (without one it would be a library call).
#[inline(always)]
fn multiply_add<const FUSED: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FUSED { a.mul_add(b, c) } else { a * b + c }
}

/// e^x to about one unit in the last place, in plain arithmetic that the compiler can turn into vectors (Cephes' `expf`:
/// reduction by ln 2 in two parts, a polynomial of the fifth degree, the power of two put into the exponent's bits).
#[inline(always)]
fn exponential(x: f32) -> f32 {
    // Adding and taking off 1.5 · 2^23 rounds to a whole number.
    const ROUNDER: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 88.0);
    let power = (x * std::f32::consts::LOG2_E + ROUNDER) - ROUNDER;
    let rest = x - power * 0.693_359_4 - power * -2.121_944_4e-4;
    let mut sum = 1.987_569_1e-4;
    for coefficient in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5] {
        sum = sum * rest + coefficient;
    }
    let fraction = sum * rest * rest + rest + 1.0;
    // A whole number from -126 to 127: the shift keeps it within the exponent.
    fraction * f32::from_bits(((power as i32 + 127) as u32) << 23)
}

#[inline(always)]
fn dot<const FUSED: bool>(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0f32; 8];
    let (a_chunks, a_rest) = a.as_chunks::<8>();
    let (b_chunks, b_rest) = b.as_chunks::<8>();
    for (x, y) in a_chunks.iter().zip(b_chunks) {
        for (sum, (x, y)) in sums.iter_mut().zip(x.iter().zip(y)) {
            *sum = multiply_add::<FUSED>(*x, *y, *sum);
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum();
    sums.iter().sum::<f32>() + rest
}

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    use super::*;

    #[test]
    fn every_form_of_a_product_is_the_product() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let blocks = 3;
        let panel: Vec<Block> = (0..blocks)
            .map(|_| Block {
                scale: std::array::from_fn(|_| rng.random_range(0.0..0.1)),
                offset: std::array::from_fn(|_| rng.random_range(-1.0..1.0)),
                codes: std::array::from_fn(|_| std::array::from_fn(|_| rng.random())),
            })
            .collect();
        for count in 1..=TILE {
            let rows: Vec<Vec<[f32; BLOCK]>> = (0..count)
                .map(|_| (0..blocks).map(|_| std::array::from_fn(|_| rng.random_range(-1.0..1.0))).collect())
                .collect();
            let rows: Vec<&[[f32; BLOCK]]> = rows.iter().map(Vec::as_slice).collect();
            let (mut best, mut plain) = (vec![[0.0; LANES]; count], vec![[0.0; LANES]; count]);
            PanelProduct { panel: &panel, rows: &rows, out: &mut best }.run();
            PanelProduct { panel: &panel, rows: &rows, out: &mut plain }.tile::<false>();
            for (row, (best, plain)) in rows.iter().zip(best.iter().zip(&plain)) {
                for lane in 0..LANES {
                    let terms = panel.iter().zip(*row).flat_map(|(block, inputs)| {
                        let (scale, offset) = (f64::from(block.scale[lane]), f64::from(block.offset[lane]));
                        let codes = block.codes.iter().zip(inputs);
                        codes.map(move |(codes, x)| (f64::from(codes[lane]) * scale + offset) * f64::from(*x))
                    });
                    let exact: f64 = terms.sum();
                    assert!((f64::from(best[lane]) - exact).abs() < 1e-3, "{} for {exact}", best[lane]);
                    assert!((f64::from(plain[lane]) - exact).abs() < 1e-3, "{} for {exact}", plain[lane]);
                }
            }
        }
    }

    #[test]
    fn exponentials_are_exact_to_a_few_units() {
        for step in -8600..=8700 {
            let x = step as f32 / 100.0;
            let (found, exact) = (f64::from(exponential(x)), f64::from(x).exp());
            assert!((found / exact - 1.0).abs() < 5e-7, "e^{x} is {exact}, not {found}");
        }
        assert_eq!(exponential(0.0), 1.0);
        assert!(exponential(f32::NEG_INFINITY) < 1e-37);
    }
}
