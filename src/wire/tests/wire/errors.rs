//! OpenAI's error envelope, and the words of our own errors.

use probity_wire::{Error, ErrorBody};

#[test]
fn the_envelope_is_openais() {
    let error = Error::Missing("model");
    let body = ErrorBody::new("invalid_request_error", "missing_required_parameter", error.to_string())
        .with_param(error.param());
    assert_eq!(
        std::str::from_utf8(&body.to_bytes()).unwrap(),
        r#"{"error":{"message":"you must provide a 'model' parameter","type":"invalid_request_error","param":"model","code":"missing_required_parameter"}}"#
    );
    let bare = ErrorBody { code: None, ..ErrorBody::new("server_error", "", "line\n\"quoted\"") };
    assert_eq!(
        std::str::from_utf8(&bare.to_bytes()).unwrap(),
        r#"{"error":{"message":"line\n\"quoted\"","type":"server_error","param":null,"code":null}}"#
    );
}

#[test]
fn every_error_says_what_and_where() {
    let invalid = Error::Invalid { param: "n".to_owned(), reason: "it must be an integer from 1 to 128".to_owned() };
    for (error, words, param) in [
        (Error::Json("EOF".to_owned()), "the body is not valid JSON: EOF", None),
        (Error::Utf8(3), "the body is not valid UTF-8 (byte 3)", None),
        (Error::NotAnObject("an array"), "expected a JSON object, got an array", None),
        (Error::Duplicate("n"), "'n' stands more than once in the request; send it once", Some("n")),
        (invalid, "invalid value for 'n': it must be an integer from 1 to 128", Some("n")),
        (Error::EventTooLarge(9), "a server-sent event is larger than 9 bytes", None),
    ] {
        assert_eq!((error.to_string().as_str(), error.param()), (words, param));
    }
}
