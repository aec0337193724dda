//! Every request that is observed is recorded once, whatever became of its answer.

use probity_pipeline::Mode;
use scripted_upstream::{Chat, Gate, Pieces, Reply, Script};
use serde_json::json;

use super::harness::{House, Setup, chat_request, question, script, streamed_question, unanimous, within};

async fn observing(primary: impl Into<Reply>) -> House {
    let primary = primary.into();
    let script = script(move |_| primary.clone(), |_| Chat::new("Paris").into());
    Setup::new(script).mode(Mode::Observe).open().await
}

async fn assert_recorded(house: &House, decision: &str, reason: &str) {
    assert_eq!(house.recorded().await, (decision.to_owned(), reason.to_owned()));
}

#[tokio::test]
async fn an_answer_that_is_judged() {
    let house = observing(Chat::new("Paris")).await;
    house.chat(question()).await;
    assert_recorded(&house, "answered", "agreement").await;
}

#[tokio::test]
async fn an_error_of_the_upstream() {
    let house = observing(Reply::error(429, "rate_limit_exceeded", "slow down")).await;
    assert_eq!(house.chat(question()).await.status, 429);
    assert_recorded(&house, "failed", "status").await;
}

#[tokio::test]
async fn no_answer_at_all() {
    let house = observing(Reply::Close).await;
    assert_eq!(house.chat(question()).await.status, 502);
    assert_recorded(&house, "failed", "reset").await;
}

#[tokio::test]
async fn an_answer_that_cannot_be_read() {
    let house = observing(Reply::text(200, "text/html", "<h1>Welcome</h1>")).await;
    house.chat(question()).await;
    assert_recorded(&house, "failed", "malformed").await;
}

#[tokio::test]
async fn a_stream_that_ends_before_its_answer_does() {
    let said = json!({"choices": [{"index": 0, "delta": {"content": "Pa"}}]}).to_string();
    let house = observing(Pieces::events(&[&said])).await;
    house.chat(streamed_question()).await;
    assert_recorded(&house, "failed", "reset").await;
}

#[tokio::test]
async fn a_stream_that_is_broken_off() {
    use http_body_util::BodyExt;
    let house = observing(Chat::new("It is Paris").cut_after(2)).await;
    let response = house.open(chat_request(streamed_question())).await;
    assert!(within(response.into_body().collect()).await.is_err());
    assert_recorded(&house, "failed", "reset").await;
}

#[tokio::test]
async fn an_answer_that_was_cut_plain_or_streamed() {
    for request in [question(), streamed_question()] {
        let house = observing(Chat::new("Paris").finish_reason("length")).await;
        house.chat(request).await;
        assert_recorded(&house, "passed", "unfinished").await;
    }
}

#[tokio::test]
async fn a_client_that_leaves() {
    let gate = Gate::new();
    let house = observing(Chat::new("It is Paris").gated(&gate)).await;
    let response = house.open(chat_request(streamed_question())).await;
    drop(response);
    assert_recorded(&house, "cancelled", "client_gone").await;
}

#[tokio::test]
async fn an_answer_for_which_there_is_no_room() {
    let setup = Setup::new(unanimous()).mode(Mode::Observe).server(|server| server.max_background = 0);
    let house = setup.open().await;
    house.chat(question()).await;
    assert_recorded(&house, "unavailable", "no_room").await;
}

#[tokio::test]
async fn an_answer_that_is_too_large_to_keep() {
    let script = Script::new(|_| Chat::new("Paris ".repeat(200)).into());
    let setup = Setup::new(script).mode(Mode::Observe).server(|server| server.max_body_bytes = 1000);
    let house = setup.open().await;
    house.chat(question()).await;
    assert_recorded(&house, "unavailable", "no_room").await;
}
