//! The body of a plain answer, to the byte.

use bytes::Bytes;
use probity_pipeline::Answer;
use serde_json::json;

use crate::scene::{QUESTION, Scene, plain};
use crate::script::{body, whole};

fn bytes(answer: Answer) -> Bytes {
    match answer {
        Answer::Plain(bytes) => bytes,
        Answer::Frames(_) => Bytes::new(),
    }
}

#[tokio::test]
async fn nothing_but_usage_changes_when_the_extension_is_off() {
    let scene = Scene::with(json!({"extension": "off"}));
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris", "Paris", "Paris"]);
    let answer = bytes(scene.finish(QUESTION).await.answer);
    let usage =
        r#"{"prompt_tokens":10,"completion_tokens":3,"total_tokens":13,"prompt_tokens_details":{"cached_tokens":4}}"#;
    let summed = r#"{"prompt_tokens":40,"completion_tokens":9,"total_tokens":49}"#;
    assert_eq!(answer, body("Paris").replace(usage, summed));
}

#[tokio::test]
async fn the_words_alone_are_replaced_by_a_refusal() {
    let scene = Scene::with(json!({"extension": "off"}));
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Lyon", "Nice", "Lille", "Metz"]);
    let answer = String::from_utf8(bytes(scene.finish(QUESTION).await.answer).to_vec()).unwrap();
    assert!(answer.starts_with(r#"{"id":"chatcmpl-7","object":"chat.completion","created":1.70e9,"model":"m","#));
    assert!(answer.contains(r#""content":"REFUSED 17""#) && answer.contains(r#""finish_reason":"stop""#), "{answer}");
    assert!(answer.ends_with(r#""x_unknown":123456789012345678901234567890}"#), "{answer}");
}

#[tokio::test]
async fn the_extension_says_what_was_done() {
    let scene = Scene::new();
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris", "Lyon", "Paris", "Paris"]);
    let outcome = scene.finish(QUESTION).await;
    let probity = plain(&outcome.answer)["probity"].clone();
    let keys: Vec<&str> = probity.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "request_id",
        "mode",
        "decision",
        "reason",
        "confidence",
        "confidence_interval",
        "agreement",
        "draws_started",
        "draws_finished",
        "draws_failed",
        "draws_cancelled",
        "draws_saved",
        "clusters",
        "tokens_paid",
        "tokens_estimated",
        "calibration",
        "overhead_ms",
        "elapsed_ms",
    ];
    assert_eq!(keys, expected);
    assert_eq!(probity["mode"], "enforce");
    assert_eq!(probity["decision"], "answered");
    assert_eq!(probity["clusters"][0], json!({"answer": "Paris", "count": 4, "served": true}));
    assert_eq!(probity["tokens_paid"], json!({"prompt": 50, "completion": 11}));
    assert_eq!(probity["calibration"], "uncalibrated");
    assert!(probity["overhead_ms"].as_f64().unwrap() > 0.0);
}

#[tokio::test]
async fn a_summary_leaves_the_other_answers_out() {
    let scene = Scene::with(json!({"extension": "summary"}));
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris", "Secretville", "Paris", "Paris"]);
    let outcome = scene.finish(QUESTION).await;
    let shown = plain(&outcome.answer);
    assert_eq!(shown["probity"]["clusters"][1], json!({"count": 1, "served": false}));
    assert!(!shown.to_string().contains("Secretville"));
}

#[tokio::test]
async fn headers_carry_the_verdict() {
    let scene = Scene::new();
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris", "Paris", "Paris"]);
    let verdict = scene.finish(QUESTION).await.verdict;
    let expected = [
        ("x-probity-request-id", verdict.request_id.clone()),
        ("x-probity-decision", "answered".to_owned()),
        ("x-probity-confidence", "0.800".to_owned()),
        ("x-probity-samples", "3".to_owned()),
    ];
    assert_eq!(verdict.headers(), expected);
}
