//! What the modes make of the same finding.

use probity_draw::{Done, FailureKind};
use probity_pipeline::{Decision, Mode, Observed, Unjudged};
use probity_policy::Pass;
use probity_wire::Usage;
use serde_json::json;

use crate::scene::{QUESTION, Scene, Waiting, content, plain};
use crate::script::whole;

const POEM: &str = r#"{"model":"m","messages":[{"role":"user","content":"Write a poem about Paris."}]}"#;

fn observed(text: &str) -> Observed {
    Observed { text: text.to_owned(), ..Observed::default() }
}

#[tokio::test]
async fn annotate_changes_no_word_and_says_what_would_be() {
    let scene = Scene::with(json!({"mode": "annotate"}));
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Lyon", "Nice", "Lille", "Metz"]);
    let outcome = scene.finish(QUESTION).await;
    assert_eq!(content(&outcome), "Paris");
    assert_eq!(outcome.verdict.decision, Decision::Answered);
    assert_eq!(outcome.verdict.would_be, Some(Decision::Refused));
    assert_eq!(plain(&outcome.answer)["probity"]["would_be"], "refused");
    let record = scene.records.only();
    assert_eq!((record.mode.as_str(), record.would_be.as_deref()), ("annotate", Some("refused")));
}

#[tokio::test]
async fn observe_judges_what_went_out_without_asking_for_it_again() {
    let scene = Scene::with(json!({"mode": "observe"}));
    scene.script.draws(&["Lyon", "Nice", "Lille", "Metz"]);
    let (ask, plan) = scene.plan(QUESTION);
    assert!(plan.judges_after_answer() && !plan.judges_before_answer());
    let observed = Observed { usage: Some(Usage::new(10, 3)), ..observed("Paris") };
    let verdict = scene.pipeline.observe(ask, &plan, observed).await;
    assert_eq!((verdict.decision, verdict.would_be), (Decision::Answered, Some(Decision::Refused)));
    assert_eq!(verdict.tokens_paid.map(|paid| (paid.prompt, paid.completion)), Some((50, 11)));
    assert!(!verdict.tokens_estimated);
    assert_eq!(scene.records.only().would_be.as_deref(), Some("refused"));
}

#[tokio::test]
async fn observe_draws_nothing_for_an_answer_that_is_not_ours() {
    let scene = Scene::with(json!({"mode": "observe"}));
    let (ask, plan) = scene.plan(QUESTION);
    let verdict = scene.pipeline.observe(ask, &plan, observed("I don't know.")).await;
    assert_eq!((verdict.decision, verdict.reason), (Decision::Refused, "model_declined"));
    assert!(scene.script.asked().is_empty());
    assert!(verdict.tokens_estimated, "nobody said what the answer cost");
    assert_eq!(scene.records.count(), 1);
}

#[tokio::test]
async fn observe_looks_at_how_an_answer_ended_as_enforce_does() {
    let reason = |reason: &str| Done { finish_reason: Some(reason.to_owned()), ..Done::default() };
    let table = [
        (reason("length"), Decision::Passed, "unfinished"),
        (reason("content_filter"), Decision::Passed, "unfinished"),
        (Done { calls_tools: true, ..reason("tool_calls") }, Decision::Passed, "tool_call"),
        (Done { refusal: Some("No.".to_owned()), ..reason("stop") }, Decision::Refused, "model_declined"),
    ];
    for (end, decision, why) in table {
        let scene = Scene::with(json!({"mode": "observe"}));
        let (ask, plan) = scene.plan(QUESTION);
        let verdict = scene.pipeline.observe(ask, &plan, Observed { end, ..observed("Paris") }).await;
        assert_eq!((verdict.decision, verdict.reason), (decision, why));
        assert!(scene.script.asked().is_empty());
    }
}

#[tokio::test]
async fn an_answer_that_cannot_be_observed_is_recorded_once_with_its_reason() {
    let table = [
        (Unjudged::Failed(FailureKind::Status), "failed", "status"),
        (Unjudged::ClientGone, "cancelled", "client_gone"),
        (Unjudged::NoRoom, "unavailable", "no_room"),
    ];
    for (why, decision, reason) in table {
        let scene = Scene::with(json!({"mode": "observe"}));
        let (_, plan) = scene.plan(QUESTION);
        scene.pipeline.record_unjudged(&plan, why);
        let record = scene.records.only();
        assert_eq!((record.decision.as_str(), record.reason.as_str()), (decision, reason));
        assert_eq!((record.id, record.mode.as_str()), (plan.request_id, "observe"));
    }
}

#[tokio::test]
async fn an_observation_that_is_dropped_is_recorded() {
    let scene = Scene::with(json!({"mode": "observe"}));
    let (ask, plan) = scene.plan(QUESTION);
    let pipeline = scene.pipeline.clone();
    let watching = Waiting::on(async move { pipeline.observe(ask, &plan, observed("Paris")).await });
    crate::scene::breathe().await;
    watching.leave().await;
    assert_eq!(scene.script.dropped(), 3);
    assert_eq!(scene.records.only().decision, "cancelled");
}

#[tokio::test]
async fn what_is_passed_is_recorded_with_its_reason() {
    let scene = Scene::new();
    let (_, plan) = scene.plan(POEM);
    assert_eq!(plan.scope, Err(Pass::Imperative));
    assert!(!plan.judges_before_answer());
    scene.pipeline.record_passed(&plan);
    let record = scene.records.only();
    assert_eq!(
        (record.decision.as_str(), record.reason.as_str(), record.id),
        ("passed", "imperative", plan.request_id)
    );
}

#[tokio::test]
async fn a_request_for_several_choices_is_passed() {
    const THREE: &str =
        r#"{"model":"m","n":3,"messages":[{"role":"user","content":"What is the capital of France?"}]}"#;
    let scene = Scene::new();
    let (_, plan) = scene.plan(THREE);
    assert_eq!((plan.scope.as_ref().err(), plan.passed().reason), (Some(&Pass::Choices), "choices"));
    assert!(!plan.judges_before_answer());
}

#[tokio::test]
async fn off_judges_nothing_and_says_so() {
    let scene = Scene::with(json!({"mode": "off"}));
    let (_, plan) = scene.plan(QUESTION);
    assert_eq!(plan.mode, Mode::Off);
    assert!(!plan.judges_before_answer() && !plan.judges_after_answer());
    assert_eq!((plan.passed().decision, plan.passed().reason), (Decision::Passed, "off"));
}

#[tokio::test]
async fn a_plan_that_is_not_ours_is_passed_even_when_begun() {
    let scene = Scene::new();
    scene.script.primary(whole("Roses are red"));
    let (ask, plan) = scene.plan(POEM);
    let outcome = scene.pipeline.begin(ask, &plan).finish().await.unwrap();
    assert_eq!((outcome.verdict.decision, outcome.verdict.draws_started), (Decision::Passed, 0));
    assert_eq!(content(&outcome), "Roses are red");
}

#[tokio::test]
async fn ids_are_of_version_seven_and_differ() {
    let scene = Scene::new();
    let (a, b) = (scene.plan(QUESTION).1, scene.plan(QUESTION).1);
    assert_ne!(a.request_id, b.request_id);
    assert_eq!(a.request_id.as_bytes()[14], b'7');
    assert!(a.request_id < b.request_id, "they sort by time");
}
