//! The derivatives of ln Γ, for positive arguments, to about 1e-14: up by recurrence, then the asymptotic series.

/// From here on the series is exact to the last digits.
const FAR: f64 = 12.0;

/// ψ, the first derivative of ln Γ.
pub(crate) fn digamma(mut x: f64) -> f64 {
    let mut below = 0.0;
    while x < FAR {
        below += 1.0 / x;
        x += 1.0;
    }
    let r = 1.0 / (x * x);
    let series = r * (1.0 / 12.0 - r * (1.0 / 120.0 - r * (1.0 / 252.0 - r * (1.0 / 240.0 - r * (1.0 / 132.0)))));
    x.ln() - 0.5 / x - series - below
}

/// ψ′, the second.
pub(crate) fn trigamma(mut x: f64) -> f64 {
    let mut below = 0.0;
    while x < FAR {
        below += 1.0 / (x * x);
        x += 1.0;
    }
    let r = 1.0 / (x * x);
    let series = r * (1.0 / 6.0 - r * (1.0 / 30.0 - r * (1.0 / 42.0 - r * (1.0 / 30.0 - r * (5.0 / 66.0)))));
    (1.0 + 0.5 / x + series) / x + below
}
