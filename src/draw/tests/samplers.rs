//! The samplers that are no endpoint keep the contract of draws, so that nothing behind them can tell.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::sync::Arc;

use bytes::Bytes;
use futures_util::{FutureExt, StreamExt};
use probity_draw::openai::{Alternative, Primary, Token};
use probity_draw::{Ask, Draws, Event, FailureKind, Recording, Sampler, Scripted, Verification};
use probity_wire::Usage;
use probity_wire::chat::{ChatRequest, ChatResponse, Chunk, Envelope};
use serde_json::{Value, json};

fn request(question: &str, more: &Value) -> Arc<ChatRequest> {
    let mut body = json!({"model": "m", "messages": [{"role": "user", "content": question}]});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Arc::new(ChatRequest::parse(body.to_string().into()).unwrap())
}

fn ask(question: &str, more: &Value) -> Ask {
    Ask::new(request(question, more))
}

fn verification(count: usize, offset: usize) -> Verification {
    Verification { count, offset, temperature: None, max_tokens: 100 }
}

/// All events; these samplers never wait.
fn events(draws: Draws) -> Vec<(usize, Event)> {
    draws.collect().now_or_never().unwrap()
}

/// The events of draw 0, and nothing of any other.
fn primary(sampler: &impl Sampler, ask: &Ask) -> Vec<Event> {
    let events = events(sampler.primary(ask));
    assert!(events.iter().all(|(index, _)| *index == 0));
    events.into_iter().map(|(_, event)| event).collect()
}

/// What each draw says, in the order of their indices; `Err` with the kind where it failed. Holds every draw to the
/// contract: `Opened` first, one end, nothing after it.
fn said(draws: Draws, count: usize) -> Vec<Result<String, FailureKind>> {
    let all = events(draws);
    assert!(all.iter().all(|(index, _)| *index < count));
    let of =
        |draw: usize| all.iter().filter(move |(index, _)| *index == draw).map(|(_, event)| event).collect::<Vec<_>>();
    (0..count).map(|draw| heard(&of(draw))).collect()
}

fn heard(events: &[&Event]) -> Result<String, FailureKind> {
    let ends = events.iter().filter(|event| matches!(event, Event::Done(_) | Event::Failed(_))).count();
    assert_eq!(ends, 1, "{events:?}");
    match events.last() {
        Some(Event::Failed(failure)) => return Err(failure.kind),
        Some(Event::Done(_)) => {}
        other => panic!("a draw ended with {other:?}"),
    }
    assert!(matches!(events[0], Event::Opened(_)), "{events:?}");
    let text = events.iter().filter_map(|event| match event {
        Event::Delta(delta) => Some(delta.text.as_str()),
        _ => None,
    });
    Ok(text.collect())
}

fn text(events: &[Event]) -> String {
    heard(&events.iter().collect::<Vec<_>>()).unwrap()
}

fn frames(events: &[Event]) -> Vec<Bytes> {
    let frame = |event: &Event| match event {
        Event::Delta(delta) => delta.frame.clone(),
        _ => None,
    };
    events.iter().filter_map(frame).collect()
}

fn usages(events: &[Event]) -> Vec<Usage> {
    let usage = |event: &Event| match event {
        Event::Usage(usage) => Some(usage.clone()),
        _ => None,
    };
    events.iter().filter_map(usage).collect()
}

/// The body and the finish reason of the end.
fn end(events: &[Event]) -> (Option<Bytes>, Option<String>) {
    match events.last() {
        Some(Event::Done(done)) => (done.body.clone(), done.finish_reason.clone()),
        other => panic!("ended with {other:?}"),
    }
}

fn recording() -> Recording {
    Recording::new("Paris.", vec!["Paris".to_owned(), "Lyon".to_owned(), String::new()])
}

#[test]
fn a_recorded_answer_comes_as_one_delta_and_a_body() {
    let events = primary(&recording(), &ask("Which?", &json!({})));
    assert!(matches!(&events[..], [Event::Opened(_), Event::Delta(_), Event::Done(_)]), "{events:?}");
    assert_eq!(text(&events), "Paris.");
    let (body, reason) = end(&events);
    assert_eq!(reason.as_deref(), Some("stop"));
    assert_eq!(
        std::str::from_utf8(&body.unwrap()).unwrap(),
        r#"{"id":"chatcmpl-recording","object":"chat.completion","created":0,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Paris.","refusal":null},"logprobs":null,"finish_reason":"stop"}]}"#
    );
}

#[test]
fn a_recorded_answer_streams() {
    let events =
        primary(&recording(), &ask("Which?", &json!({"stream": true, "stream_options": {"include_usage": true}})));
    assert_eq!((text(&events).as_str(), end(&events)), ("Paris.", (None, Some("stop".to_owned()))));
    assert!(usages(&events).is_empty(), "nobody counted");
    let chunks: Vec<_> =
        frames(&events).into_iter().map(|frame| Chunk::parse(frame).unwrap().choices()[0].clone()).collect();
    assert_eq!(chunks.len(), 3);
    assert_eq!((chunks[0].role.as_deref(), chunks[0].content.as_deref()), (Some("assistant"), Some("")));
    assert_eq!((chunks[1].content.as_deref(), chunks[1].finish_reason.as_deref()), (Some("Paris."), None));
    assert_eq!((chunks[2].content.as_deref(), chunks[2].finish_reason.as_deref()), (None, Some("stop")));
}

