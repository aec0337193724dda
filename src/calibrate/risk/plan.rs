//! How many labels it would take: a figure to plan with, from what the rows at hand look like.

use std::fmt;

use probity_stats::binomial;
use serde::Serialize;

use super::Tally;

/// Beyond so many accepted rows nobody plans.
const MOST_ACCEPTED: usize = 100_000_000;

/// The chance of success that the safer of the two figures is for.
const POWER: f64 = 0.8;

/// How many labelled rows more, drawn as those at hand.
///
/// Figures to plan with, not promises: the risk among the rows at hand is taken for the true one. Testing again once the
/// rows have come is a second look, and spends `delta` a second time; who plans for two looks asks each for half of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Labels {
    /// Enough if they turn out just as the rows at hand did: about an even chance.
    pub even: usize,
    /// Enough with a chance of four in five.
    pub likely: usize,
}

/// Rows needed beyond `rows` until the risk at a threshold with this tally is certified below `target` at `level`.
/// `None` where nothing was accepted, where the observed risk is not below the target, or beyond all reason.
pub(super) fn more_labels(rows: usize, tally: Tally, target: f64, level: f64) -> Option<Labels> {
    let observed = tally.risk();
    if tally.accepted == 0 || observed >= target {
        return None;
    }
    let passes = |accepted, wrong| binomial::cdf(accepted, wrong, target) <= level;
    let even = first(tally.accepted, |accepted| passes(accepted, scaled(accepted, observed)))?;
    let likely = first(even, |accepted| passes(accepted, upper_quantile(accepted, observed)))?;
    let beyond = |accepted: usize| {
        let needed = accepted as f64 * (rows as f64 / tally.accepted as f64);
        (needed.ceil() as usize).saturating_sub(rows).max(1)
    };
    Some(Labels { even: beyond(even), likely: beyond(likely) })
}

/// About the smallest count from `least` on that `suffices`, which holds for all large ones if for any: exactly that
/// where it is monotone, which it is up to the steps between whole numbers. What comes back does suffice.
fn first(least: usize, suffices: impl Fn(usize) -> bool) -> Option<usize> {
    if suffices(least) {
        return Some(least);
    }
    let (mut low, mut high) = (least, least * 2);
    while !suffices(high) {
        if high > MOST_ACCEPTED {
            return None;
        }
        (low, high) = (high, high * 2);
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if suffices(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

/// As many wrong among `accepted` as the observed share makes, in whole ones. The small allowance keeps a product that
/// should be a whole number from being rounded above it.
fn scaled(accepted: usize, observed: f64) -> usize {
    (accepted as f64 * observed - 1e-9).ceil().max(0.0) as usize
}

/// The fewest wrong that are not exceeded with a probability of [`POWER`].
fn upper_quantile(accepted: usize, rate: f64) -> usize {
    let (mut low, mut high) = (0, accepted);
    while low < high {
        let middle = low + (high - low) / 2;
        if binomial::cdf(accepted, middle, rate) >= POWER {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

impl fmt::Display for Labels {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { even, likely } = self;
        if even == likely {
            return write!(to, "about {even} more labelled rows like these");
        }
        write!(to, "about {even} more labelled rows like these ({likely} to be rather sure)")
    }
}
