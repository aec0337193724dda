//! The relay: byte for byte, both ways, nothing held back, cancelled when nobody listens.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};
use http_body_util::{BodyExt, Limited};
use probity_upstream::{Endpoint, Error, Http};
use scripted_upstream::{Chat, Gate, Pieces, Reply, Script, Upstream};

use crate::harness::{body_error, bytes, channel, config, full, http, noise, relay, request, until};

fn nothing() -> Script {
    Script::new(|_| Reply::error(404, "not_found", "no"))
}

#[tokio::test]
async fn any_method_and_body_comes_back_byte_for_byte() {
    let upstream = Upstream::start(nothing()).await;
    let http = http(&upstream);
    for (seed, method) in (0..).zip(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"]) {
        for length in [0, 1, 1000, 65_537, 1_000_003] {
            let sent = noise(seed, length);
            let response =
                relay(&http, request(method, "/v1/echo/deep?a=%20b&a=1&", full(sent.clone()))).await.unwrap();
            assert_eq!(response.headers()["x-echo-method"], method);
            assert_eq!(response.headers()["x-echo-path"], "/v1/echo/deep?a=%20b&a=1&");
            assert_eq!(bytes(response.into_body()).await.unwrap(), sent, "{method} {length}");
        }
    }
}

#[tokio::test]
async fn bodies_of_unknown_length_are_chunked_even_with_get() {
    let upstream = Upstream::start(nothing()).await;
    let http = http(&upstream);
    for method in ["GET", "POST"] {
        let (mut sender, body) = channel();
        let sending = async move {
            for seed in 0..5 {
                sender.send_data(noise(seed, 10_000)).await.unwrap();
            }
        };
        let (response, ()) = tokio::join!(relay(&http, request(method, "/v1/echo", body)), sending);
        let response = response.unwrap();
        assert_eq!(response.headers()["x-echo-transfer-encoding"], "chunked");
        assert!(!response.headers().contains_key("transfer-encoding"));
        let sent: Vec<u8> = (0..5).flat_map(|seed| noise(seed, 10_000)).collect();
        assert_eq!(bytes(response.into_body()).await.unwrap(), sent, "{method}");
    }
}

#[tokio::test]
async fn the_answer_may_begin_before_the_question_ends() {
    let upstream = Upstream::start(nothing()).await;
    let http = http(&upstream);
    let (mut sender, body) = channel();
    sender.send_data(Bytes::from_static(b"first")).await.unwrap();
    let mut response = relay(&http, request("POST", "/v1/echo", body)).await.unwrap();
    for piece in ["second", "third"] {
        let frame = response.body_mut().frame().await.unwrap().unwrap();
        assert!(!frame.into_data().unwrap().is_empty());
        sender.send_data(Bytes::from(piece)).await.unwrap();
    }
    drop(sender);
    assert_eq!(bytes(response.into_body()).await.unwrap(), "third");
}

#[tokio::test]
async fn trailers_cross_both_ways() {
    let upstream = Upstream::start(nothing()).await;
    let http = http(&upstream);
    let (mut sender, body) = channel();
    let mut asked = request("POST", "/v1/echo", body);
    asked.headers_mut().insert("te", HeaderValue::from_static("trailers"));
    asked.headers_mut().insert("trailer", HeaderValue::from_static("x-sum"));
    let mut trailers = HeaderMap::new();
    trailers.insert("x-sum", HeaderValue::from_static("42"));
    let sending = async {
        sender.send_data(Bytes::from_static(b"data")).await.unwrap();
        sender.send_trailers(trailers.clone()).await.unwrap();
        drop(sender);
    };
    let (response, ()) = tokio::join!(relay(&http, asked), sending);
    let collected = response.unwrap().into_body().collect().await.unwrap();
    assert_eq!(collected.trailers(), Some(&trailers));
    assert_eq!(collected.to_bytes(), "data");
}

