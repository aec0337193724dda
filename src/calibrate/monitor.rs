//! Watching a promise while it is in force: has the share of wrong answers among those that are served exceeded the
//! target?
//!
//! Labels of served answers arrive one at a time, and one looks after every single one. An ordinary test that is looked
//! at forever raises a false alarm sooner or later; here each threshold is watched by an e-process, wealth won by betting
//! against the promise, which stays below 1/δ *for ever* with probability at least 1 − δ while the promise is kept
//! (Ville's inequality; Waudby-Smith and Ramdas 2024, arXiv 2010.09686). An alarm makes the next stricter certified
//! threshold the one in force.
//!
//! All thresholds are watched from the start, each with the labels of answers that it lets through, and each at the full
//! δ. Nothing is lost by that: a threshold comes into force only when every looser one has alarmed, so the first false
//! alarm can only be raised by the loosest of those that keep the promise, and that one does so with probability δ at
//! most. It holds whichever thresholds keep it.
//!
//! Labels must be those of served answers in the order in which they come, whether or not all answers get one; but
//! whether an answer gets a label must not depend on whether it is right.

mod evidence;

use serde::{Deserialize, Serialize};

use self::evidence::{Evidence, Stakes};
use crate::risk::{Certificate, Error, Ladder, Risk};

/// How far a number may be off after it was written down and read again.
const REWRITTEN: f64 = 1e-12;

/// The watch over a ladder of certified thresholds.
#[derive(Debug, Clone, PartialEq)]
pub struct Monitor {
    asked: Risk,
    stakes: Stakes,
    /// The loosest first: the order in which they come into force.
    watches: Vec<Watch>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Watch {
    threshold: f64,
    evidence: Evidence,
}

/// What to write down so that a monitor goes on where it stopped. A program that starts again with a fresh monitor
/// instead gives every start a chance of δ of its own to alarm falsely.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    asked: Risk,
    watches: Vec<Watch>,
}

/// A threshold no longer keeps the promise.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Alarm {
    /// How it stands with the threshold that was in force.
    pub failed: Standing,
    /// The threshold that is in force now: the next stricter one that has not alarmed. `None` when there is none left,
    /// and no answer can be served under the promise.
    pub fallback: Option<f64>,
}

/// How it stands with one threshold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Standing {
    /// The threshold.
    pub threshold: f64,
    /// How many labels of answers that it lets through have been seen; after its alarm, until then.
    pub labels: u64,
    /// The sum of their losses: how many were wrong.
    pub wrong: f64,
    /// The evidence against the promise, at least 0; 1 says nothing. After its alarm, as it was then.
    pub evidence: f64,
    /// Whether it has alarmed. There is no way back: a false alarm would otherwise get a second chance.
    pub alarmed: bool,
}

impl Monitor {
    /// The watch over what was certified, at the risk that was asked for.
    ///
    /// # Errors
    /// A risk outside its range.
    pub fn of(certificate: &Certificate) -> Result<Self, Error> {
        Self::new(&Ladder::new(certificate.thresholds())?, certificate.asked)
    }

    /// The watch over these thresholds; the loosest is in force first.
    ///
    /// # Errors
    /// A risk outside its range.
    pub fn new(thresholds: &Ladder, risk: Risk) -> Result<Self, Error> {
        let asked = risk.checked()?;
        let loosest_first = thresholds.thresholds().iter().rev();
        let watches = loosest_first.map(|&threshold| Watch { threshold, evidence: Evidence::new() }).collect();
        Ok(Self { asked, stakes: Stakes::against(asked.target), watches })
    }

    /// The threshold in force; `None` when every one has alarmed.
    pub fn threshold(&self) -> Option<f64> {
        self.watches.iter().find(|watch| !self.alarmed(watch)).map(|watch| watch.threshold)
    }

    /// Takes in the label of a served answer: the score that it was served with, and its loss: 1 if it is wrong, 0 if it
    /// is right, or what lies between where a judge is unsure.
    ///
    /// An alarm comes back when the threshold in force fails with this label.
    ///
    /// # Errors
    /// A score that is NaN, or a loss outside [0, 1]; nothing is taken in then. Their row is 0.
    pub fn observe(&mut self, score: f64, loss: f64) -> Result<Option<Alarm>, Error> {
        if score.is_nan() {
            return Err(Error::Score { row: 0, value: score });
        }
        if !(0.0..=1.0).contains(&loss) {
            return Err(Error::Loss { row: 0, value: loss, most: 1.0 });
        }
        let in_force = self.watches.iter().position(|watch| !self.alarmed(watch));
        let limit = self.limit();
        for watch in self.watches.iter_mut().filter(|watch| score >= watch.threshold) {
            if watch.evidence.peak() < limit {
                watch.evidence.observe(loss, &self.stakes);
            }
        }
        let failed = in_force.map(|place| self.standing(&self.watches[place])).filter(|standing| standing.alarmed);
        Ok(failed.map(|failed| Alarm { failed, fallback: self.threshold() }))
    }

    /// How it stands with every threshold, the loosest first.
    pub fn standings(&self) -> Vec<Standing> {
        self.watches.iter().map(|watch| self.standing(watch)).collect()
    }

    /// Its state, to be written down.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot { asked: self.asked, watches: self.watches.clone() }
    }

    /// Goes on from a state that was written down by a monitor over the same thresholds, at the same risk.
    ///
    /// # Errors
    /// Other thresholds, another risk, or a state that no monitor can be in.
    pub fn resume(mut self, snapshot: Snapshot) -> Result<Self, Error> {
        let foreign = |reason| Err(Error::Foreign { reason });
        let Risk { target, delta } = snapshot.asked;
        if (target - self.asked.target).abs() > REWRITTEN || (delta - self.asked.delta).abs() > REWRITTEN {
            return foreign("the risk differs");
        }
        let pairs = || self.watches.iter().zip(&snapshot.watches);
        let same = pairs().all(|(here, there)| (here.threshold - there.threshold).abs() <= REWRITTEN);
        if snapshot.watches.len() != self.watches.len() || !same {
            return foreign("the thresholds differ");
        }
        if !snapshot.watches.iter().all(|watch| watch.evidence.is_sound(&self.stakes)) {
            return foreign("its evidence is none that labels could have left");
        }
        for (here, there) in self.watches.iter_mut().zip(snapshot.watches) {
            here.evidence = there.evidence;
        }
        Ok(self)
    }

    /// The evidence at which a threshold alarms.
    fn limit(&self) -> f64 {
        1.0 / self.asked.delta
    }

    fn alarmed(&self, watch: &Watch) -> bool {
        watch.evidence.peak() >= self.limit()
    }

    fn standing(&self, watch: &Watch) -> Standing {
        Standing {
            threshold: watch.threshold,
            labels: watch.evidence.labels(),
            wrong: watch.evidence.wrong(),
            evidence: watch.evidence.value(),
            alarmed: self.alarmed(watch),
        }
    }
}
