//! Draws over HTTP that go well: what is sent, what comes back, what is learnt, what stopping saves.

use futures_util::StreamExt;
use http::HeaderValue;
use http::uri::PathAndQuery;
use probity_draw::{Ask, Event, Verification};
use probity_upstream::{Endpoint, Http, NativeN};
use scripted_upstream::{Chat, Gate, Pieces, Reply, Script, Upstream};
use serde_json::{Value, json};

use crate::harness::{Drawn, ask, config, finish, http, question, until, verification};

fn texts(drawn: &[Drawn]) -> Vec<&str> {
    let mut texts: Vec<&str> = drawn.iter().map(|drawn| drawn.text.as_str()).collect();
    texts.sort_unstable();
    texts
}

fn numbered() -> Script {
    Script::answers(|_, draw| format!("answer {draw}"))
}

#[tokio::test]
async fn a_plain_primary_is_the_clients_bytes_and_gives_the_upstreams() {
    let upstream = Upstream::start(Script::new(|_| Chat::new("It is Paris.").header("x-id", "7").into())).await;
    let huge = r#"{"messages":[{"role":"user","content":"q"}],"x":1e400,"model":"m"}"#;
    finish(http(&upstream).sampler().primary(&ask(huge)), 1).await;
    assert_eq!(upstream.requests()[0].body, huge);

    let body = r#"{ "x":0.10 , "model":"m","messages":[{"role":"user","content":"q \u00e9"}],"big":12345678901234567890123,"logprobs":true}"#;
    let mut asked = ask(body);
    asked.headers.insert("accept-encoding", HeaderValue::from_static("gzip"));
    asked.headers.insert("authorization", HeaderValue::from_static("Bearer client"));
    asked.headers.insert("x-probity-mode", HeaderValue::from_static("annotate"));
    let mut draws = http(&upstream).sampler().primary(&asked);
    let Some((0, Event::Opened(head))) = draws.next().await else { panic!("it must open first") };
    assert_eq!((head.status.as_u16(), &head.headers["x-id"]), (200, &HeaderValue::from_static("7")));
    assert!(!head.headers.contains_key("content-length"), "the body is held apart");
    let Some((0, Event::Delta(delta))) = draws.next().await else { panic!("then its text") };
    assert_eq!((delta.text.as_str(), delta.logprobs), ("It is Paris.", vec![-0.125; 3]));
    let Some((0, Event::Usage(usage))) = draws.next().await else { panic!("then its cost") };
    assert_eq!(usage.completion_tokens, 3);
    let Some((0, Event::Done(done))) = draws.next().await else { panic!("then its end") };
    assert_eq!(done.finish_reason.as_deref(), Some("stop"));
    let body_back: Value = serde_json::from_slice(&done.body.unwrap()).unwrap();
    assert_eq!(body_back["choices"][0]["message"]["content"], "It is Paris.");
    assert!(draws.next().await.is_none());

    let seen = upstream.requests().remove(1);
    assert_eq!(seen.body, body, "not a byte may change");
    assert_eq!(seen.path, "/v1/chat/completions");
    assert_eq!(seen.header("authorization"), "Bearer client");
    assert_eq!(seen.header("content-type"), "application/json");
    assert_eq!((seen.header("accept-encoding"), seen.header("x-probity-mode")), ("", ""));
}

#[tokio::test]
async fn a_streamed_primary_gives_its_frames_as_they_came() {
    let script = Script::new(|_| Chat::new("It is Paris.").finish_reason("length").into());
    let upstream = Upstream::start(script).await;
    let asked = ask(
        r#"{"model":"m","messages":[{"role":"user","content":"q"}],"stream":true,"stream_options":{"include_usage":true}}"#,
    );
    let drawn = finish(http(&upstream).sampler().primary(&asked), 1).await.remove(0);
    assert_eq!(drawn.text, "It is Paris.");
    let done = drawn.done.unwrap();
    assert_eq!((done.finish_reason.as_deref(), done.body), (Some("length"), None));
    assert_eq!(drawn.usage.len(), 1);
    assert_eq!(drawn.frames.len(), 1 + 3 + 1 + 1, "role, three tokens, the end, the usage");
    let usage: Value = serde_json::from_slice(drawn.frames.last().unwrap()).unwrap();
    assert_eq!(usage["usage"]["completion_tokens"], 3);
}