#[tokio::test]
async fn only_what_belongs_to_the_connection_is_left_out() {
    let reply = || {
        Pieces::new(418, "application/x-odd", [noise(7, 100)])
            .header("set-cookie", "a=1")
            .header("set-cookie", "b=2")
            .header("keep-alive", "timeout=9")
            .header("connection", "x-hop")
            .header("x-hop", "1")
            .header("x-ratelimit-remaining", "3")
    };
    let upstream = Upstream::start(Script::new(move |_| reply().into())).await;
    let http = http(&upstream);
    let mut asked = request("POST", "/weird//path/%2F?x=y&&z", full(noise(1, 10)));
    let headers = asked.headers_mut();
    for (name, value) in [
        ("host", "probity.example"),
        ("connection", "keep-alive, x-secret"),
        ("x-secret", "1"),
        ("proxy-authorization", "Basic x"),
        ("x-probity-mode", "off"),
        ("authorization", "Bearer client"),
        ("accept-encoding", "gzip, br"),
        ("content-type", "image/png"),
        ("openai-organization", "org"),
    ] {
        headers.append(name, HeaderValue::from_static(value));
    }
    headers.append("x-many", HeaderValue::from_static("1"));
    headers.append("x-many", HeaderValue::from_static("2"));
    let response = relay(&http, asked).await.unwrap();

    let seen = upstream.requests().remove(0);
    assert_eq!((seen.method.as_str(), seen.path.as_str()), ("POST", "/weird//path/%2F?x=y&&z"));
    assert_eq!(seen.body, noise(1, 10));
    assert_eq!(seen.header("host"), upstream.addr().to_string());
    assert_eq!(seen.header("authorization"), "Bearer client");
    assert_eq!(seen.header("accept-encoding"), "gzip, br");
    assert_eq!(seen.headers.get_all("x-many").iter().collect::<Vec<_>>(), ["1", "2"]);
    let mut names: Vec<&str> = seen.headers.keys().map(http::HeaderName::as_str).collect();
    names.sort_unstable();
    let want = "accept-encoding authorization content-length content-type host openai-organization x-many";
    assert_eq!(names.join(" "), want);

    assert_eq!(response.status(), StatusCode::IM_A_TEAPOT);
    assert_eq!(response.headers().get_all("set-cookie").iter().collect::<Vec<_>>(), ["a=1", "b=2"]);
    assert_eq!(response.headers()["x-ratelimit-remaining"], "3");
    for gone in ["keep-alive", "connection", "x-hop"] {
        assert!(!response.headers().contains_key(gone), "{gone}");
    }
    assert_eq!(bytes(response.into_body()).await.unwrap(), noise(7, 100));
}

#[tokio::test]
async fn an_injected_key_replaces_the_clients_and_is_never_shown() {
    let upstream = Upstream::start(nothing()).await;
    let key = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(key.path(), "sk-ours\n").unwrap();
    let mut config = config(&upstream.url());
    config.api_key_file = key.path().to_owned();
    let http = Http::new(&config).unwrap();
    assert!(!format!("{http:?}").contains("sk-ours"));
    let mut asked = request("GET", "/v1/files", full(""));
    asked.headers_mut().insert("authorization", HeaderValue::from_static("Bearer client"));
    asked.headers_mut().insert("x-api-key", HeaderValue::from_static("client"));
    relay(&http, asked).await.unwrap();
    let seen = upstream.requests().remove(0);
    assert_eq!(seen.headers.get_all("authorization").iter().collect::<Vec<_>>(), ["Bearer sk-ours"]);
    assert_eq!(seen.header("x-api-key"), "");
}

