//! Server-sent events: the same events however the bytes are split.

use probity_wire::Error;
use probity_wire::sse::{self, Decoder, Event};
use proptest::collection::vec;
use proptest::prelude::*;

const ROOM: usize = 1 << 20;

fn event(data: &str) -> Event {
    Event { event: None, data: data.to_owned() }
}

fn named(name: &str, data: &str) -> Event {
    Event { event: Some(name.to_owned()), data: data.to_owned() }
}

/// The events of a stream that comes in these pieces, and what its end yields.
fn decode<'p>(pieces: impl IntoIterator<Item = &'p [u8]>, limit: usize) -> Result<(Vec<Event>, Option<Event>), Error> {
    let mut decoder = Decoder::new(limit);
    let mut events = Vec::new();
    for piece in pieces {
        events.extend(decoder.push(piece)?);
    }
    Ok((events, decoder.finish()))
}

fn whole(stream: &[u8]) -> (Vec<Event>, Option<Event>) {
    decode([stream], ROOM).unwrap()
}

/// Streams with the events that the specification sees in them.
fn streams() -> Vec<(&'static [u8], Vec<Event>)> {
    vec![
        (b"", vec![]),
        (b"\n\n\r\n", vec![]),
        (b"data: a\n\n", vec![event("a")]),
        (b"data:a\n\ndata:  b\n\n", vec![event("a"), event(" b")]),
        (b"data: a\r\n\r\ndata: b\r\rdata: c\n\n", vec![event("a"), event("b"), event("c")]),
        (b"data: a\r\n\ndata: b\n\r\n", vec![event("a"), event("b")]),
        (b"data: a\ndata:\ndata: b\r\ndata\r\n\r\n", vec![event("a\n\nb\n")]),
        (b"data\n\ndata\ndata\n\ndata:", vec![event(""), event("\n")]),
        (b"\xEF\xBB\xBFdata: a\n\n\xEF\xBB\xBFdata: no\n\n", vec![event("a")]),
        (b"\xEF\xBB\xBF\ndata: a\n\n", vec![event("a")]),
        (b": hello\n\n:\n:data: no\ndata: a\n: mid\n\n", vec![event("a")]),
        (b"event: ping\ndata: a\n\ndata: b\n\n", vec![named("ping", "a"), event("b")]),
        (b"event: lost\n\ndata: a\n\nevent:\ndata: b\n\n", vec![event("a"), event("b")]),
        (b"event: one\nevent: two\ndata: a\n\n", vec![named("two", "a")]),
        (b"id: 7\nretry: 9\nnonsense\ndatas: no\n data: no\ndata: a\n\n", vec![event("a")]),
        ("data: é中😀\n\nevent: ö\ndata: ü\n\n".as_bytes(), vec![event("é中😀"), named("ö", "ü")]),
        (b"data: {\"a\":1}\n\ndata: [DONE]\n\n", vec![event("{\"a\":1}"), event(sse::DONE)]),
        (b": not \xff utf-8, and nobody reads it\ndata: a\n\n", vec![event("a")]),
        (b"data: a\n\ndata: cut", vec![event("a")]),
    ]
}

#[test]
fn reads_what_the_specification_says() {
    for (stream, events) in streams() {
        assert_eq!(whole(stream).0, events, "{}", stream.escape_ascii());
    }
}

#[test]
fn one_split_anywhere_changes_nothing() {
    for (stream, _) in streams() {
        for at in 0..=stream.len() {
            let (a, b) = stream.split_at(at);
            assert_eq!(decode([a, b], ROOM).unwrap(), whole(stream), "{} at {at}", stream.escape_ascii());
            assert_eq!(decode([a, b"", b], ROOM).unwrap(), whole(stream), "{} at {at}", stream.escape_ascii());
        }
    }
}

#[test]
fn byte_by_byte_changes_nothing() {
    for (stream, _) in streams() {
        assert_eq!(decode(stream.chunks(1), ROOM).unwrap(), whole(stream), "{}", stream.escape_ascii());
    }
}

#[test]
fn the_end_yields_what_lacks_only_its_blank_line() {
    for (stream, last) in [
        ("data: a\n", Some(event("a"))),
        ("data: a\r", Some(event("a"))),
        ("event: e\ndata: a\ndata: b\n", Some(named("e", "a\nb"))),
        ("data: a\n: comment", Some(event("a"))),
        ("data: a\ndata: b", Some(event("a"))),
        ("data: [DONE]", Some(event("[DONE]"))),
        ("\u{feff}data:[DONE]", Some(event("[DONE]"))),
        ("data: {\"cut\":", None),
        ("event: e\n", None),
        ("data: a\n\n", None),
        ("", None),
    ] {
        assert_eq!(whole(stream.as_bytes()).1, last, "{stream:?}");
    }
}