#[tokio::test]
async fn every_draw_is_asked_where_the_client_asked() {
    let upstream = Upstream::start(numbered()).await;
    let sampler = http(&upstream).sampler();
    let target = PathAndQuery::from_static("/v1/openai/chat/completions?api-version=2024-10-21");
    let ask = Ask { target: target.clone(), ..question(false) };
    finish(sampler.primary(&ask), 1).await;
    finish(sampler.verify(&ask, &verification(1)), 1).await;
    let asked: Vec<String> = upstream.requests().into_iter().map(|request| request.path).collect();
    assert_eq!(asked, [target.as_str(); 2]);
}

#[tokio::test]
async fn a_verification_draw_is_the_same_question_asked_to_be_judged() {
    let upstream = Upstream::start(numbered()).await;
    let mut asked = ask(
        r#"{"model":"m","messages":[{"role":"user","content":"q"}],"seed":40,"temperature":0,"top_p":0.10,"n":4,"max_completion_tokens":16,"logprobs":true,"top_logprobs":5,"stream":false,"user":"u"}"#,
    );
    asked.headers.insert("idempotency-key", HeaderValue::from_static("once"));
    let sampler = http(&upstream).sampler();
    let verification = Verification { count: 1, offset: 3, temperature: Some(0.5), max_tokens: 64 };
    let drawn = finish(sampler.verify(&asked, &verification), 1).await;
    assert_eq!(drawn[0].logprobs, [-0.125, -0.125]);
    let want = json!({
        "model": "m", "messages": [{"role": "user", "content": "q"}], "seed": 44, "temperature": 0.5, "top_p": 0.1,
        "max_completion_tokens": 16, "logprobs": true, "stream": true, "user": "u",
        "stream_options": {"include_usage": true},
    });
    assert_eq!(upstream.chats(), [want]);
    assert_eq!(upstream.requests()[0].header("idempotency-key"), "", "it must not be answered from the primary's");

    let plain = Verification { count: 1, offset: 0, temperature: None, max_tokens: 64 };
    finish(sampler.verify(&question(false), &plain), 1).await;
    let sent = upstream.chats().remove(1);
    assert_eq!(sent["max_tokens"], 64);
    for absent in ["seed", "n", "temperature", "max_completion_tokens"] {
        assert!(sent.get(absent).is_none(), "{absent}: {sent}");
    }
}

#[tokio::test]
async fn several_draws_are_one_request_where_n_is_honoured() {
    let upstream = Upstream::start(numbered()).await;
    let sampler = http(&upstream).sampler();
    for round in 1..=2 {
        let drawn = finish(sampler.verify(&question(false), &verification(3)), 3).await;
        assert_eq!(upstream.chats().len(), round);
        assert_eq!(upstream.chats()[round - 1]["n"], 3);
        let usage: Vec<_> = drawn.iter().flat_map(|drawn| &drawn.usage).collect();
        assert_eq!(usage.len(), 1, "what was spent together is told once");
        assert_eq!(usage[0].completion_tokens, 6);
    }
}

