//! The chat response.

use bytes::Bytes;
use probity_wire::chat::{ChatResponse, Choice, Envelope};
use probity_wire::{Error, Usage};
use proptest::prelude::*;

use crate::raw;

fn parse(source: &str) -> Result<ChatResponse, Error> {
    ChatResponse::parse(Bytes::copy_from_slice(source.as_bytes()))
}

fn written(response: &ChatResponse) -> String {
    String::from_utf8(response.to_bytes().to_vec()).unwrap()
}

#[test]
fn reads_choices_and_usage() {
    let response = parse(
        r#"{"id":"c-1","x":1e400,"choices":[
            {"index":0,"message":{"role":"assistant","content":"Paris.","refusal":null,"tool_calls":[]},"finish_reason":"stop",
             "logprobs":{"content":[{"token":"Paris","logprob":-0.25,"bytes":null,"top_logprobs":[]},{"token":".","logprob":-1}]}},
            {"index":1,"message":{"content":null,"refusal":"No.","tool_calls":[{}]},"finish_reason":null,"logprobs":null},
            {"message":null}
        ],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"completion_tokens_details":{"reasoning_tokens":1}}}"#,
    )
    .unwrap();
    let first = Choice {
        content: Some("Paris.".to_owned()),
        finish_reason: Some("stop".to_owned()),
        logprobs: vec![-0.25, -1.0],
        ..Choice::default()
    };
    let second = Choice { index: 1, refusal: Some("No.".to_owned()), calls_tools: true, ..Choice::default() };
    assert_eq!(response.choices(), [first, second, Choice { index: 2, ..Choice::default() }]);
    assert_eq!(response.id().as_deref(), Some("c-1"));
    let usage = response.usage().unwrap();
    assert_eq!((usage.prompt_tokens, usage.completion_tokens, usage.total_tokens), (3, 2, 5));
    assert_eq!(usage.rest["completion_tokens_details"]["reasoning_tokens"], 1);
}

