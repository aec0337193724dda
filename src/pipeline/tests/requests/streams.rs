//! A stream's frames: the very ones where nothing is to be changed, edited where something is.

use bytes::Bytes;
use probity_draw::{Delta, Event};
use probity_pipeline::{Answer, Decision};
use probity_wire::Usage;
use serde_json::{Value, json};

use crate::scene::{STREAMED, STREAMED_WITH_USAGE, Scene};
use crate::script::{done, opened};

const ROLE: &str = r#"{"id":"c-1","object":"chat.completion.chunk","created":1.7e9,"model":"m","system_fingerprint":"fp","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}"#;
const FIRST: &str = r#"{"id":"c-1","object":"chat.completion.chunk","created":1.7e9,"model":"m","system_fingerprint":"fp","choices":[{"index":0,"delta":{"content":"Par"},"finish_reason":null}]}"#;
const SECOND: &str = r#"{"id":"c-1","object":"chat.completion.chunk","created":1.7e9,"model":"m","system_fingerprint":"fp","choices":[{"index":0,"delta":{"content":"is"},"finish_reason":null}]}"#;
const FINISH: &str = r#"{"id":"c-1","object":"chat.completion.chunk","created":1.7e9,"model":"m","system_fingerprint":"fp","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#;
const USAGE: &str = r#"{"id":"c-1","object":"chat.completion.chunk","created":1.7e9,"model":"m","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":3,"total_tokens":13}}"#;
const SUMMED: &str = r#"{"prompt_tokens":40,"completion_tokens":9,"total_tokens":49}"#;

fn frame(text: &str, json: &'static str) -> Event {
    Event::Delta(Delta { text: text.to_owned(), frame: Some(Bytes::from_static(json.as_bytes())), logprobs: vec![] })
}

fn primary(scene: &Scene) {
    let frames = [opened(), frame("", ROLE), frame("Par", FIRST), frame("is", SECOND), frame("", FINISH)];
    scene.script.primary(frames);
}

fn frames(answer: Answer) -> Vec<String> {
    match answer {
        Answer::Frames(frames) => frames.iter().map(|frame| String::from_utf8(frame.to_vec()).unwrap()).collect(),
        Answer::Plain(body) => vec![format!("a plain body: {body:?}")],
    }
}

#[tokio::test]
async fn an_answer_leaves_in_its_own_frames() {
    let scene = Scene::with(json!({"extension": "off"}));
    primary(&scene);
    scene.script.primary([done()]);
    scene.script.draws(&["Paris", "Paris", "Paris"]);
    let outcome = scene.finish(STREAMED).await;
    assert_eq!(outcome.verdict.decision, Decision::Answered);
    assert_eq!(frames(outcome.answer), [ROLE, FIRST, SECOND, FINISH]);
}

#[tokio::test]
async fn the_verdict_is_in_the_finish_chunk_where_that_is_the_last() {
    let scene = Scene::new();
    primary(&scene);
    scene.script.primary([done()]);
    scene.script.draws(&["Paris", "Paris", "Paris"]);
    let frames = frames(scene.finish(STREAMED).await.answer);
    assert_eq!(frames[..3], [ROLE, FIRST, SECOND]);
    assert!(frames[3].starts_with(FINISH.strip_suffix('}').unwrap()), "{}", frames[3]);
    let last: Value = serde_json::from_str(&frames[3]).unwrap();
    assert_eq!(last["probity"]["decision"], "answered");
    assert!(last.get("usage").is_none(), "nobody asked for it");
}

#[tokio::test]
async fn usage_and_verdict_are_in_the_usage_chunk_where_there_is_one() {
    let scene = Scene::new();
    primary(&scene);
    scene.script.primary([frame("", USAGE), Event::Usage(Usage::new(10, 3)), done()]);
    scene.script.draws(&["Paris", "Paris", "Paris"]);
    let frames = frames(scene.finish(STREAMED_WITH_USAGE).await.answer);
    assert_eq!(frames[..4], [ROLE, FIRST, SECOND, FINISH]);
    let last: Value = serde_json::from_str(&frames[4]).unwrap();
    assert_eq!(last["usage"].to_string(), SUMMED);
    assert_eq!(last["probity"]["draws_finished"], 3);
    assert_eq!(frames.len(), 5);
}

#[tokio::test]
async fn usage_that_was_asked_for_and_not_sent_is_added() {
    let scene = Scene::new();
    primary(&scene);
    scene.script.primary([Event::Usage(Usage::new(10, 3)), done()]);
    scene.script.draws(&["Paris", "Paris", "Paris"]);
    let frames = frames(scene.finish(STREAMED_WITH_USAGE).await.answer);
    let last: Value = serde_json::from_str(&frames[4]).unwrap();
    assert_eq!((last["id"].as_str(), last["choices"].as_array().map(Vec::len)), (Some("c-1"), Some(0)));
    assert_eq!(last["usage"].to_string(), SUMMED);
    assert_eq!(last["probity"]["decision"], "answered");
}

