//! Draws, and answers, that no judge can read.

use std::sync::Arc;

use probity_pipeline::Decision;
use serde_json::json;

use crate::judges::Words;
use crate::scene::{QUESTION, STREAMED, Scene, content};
use crate::script::whole;

#[tokio::test]
async fn a_draw_that_cannot_be_read_is_missing() {
    let scene = Scene::new();
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris", "Lyon", "Παρίσι", "Paris", "Paris"]);
    let outcome = scene.finish(QUESTION).await;
    let verdict = &outcome.verdict;
    assert_eq!((verdict.decision, verdict.reason), (Decision::Answered, "agreement"));
    assert_eq!((verdict.draws_finished, verdict.draws_unreadable), (4, 1));
    assert_eq!(verdict.confidence, Some(3.0 / 5.0), "two of three");
    assert_eq!(outcome.draws[2].agreement, None);
    let record = scene.records.only();
    assert_eq!((record.failures, record.agreements.len()), (vec!["unreadable".to_owned()], 3));
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_unavailable_and_no_more_is_drawn_for_it() {
    let scene = Scene::new();
    scene.script.primary(whole("Παρίσι"));
    scene.script.draws(&["Paris", "Lyon", "Metz", "Nice", "Brest"]);
    let outcome = scene.finish(QUESTION).await;
    assert_eq!((outcome.verdict.decision, outcome.verdict.reason), (Decision::Unavailable, "unreadable"));
    assert_eq!((outcome.verdict.confidence, outcome.verdict.draws_started), (None, 3));
    assert_eq!(content(&outcome), "Παρίσι");
}

#[tokio::test]
async fn draws_that_repeat_it_do_not_make_it_readable() {
    let scene = Scene::new();
    scene.script.primary(whole("Παρίσι"));
    scene.script.draws(&["Παρίσι", "Λυών", "Μετς", "Nice", "Brest"]);
    assert_eq!(scene.finish(QUESTION).await.verdict.reason, "unreadable");
}

#[tokio::test]
async fn the_very_same_text_need_not_be_read() {
    let scene = Scene::new();
    scene.script.primary(whole("Παρίσι"));
    scene.script.draws(&["Παρίσι", "Παρίσι", "Παρίσι"]);
    assert_eq!(scene.finish(QUESTION).await.verdict.decision, Decision::Answered);
}

#[tokio::test]
async fn a_closed_pipeline_refuses_what_it_cannot_read() {
    let scene = Scene::with(json!({"on_failure": "closed"}));
    scene.script.primary(whole("Παρίσι"));
    scene.script.draws(&["Paris", "Lyon", "Metz"]);
    let outcome = scene.finish(QUESTION).await;
    assert_eq!((outcome.verdict.decision, outcome.verdict.reason), (Decision::Refused, "unavailable"));
    assert!(!content(&outcome).contains("Παρίσι"));
}

#[tokio::test]
async fn where_nothing_is_shown_nothing_is_compared() {
    let judge = Arc::new(Words::default());
    let scene = Scene::judged_by(judge.clone(), json!({"extension": "off"}));
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Lyon", "Nice", "Lille", "Metz"]);
    scene.finish(QUESTION).await;
    assert_eq!(judge.batches(), [3, 1], "each draw with the answer, and no pair more");
}

#[tokio::test]
async fn what_agrees_is_not_compared_again_and_repeated_draws_cost_nothing() {
    let judge = Arc::new(Words::default());
    let scene = Scene::judged_by(judge.clone(), json!({"quorum": 5}));
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris", "Lyon", "PARIS!", "Lyon", "Nice"]);
    let verdict = scene.finish(QUESTION).await.verdict;
    assert_eq!(judge.batches().iter().sum::<usize>(), 2, "Lyon and Nice with Paris; with each other decides nothing");
    let counts: Vec<usize> = verdict.clusters.unwrap().iter().map(|cluster| cluster.count).collect();
    assert_eq!(counts, [3, 2, 1]);
}

#[tokio::test]
async fn a_stream_that_cannot_be_read_leaves_as_it_came() {
    const ALL: &str = r#"{"id":"c","choices":[{"index":0,"delta":{"content":"Παρίσι"},"finish_reason":"stop"}]}"#;
    let scene = Scene::with(json!({"extension": "off"}));
    let delta = probity_draw::Delta { text: "Παρίσι".to_owned(), frame: Some(ALL.into()), logprobs: vec![] };
    scene.script.primary([crate::script::opened(), probity_draw::Event::Delta(delta), crate::script::done()]);
    scene.script.draws(&["Paris", "Lyon", "Metz"]);
    let outcome = scene.finish(STREAMED).await;
    assert_eq!(outcome.verdict.reason, "unreadable");
    assert!(matches!(outcome.answer, probity_pipeline::Answer::Frames(frames) if frames == [ALL]));
}
