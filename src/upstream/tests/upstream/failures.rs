//! Draws over HTTP that go badly: each in its class, with words that say what happened and give nothing away.

use probity_draw::{Failure, FailureKind};
use probity_upstream::{Endpoint, Http};
use scripted_upstream::{Chat, Pieces, Reply, Script, Upstream};

use crate::harness::{config, finish, http, question, verification};

async fn failure(reply: Reply, stream: bool) -> Failure {
    let upstream = Upstream::start(Script::new(move |_| reply.clone())).await;
    let mut config = config(&upstream.url());
    (config.max_response_bytes, config.max_event_bytes) = (4000, 1000);
    let sampler = Http::new(&config).unwrap().sampler();
    let drawn = finish(sampler.primary(&question(stream)), 1).await.remove(0);
    drawn.failed.unwrap_or_else(|| panic!("it went well: {:?}", drawn.text))
}

#[tokio::test]
async fn an_error_status_keeps_its_body_and_headers() {
    for status in [400, 401, 404, 429, 500, 503] {
        let body = r#"{"error":{"message":"slow down","type":"requests","code":"rate_limit_exceeded"}}"#;
        let reply: Reply = Pieces::new(status, "application/json", [body])
            .header("retry-after", "7")
            .header("x-ratelimit-remaining-requests", "0")
            .header("keep-alive", "timeout=5")
            .into();
        for stream in [false, true] {
            let failure = failure(reply.clone(), stream).await;
            assert_eq!(failure.kind, FailureKind::Status);
            assert!(failure.message.contains(&status.to_string()) && !failure.message.contains("slow down"));
            let rejection = failure.rejection.unwrap();
            assert_eq!((rejection.status.as_u16(), &rejection.body[..]), (status, body.as_bytes()));
            assert_eq!(rejection.headers["retry-after"], "7");
            assert_eq!(rejection.headers["x-ratelimit-remaining-requests"], "0");
            assert!(!rejection.headers.contains_key("keep-alive"));
        }
    }
}

#[tokio::test]
async fn an_error_body_is_kept_up_to_the_limit() {
    let failure = failure(Reply::text(502, "text/html", "x".repeat(100_000)), false).await;
    assert_eq!(failure.rejection.unwrap().body.len(), 4000);
}

