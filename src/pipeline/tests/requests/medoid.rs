//! The answer that agrees most with all, in the primary's place.

use probity_pipeline::Decision;
use serde_json::json;

use crate::scene::{QUESTION, Scene, content};
use crate::script::{said, whole};

fn scene(mode: &str) -> Scene {
    Scene::with(json!({"serve": "medoid", "mode": mode, "quorum": 4}))
}

#[tokio::test]
async fn it_is_served_and_judged_in_the_primarys_place() {
    let scene = scene("enforce");
    scene.script.primary(whole("Lyon"));
    scene.script.draws(&["Paris", "Paris", "Nice", "paris"]);
    let outcome = scene.finish(QUESTION).await;
    assert_eq!((outcome.primary.as_str(), outcome.served.as_str()), ("Lyon", "Paris"));
    assert_eq!(content(&outcome), "Paris");
    assert_eq!(outcome.verdict.decision, Decision::Answered);
    assert_eq!(outcome.verdict.confidence, Some(0.5));
    assert_eq!(scene.records.only().agreements, [0.0, 1.0, 0.0, 1.0], "in its own place stands the primary");
    let clusters = outcome.verdict.clusters.unwrap();
    assert_eq!((clusters[0].count, clusters[0].served), (3, true));
    assert!(clusters[1..].iter().all(|cluster| !cluster.served));
}

#[tokio::test]
async fn the_primary_wins_a_tie() {
    let scene = scene("enforce");
    scene.script.primary(whole("Lyon"));
    scene.script.draws(&["Paris", "Paris", "Lyon", "Nice", "Lyon"]);
    assert_eq!(scene.finish(QUESTION).await.served, "Lyon");
}

#[tokio::test]
async fn a_draw_that_was_cut_or_declines_is_not_served() {
    let scene = scene("enforce");
    scene.script.primary(whole("Lyon"));
    scene.script.draws(&["I don't know.", "I don't know.", "I don't know."]);
    let mut cut = said("Paris", None);
    cut.pop();
    let reason = Some("length".to_owned());
    cut.push(probity_draw::Event::Done(probity_draw::Done { finish_reason: reason, ..Default::default() }));
    scene.script.draw(3, cut.clone());
    scene.script.draw(4, cut);
    assert_eq!(scene.finish(QUESTION).await.served, "Lyon");
}

#[tokio::test]
async fn one_that_too_few_draws_can_be_read_beside_is_not_served() {
    let scene = Scene::with(json!({"serve": "medoid", "quorum": 4}));
    scene.script.primary(whole("Lyon"));
    scene.script.draws(&["Paris", "Παρίσι", "Nice", "Paris", "Paris"]);
    let outcome = scene.finish(QUESTION).await;
    assert_eq!((outcome.served.as_str(), outcome.verdict.decision), ("Paris", Decision::Answered));
    let scene = Scene::judged_by(std::sync::Arc::new(crate::judges::Shy), json!({"serve": "medoid", "quorum": 4}));
    scene.script.primary(whole("Lyon"));
    scene.script.draws(&["Paris", "Paris", "Paris", "Nice", "Metz"]);
    let outcome = scene.finish(QUESTION).await;
    assert_eq!((outcome.served.as_str(), outcome.verdict.decision), ("Lyon", Decision::Refused));
}

#[tokio::test]
async fn where_no_word_is_changed_the_primary_stays() {
    let scene = scene("annotate");
    scene.script.primary(whole("Lyon"));
    scene.script.draws(&["Paris", "Paris", "Paris", "Paris"]);
    let outcome = scene.finish(QUESTION).await;
    assert_eq!((content(&outcome).as_str(), outcome.served.as_str()), ("Lyon", "Lyon"));
    assert_eq!(outcome.verdict.agreement, Some(0.0));
}
