//! The binomial distribution, exact at both ends: probabilities, tails, and the bounds of Clopper and Pearson.
//!
//! A tail is summed from its thickest term outwards, on the side of the mean where it is thin, and the thickest term
//! comes from Loader's saddle-point form (*Fast and accurate computation of binomial probabilities*, 2000). So a tail of
//! 1e-200 keeps its leading digits as well as one of .05, and a million trials cost some thousand additions.

use std::f64::consts::TAU;

use crate::bootstrap::Interval;

/// Terms below this share of the sum so far no longer change it.
const NEGLIGIBLE: f64 = 1e-18;

/// Up to here a factorial is a whole number that a double holds exactly.
const EXACT_FACTORIALS: usize = 15;

/// Bisections after which neighbouring doubles are reached wherever a bound can lie.
const BISECTIONS: usize = 200;

/// The probability of exactly `k` successes in `n` trials of rate `p`. Not a number unless `p` is in [0, 1].
pub fn probability(n: usize, k: usize, p: f64) -> f64 {
    if is_rate(p) { mass(n, k, Rate::of(p)) } else { f64::NAN }
}

/// The probability of at most `k` successes in `n` trials of rate `p`. Not a number unless `p` is in [0, 1].
///
/// This is the p-value of the hypothesis "the risk is at least `p`" when `k` of `n` were wrong.
pub fn cdf(n: usize, k: usize, p: f64) -> f64 {
    if !is_rate(p) {
        return f64::NAN;
    }
    if k >= n {
        return 1.0;
    }
    at_least(n, n - k, Rate::of(p).turned())
}

/// The probability of at least `k` successes in `n` trials of rate `p`. Not a number unless `p` is in [0, 1].
pub fn upper_tail(n: usize, k: usize, p: f64) -> f64 {
    if is_rate(p) { at_least(n, k, Rate::of(p)) } else { f64::NAN }
}

/// The one-sided upper bound on a rate after `k` successes in `n` trials: the largest rate under which so few successes
/// still have a probability of `alpha` (Clopper and Pearson 1934). It holds with probability at least 1 − `alpha`.
///
/// Rounded outwards: [`cdf`] at the bound is never above `alpha`. 1 where every trial succeeded or there was none. Not a
/// number when `k > n` or `alpha` is outside [0, 1].
pub fn clopper_pearson_upper(n: usize, k: usize, alpha: f64) -> f64 {
    if k > n || !is_rate(alpha) {
        return f64::NAN;
    }
    if k == n || alpha == 0.0 {
        return 1.0;
    }
    if alpha == 1.0 {
        return 0.0;
    }
    bisect(|p| cdf(n, k, p) <= alpha).1
}

/// The one-sided lower bound on a rate after `k` successes in `n` trials: the smallest rate under which so many
/// successes still have a probability of `alpha` (Clopper and Pearson 1934).
///
/// Rounded outwards: [`upper_tail`] at the bound is never above `alpha`. 0 where no trial succeeded or there was none.
/// Not a number when `k > n` or `alpha` is outside [0, 1].
pub fn clopper_pearson_lower(n: usize, k: usize, alpha: f64) -> f64 {
    if k > n || !is_rate(alpha) {
        return f64::NAN;
    }
    if k == 0 || alpha == 0.0 {
        return 0.0;
    }
    if alpha == 1.0 {
        return 1.0;
    }
    bisect(|p| upper_tail(n, k, p) > alpha).0
}

/// The two-sided interval of Clopper and Pearson for a rate after `k` successes in `n` trials: it holds the rate with
/// probability at least `level`, and misses it on either side with at most half of the rest. `None` when `k > n` or
/// `level` is outside [0, 1].
pub fn clopper_pearson(n: usize, k: usize, level: f64) -> Option<Interval> {
    if k > n || !is_rate(level) {
        return None;
    }
    let alpha = (1.0 - level) / 2.0;
    Some(Interval { low: clopper_pearson_lower(n, k, alpha), high: clopper_pearson_upper(n, k, alpha) })
}

