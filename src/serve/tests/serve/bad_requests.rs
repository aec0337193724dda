//! What clients get wrong: each is told so in OpenAI's envelope, and nothing reaches the upstream.

use http::Request;
use serde_json::{Value, json};

use super::harness::{House, MOMENT, Seen, Setup, chat_request, question, unanimous};

async fn house() -> House {
    Setup::new(unanimous()).open().await
}

/// Whether a body is refused with 400, this code and this parameter, without the upstream hearing of it.
async fn assert_refused(body: impl Into<Vec<u8>>, code: &str, param: Value) {
    let house = house().await;
    let seen = house.chat(body.into()).await;
    seen.assert_error(400, "invalid_request_error", code);
    assert_eq!(seen.json()["error"]["param"], param);
    assert!(!seen.header("x-probity-request-id").is_empty());
    assert!(house.upstream.requests().is_empty());
}

#[tokio::test]
async fn malformed_json() {
    assert_refused(r#"{"model": "m", "messages": ["#, "invalid_json", Value::Null).await;
}

#[tokio::test]
async fn an_empty_body() {
    assert_refused("", "invalid_json", Value::Null).await;
}

#[tokio::test]
async fn no_object() {
    assert_refused("[]", "invalid_type", Value::Null).await;
}

#[tokio::test]
async fn invalid_utf8() {
    let mut body = question().into_bytes();
    let place = body.windows(6).position(|window| window == b"France").unwrap();
    body[place] = 0xFF;
    assert_refused(body, "invalid_utf8", Value::Null).await;
}

#[tokio::test]
async fn no_choices_asked_for() {
    let body = r#"{"model": "m", "n": 0, "messages": [{"role": "user", "content": "x"}]}"#;
    assert_refused(body, "invalid_value", json!("n")).await;
}

#[tokio::test]
async fn a_thousand_choices_asked_for() {
    let body = r#"{"model": "m", "n": 1000, "messages": [{"role": "user", "content": "x"}]}"#;
    assert_refused(body, "invalid_value", json!("n")).await;
}

#[tokio::test]
async fn no_model() {
    let body = r#"{"messages": [{"role": "user", "content": "x"}]}"#;
    assert_refused(body, "missing_required_parameter", json!("model")).await;
}

#[tokio::test]
async fn no_messages() {
    assert_refused(r#"{"model": "m"}"#, "missing_required_parameter", json!("messages")).await;
}

#[tokio::test]
async fn a_model_given_twice() {
    let body = r#"{"model": "a", "messages": [{"role": "user", "content": "x"}], "model": "b"}"#;
    assert_refused(body, "duplicate_parameter", json!("model")).await;
}

#[tokio::test]
async fn a_stream_given_twice() {
    let body = r#"{"model": "a", "stream": true, "messages": [{"role": "user", "content": "x"}], "stream": false}"#;
    assert_refused(body, "duplicate_parameter", json!("stream")).await;
}

#[tokio::test]
async fn an_unknown_control() {
    let body = r#"{"model": "a", "messages": [{"role": "user", "content": "x"}], "probity": {"mood": "off"}}"#;
    assert_refused(body, "invalid_value", json!("probity.mood")).await;
}

#[tokio::test]
async fn a_control_header_that_means_nothing() {
    let house = house().await;
    let mut request = chat_request(question());
    request.headers_mut().insert("x-probity-mode", "loud".parse().unwrap());
    let seen = house.ask(request).await;
    seen.assert_error(400, "invalid_request_error", "invalid_value");
    assert_eq!(seen.json()["error"]["param"], "x-probity-mode");
}

#[tokio::test]
async fn a_compressed_body() {
    let house = house().await;
    let mut request: Request<_> = chat_request(question());
    request.headers_mut().insert("content-encoding", "gzip".parse().unwrap());
    house.ask(request).await.assert_error(415, "invalid_request_error", "unsupported_content_encoding");
}

#[tokio::test]
async fn half_a_body_and_then_silence() {
    let house = Setup::new(unanimous()).server(|server| server.body_timeout = MOMENT).open().await;
    let head = "POST /v1/chat/completions HTTP/1.1\r\nhost: h\r\ncontent-length: 100\r\n\r\n{\"model\":";
    // The connection is closed after the answer: its rest could not be told from a next request.
    let seen = Seen::from_raw(house.raw(head.as_bytes()).await).await;
    seen.assert_error(408, "invalid_request_error", "request_timeout");
}

#[tokio::test]
async fn a_good_request_after_a_bad_one_is_served() {
    let house = house().await;
    house.chat("nonsense").await.assert_error(400, "invalid_request_error", "invalid_json");
    assert_eq!(house.chat(question()).await.words(), "Paris");
}
