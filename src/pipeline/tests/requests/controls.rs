//! What a client may ask for itself, and what configuration may not say.

use http::{HeaderMap, HeaderName, HeaderValue};
use probity_pipeline::{Config, Controls, Mode, Temperature, plan};
use probity_wire::chat::ChatRequest;
use serde_json::json;

use crate::scene::{Scene, honesty};

fn request(probity: &str) -> ChatRequest {
    let body = format!(
        r#"{{"model":"m", "probity":{probity}, "seed":1e400, "messages":[{{"role":"user","content":"Who was Ada Lovelace?"}}]}}"#
    );
    ChatRequest::parse(body.into()).unwrap()
}

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    let pair =
        |(name, value): &(&'static str, &'static str)| (HeaderName::from_static(name), HeaderValue::from_static(value));
    pairs.iter().map(pair).collect()
}

#[test]
fn what_a_response_said_may_be_said_back() {
    let echoed =
        headers(&[("x-probity-request-id", "018f"), ("x-probity-decision", "answered"), ("x-probity-samples", "5")]);
    assert_eq!(Controls::read(&request("null"), &echoed).unwrap(), Controls::default());
}

#[test]
fn they_are_read_from_the_body_and_from_headers_which_win() {
    let body = request(r#"{"mode":"annotate","max_draws":3}"#);
    let none = HeaderMap::new();
    let read = Controls::read(&body, &none).unwrap();
    assert_eq!(read, Controls { mode: Some(Mode::Annotate), max_draws: Some(3) });
    let more = headers(&[("x-probity-max-draws", "2"), ("x-other", "y")]);
    let read = Controls::read(&body, &more).unwrap();
    assert_eq!(read, Controls { mode: Some(Mode::Annotate), max_draws: Some(2) });
}

#[test]
fn what_is_not_understood_is_refused_by_name() {
    let cases = [
        (r#"{"moed":"off"}"#, &[][..], "probity.moed"),
        (r#"{"mode":"loud"}"#, &[], "probity.mode"),
        (r#"{"max_draws":0}"#, &[], "probity.max_draws"),
        (r#"{"max_draws":2.5}"#, &[], "probity.max_draws"),
        (r#"{"max_draws":[1]}"#, &[], "probity.max_draws"),
        (r#""off""#, &[], "probity"),
        ("{}", &[("x-probity-mood", "off")], "x-probity-mood"),
        ("{}", &[("x-probity-mode", "loud")], "x-probity-mode"),
    ];
    for (body, pairs, param) in cases {
        let error = Controls::read(&request(body), &headers(pairs)).unwrap_err();
        assert_eq!(error.param(), Some(param), "{error}");
    }
}

#[test]
fn stripping_takes_out_the_member_and_leaves_the_rest_to_the_byte() {
    let stripped = plan::strip(&request(r#"{"mode":"off"}"#)).unwrap();
    let expected = r#"{"model":"m", "seed":1e400, "messages":[{"role":"user","content":"Who was Ada Lovelace?"}]}"#;
    let (stripped, expected): (String, String) = (
        String::from_utf8(stripped.to_bytes().to_vec()).unwrap().split_whitespace().collect(),
        expected.split_whitespace().collect(),
    );
    assert_eq!(stripped, expected);
    let mut left = headers(&[("x-probity-mode", "off"), ("authorization", "Bearer k")]);
    plan::strip_headers(&mut left);
    assert_eq!(left.keys().map(HeaderName::as_str).collect::<Vec<_>>(), ["authorization"]);
}

#[test]
fn a_member_that_says_nothing_does_not_leave_either() {
    for probity in ["null", r#"{"mode":"off"}, "probity":null"#] {
        let stripped = plan::strip(&request(probity)).unwrap();
        assert!(!stripped.has("probity"), "{:?}", stripped.to_bytes());
    }
}

#[test]
fn a_request_without_them_is_its_own_bytes() {
    let bytes = br#"{ "model" : "m" , "messages":[{"role":"user","content":"Who?"}]}"#;
    let request = ChatRequest::parse(bytes.as_slice().into()).unwrap();
    assert_eq!(plan::strip(&request).unwrap().to_bytes(), bytes.as_slice());
}

#[tokio::test]
async fn a_plan_heeds_them_within_the_cap() {
    let scene = Scene::new();
    let body = request(r#"{"mode":"observe","max_draws":1000}"#);
    let controls = scene.pipeline.controls(&body, &HeaderMap::new()).unwrap();
    let plan = scene.pipeline.plan(&body, &controls).await;
    assert_eq!((plan.mode, plan.max_draws), (Mode::Observe, 10));
}

#[tokio::test]
async fn clients_without_a_say_are_ignored() {
    let scene = Scene::with(json!({"client_controls": false}));
    let body = request(r#"{"mode":"off","whatever":1}"#);
    assert_eq!(scene.pipeline.controls(&body, &HeaderMap::new()).unwrap(), Controls::default());
    let plan = scene.pipeline.plan(&body, &Controls { mode: Some(Mode::Off), max_draws: Some(1) }).await;
    assert_eq!((plan.mode, plan.max_draws), (Mode::Enforce, 5));
}

#[test]
fn configuration_is_checked() {
    assert_eq!(honesty(json!({})).check(), Ok(()));
    let cases = [
        (json!({"draws_cap": 0}), "draws_cap"),
        (json!({"max_draws": 11}), "max_draws"),
        (json!({"max_draws": 0}), "max_draws"),
        (json!({"quorum": 6}), "quorum"),
        (json!({"quorum": 0}), "quorum"),
        (json!({"verification_max_tokens": 0}), "verification_max_tokens"),
        (json!({"judge_timeout": "0s"}), "judge_timeout"),
        (json!({"gate_timeout": "0s"}), "gate_timeout"),
        (json!({"scorer": "agreemnt"}), "scorer"),
        (json!({"scorer": "p_true"}), "scorer"),
        (json!({"blends": [blend("agreemnt")]}), "blends"),
        (json!({"blends": [blend("cocoa"), blend("exact_match")]}), "blends"),
        (json!({"blends": [named("agreement", &blend("cocoa"))]}), "blends"),
        (json!({"blends": [named("cocoa", &blend("exact_match"))]}), "blends"),
        (json!({"blends": [refusing(&blend("p_true"))], "scorer": "mixed"}), "scorer"),
    ];
    for (change, key) in cases {
        assert_eq!(honesty(change).check().unwrap_err().key, key);
    }
}

fn blend(part: &str) -> serde_json::Value {
    json!({"name": "mixed", "link": "linear", "missing": "renormalise", "bias": 0.0,
        "parts": [{"scorer": part, "weight": 1.0}, {"scorer": "lexical_similarity", "weight": 1.0}]})
}

fn named(name: &str, blend: &serde_json::Value) -> serde_json::Value {
    let mut blend = blend.clone();
    blend["name"] = json!(name);
    blend
}

fn refusing(blend: &serde_json::Value) -> serde_json::Value {
    let mut blend = blend.clone();
    blend["missing"] = json!("refuse");
    blend
}

#[test]
fn a_blend_may_do_without_a_part_that_is_never_there() {
    assert_eq!(honesty(json!({"blends": [blend("p_true")], "scorer": "mixed"})).check(), Ok(()));
    assert_eq!(honesty(json!({"blends": [refusing(&blend("p_true"))]})).check(), Ok(()), "nobody asks for it");
}

#[test]
fn a_scorer_is_named_or_the_names_that_there_are() {
    for name in ["agreement", "semantic_entropy", "mixed"] {
        let config = honesty(json!({"scorer": name, "blends": [blend("exact_match")]}));
        assert_eq!(config.check(), Ok(()), "{name}");
    }
    let complaint = honesty(json!({"scorer": "vibes"})).check().unwrap_err().to_string();
    for known in ["'vibes'", "agreement,", "semantic_entropy", "cocoa"] {
        assert!(complaint.contains(known), "{complaint}");
    }
}

#[test]
fn a_temperature_is_a_number_or_the_requests() {
    assert_eq!(honesty(json!({"temperature": 1})).temperature, Temperature::Fixed(1.0));
    assert_eq!(honesty(json!({"temperature": "request"})).temperature, Temperature::Request);
    let read = |value: &str| serde_json::from_str::<Temperature>(value).map_err(|error| error.to_string());
    for wrong in ["-1", "2.5", "\"hot\"", "true"] {
        assert!(read(wrong).unwrap_err().contains("from 0 to 2"), "{wrong}");
    }
}

#[test]
fn a_key_that_is_missing_or_not_known_is_an_error() {
    assert!(serde_json::from_value::<Config>(json!({"mode": "enforce"})).is_err());
    assert!(serde_json::from_str::<Mode>("\"Enforce\"").is_err());
}