/// A rate of success and the rate of failure that belongs to it. Both are kept, because turning one into the other
/// twice loses a rate near 0.
#[derive(Clone, Copy)]
struct Rate {
    success: f64,
    failure: f64,
}

impl Rate {
    fn of(p: f64) -> Self {
        Self { success: p, failure: 1.0 - p }
    }

    fn turned(self) -> Self {
        Self { success: self.failure, failure: self.success }
    }
}

fn is_rate(p: f64) -> bool {
    (0.0..=1.0).contains(&p)
}

fn at_least(n: usize, k: usize, rate: Rate) -> f64 {
    if k == 0 {
        return 1.0;
    }
    if k > n {
        return 0.0;
    }
    let tail = if k as f64 > n as f64 * rate.success {
        thin_tail(n, k, rate)
    } else {
        1.0 - thin_tail(n, n - k + 1, rate.turned())
    };
    tail.clamp(0.0, 1.0)
}

/// At least `k` successes, where `k` is above the mean: every term is smaller than the one before it.
fn thin_tail(n: usize, k: usize, rate: Rate) -> f64 {
    let first = mass(n, k, rate);
    if first == 0.0 || rate.failure == 0.0 {
        return first;
    }
    let odds = rate.success / rate.failure;
    let (mut term, mut sum) = (1.0, 1.0);
    for j in k..n {
        term *= (n - j) as f64 / (j + 1) as f64 * odds;
        sum += term;
        if term < sum * NEGLIGIBLE {
            break;
        }
    }
    first * sum
}

fn mass(n: usize, k: usize, rate: Rate) -> f64 {
    if k > n {
        return 0.0;
    }
    let Rate { success, failure } = rate;
    let (all, hits, misses) = (n as f64, k as f64, (n - k) as f64);
    if success == 0.0 || failure == 0.0 {
        let certain = if success == 0.0 { k == 0 } else { k == n };
        return f64::from(u8::from(certain));
    }
    // A power of the rarer outcome's complement goes through ln_1p, where 1 − p has already lost the digits of p.
    if k == 0 {
        return (all * log(failure, success)).exp();
    }
    if k == n {
        return (all * log(success, failure)).exp();
    }
    let exponent = stirling_error(n)
        - stirling_error(k)
        - stirling_error(n - k)
        - deviance(hits, all * success)
        - deviance(misses, all * failure);
    (all / (TAU * hits * misses)).sqrt() * exponent.exp()
}

/// The logarithm of a rate, given its complement too.
fn log(rate: f64, complement: f64) -> f64 {
    if complement < 0.5 { (-complement).ln_1p() } else { rate.ln() }
}

/// What Stirling's formula leaves out: `ln n! − ln(√(2πn) (n/e)^n)`, for `n ≥ 1`.
fn stirling_error(n: usize) -> f64 {
    let x = n as f64;
    if n <= EXACT_FACTORIALS {
        let factorial: f64 = (1..=n).map(|i| i as f64).product();
        return factorial.ln() - (x + 0.5) * x.ln() + x - 0.5 * TAU.ln();
    }
    let square = x * x;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / square) / square) / square) / square)
        / x
}

/// `x ln(x / mean) + mean − x`, without the cancellation where the two are close.
fn deviance(x: f64, mean: f64) -> f64 {
    let difference = x - mean;
    if difference.abs() >= 0.1 * (x + mean) {
        return x * (x / mean).ln() - difference;
    }
    let v = difference / (x + mean);
    let (mut sum, mut power, mut odd) = (difference * v, 2.0 * x * v, 1.0);
    // v is below .1, so that a term is less than a hundredth of the one before it.
    loop {
        power *= v * v;
        odd += 2.0;
        let next = sum + power / odd;
        if next == sum {
            return sum;
        }
        sum = next;
    }
}

/// The neighbouring rates between which `holds` turns from false to true (it is monotone).
fn bisect(holds: impl Fn(f64) -> bool) -> (f64, f64) {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for _ in 0..BISECTIONS {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if holds(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    (low, high)
}
