//! When no further draw could change what is done.
//!
//! The question is not "is the share known well" but "is the *decision* known": with `k` draws in and `m` to come, the
//! Beta-binomial predictive gives the exact probability of each final action under the full budget. Sampling stops when
//! one of them holds at least `1 - epsilon`; curtailment (nothing can change any more) is the case of probability 1.
//!
//! An agreement lies in [0, 1], so the final sum lies between what is in and what is in plus the draws to come: the
//! certain stop is exact for soft agreements too. The uncertain stop takes each draw to come as agreeing or not.

use probity_calibrate::Posterior;

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
    /// How many draws to start with: the fewest that could decide, were they all to agree or all to disagree. At least
    /// one wherever the budget allows one, so that what is reported was measured.
    pub fn first_round(&self) -> usize {
        self.fewest(Posterior { agreed: 0.0, counted: 0 }, self.budget)
    }

    /// What to do, given what came in. A failed draw lowers the budget: what is missing is missing.
    pub fn next(&self, tally: &Tally) -> Next {
        let seen = Posterior { agreed: tally.agreed, counted: tally.counted };
        let budget = self.budget.saturating_sub(tally.failed);
        if let Some(action) = self.settled(seen, budget) {
            return Next::Stop(action);
        }
        let unstarted = budget.saturating_sub(tally.counted + tally.in_flight);
        match self.fewest(seen, budget).saturating_sub(tally.in_flight).min(unstarted) {
            0 => Next::Wait,
            more => Next::Draw(more),
        }
    }

    /// The least and the most that the full budget could lead to: the actions of no agreement and of full agreement.
    /// A budget too small for a threshold shows here, before anything is served.
    pub fn reach(&self) -> (Action, Action) {
        let none = Posterior { agreed: 0.0, counted: self.budget };
        let all = Posterior { agreed: self.budget as f64, counted: self.budget };
        (self.thresholds.action(none.mean()), self.thresholds.action(all.mean()))
    }

    /// The fewest further draws that could settle it, were they all to agree or all to disagree.
    fn fewest(&self, seen: Posterior, budget: usize) -> usize {
        let left = budget.saturating_sub(seen.counted);
        let could_settle = |more: usize| {
            let counted = seen.counted + more;
            let agreeing = Posterior { agreed: seen.agreed + more as f64, counted };
            let disagreeing = Posterior { agreed: seen.agreed, counted };
            self.settled(agreeing, budget).is_some() || self.settled(disagreeing, budget).is_some()
        };
        (1..=left).find(|&more| could_settle(more)).unwrap_or(left)
    }

    /// The action of the full budget, where it is known well enough.
    fn settled(&self, seen: Posterior, budget: usize) -> Option<Action> {
        let left = budget.saturating_sub(seen.counted);
        if left == 0 {
            return Some(self.thresholds.action(seen.mean()));
        }
        let epsilon = self.epsilon?;
        if seen.counted == 0 {
            return None;
        }
        let final_action =
            |more: f64| self.thresholds.action(Posterior { agreed: seen.agreed + more, counted: budget }.mean());
        let (lowest, highest) = (final_action(0.0), final_action(left as f64));
        if lowest == highest {
            return Some(lowest);
        }
        if epsilon <= 0.0 || seen.counted < self.least {
            return None;
        }
        let mut probabilities = [(Action::Refuse, 0.0), (Action::Hedge, 0.0), (Action::Answer, 0.0)];
        for (more, probability) in seen.predictives(left).into_iter().enumerate() {
            let action = final_action(more as f64);
            for entry in probabilities.iter_mut().filter(|entry| entry.0 == action) {
                entry.1 += probability;
            }
        }
        probabilities.into_iter().find(|entry| entry.1 >= 1.0 - epsilon).map(|entry| entry.0)
    }
}
