//! What a few draws say of the share that would agree: a Beta posterior under a uniform prior.
//!
//! A raw share of three unanimous draws is 1.0 and ruins the ranking; the posterior mean is .8.

use probity_stats::beta;

/// Agreement seen so far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Posterior {
    /// Sum of the (soft) agreements, in `[0, counted]`.
    pub agreed: f64,
    /// Draws that were counted.
    pub counted: usize,
}

impl Posterior {
    /// The posterior mean `(agreed + 1) / (counted + 2)`, in (0, 1).
    pub fn mean(self) -> f64 {
        (self.agreed + 1.0) / (self.counted as f64 + 2.0)
    }

    /// The equal-tailed credible interval that holds `level` (in (0, 1)) of the posterior.
    pub fn interval(self, level: f64) -> (f64, f64) {
        let (a, b) = self.shape();
        let outside = 0.5 * (1.0 - level.clamp(0.0, 1.0));
        (beta::quantile(outside, a, b), beta::quantile(1.0 - outside, a, b))
    }

    /// The probability that of `more` further draws at least `needed` agree (Beta-binomial predictive).
    pub fn predictive(self, more: usize, needed: usize) -> f64 {
        let (a, b) = self.shape();
        beta::binomial_upper_tail(more, needed, a, b)
    }

    /// The probabilities that of `more` further draws 0, 1, …, `more` agree (Beta-binomial predictive).
    pub fn predictives(self, more: usize) -> Vec<f64> {
        let (a, b) = self.shape();
        beta::binomial_probabilities(more, a, b)
    }

    /// The parameters of the Beta posterior. Sums that rounding took out of their range are put back into it.
    fn shape(self) -> (f64, f64) {
        let counted = self.counted as f64;
        let agreed = self.agreed.clamp(0.0, counted);
        (agreed + 1.0, counted - agreed + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_mean_of_few_draws_is_modest() {
        assert_eq!(Posterior { agreed: 0.0, counted: 0 }.mean(), 0.5);
        assert_eq!(Posterior { agreed: 3.0, counted: 3 }.mean(), 0.8);
        assert_eq!(Posterior { agreed: 0.0, counted: 3 }.mean(), 0.2);
        assert_eq!(Posterior { agreed: 1.5, counted: 3 }.mean(), 0.5);
    }

    #[test]
    fn the_interval_has_its_known_values() {
        let (low, high) = Posterior { agreed: 5.0, counted: 5 }.interval(0.9);
        assert!((low - 0.05_f64.powf(1.0 / 6.0)).abs() < 1e-12);
        assert!((high - 0.95_f64.powf(1.0 / 6.0)).abs() < 1e-12);
        let (low, high) = Posterior { agreed: 0.0, counted: 0 }.interval(0.9);
        assert!((low - 0.05).abs() < 1e-12 && (high - 0.95).abs() < 1e-12);
    }

    #[test]
    fn the_predictive_is_laplace_s_rule_for_one_draw() {
        let posterior = Posterior { agreed: 2.5, counted: 4 };
        assert!((posterior.predictive(1, 1) - posterior.mean()).abs() < 1e-12);
        assert_eq!(posterior.predictive(4, 0), 1.0);
        assert_eq!(posterior.predictive(4, 5), 0.0);
    }

    #[test]
    fn a_sum_that_rounding_took_out_of_range_still_has_an_interval() {
        let (low, high) = Posterior { agreed: 3.000_000_000_001, counted: 3 }.interval(0.9);
        assert!(low.is_finite() && high.is_finite() && low < high);
    }

    proptest! {
        #[test]
        fn the_interval_brackets_the_mean_and_narrows(counted in 1_usize..60, share in 0.0..=1.0_f64) {
            let posterior = Posterior { agreed: share * counted as f64, counted };
            let (low, high) = posterior.interval(0.9);
            prop_assert!(0.0 <= low && low < posterior.mean() && posterior.mean() < high && high <= 1.0);
            let four = Posterior { agreed: 4.0 * posterior.agreed, counted: 4 * counted };
            let (lower, higher) = four.interval(0.9);
            prop_assert!(higher - lower < high - low);
        }

        #[test]
        fn the_predictive_keeps_the_mean(counted in 0_usize..30, share in 0.0..=1.0_f64, more in 1_usize..30) {
            // The mean is a martingale: what one expects to believe later is what one believes now.
            let now = Posterior { agreed: share * counted as f64, counted };
            let later: f64 = now
                .predictives(more)
                .iter()
                .enumerate()
                .map(|(x, p)| p * Posterior { agreed: now.agreed + x as f64, counted: counted + more }.mean())
                .sum();
            prop_assert!((later - now.mean()).abs() < 1e-10);
        }
    }
}
