//! The chat request: lossless, typed where we act, deaf where we do not.

use bytes::Bytes;
use probity_wire::chat::{ChatRequest, Content, Part};
use probity_wire::{Error, Question};
use proptest::prelude::*;

use crate::raw;

const MESSAGES: &str = r#"[{"role":"user","content":"Who?"}]"#;

fn parse(source: &str) -> Result<ChatRequest, Error> {
    ChatRequest::parse(Bytes::copy_from_slice(source.as_bytes()))
}

/// A request with `members` (raw text) beside a model and one message.
fn with(members: &str) -> Result<ChatRequest, Error> {
    parse(&format!(r#"{{"model":"m","messages":{MESSAGES},{members}}}"#))
}

/// A request with these messages (raw text).
fn asking(messages: &str) -> Result<ChatRequest, Error> {
    parse(&format!(r#"{{"model":"m","messages":{messages}}}"#))
}

#[test]
fn reads_what_it_acts_on() {
    let request = with(
        r#""stream":true,"stream_options":{"include_usage":true},"n":3,"max_tokens":9,"temperature":0.70,"top_p":1e400,"seed":12345678901234567890123"#,
    )
    .unwrap();
    assert_eq!(request.model(), "m");
    assert!(request.stream() && request.include_usage());
    assert_eq!((request.n(), request.max_tokens()), (3, Some(9)));
    assert_eq!((request.number("temperature"), request.raw("temperature")), (Some(0.7), Some("0.70")));
    assert_eq!((request.number("top_p"), request.raw("top_p")), (None, Some("1e400")));
    assert_eq!(request.number("seed"), Some(12_345_678_901_234_567_890_123.0));
    assert_eq!((request.number("model"), request.number("absent")), (None, None));
}

#[test]
fn null_counts_as_absent() {
    let request =
        with(r#""stream":null,"n":null,"max_completion_tokens":null,"max_tokens":5,"stream_options":null,"seed":null"#);
    let request = request.unwrap();
    assert!(!request.stream() && !request.include_usage());
    assert_eq!((request.n(), request.max_tokens(), request.raw("seed")), (1, Some(5), None));
}

#[test]
fn the_token_limit_is_the_newer_member() {
    for (members, expected) in [
        (r#""max_completion_tokens":7,"max_tokens":5"#, Some(7)),
        (r#""max_completion_tokens":0,"max_tokens":5"#, Some(5)),
        (r#""max_tokens":-5"#, None),
        (r#""max_tokens":"5""#, None),
        (r#""max_tokens":1e400"#, None),
        (r#""x":0"#, None),
    ] {
        assert_eq!(with(members).unwrap().max_tokens(), expected, "{members}");
    }
}

#[test]
fn wrong_values_are_refused_by_name() {
    for (members, param) in [
        (r#""n":0"#, "n"),
        (r#""n":1000"#, "n"),
        (r#""n":129"#, "n"),
        (r#""n":-1"#, "n"),
        (r#""n":1.5"#, "n"),
        (r#""n":"2""#, "n"),
        (r#""n":1e400"#, "n"),
        (r#""n":[1]"#, "n"),
        (r#""stream":"yes""#, "stream"),
        (r#""stream":1"#, "stream"),
        (r#""stream":{}"#, "stream"),
    ] {
        let error = with(members).unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{members} gave {error:?}");
        assert_eq!(error.param(), Some(param), "{members}");
    }
    assert_eq!((with(r#""n":1"#).unwrap().n(), with(r#""n":128"#).unwrap().n()), (1, 128));
}

#[test]
fn a_model_and_messages_must_be_there() {
    for (source, missing) in [
        (format!(r#"{{"messages":{MESSAGES}}}"#), "model"),
        (format!(r#"{{"model":"","messages":{MESSAGES}}}"#), "model"),
        (format!(r#"{{"model":null,"messages":{MESSAGES}}}"#), "model"),
        (r#"{"model":"m"}"#.to_owned(), "messages"),
        (r#"{"model":"m","messages":null}"#.to_owned(), "messages"),
        ("{}".to_owned(), "model"),
    ] {
        assert_eq!(parse(&source).unwrap_err(), Error::Missing(missing), "{source}");
    }
    let error = parse(&format!(r#"{{"model":5,"messages":{MESSAGES}}}"#)).unwrap_err();
    assert_eq!(error.to_string(), "invalid value for 'model': it must be a string, not a number");
}

#[test]
fn messages_are_checked_as_far_as_they_are_read() {
    for (messages, param) in [
        ("{}", "messages"),
        ("\"hi\"", "messages"),
        ("[]", "messages"),
        ("[1]", "messages[0]"),
        ("[null]", "messages[0]"),
        (r#"[{"role":"user","content":"a"},[]]"#, "messages[1]"),
        (r#"[{"content":"a"}]"#, "messages[0].role"),
        (r#"[{"role":5,"content":"a"}]"#, "messages[0].role"),
        (r#"[{"role":"","content":"a"}]"#, "messages[0].role"),
        (r#"[{"role":"user","content":5}]"#, "messages[0].content"),
        (r#"[{"role":"user","content":{}}]"#, "messages[0].content"),
        (r#"[{"role":"user","content":"a","c\u006fntent":"b"}]"#, "messages[0].content"),
        (r#"[{"role":"user","role":"system","content":"a"}]"#, "messages[0].role"),
    ] {
        let error = asking(messages).unwrap_err();
        assert!(matches!(error, Error::Invalid { .. }), "{messages} gave {error:?}");
        assert_eq!(error.param(), Some(param), "{messages}");
    }
}

#[test]
fn duplicates_of_what_we_act_on_are_refused() {
    for (members, key) in [
        (r#""model":"other""#, "model"),
        (r#""\u006dodel":"other""#, "model"),
        (r#""messages":[]"#, "messages"),
        (r#""stream":true,"stream":true"#, "stream"),
        (r#""stream":true,"\u0073tream":false"#, "stream"),
        (r#""n":1,"n":2"#, "n"),
    ] {
        assert_eq!(with(members).unwrap_err(), Error::Duplicate(key), "{members}");
    }
    assert!(with(r#""user":"a","user":"b""#).is_ok());
}

#[test]
fn content_of_every_kind_is_read() {
    let request = asking(
        r#"[
            {"role":"system"},
            {"role":"assistant","content":null,"tool_calls":[{"id":"1"}]},
            {"role":"tool","content":"42","tool_call_id":"1"},
            {"role":"assistant","content":"","tool_calls":[ ],"function_call":null},
            {"role":"assistant","content":null,"function_call":{"name":"f"}},
            {"role":"user","content":[]},
            {"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"u"}},{"text":"b","type":"text"}]},
            {"role":"user","content":[{"type":"hologram"},{"type":"text","text":5},{"x":1},7]}
        ]"#,
    )
    .unwrap();
    let messages = request.messages();
    let calls: Vec<_> = messages.iter().map(|message| message.calls_tools).collect();
    assert_eq!(calls, [false, true, false, false, true, false, false, false]);
    assert_eq!((&messages[0].content, &messages[1].content), (&Content::None, &Content::None));
    assert_eq!(messages[2].text(), "42");
    assert_eq!(messages[5].content, Content::Parts(Vec::new()));
    assert!(!messages[5].has_attachments() && !messages[2].has_attachments());
    assert_eq!(messages[6].text(), "a\nb");
    assert!(messages[6].has_attachments());
    let other = |kind: &str| Part::Other(kind.to_owned());
    assert_eq!(messages[7].content, Content::Parts(vec![other("hologram"), other("text"), other(""), other("")]));
}

#[test]
fn the_question_is_the_last_user_turn_in_its_context() {
    let request = asking(
        r#"[{"role":"system","content":"Be brief."},{"role":"user","content":[{"type":"text","text":"Who?\n"}]}]"#,
    );
    let context = vec![("system".to_owned(), "Be brief.".to_owned())];
    assert_eq!(request.unwrap().question(), Some(Question { turn: "Who?\n".to_owned(), context }));
    for messages in [
        r#"[{"role":"user","content":"Who?"},{"role":"assistant","content":"I."}]"#,
        r#"[{"role":"user","content":" \n"}]"#,
        r#"[{"role":"user","content":null}]"#,
        r#"[{"role":"user","content":[{"type":"image_url"}]}]"#,
    ] {
        assert_eq!(asking(messages).unwrap().question(), None, "{messages}");
    }
}

#[test]
fn unpaired_surrogates_are_read_and_sent_on() {
    let source =
        r#"{"model":"m\udc00","messages":[{"role":"user","content":"Wh\ud800o?\ud83d\ude00"}],"\ud800":"\udfff"}"#;
    let request = parse(source).unwrap();
    assert_eq!(request.to_bytes(), source.as_bytes());
    let turn = request.question().unwrap().turn;
    assert!(turn.starts_with("Wh\u{fffd}") && turn.ends_with("o?😀"), "{turn}");
}

#[test]
fn an_edit_that_breaks_the_request_is_an_error() {
    let request = with(r#""n":2"#).unwrap();
    assert_eq!(request.edited(|object| object.set("n", "1".to_owned())).unwrap().n(), 1);
    assert_eq!(request.edited(|object| object.set("n", "0".to_owned())).unwrap_err().param(), Some("n"));
    assert!(matches!(request.edited(|object| object.set("n", "{".to_owned())).unwrap_err(), Error::Json(_)));
    let bare = request.edited(|object| assert!(object.remove("model")));
    assert_eq!(bare.unwrap_err(), Error::Missing("model"));
    assert_eq!(request.n(), 2, "the original is as it was");
}

fn requests() -> impl Strategy<Value = raw::Members> {
    let content = raw::string();
    content.prop_flat_map(|content| {
        let messages = format!(r#"[ {{"content": {content}, "x": 1e400, "role":"user"}}]"#);
        raw::with_unknown(&[
            ("messages", &messages),
            ("model", "\"m\\u002d1\""),
            ("stream", "true"),
            ("n", "2"),
            ("temperature", "0.70"),
        ])
    })
}

proptest! {
    #[test]
    fn any_request_leaves_byte_identical(members in requests()) {
        let source = members.as_written();
        let request = ChatRequest::parse(source.clone()).unwrap();
        prop_assert_eq!((request.model(), request.stream(), request.n()), ("m-1", true, 2));
        prop_assert_eq!(request.to_bytes(), source.clone());
        prop_assert_eq!(request.edited(|_| ()).unwrap().to_bytes(), source);
    }

    #[test]
    fn an_edit_of_a_request_leaves_the_rest(mut members in requests()) {
        let request = ChatRequest::parse(members.as_written()).unwrap();
        let edited = request.edited(|object| {
            object.set("temperature", "1".to_owned());
            object.remove("n");
        });
        members.find("\"temperature\"").value = "1".to_owned();
        members.0.retain(|member| member.key != "\"n\"");
        prop_assert_eq!(edited.unwrap().to_bytes(), members.rebuilt());
        prop_assert_eq!(request.n(), 2);
    }

    #[test]
    fn any_duplicate_is_refused(members in requests(), twice in prop::sample::select(vec!["messages", "model", "stream", "n"]), escaped: bool) {
        let mut members = members;
        let mut copy = members.find(&format!("\"{twice}\"")).clone();
        if escaped {
            copy.key = format!("\"\\u{:04x}{}\"", u32::from(twice.as_bytes()[0]), &twice[1..]);
        }
        members.0.insert(0, copy);
        prop_assert_eq!(ChatRequest::parse(members.as_written()).unwrap_err(), Error::Duplicate(twice));
    }
}
