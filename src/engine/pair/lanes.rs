//! Eight numbers at a time: the few operations that the inner loops are written in, once in AVX2's own words and once in
//! plain arithmetic that is right on every processor.
//!
//! A loop over [`Lanes`] is handed to [`run`], which compiles it for both and picks at run time.

use pulp::cast;

/// Numbers in a vector.
pub(crate) const LANES: usize = 8;

/// A processor's way to handle eight numbers at once.
pub(crate) trait Lanes: Copy {
    /// Eight fractions.
    type Floats: Copy;
    /// Eight whole numbers.
    type Ints: Copy;

    fn splat(self, value: f32) -> Self::Floats;
    fn load(self, values: &[f32; LANES]) -> Self::Floats;
    fn store(self, values: Self::Floats) -> [f32; LANES];
    fn add(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    fn sub(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    fn mul(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    fn div(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    fn min(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    fn max(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    /// `a * b + c`.
    fn fma(self, a: Self::Floats, b: Self::Floats, c: Self::Floats) -> Self::Floats;
    /// The value without its sign.
    fn abs(self, a: Self::Floats) -> Self::Floats;
    /// The first with the signs of the second.
    fn signed(self, size: Self::Floats, sign: Self::Floats) -> Self::Floats;
    /// 2 to the power of whole numbers from -126 to 127.
    fn power_of_two(self, whole: Self::Floats) -> Self::Floats;
    /// Numbers of which only the upper half was kept.
    fn widen(self, halves: &[u16; LANES]) -> Self::Floats;
    /// The nearest whole numbers.
    fn round(self, values: Self::Floats) -> [i32; LANES];

    fn none(self) -> Self::Ints;
    /// The same two whole numbers of 16 bits, eight times.
    fn twins(self, packed: i32) -> Self::Ints;
    /// Eight pairs of whole numbers of 16 bits.
    fn pairs(self, pairs: &[i16; 2 * LANES]) -> Self::Ints;
    /// `sum + a.0 * b.0 + a.1 * b.1` for eight pairs.
    fn dot(self, sum: Self::Ints, a: Self::Ints, b: Self::Ints) -> Self::Ints;
    fn floats(self, whole: Self::Ints) -> Self::Floats;
}

/// A loop over [`Lanes`].
pub(crate) trait Loop {
    /// What comes of it.
    type Output;

    /// Runs it with the given processor's operations.
    fn with<L: Lanes>(self, lanes: L) -> Self::Output;
}

/// Runs a loop on the best operations that this processor has.
pub(crate) fn run<T: Loop>(body: T) -> T::Output {
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = pulp::x86::V3::try_new() {
        return simd.vectorize(avx2::Compiled { simd, body });
    }
    body.with(Plain)
}

/// Plain arithmetic.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plain;

impl Lanes for Plain {
    type Floats = [f32; LANES];
    type Ints = [i32; LANES];

    #[inline(always)]
    fn splat(self, value: f32) -> Self::Floats {
        [value; LANES]
    }

    #[inline(always)]
    fn load(self, values: &[f32; LANES]) -> Self::Floats {
        *values
    }

    #[inline(always)]
    fn store(self, values: Self::Floats) -> [f32; LANES] {
        values
    }

    #[inline(always)]
    fn add(self, a: Self::Floats, b: Self::Floats) -> Self::Floats {
        std::array::from_fn(|lane| a[lane] + b[lane])
    }

    #[inline(always)]
    fn sub(self, a: Self::Floats, b: Self::Floats) -> Self::Floats {
        std::array::from_fn(|lane| a[lane] - b[lane])
    }

    #[inline(always)]
    fn mul(self, a: Self::Floats, b: Self::Floats) -> Self::Floats {
        std::array::from_fn(|lane| a[lane] * b[lane])
    }

    #[inline(always)]
    fn div(self, a: Self::Floats, b: Self::Floats) -> Self::Floats {
        std::array::from_fn(|lane| a[lane] / b[lane])
    }

    #[inline(always)]
    fn min(self, a: Self::Floats, b: Self::Floats) -> Self::Floats {
        std::array::from_fn(|lane| if a[lane] < b[lane] { a[lane] } else { b[lane] })
    }

    #[inline(always)]
    fn max(self, a: Self::Floats, b: Self::Floats) -> Self::Floats {
        std::array::from_fn(|lane| if a[lane] > b[lane] { a[lane] } else { b[lane] })
    }

    #[inline(always)]
    fn fma(self, a: Self::Floats, b: Self::Floats, c: Self::Floats) -> Self::Floats {
        // Not `mul_add`: without an instruction for it, that is a call for every number.
        std::array::from_fn(|lane| a[lane] * b[lane] + c[lane])
    }

    #[inline(always)]
    fn abs(self, a: Self::Floats) -> Self::Floats {
        a.map(f32::abs)
    }

    #[inline(always)]
    fn signed(self, size: Self::Floats, sign: Self::Floats) -> Self::Floats {
        std::array::from_fn(|lane| size[lane].copysign(sign[lane]))
    }

    #[inline(always)]
    fn power_of_two(self, whole: Self::Floats) -> Self::Floats {
        whole.map(|whole| f32::from_bits(((whole as i32 + 127) as u32) << 23))
    }

    #[inline(always)]
    fn widen(self, halves: &[u16; LANES]) -> Self::Floats {
        halves.map(|half| f32::from_bits(u32::from(half) << 16))
    }

    #[inline(always)]
    fn round(self, values: Self::Floats) -> [i32; LANES] {
        values.map(|value| value.round_ties_even() as i32)
    }

    #[inline(always)]
    fn none(self) -> Self::Ints {
        [0; LANES]
    }

    #[inline(always)]
    fn twins(self, packed: i32) -> Self::Ints {
        [packed; LANES]
    }

    #[inline(always)]
    fn pairs(self, pairs: &[i16; 2 * LANES]) -> Self::Ints {
        std::array::from_fn(|lane| pair(pairs[2 * lane], pairs[2 * lane + 1]))
    }

    #[inline(always)]
    fn dot(self, sum: Self::Ints, a: Self::Ints, b: Self::Ints) -> Self::Ints {
        std::array::from_fn(|lane| {
            let (a, b) = (a[lane], b[lane]);
            let low = i32::from(a as i16) * i32::from(b as i16);
            sum[lane].wrapping_add(low).wrapping_add((a >> 16) * (b >> 16))
        })
    }

    #[inline(always)]
    fn floats(self, whole: Self::Ints) -> Self::Floats {
        whole.map(|whole| whole as f32)
    }
}

/// Two whole numbers of 16 bits in one of 32, the first in the lower half.
#[inline(always)]
pub(crate) fn pair(first: i16, second: i16) -> i32 {
    i32::from(second) << 16 | i32::from(first as u16)
}

/// The sum of eight numbers.
#[inline(always)]
pub(crate) fn sum<L: Lanes>(lanes: L, values: L::Floats) -> f32 {
    let [a, b, c, d, e, f, g, h] = lanes.store(values);
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}

/// The largest of eight numbers.
#[inline(always)]
pub(crate) fn largest<L: Lanes>(lanes: L, values: L::Floats) -> f32 {
    lanes.store(values).into_iter().fold(f32::NEG_INFINITY, f32::max)
}

/// e^x to about one unit in the last place (Cephes' `expf`: reduction by ln 2 in two parts, a polynomial of the fifth
/// degree, the power of two put into the exponent's bits).
#[inline(always)]
pub(crate) fn exponential<L: Lanes>(lanes: L, x: L::Floats) -> L::Floats {
    // Adding and taking off 1.5 · 2^23 rounds to a whole number.
    let rounder = lanes.splat(12_582_912.0);
    let x = lanes.max(lanes.min(x, lanes.splat(88.0)), lanes.splat(-87.0));
    let power = lanes.sub(lanes.fma(x, lanes.splat(std::f32::consts::LOG2_E), rounder), rounder);
    let rest = lanes.fma(power, lanes.splat(-0.693_359_4), x);
    let rest = lanes.fma(power, lanes.splat(2.121_944_4e-4), rest);
    let mut value = lanes.splat(1.987_569_1e-4);
    for coefficient in [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5] {
        value = lanes.fma(value, rest, lanes.splat(coefficient));
    }
    let fraction = lanes.add(lanes.fma(value, lanes.mul(rest, rest), rest), lanes.splat(1.0));
    lanes.mul(fraction, lanes.power_of_two(power))
}

/// `x · Φ(x)`, the exact form of GELU, by Abramowitz and Stegun's 7.1.26 for the error function (off by at most 1.5e-7).
#[inline(always)]
pub(crate) fn gelu<L: Lanes>(lanes: L, x: L::Floats) -> L::Floats {
    let one = lanes.splat(1.0);
    let z = lanes.abs(lanes.mul(x, lanes.splat(std::f32::consts::FRAC_1_SQRT_2)));
    let t = lanes.div(one, lanes.fma(z, lanes.splat(0.327_591_1), one));
    let mut value = lanes.splat(1.061_405_4);
    for coefficient in [-1.453_152, 1.421_413_7, -0.284_496_74, 0.254_829_6] {
        value = lanes.fma(value, t, lanes.splat(coefficient));
    }
    let tail = exponential(lanes, lanes.sub(lanes.splat(0.0), lanes.mul(z, z)));
    let erf = lanes.signed(lanes.sub(one, lanes.mul(lanes.mul(value, t), tail)), x);
    lanes.mul(lanes.mul(x, lanes.splat(0.5)), lanes.add(one, erf))
}

/// AVX2 with fused multiply-add.
#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{__m256, __m256i};

    use pulp::NullaryFnOnce;
    use pulp::x86::V3;

    use super::{LANES, Lanes, Loop, cast};

    pub(super) struct Compiled<T> {
        pub(super) simd: V3,
        pub(super) body: T,
    }

    impl<T: Loop> NullaryFnOnce for Compiled<T> {
        type Output = T::Output;

        #[inline(always)]
        fn call(self) -> T::Output {
            self.body.with(self.simd)
        }
    }

    impl Lanes for V3 {
        type Floats = __m256;
        type Ints = __m256i;

        #[inline(always)]
        fn splat(self, value: f32) -> __m256 {
            self.avx._mm256_set1_ps(value)
        }

        #[inline(always)]
        fn load(self, values: &[f32; LANES]) -> __m256 {
            cast(*values)
        }

        #[inline(always)]
        fn store(self, values: __m256) -> [f32; LANES] {
            cast(values)
        }

        #[inline(always)]
        fn add(self, a: __m256, b: __m256) -> __m256 {
            self.avx._mm256_add_ps(a, b)
        }

        #[inline(always)]
        fn sub(self, a: __m256, b: __m256) -> __m256 {
            self.avx._mm256_sub_ps(a, b)
        }

        #[inline(always)]
        fn mul(self, a: __m256, b: __m256) -> __m256 {
            self.avx._mm256_mul_ps(a, b)
        }

        #[inline(always)]
        fn div(self, a: __m256, b: __m256) -> __m256 {
            self.avx._mm256_div_ps(a, b)
        }

        #[inline(always)]
        fn min(self, a: __m256, b: __m256) -> __m256 {
            self.avx._mm256_min_ps(a, b)
        }

        #[inline(always)]
        fn max(self, a: __m256, b: __m256) -> __m256 {
            self.avx._mm256_max_ps(a, b)
        }

        #[inline(always)]
        fn fma(self, a: __m256, b: __m256, c: __m256) -> __m256 {
            self.fma._mm256_fmadd_ps(a, b, c)
        }

        #[inline(always)]
        fn abs(self, a: __m256) -> __m256 {
            self.avx._mm256_andnot_ps(self.avx._mm256_set1_ps(-0.0), a)
        }

        #[inline(always)]
        fn signed(self, size: __m256, sign: __m256) -> __m256 {
            let bit = self.avx._mm256_set1_ps(-0.0);
            let size = self.avx._mm256_andnot_ps(bit, size);
            self.avx._mm256_or_ps(size, self.avx._mm256_and_ps(bit, sign))
        }

        #[inline(always)]
        fn power_of_two(self, whole: __m256) -> __m256 {
            let biased =
                self.avx2._mm256_add_epi32(self.avx._mm256_cvtps_epi32(whole), self.avx._mm256_set1_epi32(127));
            cast(self.avx2._mm256_slli_epi32::<23>(biased))
        }

        #[inline(always)]
        fn widen(self, halves: &[u16; LANES]) -> __m256 {
            cast(self.avx2._mm256_slli_epi32::<16>(self.avx2._mm256_cvtepu16_epi32(cast(*halves))))
        }

        #[inline(always)]
        fn round(self, values: __m256) -> [i32; LANES] {
            cast(self.avx._mm256_cvtps_epi32(values))
        }

        #[inline(always)]
        fn none(self) -> __m256i {
            self.avx._mm256_setzero_si256()
        }

        #[inline(always)]
        fn twins(self, packed: i32) -> __m256i {
            self.avx._mm256_set1_epi32(packed)
        }

        #[inline(always)]
        fn pairs(self, pairs: &[i16; 2 * LANES]) -> __m256i {
            cast(*pairs)
        }

        #[inline(always)]
        fn dot(self, sum: __m256i, a: __m256i, b: __m256i) -> __m256i {
            self.avx2._mm256_add_epi32(sum, self.avx2._mm256_madd_epi16(a, b))
        }

        #[inline(always)]
        fn floats(self, whole: __m256i) -> __m256 {
            self.avx._mm256_cvtepi32_ps(whole)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The exponential and GELU of eight numbers.
    struct Both([f32; LANES]);

    impl Loop for Both {
        type Output = [[f32; LANES]; 2];

        #[inline(always)]
        fn with<L: Lanes>(self, lanes: L) -> Self::Output {
            let x = lanes.load(&self.0);
            [lanes.store(exponential(lanes, x)), lanes.store(gelu(lanes, x))]
        }
    }

    #[test]
    fn exponential_and_gelu_are_exact_to_a_few_units_on_every_processor() {
        // Values of x · Φ(x) from tables of the normal distribution.
        let known =
            [(-3.0, -0.004_049_694), (-1.0, -0.158_655_26), (0.0, 0.0), (0.5, 0.345_731_23), (2.0, 1.954_499_7)];
        for (x, wanted) in known {
            for [_, found] in [run(Both([x; LANES])), Both([x; LANES]).with(Plain)] {
                assert!((found[0] - wanted).abs() < 1e-6, "gelu({x}) is {wanted}, not {}", found[0]);
            }
        }
        for step in -860..=870 {
            let x = step as f32 / 10.0;
            for [found, gelu] in [run(Both([x; LANES])), Both([x; LANES]).with(Plain)] {
                let exact = f64::from(x).exp();
                assert!((f64::from(found[3]) / exact - 1.0).abs() < 1e-6, "e^{x} is {exact}, not {}", found[3]);
                assert!(x.abs() < 6.0 || (gelu[5] - x.max(0.0)).abs() < 1e-4, "gelu({x}) is {}", gelu[5]);
            }
        }
    }

    #[test]
    fn pairs_are_multiplied_with_their_signs() {
        struct Dot;
        impl Loop for Dot {
            type Output = [f32; LANES];

            #[inline(always)]
            fn with<L: Lanes>(self, lanes: L) -> Self::Output {
                let weights: [i16; 2 * LANES] = std::array::from_fn(|at| at as i16 - 8);
                lanes.store(lanes.floats(lanes.dot(lanes.none(), lanes.twins(pair(-3, 1000)), lanes.pairs(&weights))))
            }
        }
        let wanted: [f32; LANES] = std::array::from_fn(|lane| {
            let first = 2.0 * lane as f32 - 8.0;
            first * -3.0 + (first + 1.0) * 1000.0
        });
        assert_eq!(run(Dot), wanted);
        assert_eq!(Dot.with(Plain), wanted);
    }
}
