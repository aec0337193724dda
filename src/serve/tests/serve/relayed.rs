//! What is not ours leaves as it came and comes back as it is; what is only observed does too.

use bytes::Bytes;
use http::{Method, Request};
use probity_pipeline::Mode;
use scripted_upstream::{Pieces, Reply, Script};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::harness::{QUESTION, Seen, Setup, chat_request, question, streamed_question, unanimous, within};

/// JSON that no parser would write back like this.
const ODD_REQUEST: &str = r#"{ "seed":1e400,"model":"m",  "big":123456789012345678901234567890, "zero":0.10,
	"messages":[{"content":"What is the capital of France?","role":"user","x":"\u00e9"}],"a":1,"a":2}"#;
const ODD_RESPONSE: &str = "{\"id\":\"x\",\"choices\":[ {\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Paris\"},\"finish_reason\":\"stop\"}],\n\"n\":1e400 }";

#[tokio::test]
async fn off_changes_no_byte_in_either_direction() {
    let script = Script::new(|_| Reply::text(200, "application/json", ODD_RESPONSE));
    let house = Setup::new(script).mode(Mode::Off).open().await;
    let seen = house.chat(ODD_REQUEST).await;
    assert_eq!(seen.text(), ODD_RESPONSE);
    assert_eq!(house.upstream.requests()[0].body, ODD_REQUEST);
    assert_eq!(seen.header("x-probity-decision"), "");
    assert_eq!(seen.header("x-probity-request-id").len(), 36);
}

#[tokio::test]
async fn a_request_that_is_not_ours_to_judge_is_passed_and_marked() {
    let script = Script::new(|_| Reply::text(200, "application/json", ODD_RESPONSE));
    let house = Setup::new(script).open().await;
    let body = r#"{"model":"m", "tools":[], "messages":[{"role":"user","content":"What is the capital of France?"}],"tools":[{"type":"function","function":{"name":"f"}}]}"#;
    let seen = house.chat(body).await;
    assert_eq!(seen.text(), ODD_RESPONSE);
    assert_eq!(seen.header("x-probity-decision"), "passed");
    let [upstream] = &house.upstream.requests()[..] else { panic!("one request, unjudged") };
    assert_eq!(upstream.body, body);
}

#[tokio::test]
async fn a_chunked_request_is_passed_whole() {
    let house = Setup::new(unanimous()).mode(Mode::Off).open().await;
    let body = question();
    let (start, end) = body.split_at(10);
    let request = format!(
        "POST /v1/chat/completions HTTP/1.1\r\nhost: h\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n\
         a\r\n{start}\r\n{:x}\r\n{end}\r\n0\r\n\r\n",
        end.len()
    );
    let mut answer = String::new();
    within(house.raw(request.as_bytes()).await.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.contains("Paris"), "{answer}");
    assert_eq!(house.upstream.requests()[0].body, body);
}

#[tokio::test]
async fn every_method_and_path_that_is_not_ours_is_relayed() {
    let house = Setup::new(Script::new(|_| Reply::text(203, "text/plain", "theirs"))).open().await;
    let theirs = [
        (Method::GET, "/v1/chat/completions?limit=3"),
        (Method::OPTIONS, "/v1/chat/completions"),
        (Method::HEAD, "/v1/chat/completions"),
        (Method::DELETE, "/v1/chat/completions/chatcmpl-1"),
        (Method::GET, "/health"),
        (Method::GET, "/health/other"),
        (Method::POST, "/health/live"),
        (Method::GET, "/metrics/x"),
        (Method::PATCH, "/"),
        (Method::PUT, "/v1/files/%2e%2e/a%20b?x=%ff&y"),
    ];
    for (method, path) in theirs {
        let seen = house.ask(Request::builder().method(&method).uri(path).body(Bytes::new()).unwrap()).await;
        assert_eq!(seen.status, 203, "{method} {path}");
        let last = house.upstream.requests().pop().unwrap();
        assert_eq!((last.method, last.path.as_str()), (method, path));
        assert_eq!(seen.header("x-probity-decision"), "");
    }
}

#[tokio::test]
async fn bodies_stream_through_both_ways_at_once() {
    let house = Setup::new(unanimous()).open().await;
    let head = "POST /v1/echo/audio HTTP/1.1\r\nhost: h\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n5\r\nfirst\r\n";
    let mut stream = house.raw(head.as_bytes()).await;
    let mut answer = String::new();
    let mut piece = [0; 1024];
    while !answer.contains("first") {
        let read = within(stream.read(&mut piece)).await.unwrap();
        assert_ne!(read, 0, "{answer}");
        answer.push_str(std::str::from_utf8(&piece[..read]).unwrap());
    }
    stream.write_all(b"6\r\nsecond\r\n0\r\n\r\n").await.unwrap();
    within(stream.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.contains("second"), "{answer}");
}

