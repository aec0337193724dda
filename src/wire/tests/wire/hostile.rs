//! Nothing that comes over the wire makes us panic.

use bytes::Bytes;
use probity_wire::Object;
use probity_wire::chat::{ChatRequest, ChatResponse, Chunk};
use probity_wire::sse::Decoder;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::raw;

/// Does everything that can be done with bytes; what could be read leaves as it came.
fn exercise(bytes: &[u8]) {
    let source = Bytes::copy_from_slice(bytes);
    if let Ok(mut object) = Object::parse(source.clone()) {
        assert_eq!(object.to_bytes(), source);
        let keys: Vec<_> = object.keys().map(str::to_owned).collect();
        for key in &keys {
            assert!(object.get(key).is_some());
            object.set(key, "1".to_owned());
        }
        assert!(Object::parse(object.to_bytes()).is_ok());
        assert!(keys.iter().all(|key| object.duplicate(&[key]).is_none()));
    }
    if let Ok(request) = ChatRequest::parse(source.clone()) {
        let _ = (request.question(), request.number("n"), request.max_tokens());
        assert!(request.messages().iter().all(|message| message.text().len() <= source.len() * 3));
        assert_eq!(request.to_bytes(), source);
    }
    if let Ok(mut response) = ChatResponse::parse(source.clone()) {
        let _ = (response.id(), response.usage());
        response.set_content(0, "x");
        assert!(ChatResponse::parse(response.to_bytes()).is_ok());
    }
    if let Ok(mut chunk) = Chunk::parse(source) {
        let _ = (chunk.usage(), chunk.error().is_some());
        chunk.silence(0);
        chunk.set_content(0, "x");
        assert!(Chunk::parse(chunk.to_bytes()).is_ok());
    }
    let mut decoder = Decoder::new(64);
    let _ = decoder.push(bytes);
    let _ = decoder.finish();
}

/// Pieces of JSON in no order.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\ud800",
        "null",
        "true",
        "1e400",
        "-",
        "\"model\":\"m\"",
        "\"messages\":[",
        "{\"role\":\"user\",\"content\":",
        "\"choices\":[{",
        "\"message\":{",
        "\"delta\":{",
        "\"content\":\"a\"",
        "\"usage\":{",
        "\"logprobs\":{\"content\":[",
        "\"\\u006d\":1",
        " ",
        "\u{feff}",
        "é",
    ]);
    vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

/// A request or response whose parts are any JSON at all.
fn misshapen() -> impl Strategy<Value = String> {
    let slot = || prop_oneof![raw::value(), raw::string(), raw::number()];
    (prop::collection::vec(slot(), 12), prop::sample::select(vec!["message", "delta"])).prop_map(|(v, said)| {
        format!(
            r#"{{"model":{},"messages":[{{"role":{},"content":[{{"type":{},"text":{}}}]}}],"n":{},"stream":null,"id":{},"choices":[{{"index":{},"{said}":{{"content":{},"tool_calls":{}}},"logprobs":{{"content":[{{"logprob":{}}}]}}}}],"usage":{},"error":{}}}"#,
            v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11]
        )
    })
}

#[test]
fn depth_costs_no_stack_anywhere() {
    let depth = 100_000;
    let deep = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let nested = format!("{}1{}", "{\"content\":".repeat(depth), "}".repeat(depth));
    for value in [&deep, &nested] {
        exercise(
            format!(r#"{{"model":"m","messages":[{{"role":"user","content":[{value}]}}],"x":{value}}}"#).as_bytes(),
        );
        exercise(format!(r#"{{"choices":[{{"message":{value},"delta":{value},"logprobs":{{"content":{value}}}}}],"usage":{value}}}"#).as_bytes());
        exercise(format!(r#"{{"choices":{value},"usage":{{"a":{value}}},"error":{value}}}"#).as_bytes());
    }
}

proptest! {
    #[test]
    fn any_bytes(bytes: Vec<u8>) {
        exercise(&bytes);
    }

    #[test]
    fn any_soup(soup in soup()) {
        exercise(soup.as_bytes());
    }

    #[test]
    fn any_shape(source in misshapen(), cut: prop::sample::Index, byte: u8) {
        exercise(source.as_bytes());
        let at = cut.index(source.len());
        exercise(&source.as_bytes()[..at]);
        let mut flipped = source.into_bytes();
        flipped[at] = byte;
        exercise(&flipped);
    }
}
