//! What was found of an answer, and what is done about it in each mode.

use probity_calibrate::Posterior;
use probity_policy::Action;

use crate::{Cluster, Decision, Mode, OnFailure, Unsupported, Unused};

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Finding {
    /// Not ours to judge after all.
    Passed(&'static str),
    /// The model declined by itself.
    Declined,
    /// It was judged.
    Judged(Judged),
    /// It could not be judged.
    Unchecked(&'static str),
}

/// A judged answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Judged {
    pub(crate) action: Action,
    pub(crate) reason: &'static str,
    /// What the draws say: its mean is the confidence, unless a scorer gave another.
    pub(crate) posterior: Posterior,
    /// The value of another scorer, in [0, 1], where that decides.
    pub(crate) score: Option<f64>,
}

/// All that judging brought to light.
#[derive(Debug)]
pub(crate) struct Trial {
    pub(crate) finding: Finding,
    /// The answer to serve, where it is not the primary's.
    pub(crate) elected: Option<String>,
    /// Agreement with the answer to serve, for each finished draw in the order of arrival, as far as it was judged;
    /// `None` for a draw that could not be read.
    pub(crate) agreements: Vec<Option<f64>>,
    pub(crate) clusters: Option<Vec<Cluster>>,
    /// Of a long answer, the sentences that the draws do not support.
    pub(crate) unsupported: Option<Vec<Unsupported>>,
    /// By name, where a scorer was asked beside agreement.
    pub(crate) scores: Vec<(String, f64)>,
    /// What had no value, and why.
    pub(crate) unused: Vec<Unused>,
}

/// What is done about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ruling {
    pub(crate) decision: Decision,
    pub(crate) reason: &'static str,
    pub(crate) would_be: Option<Decision>,
}

impl Trial {
    pub(crate) fn found(finding: Finding) -> Self {
        Self {
            finding,
            elected: None,
            agreements: Vec::new(),
            clusters: None,
            unsupported: None,
            scores: Vec::new(),
            unused: Vec::new(),
        }
    }

    /// How many of the judged draws could not be read.
    pub(crate) fn unread(&self) -> usize {
        self.agreements.iter().filter(|agreement| agreement.is_none()).count()
    }
}

impl Judged {
    /// The confidence that decided, in [0, 1].
    pub(crate) fn confidence(&self) -> f64 {
        self.score.unwrap_or_else(|| self.posterior.mean())
    }

    /// The interval that holds 95 % of the posterior, where the confidence is its mean.
    pub(crate) fn interval(&self) -> Option<[f64; 2]> {
        let (low, high) = self.posterior.interval(0.95);
        self.score.is_none().then_some([low, high])
    }

    /// Mean agreement of the draws, or the share of a long answer that is supported, in [0, 1].
    pub(crate) fn agreement(&self) -> f64 {
        self.posterior.agreed / self.posterior.counted.max(1) as f64
    }
}

impl Finding {
    /// What is done about it.
    pub(crate) fn ruling(&self, mode: Mode, on_failure: OnFailure) -> Ruling {
        let (enforced, reason) = match self {
            Self::Passed(reason) => return Ruling { decision: Decision::Passed, reason, would_be: None },
            Self::Declined => (Decision::Refused, "model_declined"),
            Self::Judged(judged) => (acted(judged.action), judged.reason),
            Self::Unchecked(reason) => match on_failure {
                OnFailure::Open => (Decision::Unavailable, *reason),
                OnFailure::Closed => (Decision::Refused, "unavailable"),
            },
        };
        if mode == Mode::Enforce {
            return Ruling { decision: enforced, reason, would_be: None };
        }
        let decision = match self {
            Self::Declined | Self::Passed(_) => enforced,
            Self::Judged(_) => Decision::Answered,
            Self::Unchecked(_) => Decision::Unavailable,
        };
        Ruling { decision, reason, would_be: Some(enforced) }
    }
}

fn acted(action: Action) -> Decision {
    match action {
        Action::Answer => Decision::Answered,
        Action::Hedge => Decision::Hedged,
        Action::Refuse => Decision::Refused,
    }
}
