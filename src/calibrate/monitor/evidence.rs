//! Evidence that a mean loss exceeds a target: wealth won by betting against the target, in a mixture of bets that start
//! anew again and again.
//!
//! A bet b multiplies its stake by 1 + b(ℓ − α) with every loss ℓ in [0, 1]. While the mean loss, given the past, is at
//! most α, no bet gains on average, so neither does any mixture of bets, of whatever sizes and starting times, as long
//! as what each of them is given at its start comes out of one purse of 1: the sum is a non-negative supermartingale
//! that starts at 1, and with probability at least 1 − δ it never reaches 1/δ.
//!
//! - *Sizes.* Betting that the true odds of a loss are c times those at the target is best when they are; the purse is
//!   shared among several c.
//! - *Starting times.* Wealth that was lost in good times would have to be won back before a change for the worse shows.
//!   So a part of the purse enters afresh at the beginning of every block of labels, ever smaller parts, which sum to no
//!   more than the purse however long it goes on: block j gets (2.5 (j+1) ln²(j+1))⁻¹. A change in block j then costs
//!   ln j + O(ln ln j) of evidence, not all that was lost before it. That is how a restart stays free of false alarms.

use serde::{Deserialize, Serialize};

/// How many times the odds at the target the bets are on.
const ODDS: [f64; 4] = [1.6, 2.2, 3.2, 6.0];

/// Above the sum of 1 / (n ln² n) from n = 2 on, which is 2.10974…. The sixth of the purse that is never staked is a
/// margin: a count of false alarms among a thousand simulated streams scatters around its mean.
const PARTS: f64 = 2.5;

/// The longest block, for targets next to zero.
const LONGEST_BLOCK: f64 = 1e6;

/// How far a sum may be off after its parts were written down and read again.
const ROUNDING: f64 = 1e-9;

/// The bets against a target.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stakes {
    target: f64,
    bets: [f64; ODDS.len()],
    /// Labels in a block: as many as one loss is to be expected in when all is well.
    block: u64,
}

/// What the labels so far say against the target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Evidence {
    labels: u64,
    wrong: f64,
    /// The wealth of each size of bet, over all its starting times.
    pools: Vec<f64>,
    /// What has not been staked yet.
    purse: f64,
    peak: f64,
}

impl Stakes {
    /// Against a target in (0, 1).
    pub(super) fn against(target: f64) -> Self {
        // Odds c·α/(1−α) are the probability p = cα / (1 − α + cα), and the bet on it is (p − α) / (α(1 − α)).
        let bets = ODDS.map(|odds| (odds - 1.0) / (1.0 - target + odds * target));
        Self { target, bets, block: (1.0 / target).min(LONGEST_BLOCK).ceil() as u64 }
    }

    /// What enters before the label that follows so many others.
    fn entering(&self, labels: u64) -> f64 {
        if !labels.is_multiple_of(self.block) {
            return 0.0;
        }
        let place = (labels / self.block) as f64 + 2.0;
        1.0 / (PARTS * place * place.ln() * place.ln())
    }
}

impl Evidence {
    pub(super) fn new() -> Self {
        Self { labels: 0, wrong: 0.0, pools: vec![0.0; ODDS.len()], purse: 1.0, peak: 1.0 }
    }

    pub(super) fn labels(&self) -> u64 {
        self.labels
    }

    pub(super) fn wrong(&self) -> f64 {
        self.wrong
    }

    /// The wealth now: staked and not.
    pub(super) fn value(&self) -> f64 {
        self.pools.iter().sum::<f64>() + self.purse
    }

    /// The most that it ever was.
    pub(super) fn peak(&self) -> f64 {
        self.peak
    }

    /// Takes in a loss in [0, 1].
    pub(super) fn observe(&mut self, loss: f64, stakes: &Stakes) {
        let entering = stakes.entering(self.labels).min(self.purse);
        self.purse -= entering;
        for (pool, bet) in self.pools.iter_mut().zip(stakes.bets) {
            *pool = (*pool + entering / ODDS.len() as f64) * (1.0 + bet * (loss - stakes.target));
        }
        self.labels += 1;
        self.wrong += loss;
        self.peak = self.peak.max(self.value());
    }

    /// Whether labels could have left this behind: what a damaged file says could otherwise keep an alarm from ever
    /// being raised.
    pub(super) fn is_sound(&self, stakes: &Stakes) -> bool {
        let amounts = self.pools.iter().chain([&self.purse, &self.wrong, &self.peak]);
        self.pools.len() == stakes.bets.len()
            && amounts.copied().all(|amount| amount >= 0.0 && amount.is_finite())
            && self.wrong <= self.labels as f64
            && self.purse <= 1.0
            && self.peak >= 1.0
            && self.peak >= self.value() * (1.0 - ROUNDING)
    }
}
