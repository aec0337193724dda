//! When the client goes its draws are cancelled; when the server goes it finishes what it began.

use scripted_upstream::{Chat, Gate, Script};
use serde_json::json;
use tokio::net::TcpStream;

use super::harness::{House, MOMENT, Setup, chat_request, question, streamed_question, within};

/// A house whose draws wait for the gate before each of their thousand words.
async fn endless(change: impl FnOnce(&mut probity_serve::Config)) -> (House, Gate) {
    let gate = Gate::new();
    let held = gate.clone();
    let words = "word ".repeat(1000);
    let script = Script::new(move |_| Chat::new(words.clone()).gated(&held).into());
    (Setup::new(script).server(change).open().await, gate)
}

/// Waits for primary and verification draws to be under way, and lets them generate a few tokens.
async fn under_way(house: &House, gate: &Gate) {
    within(house.upstream.until(|upstream| upstream.open_streams() >= 3)).await;
    gate.release(6);
    within(house.upstream.until(|upstream| upstream.tokens_generated() == 6)).await;
}

/// Whether every draw has been cancelled, and generates nothing any more though it could.
async fn assert_cancelled(house: &House, gate: &Gate) {
    within(house.upstream.until(|upstream| upstream.open_streams() == 0)).await;
    gate.release(10_000);
    assert_eq!(house.get("/v1/models").await.status, 200);
    assert_eq!(house.upstream.tokens_generated(), 6);
}

#[tokio::test]
async fn a_client_that_leaves_a_stream_stops_every_draw() {
    let (house, gate) = endless(|_| ()).await;
    let response = house.open(chat_request(streamed_question())).await;
    under_way(&house, &gate).await;
    drop(response);
    assert_cancelled(&house, &gate).await;
}

#[tokio::test]
async fn a_client_that_leaves_before_a_plain_answer_stops_every_draw() {
    let (house, gate) = endless(|_| ()).await;
    let body = question();
    let request =
        format!("POST /v1/chat/completions HTTP/1.1\r\nhost: h\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let client = house.raw(request.as_bytes()).await;
    under_way(&house, &gate).await;
    drop(client);
    assert_cancelled(&house, &gate).await;
    house.until_counted("probity_requests_total{route=\"chat\",decision=\"none\",status=\"499\"} 1").await;
}

#[tokio::test]
async fn a_drain_finishes_what_is_in_flight() {
    let (mut house, gate) = endless(|_| ()).await;
    let response = house.open(chat_request(streamed_question())).await;
    under_way(&house, &gate).await;
    house.shutdown.cancel();
    gate.release(10_000);
    let seen = super::harness::Seen::read(response).await;
    assert_eq!(seen.events().last().unwrap(), "[DONE]");
    house.stopped().await;
    assert!(TcpStream::connect(house.address).await.is_err());
}

#[tokio::test]
async fn a_drain_drops_what_takes_too_long() {
    let (mut house, gate) = endless(|server| server.drain_timeout = MOMENT).await;
    let response = house.open(chat_request(streamed_question())).await;
    under_way(&house, &gate).await;
    house.shutdown.cancel();
    house.stopped().await;
    within(house.upstream.until(|upstream| upstream.open_streams() == 0)).await;
    drop(response);
}

#[tokio::test]
async fn a_drain_does_not_wait_for_idle_connections() {
    let (mut house, _gate) = endless(|_| ()).await;
    let idle = house.raw(b"").await;
    assert_eq!(house.get("/health/live").await.status, 200);
    house.shutdown.cancel();
    house.stopped().await;
    drop(idle);
}

#[tokio::test]
async fn a_draining_server_says_that_it_is_not_ready() {
    let (house, _gate) = endless(|server| server.drain_delay = super::harness::PATIENCE).await;
    assert_eq!(house.get("/health/ready").await.json(), json!({"status": "ready"}));
    house.shutdown.cancel();
    let unready = async {
        while house.get("/health/ready").await.status == 200 {
            tokio::task::yield_now().await;
        }
    };
    within(unready).await;
    let ready = house.get("/health/ready").await;
    assert_eq!((ready.status.as_u16(), ready.json()), (503, json!({"status": "draining"})));
    assert_eq!(house.get("/health/live").await.status, 200);
}
