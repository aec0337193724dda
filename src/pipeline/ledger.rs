//! The one record of each request, whatever became of it.

use probity_draw::Record;

use crate::{Decision, Plan, Tokens, Unjudged, Verdict};

/// What a record says was decided where there is no verdict: the client went, or there was no answer.
pub(crate) const CANCELLED: &str = "cancelled";
pub(crate) const FAILED: &str = "failed";
/// Why, where the client went.
pub(crate) const CLIENT_GONE: &str = "client_gone";

/// The record of a verdict.
pub(crate) fn record(plan: &Plan, verdict: &Verdict, agreements: &[Option<f64>], failures: Vec<String>) -> Record {
    let Tokens { prompt, completion } = verdict.tokens_paid.unwrap_or_default();
    Record {
        id: plan.request_id.clone(),
        model: plan.model.clone(),
        mode: plan.mode.name().to_owned(),
        decision: verdict.decision.name().to_owned(),
        would_be: verdict.would_be.map(|decision| decision.name().to_owned()),
        reason: verdict.reason.to_owned(),
        confidence: verdict.confidence,
        agreements: agreements.iter().copied().flatten().collect(),
        draws_started: verdict.draws_started,
        draws_finished: verdict.draws_finished,
        failures,
        prompt_tokens: prompt,
        completion_tokens: completion,
        tokens_estimated: verdict.tokens_estimated,
        elapsed_ms: verdict.elapsed_ms,
        overhead_ms: verdict.overhead_ms,
    }
}

/// The record of an observed request whose answer is not judged.
pub(crate) fn unjudged(plan: &Plan, why: Unjudged) -> Record {
    let (decision, reason) = match why {
        Unjudged::Failed(kind) => (FAILED, kind.name()),
        Unjudged::ClientGone => (CANCELLED, CLIENT_GONE),
        Unjudged::NoRoom => (Decision::Unavailable.name(), "no_room"),
    };
    let mut record = record(plan, &Verdict::new(plan, Decision::Unavailable, reason), &[], Vec::new());
    decision.clone_into(&mut record.decision);
    record
}