#[test]
fn every_choice_gets_the_recorded_answer() {
    let events = primary(&recording(), &ask("Which?", &json!({"n": 3})));
    let response = ChatResponse::parse(end(&events).0.unwrap()).unwrap();
    let contents: Vec<_> = response.choices().iter().map(|choice| (choice.index, choice.content.as_deref())).collect();
    assert_eq!(contents, [(0, Some("Paris.")), (1, Some("Paris.")), (2, Some("Paris."))]);
    assert_eq!(text(&events), "Paris.", "the delta is the first choice's");
}

#[test]
fn samples_replay_in_order_and_end() {
    let (sampler, ask) = (recording(), ask("Which?", &json!({})));
    let say = |count, offset| said(sampler.verify(&ask, &verification(count, offset)), count);
    let ok = |text: &str| Ok(text.to_owned());
    assert_eq!(say(2, 0), [ok("Paris"), ok("Lyon")]);
    assert_eq!(say(2, 1), [ok("Lyon"), ok("")]);
    assert_eq!(say(3, 2), [ok(""), Err(FailureKind::Invalid), Err(FailureKind::Invalid)]);
    assert_eq!(say(1, usize::MAX), [Err(FailureKind::Invalid)]);
    assert_eq!(say(0, 0), []);
    let past = events(sampler.verify(&ask, &verification(1, 3)));
    assert!(
        matches!(&past[..], [(0, Event::Failed(failure))] if failure.message == "the recording has no more samples (it holds 3)")
    );
    assert!(
        usages(
            &events(sampler.verify(&ask, &verification(3, 0))).into_iter().map(|(_, event)| event).collect::<Vec<_>>()
        )
        .is_empty()
    );
}

#[test]
fn the_script_agrees_wavers_and_disagrees() {
    let say = |question: &str| {
        let ask = ask(question, &json!({}));
        let draws =
            said(Scripted.verify(&ask, &verification(5, 0)), 5).into_iter().map(Result::unwrap).collect::<Vec<_>>();
        (text(&primary(&Scripted, &ask)), draws)
    };
    let (answer, draws) = say("What is the CAPITAL of France?");
    assert!(answer == "Paris." && draws.iter().all(|draw| draw == "Paris."));
    let (answer, draws) = say("Who invented the telephone?");
    assert_eq!(draws.iter().filter(|draw| **draw == answer).count(), 4);
    let (answer, mut draws) = say("What is the population of the village of Upper Nowhere?");
    draws.push(answer);
    draws.sort_unstable();
    draws.dedup();
    assert_eq!(draws.len(), 6, "no two agree");
    let (answer, draws) = say("Who was the first person to climb that?");
    assert!(
        answer.starts_with("I don't know: no language model is loaded") && draws.iter().all(|draw| *draw == answer)
    );
}

#[test]
fn the_script_goes_on_where_it_was_left() {
    let ask = ask("What is the population of the village?", &json!({}));
    let say = |count, offset| said(Scripted.verify(&ask, &verification(count, offset)), count);
    let all = say(6, 0);
    assert_eq!([say(2, 0), say(4, 2)].concat(), all);
    assert_eq!(say(6, 0), all);
}

