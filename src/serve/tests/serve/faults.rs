//! An upstream that refuses, breaks off, dawdles, or talks nonsense: a correct error or a marked answer, and nothing
//! hangs.

use http::Request;
use probity_pipeline::Mode;
use scripted_upstream::{Chat, Gate, Pieces, Reply, Script, Upstream};
use serde_json::json;

use super::harness::{
    House, MOMENT, Seen, Setup, chat_request, question, script, streamed_question, unanimous, within,
};

/// A house whose upstream answers everything like this.
async fn always(mode: Mode, reply: impl Into<Reply>) -> House {
    let reply = reply.into();
    Setup::new(Script::new(move |_| reply.clone())).mode(mode).open().await
}

/// The port of an upstream that is gone.
async fn nowhere() -> String {
    Upstream::start(unanimous()).await.url()
}

#[tokio::test]
async fn a_refused_connection_is_a_502_on_every_route() {
    for mode in [Mode::Off, Mode::Observe, Mode::Annotate, Mode::Enforce] {
        let url = nowhere().await;
        let house = Setup::new(unanimous()).mode(mode).upstream(|upstream| upstream.url = url).open().await;
        house.chat(question()).await.assert_error(502, "upstream_error", "connect");
        house.chat(streamed_question()).await.assert_error(502, "upstream_error", "connect");
        house.get("/v1/models").await.assert_error(502, "upstream_error", "connect");
    }
}

#[tokio::test]
async fn a_connection_closed_before_the_answer_is_a_502() {
    for mode in [Mode::Off, Mode::Enforce] {
        let house = always(mode, Reply::Close).await;
        let seen = house.chat(question()).await;
        seen.assert_error(502, "upstream_error", "reset");
    }
}

#[tokio::test]
async fn an_upstream_that_never_begins_is_a_504() {
    for mode in [Mode::Off, Mode::Enforce] {
        let setup = Setup::new(Script::new(|_| Reply::Hang)).mode(mode);
        let house = setup.upstream(|upstream| upstream.first_byte_timeout = MOMENT).open().await;
        house.chat(question()).await.assert_error(504, "upstream_error", "first_byte_timeout");
        house.chat(streamed_question()).await.assert_error(504, "upstream_error", "first_byte_timeout");
        within(house.upstream.until(|upstream| upstream.open_streams() == 0)).await;
    }
}

#[tokio::test]
async fn an_error_of_the_upstream_comes_through_as_it_is() {
    let body =
        json!({"error": {"message": "slow down", "type": "tokens", "param": null, "code": "rate_limit_exceeded"}});
    let reply = Pieces::new(429, "application/json", [body.to_string()])
        .header("retry-after", "7")
        .header("x-ratelimit-remaining-requests", "0");
    for mode in [Mode::Off, Mode::Observe, Mode::Annotate, Mode::Enforce] {
        let house = always(mode, reply.clone()).await;
        for request in [question(), streamed_question()] {
            let seen = house.chat(request).await;
            assert_eq!((seen.status.as_u16(), seen.text()), (429, body.to_string()), "{mode:?}");
            assert_eq!(seen.header("retry-after"), "7");
            assert_eq!(seen.header("x-ratelimit-remaining-requests"), "0");
        }
    }
}

#[tokio::test]
async fn a_500_with_html_comes_through_as_it_is() {
    for mode in [Mode::Off, Mode::Enforce] {
        let house = always(mode, Reply::text(500, "text/html", "<h1>Sorry</h1>")).await;
        let seen = house.chat(question()).await;
        assert_eq!((seen.status.as_u16(), seen.text().as_str()), (500, "<h1>Sorry</h1>"));
        assert_eq!(seen.header("content-type"), "text/html");
    }
}

#[tokio::test]
async fn html_in_place_of_an_answer_is_a_502() {
    let house = always(Mode::Enforce, Reply::text(200, "text/html", "<h1>Welcome</h1>")).await;
    house.chat(question()).await.assert_error(502, "upstream_error", "malformed");
}

