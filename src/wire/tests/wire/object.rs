//! The lossless object.

use bytes::Bytes;
use probity_wire::{Error, Object};
use proptest::prelude::*;

use crate::raw;

fn parse(source: &str) -> Object {
    Object::parse(Bytes::copy_from_slice(source.as_bytes())).unwrap()
}

fn written(object: &Object) -> String {
    String::from_utf8(object.to_bytes().to_vec()).unwrap()
}

#[test]
fn untouched_is_its_own_source() {
    let source = " { \"b\" : 1e400 ,\n\"a\":12345678901234567890123, \"c\":0.10,\"c\": [ ] }\n";
    let object = parse(source);
    assert_eq!(written(&object), source);
    assert_eq!(object.keys().collect::<Vec<_>>(), ["b", "a", "c", "c"]);
    assert_eq!(
        (object.get("b"), object.get("a"), object.get("c")),
        (Some("1e400"), Some("12345678901234567890123"), Some("[ ]"))
    );
    assert_eq!(object.get("d"), None);
}

#[test]
fn a_key_is_known_however_it_is_spelt() {
    let object = parse(r#"{"\u006dodel":1,"m\u006Fdel":2,"mo\/del":3}"#);
    assert_eq!(object.get("model"), Some("2"));
    assert_eq!(object.get("mo/del"), Some("3"));
    assert_eq!(object.duplicate(&["mo/del", "model"]), Some("model"));
    assert_eq!(object.duplicate(&["mo/del", "absent"]), None);
}

#[test]
fn setting_a_member_that_stands_twice_leaves_one() {
    let mut object = parse(r#"{"a":1, "\u0062":2, "c":3, "b":4, "d":5, "b":6}"#);
    object.set("b", "[7]".to_owned());
    assert_eq!(written(&object), r#"{"a":1,"\u0062":[7],"c":3,"d":5}"#);
    assert_eq!((object.get("b"), object.duplicate(&["b"])), (Some("[7]"), None));
}

#[test]
fn removing_takes_every_one() {
    let mut object = parse(r#"{ "a":1, "b":2, "\u0061":3 }"#);
    assert!(!object.remove("c"));
    assert_eq!(written(&object), r#"{ "a":1, "b":2, "\u0061":3 }"#, "nothing was removed, so nothing changes");
    assert!(object.remove("a"));
    assert_eq!(written(&object), r#"{"b":2}"#);
    assert!(object.remove("b"));
    assert_eq!(written(&object), "{}");
}

#[test]
fn a_new_key_is_escaped_and_found_again() {
    let mut object = parse("{}");
    object.set("a\"\\\n", "1".to_owned());
    assert_eq!(written(&object), r#"{"a\"\\\n":1}"#);
    assert_eq!(object.get("a\"\\\n"), Some("1"));
    object.set("a\"\\\n", "2".to_owned());
    assert_eq!(written(&object), r#"{"a\"\\\n":2}"#);
}

#[test]
fn what_is_no_object_is_named() {
    for (source, what) in [
        ("[1]", "an array"),
        (" \"{}\"", "a string"),
        ("1e999", "a number"),
        ("-0", "a number"),
        ("true", "a boolean"),
        ("null", "null"),
    ] {
        assert_eq!(Object::parse(Bytes::from_static(source.as_bytes())).unwrap_err(), Error::NotAnObject(what));
    }
}

#[test]
fn what_is_no_json_is_refused() {
    for source in [
        "",
        " ",
        "{",
        "{}}",
        "{} x",
        "{}{}",
        "{\"a\":}",
        "{\"a\" 1}",
        "{a:1}",
        "{1:1}",
        "{\"a\":1,}",
        "{,}",
        "[1",
        "nul",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":NaN}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "\u{feff}{}",
        "{\u{a0}}",
        "\u{2003}{}",
        "{\"a\":'b'}",
        "{\"a\":1 /* no */}",
        "<html></html>",
    ] {
        let error = Object::parse(Bytes::copy_from_slice(source.as_bytes())).unwrap_err();
        assert!(matches!(error, Error::Json(_)), "{source:?} gave {error:?}");
    }
}

#[test]
fn the_byte_that_is_not_utf8_is_told() {
    assert_eq!(Object::parse(Bytes::from_static(b"{\"a\":\"\xff\"}")).unwrap_err(), Error::Utf8(6));
    assert_eq!(Object::parse(Bytes::from_static(b"{\"a\":\"\xe2\x82")).unwrap_err(), Error::Utf8(6));
}

#[test]
fn depth_costs_no_stack() {
    let depth = 200_000;
    for (open, close) in [("[", "]"), ("{\"k\":", "}")] {
        let source = format!("{{\"deep\":{}1{}}}", open.repeat(depth), close.repeat(depth));
        assert_eq!(written(&parse(&source)), source);
    }
    let unclosed = Bytes::from("{\"a\":".repeat(depth));
    assert!(matches!(Object::parse(unclosed).unwrap_err(), Error::Json(_)));
}

proptest! {
    #[test]
    fn anything_unedited_leaves_byte_identical(members in raw::unknown()) {
        let source = members.as_written();
        let object = Object::parse(source.clone()).unwrap();
        prop_assert_eq!(object.keys().count(), members.0.len());
        prop_assert_eq!(object.to_bytes(), source);
    }

    #[test]
    fn an_edit_leaves_every_other_member_alone(mut members in raw::with_unknown(&[("seed", "1"), ("gone", "2")]), value in raw::value()) {
        let mut object = Object::parse(members.as_written()).unwrap();
        object.set("seed", value.clone());
        prop_assert!(object.remove("gone"));
        members.find("\"seed\"").value = value;
        members.0.retain(|member| member.key != "\"gone\"");
        prop_assert_eq!(object.to_bytes(), members.rebuilt());
    }

    #[test]
    fn a_new_member_comes_last(members in raw::unknown(), value in raw::value()) {
        let mut object = Object::parse(members.as_written()).unwrap();
        object.set("new", value.clone());
        let rebuilt = String::from_utf8(members.rebuilt().to_vec()).unwrap();
        let comma = if members.0.is_empty() { "" } else { "," };
        let expected = format!("{}{comma}\"new\":{value}}}", &rebuilt[..rebuilt.len() - 1]);
        prop_assert_eq!(written(&object), expected);
        prop_assert_eq!(object.get("new"), Some(value.as_str()));
    }
}