#[tokio::test]
async fn our_own_headers_do_not_leave_with_a_relayed_request() {
    let house = Setup::new(unanimous()).open().await;
    let request = Request::get("/v1/models").header("x-probity-mode", "off").header("x-b", "2").body(Bytes::new());
    assert_eq!(house.ask(request.unwrap()).await.status, 200);
    let upstream = &house.upstream.requests()[0];
    assert_eq!((upstream.header("x-probity-mode"), upstream.header("x-b")), ("", "2"));
}

#[tokio::test]
async fn an_observed_answer_goes_out_untouched_and_is_judged_afterwards() {
    let script = super::harness::script(
        |_| Reply::text(200, "application/json", ODD_RESPONSE),
        |_| scripted_upstream::Chat::new("Paris").into(),
    );
    let house = Setup::new(script).mode(Mode::Observe).open().await;
    let mut request = chat_request(question());
    request.headers_mut().insert("accept-encoding", "gzip".parse().unwrap());
    let seen = house.ask(request).await;
    assert_eq!(seen.text(), ODD_RESPONSE);
    assert_eq!(seen.header("x-probity-decision"), "");
    assert_eq!(seen.header("x-probity-request-id").len(), 36);
    house.until_counted("probity_draws_total{outcome=\"finished\"} 3").await;
    let primary = house.upstream.requests().into_iter().find(|request| request.body == question()).unwrap();
    assert_eq!(primary.header("accept-encoding"), "");
}

#[tokio::test]
async fn an_observed_stream_goes_out_untouched_and_is_judged_afterwards() {
    let chunk = |delta: serde_json::Value, reason: Option<&str>| {
        json!({"id": "x", "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}).to_string()
    };
    let frames =
        [chunk(json!({"content": "Pa"}), None), chunk(json!({"content": "ris"}), Some("stop")), "[DONE]".into()];
    let sent: String = frames.iter().map(|frame| format!("data: {frame}\n\n")).collect();
    let script = super::harness::script(
        move |_| Pieces::events(&frames.each_ref().map(String::as_str)).into(),
        |_| scripted_upstream::Chat::new("Paris").into(),
    );
    let house = Setup::new(script).mode(Mode::Observe).open().await;
    assert_eq!(house.chat(streamed_question()).await.text(), sent);
    house.until_counted("probity_draws_total{outcome=\"finished\"} 3").await;
    // The confidence of a unanimous answer: all three draws agreed with what the stream said.
    house.until_counted("probity_confidence_bucket{le=\"0.5\"} 0").await;
}

#[tokio::test]
async fn what_there_is_no_room_to_observe_is_dropped_and_counted() {
    let house = Setup::new(unanimous()).mode(Mode::Observe).server(|server| server.max_background = 0).open().await;
    assert_eq!(house.chat(question()).await.words(), "Paris");
    house.until_counted("probity_observe_dropped_total 1").await;
    assert_eq!(house.upstream.chats().len(), 1);
}

#[tokio::test]
async fn a_request_passed_in_observe_says_ids_only() {
    let house = Setup::new(unanimous()).mode(Mode::Observe).open().await;
    let body = json!({"model": "m", "n": 2, "messages": [{"role": "user", "content": QUESTION}]});
    let seen = house.chat(body.to_string()).await;
    assert_eq!((seen.status.as_u16(), seen.header("x-probity-decision")), (200, ""));
    assert_eq!(house.upstream.chats().len(), 1);
}

#[tokio::test]
async fn http2_without_tls_is_spoken_too() {
    use http_body_util::Full;
    use hyper_util::client::legacy::Client;
    use hyper_util::rt::TokioExecutor;

    let house = Setup::new(unanimous()).open().await;
    let client = Client::builder(TokioExecutor::new()).http2_only(true).build_http();
    let url = format!("http://{}/v1/", house.address);
    let chat = Request::post(format!("{url}chat/completions")).body(Full::new(Bytes::from(question()))).unwrap();
    let seen = Seen::read(within(client.request(chat)).await.unwrap()).await;
    assert_eq!((seen.words().as_str(), seen.header("x-probity-decision")), ("Paris", "answered"));
    let models = Request::get(format!("{url}models")).body(Full::default()).unwrap();
    let seen = Seen::read(within(client.request(models)).await.unwrap()).await;
    assert_eq!(seen.json()["object"], "list");
}
