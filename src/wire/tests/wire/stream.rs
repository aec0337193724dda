//! Chunks of a stream.

use bytes::Bytes;
use probity_wire::Usage;
use probity_wire::chat::{Chunk, ChunkChoice, Envelope};

fn parse(source: &str) -> Chunk {
    Chunk::parse(Bytes::copy_from_slice(source.as_bytes())).unwrap()
}

fn written(chunk: &Chunk) -> String {
    String::from_utf8(chunk.to_bytes().to_vec()).unwrap()
}

#[test]
fn reads_deltas() {
    let source = r#"{"id":"c","choices":[
        {"index":0,"delta":{"role":"assistant","content":"Pa"},"logprobs":{"content":[{"logprob":-0.5}]},"finish_reason":null},
        {"index":1,"delta":{"tool_calls":[{"index":0}]},"finish_reason":"tool_calls"},
        {"delta":{"refusal":"No"}}, 7], "x":1e400}"#;
    let chunk = parse(source);
    let first = ChunkChoice {
        role: Some("assistant".to_owned()),
        content: Some("Pa".to_owned()),
        logprobs: vec![-0.5],
        ..ChunkChoice::default()
    };
    let second = ChunkChoice {
        index: 1,
        calls_tools: true,
        finish_reason: Some("tool_calls".to_owned()),
        ..ChunkChoice::default()
    };
    let third = ChunkChoice { index: 2, refusal: Some("No".to_owned()), ..ChunkChoice::default() };
    assert_eq!(chunk.choices(), [first, second, third]);
    assert_eq!((chunk.usage(), chunk.error()), (None, None));
    assert_eq!(written(&chunk), source);
}

#[test]
fn usage_chunks_and_error_frames_have_no_choices() {
    let usage = parse(r#"{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#);
    assert_eq!((usage.choices().len(), usage.usage()), (0, Some(Usage::new(1, 2))));
    let error = parse(r#"{"error": {"message":"overloaded"} }"#);
    assert_eq!((error.choices().len(), error.error()), (0, Some(r#"{"message":"overloaded"}"#)));
    assert_eq!(parse(r#"{"error":null,"choices":null}"#).error(), None);
}

#[test]
fn new_content_is_all_that_a_delta_says() {
    let mut chunk = parse(
        r#"{"id":"c", "choices":[{"index":0,"delta":{"content":"a","reasoning":"a","y":[]},"logprobs":{"content":[]},"z":1e400},{"index":1,"delta":{"content":"a"}}],"usage":null}"#,
    );
    chunk.set_content(0, "b");
    chunk.set("probity", "{}".to_owned());
    assert!(chunk.remove("usage"));
    assert_eq!(
        written(&chunk),
        r#"{"id":"c","choices":[{"index":0,"delta":{"content":"b","y":[]},"logprobs":null}],"probity":{}}"#
    );
    assert_eq!(chunk.choices().len(), 1);
    assert_eq!(chunk.choices()[0].content.as_deref(), Some("b"));
}

#[test]
fn a_silenced_chunk_keeps_its_role_and_finish_reason() {
    let table = [
        (r#"{"role":"assistant","content":"a"}"#, r#"{"role":"assistant","content":""}"#),
        (r#"{"role":"assistant","content":null,"reasoning_content":"a"}"#, r#"{"role":"assistant","content":null}"#),
        (r#"{"reasoning_content":"a"}"#, "{}"),
        ("{}", "{}"),
    ];
    for (delta, left) in table {
        let source = |delta| format!(r#"{{"choices":[{{"index":0,"delta":{delta},"finish_reason":"stop"}}]}}"#);
        let mut chunk = parse(&source(delta));
        chunk.silence(0);
        assert_eq!(written(&chunk), source(left));
    }
}

#[test]
fn chunks_made_here_are_whole() {
    let envelope = Envelope { id: "c".to_owned(), created: 7, model: "m".to_owned() };
    let text = |bytes: Bytes| String::from_utf8(bytes.to_vec()).unwrap();
    assert_eq!(
        text(envelope.chunk(1, r#"{"content":"a"}"#, Some(r#"{"content":[]}"#), None)),
        r#"{"id":"c","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":1,"delta":{"content":"a"},"logprobs":{"content":[]},"finish_reason":null}]}"#
    );
    assert_eq!(
        text(envelope.chunk(0, "not json", None, Some("stop"))),
        r#"{"id":"c","object":"chat.completion.chunk","created":7,"model":"m","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}"#
    );
    assert_eq!(
        text(envelope.usage_chunk(&Usage::new(1, 2))),
        r#"{"id":"c","object":"chat.completion.chunk","created":7,"model":"m","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#
    );
}