#[tokio::test]
async fn a_key_that_cannot_be_had_is_told_before_anything_starts() {
    let mut unset = config("http://127.0.0.1:9");
    unset.api_key_env = "PROBITY_TEST_NO_SUCH_VARIABLE".to_owned();
    assert!(Http::new(&unset).unwrap_err().to_string().contains("PROBITY_TEST_NO_SUCH_VARIABLE"));
    let mut both = unset.clone();
    both.api_key_file = "/nonexistent".into();
    assert!(Http::new(&both).unwrap_err().to_string().contains("both"));
    let mut file = config("http://127.0.0.1:9");
    file.api_key_file = "/nonexistent".into();
    assert!(Http::new(&file).unwrap_err().to_string().contains("/nonexistent"));
}

#[tokio::test]
async fn connections_are_used_again() {
    let upstream = Upstream::start(nothing()).await;
    let http = http(&upstream);
    for seed in 0..20 {
        let response = relay(&http, request("POST", "/v1/echo", full(noise(seed, 100)))).await.unwrap();
        bytes(response.into_body()).await.unwrap();
    }
    assert_eq!(upstream.connections(), 1);
}

#[tokio::test]
async fn a_stream_is_passed_on_as_it_grows_and_dropping_it_stops_it() {
    let gate = Gate::new();
    let script = Script::new(|_| Chat::new("one two three four five six").into()).gated(&gate);
    let upstream = Upstream::start(script).await;
    let http = http(&upstream);
    let body = r#"{"model":"m","stream":true,"messages":[{"role":"user","content":"count"}]}"#;
    let mut response = relay(&http, request("POST", "/v1/chat/completions", full(body))).await.unwrap();
    let mut text = String::new();
    for word in ["one", "two", "three"] {
        gate.release(1);
        while !text.contains(word) {
            let data = response.body_mut().frame().await.unwrap().unwrap().into_data().unwrap();
            text += std::str::from_utf8(&data).unwrap();
        }
    }
    assert_eq!(upstream.tokens_generated(), 3);
    drop(response);
    until(&upstream, |upstream| upstream.open_streams() == 0).await;
    gate.release(100);
    relay(&http, request("GET", "/v1/models", full(""))).await.unwrap();
    assert_eq!(upstream.tokens_generated(), 3);
}

#[tokio::test]
async fn dropping_a_request_that_waits_for_its_answer_stops_it() {
    let upstream = Upstream::start(Script::new(|_| Reply::Hang)).await;
    let http = http(&upstream);
    let waiting = http.relay(request("POST", "/v1/audio/speech", full("{}")));
    tokio::select! {
        _ = waiting => panic!("nothing is answered here"),
        () = until(&upstream, |upstream| upstream.open_streams() == 1) => {}
    }
    until(&upstream, |upstream| upstream.open_streams() == 0).await;
}

#[tokio::test]
async fn an_answer_that_nobody_reads_is_not_piled_up() {
    let words = format!("{} ", "x".repeat(2000)).repeat(20_000);
    let upstream = Upstream::start(Script::new(move |_| Chat::new(words.clone()).into())).await;
    let http = http(&upstream);
    let body = r#"{"model":"m","stream":true,"messages":[{"role":"user","content":"talk"}]}"#;
    let response = relay(&http, request("POST", "/v1/chat/completions", full(body))).await.unwrap();
    // It goes on until the sockets between are full, and then it waits.
    let mut before = usize::MAX;
    while before != upstream.tokens_generated() {
        before = upstream.tokens_generated();
        for _ in 0..20 {
            let other = relay(&http, request("GET", "/v1/models", full(""))).await.unwrap();
            bytes(other.into_body()).await.unwrap();
        }
    }
    assert!(before < 10_000, "{before} tokens were taken without a reader");
    drop(response);
}