#[tokio::test]
async fn where_n_is_ignored_the_missing_draws_follow_and_it_is_remembered() {
    let upstream = Upstream::start(numbered().ignoring_n()).await;
    let sampler = http(&upstream).sampler();
    let drawn = finish(sampler.verify(&question(false), &verification(3)), 3).await;
    assert_eq!(texts(&drawn), ["answer 0", "answer 1", "answer 2"]);
    assert!(drawn.iter().all(|drawn| drawn.opened == 1 && drawn.done.is_some()));
    assert_eq!(drawn.iter().map(|drawn| drawn.usage.len()).sum::<usize>(), 3);
    let asked_for: Vec<Value> = upstream.chats().iter().map(|chat| chat["n"].clone()).collect();
    assert_eq!(asked_for, [json!(3), Value::Null, Value::Null]);

    finish(sampler.verify(&question(false), &verification(2)), 2).await;
    assert!(upstream.chats()[3..].iter().all(|chat| chat.get("n").is_none()), "learnt");
    assert_eq!(upstream.chats().len(), 5);

    let other = ask(r#"{"model":"other","messages":[{"role":"user","content":"q"}]}"#);
    finish(sampler.verify(&other, &verification(2)), 2).await;
    assert_eq!(upstream.chats()[5]["n"], 2, "learnt per model");
}

#[tokio::test]
async fn where_n_is_refused_the_draws_run_side_by_side_and_it_is_remembered() {
    let by_name = numbered().refusing("n");
    let without_a_word = Script::new(|asked| match asked.n() {
        1 => Reply::chat("answer"),
        _ => Reply::error(500, "server_error", "Only one completion choice is allowed"),
    });
    for script in [by_name, without_a_word] {
        let upstream = Upstream::start(script).await;
        let sampler = http(&upstream).sampler();
        let drawn = finish(sampler.verify(&question(false), &verification(3)), 3).await;
        assert!(drawn.iter().all(|drawn| drawn.done.is_some() && drawn.opened == 1));
        assert_eq!(upstream.chats().len(), 4);
        finish(sampler.verify(&question(false), &verification(3)), 3).await;
        assert_eq!(upstream.chats().iter().filter(|chat| chat.get("n").is_some()).count(), 1);
    }
}

#[tokio::test]
async fn n_is_never_sent_where_the_configuration_says_so() {
    let upstream = Upstream::start(numbered()).await;
    let mut config = config(&upstream.url());
    config.native_n = NativeN::Never;
    let sampler = Http::new(&config).unwrap().sampler();
    let drawn = finish(sampler.verify(&question(false), &verification(3)), 3).await;
    assert_eq!(texts(&drawn), ["answer 0", "answer 1", "answer 2"]);
    assert!(upstream.chats().iter().all(|chat| chat.get("n").is_none()));
}

#[tokio::test]
async fn parallel_draws_vary_the_seed() {
    let upstream = Upstream::start(numbered().ignoring_n()).await;
    let mut config = config(&upstream.url());
    config.native_n = NativeN::Never;
    let asked = ask(r#"{"model":"m","messages":[{"role":"user","content":"q"}],"seed":7}"#);
    let verification = Verification { offset: 10, ..verification(3) };
    finish(Http::new(&config).unwrap().sampler().verify(&asked, &verification), 3).await;
    let mut seeds: Vec<i64> = upstream.chats().iter().map(|chat| chat["seed"].as_i64().unwrap()).collect();
    seeds.sort_unstable();
    assert_eq!(seeds, [18, 19, 20]);
}

#[tokio::test]
async fn what_an_upstream_refuses_of_our_edits_is_left_out_and_remembered() {
    let script = numbered().refusing("temperature").refusing("max_tokens").refusing("stream_options");
    let upstream = Upstream::start(script).await;
    let sampler = http(&upstream).sampler();
    let drawn = finish(sampler.verify(&question(false), &verification(1)), 1).await;
    assert_eq!(drawn[0].text, "answer 0");
    assert_eq!(upstream.chats().len(), 4, "one refusal after the other");
    let drawn = finish(sampler.verify(&question(false), &verification(1)), 1).await;
    assert_eq!(drawn[0].text, "answer 1");
    assert_eq!(upstream.chats().len(), 5, "learnt");
    let sent = upstream.chats().remove(4);
    assert_eq!(sent["max_completion_tokens"], 64);
    assert!(sent.get("temperature").is_none() && sent.get("stream_options").is_none());
}

#[tokio::test]
async fn dropping_the_draws_stops_what_they_generate() {
    for native_n in [NativeN::Auto, NativeN::Never] {
        let gate = Gate::new();
        let upstream = Upstream::start(Script::answers(|_, _| "a b c d e f g h".to_owned()).gated(&gate)).await;
        let mut config = config(&upstream.url());
        config.native_n = native_n;
        let mut draws = Http::new(&config).unwrap().sampler().verify(&question(false), &verification(3));
        gate.release(6);
        let mut words = 0;
        while words < 6 {
            if let Some((_, Event::Delta(_))) = draws.next().await {
                words += 1;
            }
        }
        drop(draws);
        until(&upstream, |upstream| upstream.open_streams() == 0).await;
        gate.release(1000);
        tokio::task::yield_now().await;
        assert_eq!(upstream.tokens_generated(), 6, "{native_n:?}");
    }
}

#[tokio::test]
async fn finished_draws_give_their_connections_back() {
    let upstream = Upstream::start(numbered().ignoring_n()).await;
    let mut config = config(&upstream.url());
    config.native_n = NativeN::Never;
    let sampler = Http::new(&config).unwrap().sampler();
    for _ in 0..10 {
        finish(sampler.verify(&question(false), &verification(1)), 1).await;
        finish(sampler.primary(&question(false)), 1).await;
    }
    assert_eq!(upstream.connections(), 1);
}

#[tokio::test]
async fn an_upstream_that_does_not_stream_when_asked_to_is_understood() {
    let upstream = Upstream::start(Script::new(|_| Chat::new("It is Paris.").never_streaming().into())).await;
    let sampler = http(&upstream).sampler();
    let drawn = finish(sampler.verify(&question(false), &verification(2)), 2).await;
    assert!(drawn.iter().all(|drawn| drawn.text == "It is Paris." && drawn.done.is_some()));

    let asked = ask(
        r#"{"model":"m","messages":[{"role":"user","content":"q"}],"stream":true,"stream_options":{"include_usage":true}}"#,
    );
    let drawn = finish(sampler.primary(&asked), 1).await.remove(0);
    assert_eq!((drawn.text.as_str(), drawn.usage.len()), ("It is Paris.", 1));
    let frames: Vec<Value> = drawn.frames.iter().map(|frame| serde_json::from_slice(frame).unwrap()).collect();
    assert_eq!(frames.len(), 3);
    assert!(frames.iter().all(|frame| frame["object"] == "chat.completion.chunk" && frame["model"] == "m"));
    assert_eq!(frames[0]["choices"][0]["delta"]["content"], "It is Paris.");
    assert_eq!(frames[1]["choices"][0]["finish_reason"], "stop");
    assert_eq!(frames[2]["usage"]["completion_tokens"], 3);
}

#[tokio::test]
async fn streams_end_in_many_ways_and_report_usage_in_many_places() {
    let said = r#"{"choices":[{"index":0,"delta":{"content":"Paris"}}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}"#;
    let end = r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#;
    let without_done = Pieces::events(&[said, end]);
    let without_finish = Pieces::events(&[said, "[DONE]"]);
    let without_last_line = Pieces::new(200, "text/event-stream", [format!("data: {said}\n\ndata: [DONE]")]);
    let mislabelled = Pieces::new(200, "text/plain", [format!(": hi\r\n\r\ndata:{said}\r\rdata: {end}\n\n")]);
    let in_pieces =
        Pieces::new(200, "Text/Event-Stream; charset=utf-8", format!("data: {end}\n\n").chars().map(String::from));
    for (reply, text, tokens) in [
        (without_done, "Paris", 2),
        (without_finish, "Paris", 1),
        (without_last_line, "Paris", 1),
        (mislabelled, "Paris", 2),
        (in_pieces, "", 2),
    ] {
        let upstream = Upstream::start(Script::new(move |_| reply.clone().into())).await;
        let drawn = finish(http(&upstream).sampler().verify(&question(false), &verification(1)), 1).await.remove(0);
        assert!(drawn.done.is_some(), "{drawn:?}");
        assert_eq!(drawn.text, text);
        let counts: Vec<u64> = drawn.usage.iter().map(|usage| usage.completion_tokens).collect();
        assert_eq!(counts, [tokens], "the last report holds, once");
    }
}

#[tokio::test]
async fn tool_calls_and_refusals_are_reported() {
    let events = Pieces::events(&[
        r#"{"choices":[{"index":0,"delta":{"refusal":"I can"}}]}"#,
        r#"{"choices":[{"index":0,"delta":{"refusal":"not","tool_calls":[{"index":0}]}}]}"#,
        r#"{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"#,
        "[DONE]",
    ]);
    let upstream = Upstream::start(Script::new(move |_| events.clone().into())).await;
    let drawn = finish(http(&upstream).sampler().primary(&question(true)), 1).await.remove(0);
    let done = drawn.done.unwrap();
    assert_eq!((done.refusal.as_deref(), done.calls_tools), (Some("I cannot"), true));
    assert_eq!(drawn.frames.len(), 3);
}
