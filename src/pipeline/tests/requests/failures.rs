//! What becomes of an answer that cannot be checked, of a primary that fails, and of a client that goes.

use std::sync::Arc;

use probity_draw::{Event, FailureKind};
use probity_pipeline::Decision;
use serde_json::json;

use crate::judges::Sick;
use crate::scene::{QUESTION, Scene, Waiting, breathe, content};
use crate::script::{done, failed, opened, said, text, whole};

const SICK: [Sick; 5] = [Sick::Errs, Sick::Panics, Sick::PanicsInPolling, Sick::MissesPairs, Sick::SaysNan];

#[tokio::test]
async fn a_failed_draw_is_missing_and_not_counted_against_the_answer() {
    let scene = Scene::new();
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris", "Paris"]);
    scene.script.draw(2, [opened(), failed(FailureKind::Reset)]);
    let outcome = scene.finish(QUESTION).await;
    assert_eq!(outcome.verdict.decision, Decision::Answered);
    assert_eq!((outcome.verdict.draws_finished, outcome.verdict.draws_failed), (2, 1));
    assert_eq!(outcome.verdict.agreement, Some(1.0));
    assert_eq!(scene.records.only().failures, ["reset"]);
}

#[tokio::test]
async fn a_draw_that_says_nothing_is_missing_too() {
    let scene = Scene::new();
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris", "Paris", " \n"]);
    let outcome = scene.finish(QUESTION).await;
    assert_eq!((outcome.verdict.draws_failed, outcome.verdict.agreement), (1, Some(1.0)));
    assert_eq!(scene.records.only().failures, ["empty"]);
}

#[tokio::test]
async fn below_the_quorum_an_open_pipeline_lets_the_answer_out_marked() {
    let scene = Scene::new();
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris"]);
    for place in 1..5 {
        scene.script.draw(place, [failed(FailureKind::Status)]);
    }
    let outcome = scene.finish(QUESTION).await;
    assert_eq!((outcome.verdict.decision, outcome.verdict.reason), (Decision::Unavailable, "quorum"));
    assert_eq!((outcome.verdict.confidence, outcome.verdict.clusters.is_none()), (None, true));
    assert_eq!(content(&outcome), "Paris");
    assert_eq!(scene.records.only().failures.len(), 4);
}

#[tokio::test]
async fn below_the_quorum_a_closed_pipeline_refuses() {
    let scene = Scene::with(json!({"on_failure": "closed"}));
    scene.script.primary(whole("Paris"));
    for place in 0..5 {
        scene.script.draw(place, [failed(FailureKind::Connect)]);
    }
    let outcome = scene.finish(QUESTION).await;
    assert_eq!((outcome.verdict.decision, outcome.verdict.reason), (Decision::Refused, "unavailable"));
    assert_eq!(outcome.verdict.confidence, None);
    let content = content(&outcome);
    assert!(content.contains("could not be checked") && !content.contains("Paris"), "{content}");
}

#[tokio::test]
async fn a_sick_judge_is_no_error() {
    for sick in SICK {
        let scene = Scene::judged_by(Arc::new(sick), json!({}));
        scene.script.primary(whole("Paris"));
        scene.script.draws(&["Lyon", "Nice", "Metz"]);
        let outcome = scene.finish(QUESTION).await;
        let verdict = &outcome.verdict;
        assert_eq!((verdict.decision, verdict.reason), (Decision::Unavailable, "judge_failed"), "{sick:?}");
        assert_eq!(content(&outcome), "Paris");
        assert_eq!(scene.records.only().decision, "unavailable");
    }
}