#[tokio::test]
async fn usage_that_was_asked_for_is_added_to_the_barest_of_streams() {
    const BARE: &str = r#"{"created":null,"choices":[{"index":0,"delta":{"content":"Paris"},"finish_reason":"stop"}]}"#;
    let scene = Scene::with(json!({"extension": "off"}));
    scene.script.primary([opened(), frame("Paris", BARE), Event::Usage(Usage::new(10, 3)), done()]);
    scene.script.draws(&["Paris", "Paris", "Paris"]);
    let frames = frames(scene.finish(STREAMED_WITH_USAGE).await.answer);
    assert_eq!(frames.len(), 2, "{frames:?}");
    assert_eq!(serde_json::from_str::<Value>(&frames[1]).unwrap()["usage"].to_string(), SUMMED);
}

#[tokio::test]
async fn a_refusal_is_a_well_formed_stream_of_the_original_chunks() {
    let scene = Scene::with(json!({"extension": "off"}));
    primary(&scene);
    scene.script.primary([frame("", USAGE), Event::Usage(Usage::new(10, 3)), done()]);
    scene.script.draws(&["Lyon", "Nice", "Lille", "Metz"]);
    let outcome = scene.finish(STREAMED_WITH_USAGE).await;
    assert_eq!(outcome.verdict.decision, Decision::Refused);
    let usage = USAGE.replace(
        r#"{"prompt_tokens":10,"completion_tokens":3,"total_tokens":13}"#,
        r#"{"prompt_tokens":50,"completion_tokens":11,"total_tokens":61}"#,
    );
    let expected = [ROLE.to_owned(), FIRST.replace("Par", "REFUSED 17"), FINISH.to_owned(), usage];
    assert_eq!(frames(outcome.answer), expected);
}

#[tokio::test]
async fn a_whole_answer_in_one_chunk_with_role_and_finish_is_rewritten_in_it() {
    const ALL: &str =
        r#"{"id":"c-1","choices":[{"index":0,"delta":{"role":"assistant","content":"Paris"},"finish_reason":"stop"}]}"#;
    let scene = Scene::with(json!({"extension": "off"}));
    scene.script.primary([opened(), frame("Paris", ALL), done()]);
    scene.script.draws(&["Lyon", "Nice", "Lille", "Metz"]);
    assert_eq!(frames(scene.finish(STREAMED).await.answer), [ALL.replace("Paris", "REFUSED 17")]);
}

#[tokio::test]
async fn no_old_word_is_left_in_a_finish_chunk_that_speaks() {
    const LAST: &str = r#"{"id":"c-1","choices":[{"index":0,"delta":{"content":"is"},"finish_reason":"stop"}]}"#;
    let scene = Scene::with(json!({"extension": "off"}));
    scene.script.primary([opened(), frame("", ROLE), frame("Par", FIRST), frame("is", LAST), done()]);
    scene.script.draws(&["Lyon", "Nice", "Lille", "Metz"]);
    let frames = frames(scene.finish(STREAMED).await.answer);
    assert_eq!(frames[2], LAST.replace("\"is\"", "\"\""));
}

#[tokio::test]
async fn nothing_of_a_refused_answer_is_left_in_the_chunks_that_frame_it() {
    const BEGIN: &str = r#"{"id":"c-1","choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning_content":"So: Paris"},"finish_reason":null}]}"#;
    const MIDDLE: &str = r#"{"id":"c-1","choices":[{"index":0,"delta":{"role":"assistant","content":"Paris","reasoning":"Paris"},"token_ids":[7],"finish_reason":null}]}"#;
    const MORE: &str =
        r#"{"id":"c-1","choices":[{"index":0,"delta":{"role":"assistant","content":"!"},"finish_reason":null}]}"#;
    const END: &str = r#"{"id":"c-1","choices":[{"index":0,"delta":{"annotations":["Paris"]},"logprobs":{"content":[{"token":"Paris","logprob":-1}]},"finish_reason":"stop"}]}"#;
    let scene = Scene::with(json!({"extension": "off"}));
    scene.script.primary([
        opened(),
        frame("", BEGIN),
        frame("Paris", MIDDLE),
        frame("!", MORE),
        frame("", END),
        done(),
    ]);
    scene.script.draws(&["Lyon", "Nice", "Lille", "Metz"]);
    let expected = [
        r#"{"id":"c-1","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}"#,
        r#"{"id":"c-1","choices":[{"index":0,"delta":{"role":"assistant","content":"REFUSED 17"},"finish_reason":null}]}"#,
        r#"{"id":"c-1","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}"#,
    ];
    assert_eq!(frames(scene.finish(STREAMED).await.answer), expected);
}
