//! Time limits. They are set to a few milliseconds where they must pass, and to a minute where they must not.

use std::time::Duration;

use probity_upstream::{Config, Error, Http};
use scripted_upstream::{Chat, Gate, Pieces, Reply, Script, Upstream};
use tokio::net::TcpListener;

use crate::harness::{body_error, channel, config, finish, full, question, relay, request, verification};
use probity_draw::FailureKind;
use probity_upstream::Endpoint;

const SOON: Duration = Duration::from_millis(150);

async fn start(script: Script, change: impl FnOnce(&mut Config)) -> (Upstream, Http) {
    let upstream = Upstream::start(script).await;
    let mut config = config(&upstream.url());
    change(&mut config);
    let http = Http::new(&config).unwrap();
    (upstream, http)
}

#[tokio::test]
async fn an_upstream_that_never_begins_to_answer_is_a_504() {
    let change = |config: &mut Config| (config.connect_timeout, config.first_byte_timeout) = (SOON, SOON);
    let (_upstream, http) = start(Script::new(|_| Reply::Hang), change).await;
    for body in ["", "x"] {
        let error = relay(&http, request("POST", "/v1/embeddings", full(body))).await.unwrap_err();
        assert!(matches!(error, Error::FirstByteTimeout { .. }), "{error:?}");
        assert_eq!((error.status().as_u16(), error.code()), (504, "upstream_timeout"));
    }
    let drawn = finish(http.sampler().primary(&question(false)), 1).await.remove(0);
    assert_eq!(drawn.failed.unwrap().kind, FailureKind::FirstByteTimeout);
}

#[tokio::test]
async fn a_body_that_falls_silent_ends_in_an_error() {
    let (words, pieces) = (Gate::new(), Gate::new());
    words.release(1);
    pieces.release(1);
    let script = Script::new(move |asked| match asked.is_chat() {
        true => Chat::new("one two three").gated(&words).into(),
        false => Pieces::new(200, "text/plain", ["a", "b", "c"]).gated(&pieces).into(),
    });
    let (_upstream, http) = start(script, |config| config.idle_timeout = SOON).await;
    let response = relay(&http, request("GET", "/v1/slow", full(""))).await.unwrap();
    let error = body_error(response.into_body()).await;
    assert!(matches!(error, Error::IdleTimeout { .. }), "{error:?}");

    let drawn = finish(http.sampler().verify(&question(false), &verification(1)), 1).await.remove(0);
    assert_eq!((drawn.text.as_str(), drawn.failed.unwrap().kind), ("one", FailureKind::IdleTimeout));
}

#[tokio::test]
async fn a_client_that_falls_silent_within_its_body_does_not_hold_a_connection_for_ever() {
    let (_upstream, http) = start(Script::new(|_| Reply::Hang), |config| config.idle_timeout = SOON).await;
    let (mut sender, body) = channel();
    sender.send_data("half".into()).await.unwrap();
    let error = relay(&http, request("POST", "/v1/files", body)).await.unwrap_err();
    assert!(matches!(error, Error::IdleTimeout { .. }), "{error:?}");
    drop(sender);
}

#[tokio::test]
async fn the_whole_exchange_is_limited_before_and_within_the_body() {
    let gate = Gate::new();
    let script = Script::new(move |asked| match asked.request.path.as_str() {
        "/v1/hang" => Reply::Hang,
        _ => Pieces::new(200, "text/plain", ["a", "b"]).gated(&gate).into(),
    });
    let (_upstream, http) = start(script, |config| config.total_timeout = SOON).await;
    let error = relay(&http, request("POST", "/v1/hang", full("x"))).await.unwrap_err();
    assert!(matches!(error, Error::TotalTimeout { .. }), "{error:?}");
    let response = relay(&http, request("GET", "/v1/slow", full(""))).await.unwrap();
    let error = body_error(response.into_body()).await;
    assert!(matches!(error, Error::TotalTimeout { .. }), "{error:?}");
}

#[tokio::test]
async fn a_handshake_that_is_never_answered_is_a_connect_timeout() {
    // The kernel accepts; nobody ever speaks TLS.
    let silent = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let mut config = config(&format!("https://{}", silent.local_addr().unwrap()));
    config.connect_timeout = SOON;
    let pem = crate::tls::ca_file();
    config.ca_file = pem.path().to_owned();
    let http = Http::new(&config).unwrap();
    let error = relay(&http, request("GET", "/v1/models", full(""))).await.unwrap_err();
    assert!(matches!(error, Error::ConnectTimeout { .. }), "{error:?}");
    assert_eq!(error.status().as_u16(), 504);
}

#[tokio::test]
async fn limits_that_cannot_work_are_refused() {
    let mut none = config("http://127.0.0.1:9");
    none.idle_timeout = Duration::ZERO;
    assert!(Http::new(&none).unwrap_err().to_string().contains("idle_timeout"));
    let mut endless = config("http://127.0.0.1:9");
    endless.total_timeout = Duration::MAX;
    assert!(Http::new(&endless).unwrap_err().to_string().contains("total_timeout"));
    let mut nothing = config("http://127.0.0.1:9");
    nothing.max_response_bytes = 0;
    assert!(Http::new(&nothing).unwrap_err().to_string().contains("max_response_bytes"));
}