#[tokio::test]
async fn a_body_over_the_listeners_limit_is_the_clients_fault() {
    let upstream = Upstream::start(nothing()).await;
    let (mut sender, body) = channel();
    let limited = Limited::new(body, 1000).boxed_unsync();
    let http = http(&upstream);
    let sending = async move { while sender.send_data(noise(1, 600)).await.is_ok() {} };
    let (response, ()) = tokio::join!(relay(&http, request("POST", "/v1/files", limited)), sending);
    let error = response.unwrap_err();
    assert!(matches!(error, Error::BodyTooLarge), "{error:?}");
    assert_eq!(error.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_client_that_breaks_off_is_not_blamed_on_the_upstream() {
    let upstream = Upstream::start(nothing()).await;
    let (mut sender, body) = channel();
    sender.send_data(Bytes::from_static(b"half")).await.unwrap();
    sender.abort("the client is gone".into());
    let error = relay(&http(&upstream), request("POST", "/v1/files", body)).await.unwrap_err();
    assert!(matches!(error, Error::RequestBody(_)), "{error:?}");
    assert_eq!(error.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_client_that_stops_sending_is_told_that_it_was_too_slow() {
    let upstream = Upstream::start(nothing()).await;
    let (mut sender, body) = channel();
    sender.send_data(Bytes::from_static(b"half")).await.unwrap();
    sender.abort(std::io::Error::new(std::io::ErrorKind::TimedOut, "silent for 5s").into());
    let error = relay(&http(&upstream), request("POST", "/v1/files", body)).await.unwrap_err();
    assert!(matches!(error, Error::RequestTimeout(_)), "{error:?}");
    assert_eq!((error.status(), error.code()), (StatusCode::REQUEST_TIMEOUT, "request_timeout"));
    assert!(error.to_string().contains("silent for 5s"), "{error}");
}

#[tokio::test]
async fn a_closed_port_is_a_502_that_names_the_upstream() {
    let upstream = Upstream::start(nothing()).await;
    let (addr, http) = (upstream.addr(), http(&upstream));
    drop(upstream);
    // The port closes with the accept loop, which ends at its next chance to run.
    while tokio::net::TcpStream::connect(addr).await.is_ok() {
        tokio::task::yield_now().await;
    }
    let error = relay(&http, request("GET", "/v1/models", full(""))).await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert_eq!((error.status().as_u16(), error.code()), (502, "upstream_connect"));
    assert!(error.to_string().contains(&addr.to_string()), "{error}");
    assert!(http.ready().await.is_err());
}

#[tokio::test]
async fn a_connection_that_breaks_is_told_before_and_within_the_body() {
    let upstream = Upstream::start(Script::new(|asked| match asked.request.path.as_str() {
        "/v1/close" => Reply::Close,
        _ => Pieces::new(200, "text/plain", ["some", "thing"]).then_reset().into(),
    }))
    .await;
    let http = http(&upstream);
    let error = relay(&http, request("POST", "/v1/close", full("x"))).await.unwrap_err();
    assert!(matches!(error, Error::Reset { .. }), "{error:?}");
    assert_eq!((error.status().as_u16(), error.code()), (502, "upstream_reset"));
    let response = relay(&http, request("GET", "/v1/reset", full(""))).await.unwrap();
    let error = body_error(response.into_body()).await;
    assert!(matches!(error, Error::Reset { .. }), "{error:?}");
}

#[tokio::test]
async fn connect_is_refused() {
    let upstream = Upstream::start(nothing()).await;
    let error = relay(&http(&upstream), request("CONNECT", "example.com:443", full(""))).await.unwrap_err();
    assert_eq!(error.status(), StatusCode::BAD_REQUEST);
    assert!(upstream.requests().is_empty());
}

#[tokio::test]
async fn readiness_asks_for_the_models_and_takes_any_answer_but_a_server_error() {
    let upstream = Upstream::start(nothing()).await;
    http(&upstream).ready().await.unwrap();
    assert_eq!(upstream.requests()[0].path, "/v1/models");
    let gone = Upstream::start(Script::new(|_| Reply::error(503, "down", "down"))).await;
    // Another path than the list of models, which the scripted upstream always serves.
    let http = Http::new(&config(&format!("{}/base", gone.url()))).unwrap();
    assert!(http.ready().await.unwrap_err().to_string().contains("503"));
}
