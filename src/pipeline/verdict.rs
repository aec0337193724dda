//! What the client sees of a verdict: headers and the `probity` object.

use std::collections::BTreeMap;

use probity_calibrate::Calibration;
use serde::Serialize;

use crate::{Extension, Mode, Plan, Unused};

/// What was done with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// Answered as it is.
    Answered,
    /// Answered with a statement of how unsure it is.
    Hedged,
    /// Refused, saying how unsure it is; or the model itself declined.
    Refused,
    /// Not ours to judge, passed untouched.
    Passed,
    /// Could not be checked.
    Unavailable,
}

/// The `probity` object. What does not apply is absent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// The request's id.
    pub request_id: String,
    /// The mode in force.
    pub mode: Mode,
    /// What was done.
    pub decision: Decision,
    /// Why, in a stable word: `agreement`, `deadline` (decided, or not, with what was in when time was up), `quorum`
    /// (too few draws), `support` (a long answer, judged sentence by sentence), `scorer` (another scorer decided),
    /// `judge_failed`, `unreadable` (no judge can read the answer), `unavailable` (could not be checked, where
    /// `on_failure` says to refuse that), `model_declined`, `empty_answer`, `off`, `not_judged` (went out before it was
    /// judged), or a reason of [`probity_policy::Pass::name`].
    pub reason: &'static str,
    /// What `enforce` would have done, in the modes that change no word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would_be: Option<Decision>,
    /// Posterior mean of being right, in (0, 1), where it was judged; a scorer's value, in [0, 1], where one decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// The equal-tailed interval that holds 95 % of the posterior; a scorer's value has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence_interval: Option<[f64; 2]>,
    /// Mean agreement of the judged draws with the served answer, or the share of a long answer, by length, that they
    /// support; in [0, 1].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<f64>,
    /// Verification draws started.
    pub draws_started: usize,
    /// Verification draws that finished with an answer.
    pub draws_finished: usize,
    /// Verification draws that failed.
    pub draws_failed: usize,
    /// Verification draws that were cancelled in flight, their answers not being needed any more.
    pub draws_cancelled: usize,
    /// Verification draws of the budget that were never started or were cancelled.
    pub draws_saved: usize,
    /// Verification draws that finished and could not be read beside the served answer: as good as failed.
    #[serde(skip_serializing_if = "is_none")]
    pub draws_unreadable: usize,
    /// Signals by name, in [0, 1], where one was asked beside agreement.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub scores: BTreeMap<String, f64>,
    /// Signals, or parts of a blend, that had no value, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unused: Vec<Unused>,
    /// The sentences of a long answer that the draws do not support, in their order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unsupported: Option<Vec<Unsupported>>,
    /// The answers by meaning, the served one and the judged draws, largest first. Pairs that no decision needed are
    /// told by their words, so that what is only shown costs nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clusters: Option<Vec<Cluster>>,
    /// Tokens paid over all draws, the primary's among them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens_paid: Option<Tokens>,
    /// Whether part of the tokens is an estimate: draws that are cancelled report no usage.
    pub tokens_estimated: bool,
    /// The version of the map from agreement to confidence; `uncalibrated` where there is none.
    pub calibration: String,
    /// Milliseconds that probity itself took (judging, deciding, rewriting), no draw being waited for.
    pub overhead_ms: f64,
    /// Milliseconds from the request's arrival to its verdict.
    pub elapsed_ms: f64,
}

/// Answers that mean the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cluster {
    /// Its first answer, in short; absent under `extension = "summary"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// How many answers it holds.
    pub count: usize,
    /// Whether the served answer is one of them.
    pub served: bool,
}

/// A sentence of a long answer that the draws do not support.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Unsupported {
    /// The sentence; absent under `extension = "summary"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence: Option<String>,
    /// Its mean support over the draws, in [0, 1].
    pub support: f64,
}

/// Tokens paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Tokens {
    /// Of prompts.
    pub prompt: u64,
    /// Generated.
    pub completion: u64,
}

impl Decision {
    /// The name in headers, records and metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Hedged => "hedged",
            Self::Refused => "refused",
            Self::Passed => "passed",
            Self::Unavailable => "unavailable",
        }
    }
}

impl Verdict {
    /// A verdict of which nothing but the decision and its reason is known yet.
    pub(crate) fn new(plan: &Plan, decision: Decision, reason: &'static str) -> Self {
        Self {
            request_id: plan.request_id.clone(),
            mode: plan.mode,
            decision,
            reason,
            would_be: None,
            confidence: None,
            confidence_interval: None,
            agreement: None,
            draws_started: 0,
            draws_finished: 0,
            draws_failed: 0,
            draws_cancelled: 0,
            draws_saved: 0,
            draws_unreadable: 0,
            scores: BTreeMap::new(),
            unused: Vec::new(),
            unsupported: None,
            clusters: None,
            tokens_paid: None,
            tokens_estimated: false,
            calibration: Calibration::default().name().to_owned(),
            overhead_ms: 0.0,
            elapsed_ms: plan.arrived.elapsed().as_secs_f64() * 1000.0,
        }
    }

    /// `x-probity-*` headers of this verdict, as (name, value). Names are in lower case.
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = vec![
            ("x-probity-request-id", self.request_id.clone()),
            ("x-probity-decision", self.decision.name().to_owned()),
        ];
        if let Some(confidence) = self.confidence {
            headers.push(("x-probity-confidence", format!("{confidence:.3}")));
        }
        if let Some(would_be) = self.would_be {
            headers.push(("x-probity-would-be", would_be.name().to_owned()));
        }
        if self.draws_started > 0 {
            headers.push(("x-probity-samples", self.draws_finished.to_string()));
        }
        headers
    }

    /// The `probity` object as JSON text, as much of it as `extension` allows.
    pub fn to_json(&self, extension: Extension) -> Option<String> {
        match extension {
            Extension::Off => None,
            Extension::Full => serde_json::to_string(self).ok(),
            Extension::Summary => {
                let mut summary = self.clone();
                for cluster in summary.clusters.iter_mut().flatten() {
                    cluster.answer = None;
                }
                for unsupported in summary.unsupported.iter_mut().flatten() {
                    unsupported.sentence = None;
                }
                serde_json::to_string(&summary).ok()
            }
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_none(count: &usize) -> bool {
    *count == 0
}
