//! The loops between the matrix products, over rows of 32-bit fractions.

use pulp::{Simd, WithSimd};
use rayon::prelude::*;

use crate::model::{Exponentials, dispatch};
use crate::nli::positions::Window;

/// Sums that run beside each other, so that the compiler may use vectors.
const LANES: usize = 16;
/// Values whose exponentials are taken together.
const CHUNK: usize = 64;
/// Values below which a second thread costs more than it brings.
const PARALLEL: usize = 16 * 1024;

/// The curve between two layers, by its name in `transformers`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Activation {
    /// x · Φ(x).
    Gelu,
    /// The same, approximated by a hyperbolic tangent.
    GeluTanh,
    /// The positive part.
    Relu,
    /// x · σ(x).
    Silu,
    /// The hyperbolic tangent.
    Tanh,
}

/// Where the scores of one sequence lie, and what is added to them.
#[derive(Debug)]
pub(crate) struct Scores<'a> {
    /// Content to position: for each head and token of the batch, a score for each row of the window.
    pub(crate) to_position: &'a [f32],
    /// Position to content, in the same way.
    pub(crate) from_position: &'a [f32],
    pub(crate) window: &'a Window,
    /// Tokens of the batch.
    pub(crate) tokens: usize,
    /// The sequence's first token.
    pub(crate) start: usize,
    /// Its tokens.
    pub(crate) length: usize,
    pub(crate) scale: f32,
}

struct Activate<'a> {
    activation: Activation,
    values: &'a mut [f32],
}

struct Normalise<'a> {
    row: &'a mut [f32],
    gain: &'a [f32],
    offset: &'a [f32],
    epsilon: f32,
}

impl Activation {
    /// The activation of a name; the error is for people.
    pub(crate) fn named(name: &str) -> Result<Self, String> {
        match name {
            "gelu" | "gelu_python" => Ok(Self::Gelu),
            "gelu_new" | "gelu_fast" | "gelu_pytorch_tanh" => Ok(Self::GeluTanh),
            "relu" => Ok(Self::Relu),
            "silu" | "swish" => Ok(Self::Silu),
            "tanh" => Ok(Self::Tanh),
            other => Err(format!("its activation {other} is not supported (gelu, gelu_new, relu, silu and tanh are)")),
        }
    }
}

/// Adds a bias to every row, and bends the sums where an activation is named.
pub(crate) fn finish(values: &mut [f32], bias: &[f32], activation: Option<Activation>) {
    let least = PARALLEL.div_ceil(bias.len().max(1));
    values.par_chunks_exact_mut(bias.len().max(1)).with_min_len(least).for_each(|row| {
        for (value, bias) in row.iter_mut().zip(bias) {
            *value += bias;
        }
        if let Some(activation) = activation {
            dispatch(Activate { activation, values: row });
        }
    });
}

/// Layer normalisation of every row.
pub(crate) fn normalise(values: &mut [f32], gain: &[f32], offset: &[f32], epsilon: f32) {
    let least = PARALLEL.div_ceil(gain.len().max(1));
    let rows = values.par_chunks_exact_mut(gain.len().max(1)).with_min_len(least);
    rows.for_each(|row| dispatch(Normalise { row, gain, offset, epsilon }));
}

/// Turns one sequence's products of queries and keys, [head, query, key], into weights that sum to one over keys.
pub(crate) fn attend(values: &mut [f32], scores: &Scores<'_>) {
    let &Scores { to_position, from_position, window, tokens, start, length, scale } = scores;
    let rows = values.par_chunks_exact_mut(length).enumerate().with_min_len(PARALLEL.div_ceil(8 * length));
    rows.for_each_init(Vec::new, |buffer: &mut Vec<f32>, (at, row)| {
        let (head, query) = (at / length, at % length);
        let first = (head * tokens + start) * window.rows;
        let own = &to_position[first + query * window.rows..][..window.rows];
        let keys = &from_position[first..][..length * window.rows];
        let places = window.places(query, length).iter().rev();
        for ((score, place), key) in row.iter_mut().zip(places).zip(keys.chunks_exact(window.rows)) {
            *score += own[*place] + key[*place];
        }
        let peak = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        buffer.clear();
        buffer.extend_from_slice(row);
        dispatch(Exponentials { values: buffer, peak, scale, out: row });
        let total: f32 = row.iter().sum();
        for weight in row {
            *weight /= total;
        }
    });
}

