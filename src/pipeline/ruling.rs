//! What was found of an answer, and what is done about it in each mode.

use probity_calibrate::Posterior;
use probity_policy::Action;

use crate::{Cluster, Decision, Mode, OnFailure};

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
    pub(crate) posterior: Posterior,
}

/// All that judging brought to light.
#[derive(Debug)]
pub(crate) struct Trial {
    pub(crate) finding: Finding,
    /// The answer to serve, where it is not the primary's.
    pub(crate) elected: Option<String>,
    /// Agreement with the answer to serve, for each finished draw in the order of arrival, as far as it was judged.
    pub(crate) agreements: Vec<f64>,
    pub(crate) clusters: Option<Vec<Cluster>>,
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
        Self { finding, elected: None, agreements: Vec::new(), clusters: None }
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
