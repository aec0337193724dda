//! The endpoint over an in-process sampler. The sampler here is an HTTP one: what it is does not matter.

use http::StatusCode;
use probity_upstream::{Body, Endpoint, Error, Local};
use scripted_upstream::{Chat, Gate, Reply, Script, Upstream};
use serde_json::Value;

use crate::harness::{bytes, full, http, noise, request, until};

async fn local(script: Script) -> (Upstream, Local) {
    let upstream = Upstream::start(script).await;
    let sampler = http(&upstream).sampler();
    (upstream, Local::new(sampler, vec!["small".to_owned()], 500))
}

async fn json(local: &Local, method: &str, path: &str, body: Body) -> (u16, Value) {
    let response = local.relay(request(method, path, body)).await.unwrap();
    assert_eq!(response.headers()["content-type"], "application/json");
    let status = response.status().as_u16();
    (status, serde_json::from_slice(&bytes(response.into_body()).await.unwrap()).unwrap())
}

fn chat(stream: bool) -> Body {
    full(format!(r#"{{"model":"small","messages":[{{"role":"user","content":"q"}}],"stream":{stream}}}"#))
}

#[tokio::test]
async fn it_lists_its_models() {
    let (_upstream, local) = local(Script::new(|_| Reply::Close)).await;
    let (status, list) = json(&local, "GET", "/v1/models?limit=3", full("")).await;
    assert_eq!((status, &list["data"][0]["id"]), (200, &Value::from("small")));
    let (status, model) = json(&local, "GET", "/v1/models/small", full("")).await;
    assert_eq!((status, &model["object"]), (200, &Value::from("model")));
    let (status, error) = json(&local, "GET", "/v1/models/large", full("")).await;
    assert_eq!((status, &error["error"]["code"]), (404, &Value::from("model_not_found")));
    local.ready().await.unwrap();
}

#[tokio::test]
async fn it_answers_plainly_and_in_streams() {
    let (_upstream, local) = local(Script::new(|_| Chat::new("It is Paris.").header("x-id", "7").into())).await;
    let (status, answer) = json(&local, "POST", "/v1/chat/completions", chat(false)).await;
    assert_eq!((status, &answer["choices"][0]["message"]["content"]), (200, &Value::from("It is Paris.")));

    let response = local.relay(request("POST", "/v1/chat/completions", chat(true))).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert_eq!(response.headers()["x-id"], "7");
    let stream = String::from_utf8(bytes(response.into_body()).await.unwrap().to_vec()).unwrap();
    let events: Vec<&str> = stream.split_terminator("\n\n").collect();
    assert_eq!(events.len(), 1 + 3 + 1 + 1, "{stream}");
    assert!(events.iter().all(|event| event.starts_with("data: ")));
    assert_eq!(events.last(), Some(&"data: [DONE]"));
}

#[tokio::test]
async fn bad_requests_are_told_in_openais_words() {
    let (upstream, local) = local(Script::new(|_| Reply::Close)).await;
    let chat = "/v1/chat/completions";
    for (body, param) in [("{", Value::Null), (r#"{"model":"small"}"#, "messages".into())] {
        let (status, error) = json(&local, "POST", chat, full(body)).await;
        assert_eq!((status, &error["error"]["param"]), (400, &param), "{body}");
        assert_eq!(error["error"]["type"], "invalid_request_error");
    }
    let other = r#"{"model":"large","messages":[{"role":"user","content":"q"}]}"#;
    let (status, error) = json(&local, "POST", chat, full(other)).await;
    assert_eq!((status, &error["error"]["code"]), (404, &Value::from("model_not_found")));
    for (method, path) in [("POST", "/v1/embeddings"), ("GET", chat), ("DELETE", "/v1/models/small"), ("GET", "/")] {
        let (status, error) = json(&local, method, path, full("")).await;
        assert_eq!((status, &error["error"]["code"]), (404, &Value::from("unknown_url")));
        assert!(error["error"]["message"].as_str().unwrap().contains("serves only"));
    }
    let error = local.relay(request("POST", chat, full(noise(1, 501)))).await.unwrap_err();
    assert!(matches!(error, Error::BodyTooLarge), "{error:?}");
    assert!(upstream.requests().is_empty());
}

#[tokio::test]
async fn failures_keep_their_status_until_the_stream_has_begun() {
    let (_upstream, rejecting) = local(Script::new(|_| Reply::error(429, "rate_limit_exceeded", "slow down"))).await;
    for stream in [false, true] {
        let (status, error) = json(&rejecting, "POST", "/v1/chat/completions", chat(stream)).await;
        assert_eq!((status, &error["error"]["code"]), (429, &Value::from("rate_limit_exceeded")));
    }
    let (_upstream, broken) = local(Script::new(|_| Chat::new("one two three").cut_after(1).into())).await;
    let response = broken.relay(request("POST", "/v1/chat/completions", chat(true))).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let stream = String::from_utf8(bytes(response.into_body()).await.unwrap().to_vec()).unwrap();
    let last = stream.split_terminator("\n\n").last().unwrap();
    assert!(last.contains(r#""error""#) && last.contains("reset"), "{last}");
    assert!(!stream.contains("[DONE]"));
    let (_upstream, closing) = local(Script::new(|_| Reply::Close)).await;
    let (status, error) = json(&closing, "POST", "/v1/chat/completions", chat(false)).await;
    assert_eq!((status, &error["error"]["code"]), (502, &Value::from("reset")));
}

#[tokio::test]
async fn dropping_the_response_stops_the_answer() {
    let gate = Gate::new();
    let (upstream, local) = local(Script::new(|_| Chat::new("a b c d").into()).gated(&gate)).await;
    gate.release(1);
    let response = local.relay(request("POST", "/v1/chat/completions", chat(true))).await.unwrap();
    until(&upstream, |upstream| upstream.tokens_generated() == 1).await;
    drop(response);
    until(&upstream, |upstream| upstream.open_streams() == 0).await;
}
