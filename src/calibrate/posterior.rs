//! What a few draws say of the share that would agree: a Beta posterior under a uniform prior.
//!
//! A raw share of three unanimous draws is 1.0 and ruins the ranking; the posterior mean is .8.

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
        unimplemented!("{level}")
    }

    /// The probability that of `more` further draws at least `needed` agree (Beta-binomial predictive).
    pub fn predictive(self, more: usize, needed: usize) -> f64 {
        unimplemented!("{more}{needed}")
    }
}
