//! Logistic regression on one or two features, by Newton's method: what Platt's and the beta map are fitted with.

use crate::levels::{Level, totals};

/// A pull towards no slope at all, so weak that it settles only what the rows leave open (features that say the same).
const RIDGE: f64 = 1e-9;

/// Newton's method needs some ten; more only where rows leave next to everything open.
const STEPS: usize = 100;

/// A step of no more than this, in standardised coefficients, changes nothing any more.
const SETTLED: f64 = 1e-11;

/// Two losses nearer than this differ by rounding alone.
const ROUNDING: f64 = 1e-14;

/// A level as the regression sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) features: [f64; 2],
    /// The share right that is aimed at, in (0, 1).
    pub(crate) target: f64,
    pub(crate) weight: f64,
}

/// `σ(coefficients · features + intercept)`, and what it lost on the rows: the mean cross-entropy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Fit {
    pub(crate) coefficients: [f64; 2],
    pub(crate) intercept: f64,
    pub(crate) loss: f64,
}

/// How a feature was standardised; a scale of 0 takes it out.
#[derive(Debug, Clone, Copy)]
struct Standard {
    mean: f64,
    scale: f64,
}

/// A row, standardised, its weights summing to 1 over all rows.
struct Seen {
    x: [f64; 3],
    target: f64,
    share: f64,
}

/// `1 / (1 + exp(−z))`, without overflow.
pub(crate) fn sigmoid(z: f64) -> f64 {
    if z >= 0.0 {
        1.0 / (1.0 + (-z).exp())
    } else {
        let e = z.exp();
        e / (1.0 + e)
    }
}

/// The shares right that Platt aims at instead of 0 and 1, so that no fit is certain: (N₊ + 1) / (N₊ + 2) for what was
/// right, 1 / (N₋ + 2) for what was wrong, mixed level by level (Platt 1999, §2.2).
pub(crate) fn targets(levels: &[Level]) -> impl Iterator<Item = f64> + '_ {
    let (rows, right) = totals(levels);
    let (high, low) = ((right + 1.0) / (right + 2.0), 1.0 / (rows - right + 2.0));
    levels.iter().map(move |level| (level.right * high + (level.rows - level.right) * low) / level.rows)
}

/// The fit with the features named in `used`, the others having no part in it.
pub(crate) fn fit(rows: &[Row], used: [bool; 2]) -> Fit {
    let all: f64 = rows.iter().map(|row| row.weight).sum();
    let standards = [0, 1].map(|i| if used[i] { standard(rows, i, all) } else { Standard { mean: 0.0, scale: 0.0 } });
    let seen: Vec<Seen> = rows.iter().map(|row| see(row, &standards, all)).collect();
    let (theta, loss) = newton(&seen);
    let coefficients = [0, 1].map(|i| theta[i] * standards[i].scale);
    let shift: f64 = (0..2).map(|i| coefficients[i] * standards[i].mean).sum();
    Fit { coefficients, intercept: theta[2] - shift, loss }
}

fn standard(rows: &[Row], i: usize, all: f64) -> Standard {
    let mean = rows.iter().map(|row| row.weight * row.features[i]).sum::<f64>() / all;
    let variance = rows.iter().map(|row| row.weight * (row.features[i] - mean).powi(2)).sum::<f64>() / all;
    // Not by the variance, which rounding may keep off 0.
    let is_constant = rows.windows(2).all(|pair| pair[0].features[i] == pair[1].features[i]);
    Standard { mean, scale: if is_constant { 0.0 } else { variance.sqrt().recip() } }
}

fn see(row: &Row, standards: &[Standard; 2], all: f64) -> Seen {
    let [a, b] = [0, 1].map(|i| (row.features[i] - standards[i].mean) * standards[i].scale);
    Seen { x: [a, b, 1.0], target: row.target, share: row.weight / all }
}