#[tokio::test]
async fn a_sick_judge_behind_a_closed_pipeline_is_a_refusal() {
    for sick in SICK {
        let scene = Scene::judged_by(Arc::new(sick), json!({"on_failure": "closed"}));
        scene.script.primary(whole("Paris"));
        scene.script.draws(&["Lyon", "Nice", "Metz"]);
        assert_eq!(scene.finish(QUESTION).await.verdict.decision, Decision::Refused, "{sick:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_judge_that_hangs_is_given_up_at_the_deadline() {
    let scene = Scene::judged_by(Arc::new(Sick::Hangs), json!({}));
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Lyon", "Nice", "Metz"]);
    let since = tokio::time::Instant::now();
    let outcome = scene.finish(QUESTION).await;
    assert_eq!((outcome.verdict.decision, outcome.verdict.reason), (Decision::Unavailable, "deadline"));
    assert_eq!(since.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn at_the_deadline_a_quorum_decides() {
    let scene = Scene::new();
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris", "Paris"]);
    scene.script.draw(2, [opened(), text("Pa")]);
    let outcome = scene.finish(QUESTION).await;
    assert_eq!((outcome.verdict.decision, outcome.verdict.reason), (Decision::Answered, "deadline"));
    assert_eq!((outcome.verdict.draws_finished, outcome.verdict.draws_cancelled), (2, 1));
    assert_eq!(outcome.verdict.confidence, Some(0.75));
    assert_eq!(scene.script.dropped(), 1);
}

#[tokio::test(start_paused = true)]
async fn at_the_deadline_less_than_a_quorum_does_not() {
    let scene = Scene::new();
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris"]);
    let outcome = scene.finish(QUESTION).await;
    assert_eq!((outcome.verdict.decision, outcome.verdict.reason), (Decision::Unavailable, "deadline"));
}

#[tokio::test]
async fn a_primary_that_is_refused_fails_the_request_with_the_upstreams_words() {
    let scene = Scene::new();
    let mut run = scene.begin(QUESTION);
    scene.script.primary([failed(FailureKind::Status)]);
    let failure = run.opened().await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Status);
    assert_eq!(run.finish().await.unwrap_err().message, failure.message);
    let record = scene.records.only();
    assert_eq!((record.decision.as_str(), record.reason.as_str()), ("failed", "status"));
    assert_eq!(scene.script.dropped(), 3, "nobody needs the others any more");
}

#[tokio::test]
async fn a_primary_that_breaks_within_its_answer_fails_the_request() {
    let scene = Scene::new();
    let mut run = scene.begin(QUESTION);
    scene.script.primary([opened(), text("Par"), failed(FailureKind::Reset)]);
    assert!(run.opened().await.is_ok());
    assert_eq!(run.finish().await.unwrap_err().kind, FailureKind::Reset);
    assert_eq!(scene.records.only().reason, "reset");
}

#[tokio::test]
async fn a_plain_answer_without_its_body_cannot_be_sent() {
    let scene = Scene::new();
    scene.script.primary([opened(), text("Paris"), done()]);
    scene.script.draws(&["Paris", "Paris", "Paris"]);
    let failure = scene.begin(QUESTION).finish().await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Malformed);
    assert_eq!(scene.records.only().decision, "failed");
}

#[tokio::test]
async fn a_client_that_goes_takes_every_draw_with_it() {
    let scene = Scene::new();
    let waiting = Waiting::on(scene.begin(QUESTION).finish());
    scene.script.primary([opened(), text("Par")]);
    scene.script.draw(0, said("Paris", None));
    scene.script.draw(1, [opened(), text("one two"), text(" three")]);
    breathe().await;
    assert_eq!(scene.script.dropped(), 0);
    waiting.leave().await;
    assert_eq!(scene.script.dropped(), 3, "the primary and the two draws in flight");
    let record = scene.records.only();
    assert_eq!((record.decision.as_str(), record.reason.as_str()), ("cancelled", "client_gone"));
    assert_eq!((record.draws_started, record.draws_finished), (3, 1));
    assert!(record.tokens_estimated && record.completion_tokens > 0);
}

#[tokio::test]
async fn a_run_that_was_never_waited_for_is_recorded_too() {
    let scene = Scene::new();
    drop(scene.begin(QUESTION));
    assert_eq!(scene.records.only().decision, "cancelled");
    assert_eq!(scene.script.dropped(), 4);
}

#[tokio::test]
async fn what_follows_a_draws_end_changes_nothing() {
    let scene = Scene::new();
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris", "Paris", "Paris"]);
    scene.script.draw(0, [failed(FailureKind::Reset), Event::Done(probity_draw::Done::default())]);
    let outcome = scene.finish(QUESTION).await;
    assert_eq!((outcome.verdict.draws_finished, outcome.verdict.draws_failed), (3, 0));
}
