//! When no further draw could change what is done.
//!
//! The question is not "is the share known well" but "is the *decision* known": with `k` draws in and `m` to come, the
//! Beta-binomial predictive gives the exact probability of each final action under the full budget. Sampling stops when
//! one of them holds at least `1 - epsilon`; curtailment (nothing can change any more) is the case of probability 1.

use crate::{Action, Thresholds};

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// What the confidence at the full budget would mean.
    pub thresholds: Thresholds,
    /// At most so many verification draws.
    pub budget: usize,
    /// The probability of another decision than the full budget's that is put up with, in [0, .5); `None` draws the
    /// full budget always.
    pub epsilon: Option<f64>,
    /// At least so many draws before an uncertain stop.
    pub least: usize,
}

/// What came in so far.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    /// Sum of the agreements of the counted draws, each in [0, 1].
    pub agreed: f64,
    /// Draws that count.
    pub counted: usize,
    /// Draws that failed and will not count.
    pub failed: usize,
    /// Draws that are in flight.
    pub in_flight: usize,
}

/// What to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Enough: this is (all but certainly) the full budget's action. Cancel what is in flight.
    Stop(Action),
    /// Wait for what is in flight.
    Wait,
    /// Start so many more, at once.
    Draw(usize),
}

impl Rule {
    /// How many draws to start with: the fewest that could decide, were they all to agree or all to disagree.
    pub fn first_round(&self) -> usize {
        unimplemented!()
    }

    /// What to do, given what came in.
    pub fn next(&self, tally: &Tally) -> Next {
        unimplemented!("{tally:?}")
    }
}