/// From no slope and the overall share, down the convex loss; a step that would go up is halved.
fn newton(rows: &[Seen]) -> ([f64; 3], f64) {
    let mean: f64 = rows.iter().map(|row| row.share * row.target).sum();
    let mut theta = [0.0, 0.0, (mean / (1.0 - mean)).ln()];
    let mut loss = loss_at(rows, &theta);
    for _ in 0..STEPS {
        let step = solve(curvature(rows, &theta), slope(rows, &theta));
        let size = step.iter().fold(0.0_f64, |most, part| most.max(part.abs()));
        let halvings = (0..40).map(|k| 0.5_f64.powi(k));
        let mut tried = halvings.map(|scale| {
            let next = [0, 1, 2].map(|i| theta[i] - scale * step[i]);
            (next, loss_at(rows, &next))
        });
        let Some((next, lower)) = tried.find(|(_, lower)| *lower <= loss + ROUNDING) else { break };
        (theta, loss) = (next, lower);
        if size <= SETTLED {
            break;
        }
    }
    (theta, loss)
}

fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn loss_at(rows: &[Seen], theta: &[f64; 3]) -> f64 {
    let cross: f64 = rows
        .iter()
        .map(|row| {
            let z = dot(&row.x, theta);
            row.share * (z.max(0.0) + (-z.abs()).exp().ln_1p() - row.target * z)
        })
        .sum();
    cross + 0.5 * RIDGE * (theta[0].powi(2) + theta[1].powi(2))
}

fn slope(rows: &[Seen], theta: &[f64; 3]) -> [f64; 3] {
    let mut slope = [RIDGE * theta[0], RIDGE * theta[1], 0.0];
    for row in rows {
        let error = row.share * (sigmoid(dot(&row.x, theta)) - row.target);
        for (sum, x) in slope.iter_mut().zip(row.x) {
            *sum += error * x;
        }
    }
    slope
}

fn curvature(rows: &[Seen], theta: &[f64; 3]) -> [[f64; 3]; 3] {
    let mut curvature = [[RIDGE, 0.0, 0.0], [0.0, RIDGE, 0.0], [0.0, 0.0, RIDGE]];
    for row in rows {
        let p = sigmoid(dot(&row.x, theta));
        let weight = row.share * p * (1.0 - p);
        for (sums, x) in curvature.iter_mut().zip(row.x) {
            for (sum, y) in sums.iter_mut().zip(row.x) {
                *sum += weight * x * y;
            }
        }
    }
    curvature
}

/// Solves a symmetric positive definite system by elimination: no pivot can be 0.
fn solve(mut a: [[f64; 3]; 3], mut b: [f64; 3]) -> [f64; 3] {
    for i in 0..3 {
        for j in i + 1..3 {
            let factor = a[j][i] / a[i][i];
            let above = a[i];
            for (left, up) in a[j].iter_mut().zip(above) {
                *left -= factor * up;
            }
            b[j] -= factor * b[i];
        }
    }
    let z = b[2] / a[2][2];
    let y = (b[1] - a[1][2] * z) / a[1][1];
    let x = (b[0] - a[0][1] * y - a[0][2] * z) / a[0][0];
    [x, y, z]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(x: f64, target: f64) -> Row {
        Row { features: [x, 0.0], target, weight: 1.0 }
    }

    #[test]
    fn two_points_are_met_exactly() {
        let found = fit(&[row(0.0, 0.25), row(2.0, 0.75)], [true, false]);
        let at = |x: f64| sigmoid(found.coefficients[0] * x + found.intercept);
        assert!((at(0.0) - 0.25).abs() < 1e-7 && (at(2.0) - 0.75).abs() < 1e-7, "{found:?}");
    }

    #[test]
    fn a_feature_that_says_nothing_has_no_slope() {
        let found = fit(&[row(0.5, 0.2), row(0.5, 0.6)], [true, false]);
        assert_eq!(found.coefficients, [0.0, 0.0]);
        assert!((sigmoid(found.intercept) - 0.4).abs() < 1e-12);
    }

    #[test]
    fn neighbouring_scores_do_not_blow_up() {
        let found = fit(&[row(0.5, 0.01), row(0.5 + 1e-9, 0.99)], [true, false]);
        assert!(found.coefficients[0].is_finite() && found.intercept.is_finite());
        assert!(sigmoid(found.coefficients[0] * 0.5 + found.intercept) < 0.02);
    }

    #[test]
    fn the_sigmoid_does_not_overflow() {
        assert_eq!((sigmoid(1e9), sigmoid(-1e9), sigmoid(0.0)), (1.0, 0.0, 0.5));
    }
}
