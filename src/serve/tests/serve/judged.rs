//! Plain answers that wait for their verdict.

use probity_pipeline::Mode;
use scripted_upstream::{Chat, Script};
use serde_json::json;

use super::harness::{QUESTION, Setup, chat_request, question, script, unanimous};

#[tokio::test]
async fn an_answer_that_the_model_stands_by_goes_out_as_it_is() {
    let house = Setup::new(unanimous()).open().await;
    let seen = house.chat(question()).await;
    assert_eq!((seen.status.as_u16(), seen.words().as_str()), (200, "Paris"));
    assert_eq!(seen.header("x-probity-decision"), "answered");
    assert_eq!(seen.header("x-probity-samples"), "3");
    assert_eq!(seen.header("content-type"), "application/json");
    let confidence: f64 = seen.header("x-probity-confidence").parse().unwrap();
    assert!(confidence > 0.5 && confidence < 1.0, "{confidence}");
    let verdict = &seen.json()["probity"];
    assert_eq!(verdict["decision"], "answered");
    assert_eq!(verdict["request_id"], seen.header("x-probity-request-id"));
}

fn undecided() -> Script {
    // Every draw is counted, so each of them says something else.
    script(|_| Chat::new("Paris").into(), |asked| Chat::new(format!("City {}", asked.index)).into())
}

#[tokio::test]
async fn an_answer_that_every_draw_contradicts_is_refused() {
    let house = Setup::new(undecided()).open().await;
    let seen = house.chat(question()).await;
    assert_eq!(seen.header("x-probity-decision"), "refused");
    assert!(!seen.words().contains("Paris"), "{}", seen.words());
}

#[tokio::test]
async fn annotate_says_so_and_changes_no_word() {
    let house = Setup::new(undecided()).mode(Mode::Annotate).open().await;
    let seen = house.chat(question()).await;
    assert_eq!(seen.words(), "Paris");
    assert_eq!(seen.header("x-probity-would-be"), "refused");
    assert_eq!(seen.json()["probity"]["would_be"], "refused");
}

#[tokio::test]
async fn the_upstreams_own_headers_come_along_bar_those_of_its_body() {
    let primary = |_: &_| Chat::new("Paris").header("openai-processing-ms", "7").header("etag", "\"x\"").into();
    let house = Setup::new(script(primary, |_| Chat::new("Paris").into())).open().await;
    let seen = house.chat(question()).await;
    assert_eq!(seen.header("openai-processing-ms"), "7");
    assert_eq!(seen.header("etag"), "");
    assert_eq!(seen.header("content-length"), seen.body.len().to_string());
}

#[tokio::test]
async fn controls_in_the_body_are_heeded_and_do_not_leave() {
    let house = Setup::new(unanimous()).open().await;
    let body = json!({
        "model": "scripted", "messages": [{"role": "user", "content": QUESTION}], "probity": {"max_draws": 1},
    });
    let seen = house.chat(body.to_string()).await;
    assert_eq!(seen.json()["probity"]["draws_started"], 1);
    assert_eq!(house.upstream.chats().len(), 2);
    assert!(house.upstream.chats().iter().all(|chat| chat.get("probity").is_none()));
}

#[tokio::test]
async fn controls_in_headers_are_heeded_and_do_not_leave() {
    let house = Setup::new(unanimous()).open().await;
    let mut request = chat_request(question());
    request.headers_mut().insert("x-probity-mode", "off".parse().unwrap());
    request.headers_mut().insert("x-mine", "kept".parse().unwrap());
    let seen = house.ask(request).await;
    assert_eq!(seen.header("x-probity-decision"), "");
    let [upstream] = &house.upstream.requests()[..] else { panic!("one request, unjudged") };
    assert_eq!(upstream.header("x-mine"), "kept");
    assert!(upstream.headers.keys().all(|name| !name.as_str().starts_with("x-probity")));
}

#[tokio::test]
async fn each_request_has_an_id_of_its_own() {
    let house = Setup::new(unanimous()).open().await;
    let ids = [house.chat(question()).await, house.chat(question()).await, house.get("/v1/models").await];
    let ids = ids.map(|seen| seen.header("x-probity-request-id").to_owned());
    assert!(ids.iter().all(|id| id.len() == 36), "{ids:?}");
    assert!(ids[0] != ids[1] && ids[1] != ids[2], "{ids:?}");
}