impl WithSimd for Activate<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        match self.activation {
            Activation::Relu => self.values.iter_mut().for_each(|value| *value = value.max(0.0)),
            Activation::Tanh => self.values.iter_mut().for_each(|value| *value = value.tanh()),
            Activation::Gelu => bend(
                simd,
                self.values,
                |x| -0.5 * x * x,
                |x, power| {
                    // Abramowitz and Stegun's 7.1.26 for the error function of x / √2, off by at most 1.5e-7.
                    let t = 1.0 / (1.0 + 0.327_591_1 * std::f32::consts::FRAC_1_SQRT_2 * x.abs());
                    let series = [-1.453_152, 1.421_413_7, -0.284_496_74, 0.254_829_6];
                    let tail = series.into_iter().fold(1.061_405_4, |sum: f32, next: f32| sum * t + next) * t * power;
                    0.5 * x * (1.0 + (1.0 - tail).copysign(x))
                },
            ),
            Activation::GeluTanh => {
                // ½ (1 + tanh u) is σ(2u).
                let double = 2.0 * std::f32::consts::FRAC_2_SQRT_PI * std::f32::consts::FRAC_1_SQRT_2;
                bend(simd, self.values, |x| -double * (x + 0.044_715 * x * x * x), |x, power| x / (1.0 + power));
            }
            Activation::Silu => bend(simd, self.values, |x| -x, |x, power| x / (1.0 + power)),
        }
    }
}

/// Every value becomes `outcome(value, e^exponent(value))`.
#[inline(always)]
fn bend<S: Simd>(simd: S, values: &mut [f32], exponent: impl Fn(f32) -> f32, outcome: impl Fn(f32, f32) -> f32) {
    for chunk in values.chunks_mut(CHUNK) {
        let (mut exponents, mut powers) = ([0f32; CHUNK], [0f32; CHUNK]);
        for (to, x) in exponents.iter_mut().zip(&*chunk) {
            *to = exponent(*x);
        }
        Exponentials { values: &exponents, peak: 0.0, scale: 1.0, out: &mut powers }.with_simd(simd);
        for (x, power) in chunk.iter_mut().zip(powers) {
            *x = outcome(*x, power);
        }
    }
}

impl WithSimd for Normalise<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _simd: S) {
        let Self { row, gain, offset, epsilon } = self;
        let count = row.len() as f32;
        let mean = sum(row, |value| value) / count;
        let variance = sum(row, |value| (value - mean) * (value - mean)) / count;
        let scale = 1.0 / (variance + epsilon).sqrt();
        for ((value, gain), offset) in row.iter_mut().zip(gain).zip(offset) {
            *value = (*value - mean) * scale * gain + offset;
        }
    }
}

#[inline(always)]
fn sum(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0f32; LANES];
    let (chunks, rest) = values.as_chunks::<LANES>();
    for chunk in chunks {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += of(*value);
        }
    }
    sums.iter().sum::<f32>() + rest.iter().map(|value| of(*value)).sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values of torch.nn.functional at -3, -1, -0.1, 0, 0.5, 2, 30.
    #[test]
    fn curves_are_those_of_torch() {
        let at = [-3.0, -1.0, -0.1, 0.0, 0.5, 2.0, 30.0];
        let expected = [
            ("gelu", [-0.004_049_7, -0.158_655_3, -0.046_017_2, 0.0, 0.345_731_2, 1.954_499_7, 30.0]),
            ("gelu_new", [-0.003_637_4, -0.158_808, -0.046_017_1, 0.0, 0.345_714, 1.954_597_7, 30.0]),
            ("relu", [0.0, 0.0, 0.0, 0.0, 0.5, 2.0, 30.0]),
            ("silu", [-0.142_277_6, -0.268_941_4, -0.047_502_1, 0.0, 0.311_229_7, 1.761_594_2, 30.0]),
            ("tanh", [-0.995_054_7, -0.761_594_2, -0.099_668, 0.0, 0.462_117_2, 0.964_027_6, 1.0]),
        ];
        for (name, expected) in expected {
            let mut found = at;
            finish(&mut found, &[0.0; 7], Some(Activation::named(name).unwrap()));
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 2e-6, "{name}: {found} for {expected}");
            }
        }
        assert!(Activation::named("mish").unwrap_err().contains("mish"));
    }
}
