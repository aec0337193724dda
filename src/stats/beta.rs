//! The Beta family: the regularised incomplete beta function, Beta quantiles, Beta-binomial tails.
//!
//! They answer what a few draws say of a share (Beta posterior) and of the draws to come (Beta-binomial predictive).

use statrs::function::{beta, gamma};

/// Bisections after which an interval of width 1 is narrower than the spacing of doubles anywhere that matters.
const BISECTIONS: usize = 200;

/// The natural logarithm of the gamma function at `x > 0`; infinite at 0, not a number below it.
pub fn ln_gamma(x: f64) -> f64 {
    if x.is_nan() || x < 0.0 {
        return f64::NAN;
    }
    if x == 0.0 {
        return f64::INFINITY;
    }
    gamma::ln_gamma(x)
}

/// The natural logarithm of the beta function, for `a > 0` and `b > 0`; not a number otherwise.
pub fn ln_beta(a: f64, b: f64) -> f64 {
    if is_shape(a, b) { ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b) } else { f64::NAN }
}

/// The regularised incomplete beta function `I_x(a, b)`: the probability that a Beta(a, b) variable is at most `x`.
///
/// `x` is taken into [0, 1]. Not a number unless `a > 0` and `b > 0` are finite and `x` is a number.
///
/// Right to 1e-9 while `a + b` is at most 100,000; at a million it is off by 1e-3, as the continued fraction behind it
/// is cut short. For whole counts of that size use [`crate::binomial`].
pub fn regularised(x: f64, a: f64, b: f64) -> f64 {
    if !is_shape(a, b) || x.is_nan() {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    beta::checked_beta_reg(a, b, x).map_or(f64::NAN, |p| p.clamp(0.0, 1.0))
}

/// The Beta(a, b) quantile: the `x` in [0, 1] below which a share `p` of the probability lies.
///
/// Found by bisection of [`regularised`], which is monotone, so it cannot stray. Not a number where that is none, or
/// where `p` is outside [0, 1].
pub fn quantile(p: f64, a: f64, b: f64) -> f64 {
    if !is_shape(a, b) || !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return p;
    }
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for _ in 0..BISECTIONS {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if regularised(middle, a, b) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// The Beta-binomial probabilities of 0, 1, …, `n` successes in `n` trials whose rate is Beta(a, b).
///
/// By the ratio of neighbouring terms, `P(x+1) / P(x) = (n−x)(a+x) / ((x+1)(b+n−x−1))`, scaled by the largest and then
/// normalised: they sum to 1 however large `n`, `a` and `b` are. Not numbers unless `a > 0` and `b > 0` are finite.
pub fn binomial_probabilities(n: usize, a: f64, b: f64) -> Vec<f64> {
    if !is_shape(a, b) {
        return vec![f64::NAN; n + 1];
    }
    let mut logs = Vec::with_capacity(n + 1);
    let mut log = 0.0_f64;
    logs.push(log);
    for x in 0..n {
        let (done, left) = (x as f64, (n - x) as f64);
        log += (left * (a + done)).ln() - ((done + 1.0) * (b + left - 1.0)).ln();
        logs.push(log);
    }
    let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut weights: Vec<f64> = logs.into_iter().map(|log| (log - largest).exp()).collect();
    let total: f64 = weights.iter().sum();
    for weight in &mut weights {
        *weight /= total;
    }
    weights
}

/// The Beta-binomial upper tail: the probability of at least `k` successes in `n` trials whose rate is Beta(a, b).
///
/// Not a number unless `a > 0` and `b > 0` are finite.
pub fn binomial_upper_tail(n: usize, k: usize, a: f64, b: f64) -> f64 {
    if !is_shape(a, b) {
        return f64::NAN;
    }
    if k == 0 {
        return 1.0;
    }
    if k > n {
        return 0.0;
    }
    // Smallest terms first loses least to rounding where the tail is thin.
    let tail: f64 = binomial_probabilities(n, a, b)[k..].iter().rev().sum();
    tail.clamp(0.0, 1.0)
}

fn is_shape(a: f64, b: f64) -> bool {
    a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn close(got: f64, want: f64, tolerance: f64) {
        assert!((got - want).abs() <= tolerance * want.abs().max(1e-3), "got {got}, want {want}");
    }

    #[test]
    fn log_gamma_takes_its_known_values() {
        close(ln_gamma(0.5), std::f64::consts::PI.sqrt().ln(), 1e-13);
        close(ln_gamma(10.0), 362_880_f64.ln(), 1e-13);
        close(ln_gamma(100.0), 359.134_205_369_575_4, 1e-13);
        assert_eq!(ln_gamma(0.0), f64::INFINITY);
        assert!(ln_gamma(-1.5).is_nan());
    }

    #[test]
    fn incomplete_beta_takes_its_known_values() {
        // Closed forms: I_x(1, b) = 1 - (1-x)^b; I_x(a, 1) = x^a; I_x(2, 3) = 6x² - 8x³ + 3x⁴; arcsine law.
        for x in [0.01, 0.2, 0.5, 0.7, 0.99_f64] {
            close(regularised(x, 1.0, 4.5), 1.0 - (1.0 - x).powf(4.5), 1e-12);
            close(regularised(x, 3.5, 1.0), x.powf(3.5), 1e-12);
            close(regularised(x, 2.0, 3.0), 6.0 * x.powi(2) - 8.0 * x.powi(3) + 3.0 * x.powi(4), 1e-12);
            close(regularised(x, 0.5, 0.5), 2.0 / std::f64::consts::PI * x.sqrt().asin(), 1e-11);
        }
        assert_eq!(regularised(-1.0, 2.0, 2.0), 0.0);
        assert_eq!(regularised(2.0, 2.0, 2.0), 1.0);
        assert!(regularised(0.5, 0.0, 2.0).is_nan());
        assert!(regularised(f64::NAN, 1.0, 2.0).is_nan());
    }

    #[test]
    fn quantiles_take_their_known_values() {
        close(quantile(0.5, 3.0, 3.0), 0.5, 1e-12);
        close(quantile(0.25, 1.0, 1.0), 0.25, 1e-12);
        close(quantile(0.05, 6.0, 1.0), 0.05_f64.powf(1.0 / 6.0), 1e-12);
        // The one-sided 95 % Clopper–Pearson bound after no errors in 58 trials is 5.03 %.
        close(quantile(0.95, 1.0, 58.0), 1.0 - 0.05_f64.powf(1.0 / 58.0), 1e-12);
        assert_eq!(quantile(0.0, 2.0, 5.0), 0.0);
        assert_eq!(quantile(1.0, 2.0, 5.0), 1.0);
        assert!(quantile(1.5, 2.0, 5.0).is_nan());
    }

    #[test]
    fn beta_binomial_takes_its_known_values() {
        // Under a uniform prior every count is as likely as any other.
        for p in binomial_probabilities(19, 1.0, 1.0) {
            close(p, 0.05, 1e-12);
        }
        // After three agreements of three: P(both of two more agree) = 4/5 · 5/6.
        close(binomial_upper_tail(2, 2, 4.0, 1.0), 2.0 / 3.0, 1e-12);
        close(binomial_upper_tail(2, 1, 4.0, 1.0), 1.0 - (1.0 / 5.0) * (2.0 / 6.0), 1e-12);
        assert_eq!(binomial_upper_tail(5, 0, 2.0, 2.0), 1.0);
        assert_eq!(binomial_upper_tail(5, 6, 2.0, 2.0), 0.0);
        assert_eq!(binomial_upper_tail(0, 1, 2.0, 2.0), 0.0);
    }

    proptest! {
        #[test]
        fn incomplete_beta_is_symmetric_and_monotone(
            x in 0.0..1.0_f64, step in 0.0..0.2_f64, a in 0.2..60.0_f64, b in 0.2..60.0_f64,
        ) {
            let here = regularised(x, a, b);
            prop_assert!((here + regularised(1.0 - x, b, a) - 1.0).abs() < 1e-9);
            prop_assert!(regularised(x + step, a, b) >= here - 1e-12);
        }

        #[test]
        fn quantile_undoes_the_distribution(p in 0.001..0.999_f64, a in 0.5..80.0_f64, b in 0.5..80.0_f64) {
            prop_assert!((regularised(quantile(p, a, b), a, b) - p).abs() < 1e-9);
        }

        #[test]
        fn beta_binomial_agrees_with_the_gamma_formula(
            n in 1_usize..60, share in 0.0..=1.0_f64, a in 0.2..60.0_f64, b in 0.2..60.0_f64,
        ) {
            let probabilities = binomial_probabilities(n, a, b);
            prop_assert!((probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            let x = (share * n as f64) as usize;
            let (successes, failures) = (x as f64, (n - x) as f64);
            let choose = ln_gamma(n as f64 + 1.0) - ln_gamma(successes + 1.0) - ln_gamma(failures + 1.0);
            let want = (choose + ln_beta(a + successes, b + failures) - ln_beta(a, b)).exp();
            prop_assert!((probabilities[x] - want).abs() < 1e-10, "{} {want}", probabilities[x]);
        }

        #[test]
        fn beta_binomial_tails_are_whole_and_monotone(n in 0_usize..200, a in 0.01..500.0_f64, b in 0.01..500.0_f64) {
            let mut last = 1.0;
            for k in 0..=n + 1 {
                let tail = binomial_upper_tail(n, k, a, b);
                prop_assert!((0.0..=1.0).contains(&tail) && tail <= last + 1e-12);
                // Fewer than k successes with a rate of Beta(a, b) are more than n - k failures with one of Beta(b, a).
                let other = binomial_upper_tail(n, (n + 1).saturating_sub(k), b, a);
                prop_assert!((tail + other - 1.0).abs() < 1e-9);
                last = tail;
            }
        }
    }
}
