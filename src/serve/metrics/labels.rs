//! The labels, typed. Each takes few values: nothing that a client chooses is ever a label.

use prometheus_client::encoding::EncodeLabelSet;

/// Of a request.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct RequestLabels {
    pub(super) route: &'static str,
    pub(super) decision: &'static str,
    pub(super) status: u16,
}

/// Of a route.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct RouteLabels {
    pub(super) route: &'static str,
}

/// Of a verification draw: `finished`, `failed` or `cancelled`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct DrawLabels {
    pub(super) outcome: &'static str,
}

/// Of a token: `prompt` or `completion`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct TokenLabels {
    pub(super) kind: &'static str,
}

/// Of a failure: a `FailureKind`'s name, as records carry it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct FailureLabels {
    pub(super) kind: String,
}

/// Of a call of the judge: `equivalence` or `entailment`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct JudgeLabels {
    pub(super) head: &'static str,
}

/// Of a pair of texts before the judge: `judged` or `unreadable`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct JudgedLabels {
    pub(super) head: &'static str,
    pub(super) outcome: &'static str,
}

/// Of a call of the judge that failed: `overloaded` or `failed`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct JudgeFailureLabels {
    pub(super) head: &'static str,
    pub(super) kind: &'static str,
}