#[tokio::test]
async fn truncated_json_is_a_502() {
    let house = always(Mode::Enforce, Reply::text(200, "application/json", r#"{"choices": [{"mess"#)).await;
    house.chat(question()).await.assert_error(502, "upstream_error", "malformed");
}

#[tokio::test]
async fn nonsense_is_relayed_where_nothing_is_judged() {
    let house = always(Mode::Off, Reply::text(200, "application/json", r#"{"choices": [{"mess"#)).await;
    assert_eq!(house.chat(question()).await.text(), r#"{"choices": [{"mess"#);
}

#[tokio::test]
async fn nonsense_that_is_only_observed_is_relayed() {
    let house = always(Mode::Observe, Reply::text(200, "application/json", r#"{"choices": [{"mess"#)).await;
    assert_eq!(house.chat(question()).await.text(), r#"{"choices": [{"mess"#);
}

/// Whether a stream that had begun ends with an error frame of this code, and not with `[DONE]`.
#[track_caller]
fn assert_broken(seen: &Seen, code: &str) {
    assert_eq!(seen.status, 200);
    let events = seen.events();
    let error: serde_json::Value = serde_json::from_str(events.last().expect("an error frame")).unwrap();
    assert_eq!(
        (&error["error"]["type"], &error["error"]["code"]),
        (&json!("upstream_error"), &json!(code)),
        "{seen:?}"
    );
    assert_eq!(events.len(), 1, "an answer that broke off says nothing but that: {seen:?}");
}

/// A house whose upstream breaks every answer off after two words, once the gate lets them through.
async fn breaking_off(mode: Mode) -> (House, Gate) {
    let gate = Gate::new();
    let house = always(mode, Chat::new("The capital of France is Paris").gated(&gate).cut_after(2)).await;
    (house, gate)
}

#[tokio::test]
async fn a_stream_that_resets_ends_in_an_error_frame() {
    let (house, gate) = breaking_off(Mode::Enforce).await;
    let response = house.open(chat_request(streamed_question())).await;
    gate.release(100);
    assert_broken(&Seen::read(response).await, "reset");
}

#[tokio::test]
async fn a_stream_that_falls_silent_ends_in_an_error_frame() {
    let gate = Gate::new();
    let script = Script::new(move |_| Chat::new("The capital of France is Paris").gated(&gate).into());
    let house = Setup::new(script).upstream(|upstream| upstream.idle_timeout = MOMENT).open().await;
    assert_broken(&house.chat(streamed_question()).await, "idle_timeout");
    within(house.upstream.until(|upstream| upstream.open_streams() == 0)).await;
}

#[tokio::test]
async fn a_relayed_stream_that_resets_breaks_off_for_the_client_too() {
    use http_body_util::BodyExt;
    let (house, gate) = breaking_off(Mode::Off).await;
    let response = house.open(chat_request(streamed_question())).await;
    assert_eq!(response.status(), 200);
    gate.release(100);
    assert!(within(response.into_body().collect()).await.is_err());
    house.until_counted("probity_upstream_failures_total{kind=\"reset\"} 1").await;
}

#[tokio::test]
async fn an_answer_that_trickles_is_waited_for() {
    let gate = Gate::new();
    let held = gate.clone();
    let answer = json!({
        "id": "x", "object": "chat.completion", "created": 1, "model": "scripted",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": "Paris"}, "finish_reason": "stop"}],
    });
    let pieces: Vec<Vec<u8>> = answer.to_string().bytes().map(|byte| vec![byte]).collect();
    let count = pieces.len();
    let script = script(
        move |_| Pieces::new(200, "application/json", pieces.clone()).gated(&held).into(),
        |_| Chat::new("Paris").into(),
    );
    let house = Setup::new(script).open().await;
    let trickle = async {
        for _ in 0..count {
            gate.release(1);
            tokio::task::yield_now().await;
        }
    };
    let (seen, ()) = tokio::join!(house.chat(question()), trickle);
    assert_eq!((seen.status.as_u16(), seen.words().as_str()), (200, "Paris"));
}

#[tokio::test]
async fn an_answer_that_cannot_be_checked_goes_out_marked() {
    let script = script(|_| Chat::new("Paris").into(), |_| Reply::error(500, "oops", "out of memory"));
    let house = Setup::new(script).open().await;
    let seen = house.chat(question()).await;
    assert_eq!((seen.status.as_u16(), seen.words().as_str()), (200, "Paris"));
    assert_eq!(seen.header("x-probity-decision"), "unavailable");
    assert_eq!(seen.header("x-probity-confidence"), "");
    house.until_counted("probity_draws_total{outcome=\"failed\"} 3").await;
}

#[tokio::test]
async fn a_sick_upstream_is_not_ready_but_alive() {
    let url = nowhere().await;
    let house = Setup::new(unanimous()).upstream(|upstream| upstream.url = url).open().await;
    assert_eq!(house.get("/health/live").await.status, 200);
    let ready = house.get("/health/ready").await;
    assert_eq!((ready.status.as_u16(), ready.json()), (503, json!({"status": "upstream unreachable"})));
    assert_eq!(house.ask(Request::head("/health/live").body("".into()).unwrap()).await.status, 200);
}