#[test]
fn an_event_over_the_limit_is_refused_however_it_grows() {
    let many = "data:x\n".repeat(50);
    let empty = "data\n".repeat(200);
    for stream in ["data: 0123456789012345678901234567890123456789\n\n", &"x".repeat(41), &many, &empty] {
        for size in [1, 7, stream.len()] {
            let outcome = decode(stream.as_bytes().chunks(size), 40);
            assert_eq!(outcome.unwrap_err(), Error::EventTooLarge(40), "{stream:?} by {size}");
        }
    }
    let mut decoder = Decoder::new(40);
    assert!(decoder.push(&[b'x'; 41]).is_err());
    assert_eq!(decoder.push(b"\n\ndata: a\n\n").unwrap_err(), Error::EventTooLarge(40), "an error is for good");
    assert_eq!(decoder.finish(), None);
}

#[test]
fn the_limit_is_each_events_own() {
    let stream = format!("{}{}", "data: 0123456789\n\n".repeat(100), ": ping\n".repeat(100));
    assert_eq!(decode(stream.as_bytes().chunks(3), 20).unwrap().0.len(), 100);
    let exactly = b"data: 0123456789\n\n";
    assert!(decode(exactly.chunks(5), 16).is_ok());
    assert!(decode(exactly.chunks(5), 15).is_err());
}

#[test]
fn the_byte_that_is_not_utf8_is_told() {
    let stream = b"data: a\r\n\r\nevent: b\ndata: c\xffd\n\n";
    for size in 1..=stream.len() {
        assert_eq!(decode(stream.chunks(size), ROOM).unwrap_err(), Error::Utf8(27), "by {size}");
    }
    assert_eq!(decode([&b"event: \xff\n"[..]], ROOM).unwrap_err(), Error::Utf8(7));
}

#[test]
fn encodes_one_line_as_one_line() {
    assert_eq!(sse::data("{}"), "data: {}\n\n");
    assert_eq!(sse::data(sse::DONE), "data: [DONE]\n\n");
    assert_eq!(sse::data("{\r\n\"a\":\n1}\n"), "data: {\ndata: \"a\":\ndata: 1}\ndata: \n\n");
    assert_eq!(sse::comment("judging"), ": judging\n\n");
    assert_eq!(sse::comment("a\n\ndata: b\rdata: c"), ": a\n: \n: data: b\n: data: c\n\n");
}

/// Streams of plausible and odd lines with odd ends.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        &b"data: "[..],
        b"data:",
        b"data",
        b"event: e",
        b":",
        b" ",
        b"x",
        b"{\"a\":1}",
        b"[DONE]",
        "é😀".as_bytes(),
        b"id: 1",
        b"\xEF\xBB\xBF",
        b"\n",
        b"\n",
        b"\r",
        b"\r\n",
        b"\n\n",
        b"\r\n\r\n",
    ]);
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_splits_change_nothing(stream in noise(), sizes in vec(0usize..9, 1..200)) {
        let mut rest = &stream[..];
        let mut pieces = Vec::new();
        for size in sizes.iter().cycle().take(sizes.len().max(stream.len())) {
            let (piece, after) = rest.split_at((*size).min(rest.len()));
            pieces.push(piece);
            rest = after;
        }
        pieces.push(rest);
        prop_assert_eq!(decode(pieces, ROOM), Ok(whole(&stream)));
    }

    #[test]
    fn any_single_split_changes_nothing(stream in noise()) {
        for at in 0..=stream.len() {
            let (a, b) = stream.split_at(at);
            prop_assert_eq!(decode([a, b], ROOM), Ok(whole(&stream)));
        }
    }

    #[test]
    fn a_limit_holds_at_any_split(stream in noise(), limit in 0usize..30, size in 1usize..9) {
        let outcome = decode(stream.chunks(size), limit).map_err(|_| ());
        prop_assert_eq!(&outcome, &decode([&stream[..]], limit).map_err(|_| ()));
        if let Ok((events, _)) = outcome {
            prop_assert!(events.iter().all(|event| event.data.len() <= limit));
        }
    }

    #[test]
    fn what_is_encoded_is_decoded(texts in vec("[a-z é\\n\\r:]{0,12}", 0..6), comment in "(?s).{0,12}") {
        let mut stream = Vec::new();
        for text in &texts {
            stream.extend_from_slice(&sse::comment(&comment));
            stream.extend_from_slice(&sse::data(text));
        }
        let expected: Vec<_> = texts.iter().map(|text| event(&text.replace("\r\n", "\n").replace('\r', "\n"))).collect();
        prop_assert_eq!(whole(&stream), (expected, None));
    }
}