#[test]
fn what_is_no_completion_is_refused() {
    for source in [r#"{}"#, r#"{"choices":null}"#, r#"{"choices":{}}"#, r#"{"error":{"message":"no"}}"#] {
        assert_eq!(parse(source).unwrap_err().param(), Some("choices"), "{source}");
    }
    assert_eq!(parse(r#"{"choices":[{},7]}"#).unwrap_err().param(), Some("choices[1]"));
    assert!(matches!(parse("<html>").unwrap_err(), Error::Json(_)));
    assert!(matches!(parse(r#"{"choices":[{"message":{"content":"Par"#).unwrap_err(), Error::Json(_)));
    assert!(parse(r#"{"choices":[]}"#).unwrap().choices().is_empty());
}

#[test]
fn accounts_that_cannot_be_read_are_absent() {
    for usage in [
        "null",
        "5",
        r#"{"prompt_tokens":1e400}"#,
        r#"{"prompt_tokens":12345678901234567890123}"#,
        r#"{"prompt_tokens":-1}"#,
        r#"{"prompt_tokens":1,"x":1e400}"#,
    ] {
        let source = format!(r#"{{"choices":[],"usage":{usage}}}"#);
        let response = parse(&source).unwrap();
        assert_eq!((response.usage(), written(&response)), (None, source));
    }
    assert_eq!(parse(r#"{"choices":[],"usage":{}}"#).unwrap().usage(), Some(Usage::default()));
}

#[test]
fn a_list_of_log_probabilities_with_a_hole_is_none() {
    for content in
        [r#"[{"logprob":-1},{"logprob":null}]"#, r#"[{"logprob":-1},7]"#, r#"[{"logprob":-1e400}]"#, "null", "{}"]
    {
        let source = format!(r#"{{"choices":[{{"logprobs":{{"content":{content}}}}}]}}"#);
        assert!(parse(&source).unwrap().choices()[0].logprobs.is_empty(), "{content}");
    }
}

#[test]
fn new_content_is_all_that_is_said_and_the_body_around_it_stays() {
    let mut response = parse(
        r#"{"id": "c-1", "choices": [ {"index": 1, "message": {"content":"b"}}, {"index":0,"message":{"role":"assistant","content":"a","refusal": null,"tool_calls":[ ]},"logprobs":{"content":[{"logprob":-1}]},"finish_reason":"stop"} ], "x": 0.10}"#,
    )
    .unwrap();
    response.set_content(9, "nobody's");
    response.set_content(0, "I \"think\"\n2.");
    response.set("probity", r#"{"decision":"hedged"}"#.to_owned());
    response.set_usage(&Usage::new(1, 2));
    assert_eq!(
        written(&response),
        r#"{"id":"c-1","choices":[{"index":0,"message":{"role":"assistant","content":"I \"think\"\n2.","refusal":null,"tool_calls":[ ]},"logprobs":null,"finish_reason":"stop"}],"x":0.10,"probity":{"decision":"hedged"},"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#
    );
    let [choice] = response.choices() else { panic!("one choice") };
    assert_eq!((choice.content.as_deref(), choice.logprobs.len()), (Some("I \"think\"\n2."), 0));
    assert_eq!(response.usage(), Some(Usage::new(1, 2)));
}

#[test]
fn nothing_of_the_old_words_is_left_beside_the_new() {
    let mut response = parse(
        r#"{"choices":[
            {"index":0,"text":"SECRET","token_ids":[7],"logprobs":{"content":[{"token":"SECRET","logprob":-1}]},
             "message":{"role":"assistant","content":"SECRET","reasoning_content":"SECRET","reasoning":"SECRET",
              "reasoning_details":[{"text":"SECRET"}],"audio":{"transcript":"SECRET"},
              "annotations":[{"type":"url_citation","url_citation":{"title":"SECRET"}}],"not_known_yet":"SECRET"},
             "finish_reason":"stop"},
            {"index":1,"message":{"content":"SECRET"}}]}"#,
    )
    .unwrap();
    response.set_content(0, "No.");
    let expected = r#"{"choices":[{"index":0,"logprobs":null,"message":{"role":"assistant","content":"No."},"finish_reason":"stop"}]}"#;
    assert_eq!(written(&response), expected);
}

#[test]
fn new_content_finds_a_place_where_there_was_none() {
    for choice in [r#"{"message":{"content":null}}"#, r#"{"message":{}}"#, r#"{"message":7}"#, "{}"] {
        let mut response = parse(&format!(r#"{{"choices":[{choice}]}}"#)).unwrap();
        response.set_content(0, "a");
        assert_eq!(written(&response), r#"{"choices":[{"message":{"content":"a"}}]}"#, "{choice}");
    }
}

#[test]
fn a_completion_made_here_is_whole() {
    let envelope = Envelope { id: "c-1".to_owned(), created: 7, model: "m\"".to_owned() };
    let choice = |index, content: &str| Choice {
        index,
        content: Some(content.to_owned()),
        finish_reason: Some("stop".to_owned()),
        ..Choice::default()
    };
    let logprobs = r#"{"content":[{"token":"a","logprob":-0.10}]}"#.to_owned();
    let refused = Choice { index: 2, refusal: Some("No.".to_owned()), ..Choice::default() };
    let choices = [(choice(0, "a"), Some(logprobs)), (choice(1, "b\n"), None), (refused, Some("not json".to_owned()))];
    let body = envelope.completion(&choices, &Usage::new(1, 2));
    assert_eq!(
        std::str::from_utf8(&body).unwrap(),
        concat!(
            r#"{"id":"c-1","object":"chat.completion","created":7,"model":"m\"","choices":["#,
            r#"{"index":0,"message":{"role":"assistant","content":"a","refusal":null},"logprobs":{"content":[{"token":"a","logprob":-0.10}]},"finish_reason":"stop"},"#,
            r#"{"index":1,"message":{"role":"assistant","content":"b\n","refusal":null},"logprobs":null,"finish_reason":"stop"},"#,
            r#"{"index":2,"message":{"role":"assistant","content":null,"refusal":"No."},"logprobs":null,"finish_reason":null}],"#,
            r#""usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#
        )
    );
    assert_eq!(ChatResponse::parse(body).unwrap().choices()[0].logprobs, [-0.1]);
}

proptest! {
    #[test]
    fn any_response_leaves_byte_identical(members in raw::with_unknown(&[("choices", "[ {} ]"), ("usage", "{\"a\":1e400}")])) {
        let source = members.as_written();
        let response = ChatResponse::parse(source.clone()).unwrap();
        prop_assert_eq!(response.to_bytes(), source);
    }

    #[test]
    fn any_content_is_read_back(members in raw::with_unknown(&[("choices", "[{\"message\":{\"content\":\"old\"}}]")]), content: String) {
        let mut members = members;
        let mut response = ChatResponse::parse(members.as_written()).unwrap();
        response.set_content(0, &content);
        let again = ChatResponse::parse(response.to_bytes()).unwrap();
        prop_assert_eq!(again.choices()[0].content.as_deref(), Some(content.as_str()));
        let quoted = serde_json::Value::from(content).to_string();
        members.find("\"choices\"").value = format!("[{{\"message\":{{\"content\":{quoted}}}}}]");
        prop_assert_eq!(response.to_bytes(), members.rebuilt());
    }
}