#[test]
fn the_script_counts_words_and_says_who_it_is() {
    let events = primary(&Scripted, &ask("Who invented the telephone?", &json!({"n": 2})));
    assert_eq!(usages(&events), [Usage::new(4, 6)]);
    let response = ChatResponse::parse(end(&events).0.unwrap()).unwrap();
    assert_eq!(response.usage(), Some(Usage::new(4, 6)));
    assert!(String::from_utf8(response.to_bytes().to_vec()).unwrap().contains(r#""model":"scripted""#));
    assert_eq!((Scripted.name(), recording().name()), ("scripted", "recording"));
}

#[test]
fn the_script_stops_at_the_token_limit() {
    let limited = ask("Who invented the telephone?", &json!({"max_tokens": 2}));
    let events = primary(&Scripted, &limited);
    assert_eq!((text(&events).as_str(), end(&events).1.as_deref()), ("Alexander Graham ", Some("length")));
    let shorter = Verification { max_tokens: 1, ..verification(1, 0) };
    assert_eq!(said(Scripted.verify(&limited, &shorter), 1), [Ok("Alexander ".to_owned())]);
    assert_eq!(said(Scripted.verify(&limited, &verification(1, 0)), 1), [Ok("Alexander Graham ".to_owned())]);
}

#[test]
fn a_stream_reports_usage_where_it_is_asked_to() {
    let without = primary(&Scripted, &ask("Largest planet?", &json!({"stream": true})));
    let with = primary(
        &Scripted,
        &ask("Largest planet?", &json!({"stream": true, "stream_options": {"include_usage": true}})),
    );
    assert_eq!((usages(&without), usages(&with)), (vec![Usage::new(2, 1)], vec![Usage::new(2, 1)]));
    let chunk = |events: &[Event]| Chunk::parse(frames(events).pop().unwrap()).unwrap();
    assert_eq!((chunk(&without).usage(), chunk(&without).choices()[0].finish_reason.as_deref()), (None, Some("stop")));
    assert_eq!((chunk(&with).usage(), chunk(&with).choices().len()), (Some(Usage::new(2, 1)), 0));
}

fn envelope() -> Envelope {
    Envelope { id: "chatcmpl-1".to_owned(), created: 7, model: "m".to_owned() }
}

fn token(text: &str, logprob: f64) -> Token {
    let top_logprobs = vec![Alternative { token: text.to_owned(), logprob, bytes: text.as_bytes().to_vec() }];
    Token { token: text.to_owned(), logprob, bytes: text.as_bytes().to_vec(), top_logprobs }
}

#[test]
fn a_growing_primary_becomes_one_body() {
    let mut primary = Primary::new(&request("Q?", &json!({"n": 2, "logprobs": true})), envelope());
    let mut events = primary.opened();
    events.extend(primary.delta(1, "b", vec![token("b", f64::NEG_INFINITY)]));
    events.extend(primary.delta(0, "a", vec![token("a", -0.5)]));
    events.extend(primary.delta(0, "c", vec![token("c", -1.0)]));
    events.extend(primary.finish(1, "length"));
    events.extend(primary.delta(1, "late", Vec::new()));
    events.extend(primary.delta(2, "nobody's", Vec::new()));
    events.extend(primary.finish(1, "stop"));
    events.extend(primary.done(Some(&Usage::new(1, 3))));
    let [Event::Opened(_), Event::Delta(delta), Event::Usage(_), Event::Done(_)] = &events[..] else {
        panic!("{events:?}");
    };
    assert_eq!((delta.text.as_str(), &delta.logprobs[..], &delta.frame), ("ac", &[-0.5, -1.0][..], &None));
    let body: Value = serde_json::from_slice(&end(&events).0.unwrap()).unwrap();
    let reasons = [&body["choices"][0]["finish_reason"], &body["choices"][1]["finish_reason"]];
    assert_eq!(reasons, ["stop", "length"]);
    assert_eq!(body["choices"][1]["message"]["content"], "b");
    let alternative = |text: &str, logprob: f64| json!({"token": text, "logprob": logprob, "bytes": text.as_bytes()});
    let mut first = alternative("b", -9999.0);
    first["top_logprobs"] = json!([alternative("b", -9999.0)]);
    assert_eq!(body["choices"][1]["logprobs"], json!({"content": [first], "refusal": null}));
}

#[test]
fn a_growing_primary_streams_at_once() {
    let mut primary = Primary::new(&request("Q?", &json!({"stream": true, "n": 2})), envelope());
    assert_eq!(frames(&primary.opened()).len(), 2, "a role for each choice");
    let Some(Event::Delta(delta)) = primary.delta(0, "a", vec![token("a", -0.5)]) else { panic!("no delta") };
    assert_eq!((delta.text.as_str(), &delta.logprobs[..]), ("a", &[-0.5][..]));
    let chunk = Chunk::parse(delta.frame.unwrap()).unwrap();
    assert_eq!(chunk.choices()[0].content.as_deref(), Some("a"));
    assert!(chunk.choices()[0].logprobs.is_empty(), "the client did not ask for them");
    let Some(Event::Delta(delta)) = primary.delta(1, "b", vec![token("b", -0.5)]) else { panic!("no delta") };
    assert!(delta.text.is_empty() && delta.logprobs.is_empty(), "only the first choice's text is the draw's");
    assert_eq!(Chunk::parse(delta.frame.unwrap()).unwrap().choices()[0].index, 1);
    assert!(primary.finish(0, "length").is_some());
    assert!(primary.finish(0, "stop").is_none());
    let events = primary.done(None);
    assert_eq!(frames(&events).len(), 1, "the other choice's end");
    assert_eq!(end(&events), (None, Some("length".to_owned())));
}

#[test]
fn a_stream_shows_log_probabilities_that_were_asked_for() {
    let mut primary = Primary::new(&request("Q?", &json!({"stream": true, "logprobs": true})), envelope());
    let Some(Event::Delta(delta)) = primary.delta(0, "a", vec![token("a", -0.5)]) else { panic!("no delta") };
    assert_eq!(Chunk::parse(delta.frame.unwrap()).unwrap().choices()[0].logprobs, [-0.5]);
}

#[test]
fn what_is_asked_and_by_whom_is_not_shown() {
    let mut ask = ask("What is my secret?", &json!({}));
    ask.headers.insert("authorization", http::HeaderValue::from_static("Bearer secret"));
    let shown = format!("{ask:?}");
    assert!(shown.starts_with("Ask") && !shown.contains("secret"), "{shown}");
}