#[tokio::test]
async fn what_is_no_completion_is_told_for_what_it_is() {
    let html = Reply::text(200, "text/html", "<!DOCTYPE html><title>secret</title>");
    let cut = Reply::text(200, "application/json", r#"{"choices":[{"message":{"content":"secret"#);
    let in_band = r#"{"error":{"message":"secret","type":"server_error","code":503}}"#;
    let table = [
        (html.clone(), false, "HTML"),
        (html, true, "HTML"),
        (cut.clone(), false, "EOF"),
        (cut, true, "EOF"),
        (Reply::text(200, "application/json", r#"{"choices":[]}"#), false, "no choices"),
        (Reply::text(200, "application/json", r#"{"object":"secret"}"#), false, "choices"),
        (Reply::text(200, "application/json", in_band), false, "503"),
        (Reply::text(200, "application/json", ""), false, "empty"),
        (Reply::text(200, "text/plain", "secret"), false, "text/plain"),
        (Pieces::new(200, "application/json", ["x"]).header("content-encoding", "gzip").into(), false, "gzip"),
        (Pieces::events(&["[DONE]"]).into(), true, "no choices"),
        (Pieces::events(&[in_band]).into(), true, "503"),
        (Pieces::events(&["{\"choices\":"]).into(), true, "chunk"),
        (Pieces::events(&["{}"]).into(), false, "event stream"),
    ];
    for (reply, stream, words) in table {
        let failure = failure(reply, stream).await;
        assert_eq!(failure.kind, FailureKind::Malformed, "{failure:?}");
        assert!(failure.message.contains(words), "'{}' should say '{words}'", failure.message);
        assert!(!failure.message.contains("secret"), "{}", failure.message);
        assert!(failure.rejection.is_none(), "a success is nothing to hand on as an error");
    }
}

#[tokio::test]
async fn connections_that_break_are_resets() {
    let said = r#"{"choices":[{"index":0,"delta":{"content":"half"}}]}"#;
    let table: [(Reply, bool); 5] = [
        (Reply::Close, false),
        (Pieces::new(200, "application/json", ["{\"choices\":"]).then_reset().into(), false),
        (Chat::new("one two three").cut_after(2).into(), true),
        (Pieces::events(&[said]).into(), true),
        (Pieces::events(&[said]).then_reset().into(), true),
    ];
    for (reply, stream) in table {
        let failure = failure(reply.clone(), stream).await;
        assert_eq!(failure.kind, FailureKind::Reset, "{reply:?}: {failure:?}");
    }
}

#[tokio::test]
async fn answers_and_events_over_the_limits_are_refused() {
    let json = |text: String| Reply::chat(text);
    assert_eq!(failure(json("x".repeat(5000)), false).await.kind, FailureKind::TooLarge);
    assert_eq!(failure(json("word ".repeat(100)), true).await.kind, FailureKind::TooLarge);
    let event = format!(r#"{{"choices":[{{"index":0,"delta":{{"content":"{}"}}}}]}}"#, "x".repeat(1100));
    let failure = failure(Pieces::events(&[&event]).into(), true).await;
    assert_eq!(failure.kind, FailureKind::TooLarge);
    assert!(failure.message.contains("1000"), "{}", failure.message);
}

#[tokio::test]
async fn one_draw_that_fails_leaves_the_others_alone() {
    let script = Script::new(|asked| match (asked.n(), asked.draws[0]) {
        (2.., _) => Reply::error(400, "unsupported_parameter", "n must be 1"),
        (_, 1) => Reply::error(500, "server_error", "bad luck"),
        (_, draw) => Reply::chat(format!("answer {draw}")),
    })
    .ignoring_n();
    let upstream = Upstream::start(script).await;
    let drawn = finish(http(&upstream).sampler().verify(&question(false), &verification(4)), 4).await;
    assert_eq!(drawn.iter().filter(|drawn| drawn.done.is_some()).count(), 3);
    let failed: Vec<&Failure> = drawn.iter().filter_map(|drawn| drawn.failed.as_ref()).collect();
    assert_eq!((failed.len(), failed[0].kind), (1, FailureKind::Status));
}

#[tokio::test]
async fn a_batch_that_is_refused_outright_fails_whole_and_teaches_nothing() {
    let upstream = Upstream::start(Script::new(|asked| match asked.index {
        0 => Reply::error(429, "rate_limit_exceeded", "n"),
        _ => Reply::chat("yes"),
    }))
    .await;
    let sampler = http(&upstream).sampler();
    let drawn = finish(sampler.verify(&question(false), &verification(3)), 3).await;
    assert!(drawn.iter().all(|drawn| drawn.failed.as_ref().is_some_and(|failure| failure.rejection.is_some())));
    assert_eq!(upstream.chats().len(), 1, "an upstream that asks for less is not asked for more");
    finish(sampler.verify(&question(false), &verification(3)), 3).await;
    assert_eq!(upstream.chats()[1]["n"], 3);
}

#[tokio::test]
async fn a_batch_that_breaks_off_keeps_what_was_finished() {
    let events = Pieces::events(&[
        r#"{"choices":[{"index":1,"delta":{"content":"Paris"}}]}"#,
        r#"{"choices":[{"index":1,"delta":{},"finish_reason":"stop"}]}"#,
        r#"{"choices":[{"index":0,"delta":{"content":"Par"}}]}"#,
    ]);
    let upstream = Upstream::start(Script::new(move |_| events.clone().then_reset().into())).await;
    let drawn = finish(http(&upstream).sampler().verify(&question(false), &verification(2)), 2).await;
    assert_eq!(drawn[1].text, "Paris");
    assert!(drawn[1].done.is_some());
    assert_eq!(drawn[0].failed.as_ref().unwrap().kind, FailureKind::Reset);
}
