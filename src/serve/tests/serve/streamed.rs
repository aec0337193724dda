//! Streams that wait for their verdict: comments from the start, then the whole answer, well formed.

use std::time::Duration;

use http_body_util::BodyExt;
use hyper::body::Incoming;
use probity_pipeline::Mode;
use scripted_upstream::{Chat, Gate, Script};
use serde_json::{Value, json};

use super::harness::{QUESTION, Seen, Setup, chat_request, script, streamed_question, unanimous, within};

/// The words of all chunks.
fn words(events: &[String]) -> String {
    let chunks = events.iter().filter_map(|event| serde_json::from_str::<Value>(event).ok());
    chunks.filter_map(|chunk| chunk["choices"][0]["delta"]["content"].as_str().map(str::to_owned)).collect()
}

async fn next_piece(body: &mut Incoming) -> String {
    let frame = within(body.frame()).await.unwrap().unwrap();
    String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap()
}

#[tokio::test]
async fn comments_come_before_the_first_token_then_the_answer() {
    let gate = Gate::new();
    let held = gate.clone();
    let script = script(move |_| Chat::new("Paris").gated(&held).into(), |_| Chat::new("Paris").into());
    let often = Duration::from_millis(5);
    let house = Setup::new(script).server(|server| server.keepalive_comment = often).open().await;
    let response = house.open(chat_request(streamed_question())).await;
    assert_eq!(response.headers()["content-type"], "text/event-stream; charset=utf-8");
    assert_eq!(response.headers()["cache-control"], "no-cache");
    assert_eq!(response.headers()["x-accel-buffering"], "no");
    assert_eq!(response.headers().get("x-probity-decision"), None);
    let (parts, mut body) = response.into_parts();
    for _ in 0..3 {
        let piece = next_piece(&mut body).await;
        assert!(piece.starts_with(": judging\n\n"), "{piece}");
    }
    gate.release(10);
    let seen = Seen::read(http::Response::from_parts(parts, body)).await;
    let events = seen.events();
    assert_eq!(words(&events), "Paris");
    assert_eq!(events.last().unwrap(), "[DONE]");
    let verdict: Value = serde_json::from_str(&events[events.len() - 2]).unwrap();
    assert_eq!(verdict["probity"]["decision"], "answered", "{seen:?}");
}

#[tokio::test]
async fn a_refusal_is_a_well_formed_stream_too() {
    let script = script(|_| Chat::new("Paris").into(), |asked| Chat::new(format!("City {}", asked.index)).into());
    let house = Setup::new(script).open().await;
    let events = house.chat(streamed_question()).await.events();
    assert!(!words(&events).is_empty() && !words(&events).contains("Paris"), "{events:?}");
    assert_eq!(events.last().unwrap(), "[DONE]");
    house.until_counted("probity_requests_total{route=\"chat\",decision=\"refused\",status=\"200\"} 1").await;
}

fn with_usage(include: bool) -> String {
    let messages = json!([{"role": "user", "content": QUESTION}]);
    json!({"model": "m", "stream": true, "stream_options": {"include_usage": include}, "messages": messages})
        .to_string()
}

#[tokio::test]
async fn usage_comes_when_it_was_asked_for() {
    let house = Setup::new(unanimous()).open().await;
    let events = house.chat(with_usage(true)).await.events();
    let usage: Value = serde_json::from_str(&events[events.len() - 2]).unwrap();
    assert_eq!(usage["choices"], json!([]));
    // Four draws of one word, paid for each.
    assert_eq!(usage["usage"]["completion_tokens"], 4, "{usage}");
}

#[tokio::test]
async fn usage_does_not_come_when_it_was_not_asked_for() {
    let house = Setup::new(unanimous()).open().await;
    for request in [with_usage(false), streamed_question()] {
        let events = house.chat(request).await.events();
        let chunks = events.iter().filter_map(|event| serde_json::from_str::<Value>(event).ok());
        assert!(chunks.into_iter().all(|chunk| chunk["usage"].is_null()), "{events:?}");
    }
}

#[tokio::test]
async fn a_stream_in_annotate_keeps_its_frames() {
    let script = Script::answers(|_, _| "It is Paris".to_owned());
    let house = Setup::new(script).mode(Mode::Annotate).open().await;
    let events = house.chat(streamed_question()).await.events();
    assert_eq!(words(&events), "It is Paris");
    assert_eq!(events.last().unwrap(), "[DONE]");
    assert!(events.iter().any(|event| event.contains("\"probity\"")), "{events:?}");
}
