//! Scorers other than agreement: they see all draws, and their value decides.

use std::sync::Arc;

use probity_draw::{Delta, Event};
use probity_pipeline::Decision;
use serde_json::{Value, json};

use crate::judges::{Tires, Words};
use crate::scene::{QUESTION, Scene, plain};
use crate::script::{body, done, opened, whole};

fn blend(parts: &Value) -> Value {
    json!({"scorer": "mixed", "blends": [
        {"name": "mixed", "link": "linear", "missing": "renormalise", "bias": 0.0, "parts": parts}]})
}

#[tokio::test]
async fn its_value_is_the_confidence_that_decides() {
    let scene = Scene::with(json!({"scorer": "semantic_sets"}));
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Lyon", "Lyon", "Lyon", "Lyon", "Lyon"]);
    let outcome = scene.finish(QUESTION).await;
    let verdict = &outcome.verdict;
    assert_eq!((verdict.decision, verdict.reason), (Decision::Answered, "scorer"));
    assert_eq!((verdict.confidence, verdict.confidence_interval), (Some(0.8), None), "two sets of six answers");
    assert_eq!((verdict.draws_finished, verdict.agreement), (5, Some(0.0)), "all draws, and none agrees");
    let probity = &plain(&outcome.answer)["probity"];
    assert_eq!(probity["scores"], json!({"agreement": 0.0, "semantic_sets": 0.8}));
    assert!(probity.get("unused").is_none());
}

#[tokio::test]
async fn where_it_can_say_nothing_agreement_decides() {
    let scene = Scene::with(json!({"scorer": "mean_logprob"}));
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris"; 5]);
    let outcome = scene.finish(QUESTION).await;
    assert_eq!((outcome.verdict.decision, outcome.verdict.reason), (Decision::Answered, "agreement"));
    let probity = &plain(&outcome.answer)["probity"];
    assert_eq!(probity["unused"], json!([{"name": "mean_logprob", "why": "no_logprobs"}]));
    assert_eq!(probity["scores"], json!({"agreement": 1.0}));
}

#[tokio::test]
async fn log_probabilities_are_used_where_the_client_asked_for_them() {
    let scene = Scene::with(json!({"scorer": "mean_logprob"}));
    let said = Delta { text: "Paris".to_owned(), logprobs: vec![-3.0, -3.0], frame: None };
    let Event::Done(end) = done() else { return };
    let end = probity_draw::Done { body: Some(body("Paris").into()), ..end };
    scene.script.primary([opened(), Event::Delta(said), Event::Done(end)]);
    scene.script.draws(&["Paris"; 5]);
    let verdict = scene.finish(QUESTION).await.verdict;
    assert!((verdict.confidence.unwrap() - (-3.0f64).exp()).abs() < 1e-9);
    assert_eq!((verdict.decision, verdict.reason), (Decision::Refused, "scorer"));
}

#[tokio::test]
async fn a_blend_says_what_it_did_without() {
    let parts = json!([{"scorer": "agreement_soft", "weight": 1.0}, {"scorer": "cocoa", "weight": 3.0}]);
    let scene = Scene::with(blend(&parts));
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris", "Paris", "Lyon", "Paris", "Lyon"]);
    let verdict = scene.finish(QUESTION).await.verdict;
    assert_eq!((verdict.confidence, verdict.reason), (Some(0.6), "scorer"));
    let unused: Vec<_> = verdict.unused.iter().map(|unused| (unused.name.as_str(), unused.why)).collect();
    assert_eq!(unused, [("cocoa", "no_logprobs")]);
    assert_eq!(verdict.scores.get("mixed"), Some(&0.6));
}

#[tokio::test]
async fn a_scorer_that_needs_a_judge_of_entailment_says_so_without_one() {
    let scene = Scene::with(json!({"scorer": "noncontradiction"}));
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris", "Paris", "Paris", "Paris", "Nice"]);
    let verdict = scene.finish(QUESTION).await.verdict;
    assert_eq!((verdict.reason, verdict.unused[0].why), ("agreement", "no_entailments"));
}

#[tokio::test]
async fn a_judge_that_falls_ill_over_it_leaves_agreement_and_is_named() {
    let scene = Scene::judged_by(Arc::new(Tires::default()), json!({"scorer": "eigv_same"}));
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris", "Lyon", "Nice", "Paris", "Paris"]);
    let outcome = scene.finish(QUESTION).await;
    assert_eq!((outcome.verdict.decision, outcome.verdict.reason), (Decision::Answered, "agreement"));
    let probity = &plain(&outcome.answer)["probity"];
    assert_eq!(probity["unused"], json!([{"name": "eigv_same", "why": "judge_failed"}]));
    assert_eq!(probity["scores"], json!({"agreement": 0.6}));
    assert_eq!(probity["clusters"][0]["count"], 4, "what is shown takes no judge");
}

#[tokio::test]
async fn only_the_pairs_that_it_looks_at_are_judged() {
    for (scorer, pairs) in [("agreement_soft", 5), ("semantic_entropy", 15), ("eigv_same", 15), ("exact_match", 5)] {
        let judge = Arc::new(Words::default());
        let scene = Scene::judged_by(judge.clone(), json!({"scorer": scorer, "extension": "off"}));
        scene.script.primary(whole("Paris"));
        scene.script.draws(&["Rome", "Oslo", "Lyon", "Nice", "Bern"]);
        scene.finish(QUESTION).await;
        assert_eq!(judge.batches().iter().sum::<usize>(), pairs, "{scorer}");
    }
}
