//! Which headers cross the proxy: all but those that belong to one connection, and those that are ours.

use http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// Headers of one connection (RFC 9110 §7.6.1). `Trailer` stays: it describes the message.
const HOP_BY_HOP: [HeaderName; 7] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Takes out what must not go upstream. `TE: trailers` stays, for without it no trailers come back.
pub(crate) fn strip_request(headers: &mut HeaderMap) {
    let trailers = wants_trailers(headers);
    strip_connection(headers);
    strip_own(headers);
    if trailers {
        headers.insert(header::TE, HeaderValue::from_static("trailers"));
    }
}

/// Takes out what must not go to the client.
pub(crate) fn strip_response(headers: &mut HeaderMap) {
    strip_connection(headers);
    headers.remove(header::PROXY_AUTHENTICATE);
}

/// The client's headers for a request that is made here in its stead: nothing that describes the client's own body,
/// and no compression, for the answer is read here.
pub(crate) fn for_draw(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    strip_connection(&mut headers);
    strip_own(&mut headers);
    for name in [
        header::ACCEPT_ENCODING,
        header::CONTENT_LENGTH,
        header::CONTENT_ENCODING,
        header::EXPECT,
        header::TRAILER,
        header::HOST,
    ] {
        headers.remove(name);
    }
    headers.entry(header::CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
    headers
}

/// The same for a request that is the client's asked again: it must not be taken for the client's own retry.
pub(crate) fn for_repeat(headers: &HeaderMap) -> HeaderMap {
    let mut headers = for_draw(headers);
    headers.remove("idempotency-key");
    headers
}

/// The headers of an answer whose body is held here, apart from them.
pub(crate) fn of_answer(mut headers: HeaderMap) -> HeaderMap {
    strip_response(&mut headers);
    headers.remove(header::CONTENT_LENGTH);
    headers.remove(header::TRAILER);
    headers
}

fn strip_connection(headers: &mut HeaderMap) {
    if headers.contains_key(header::CONNECTION) {
        for name in named_by_connection(headers) {
            headers.remove(name);
        }
    }
    // Where both stand, the length is not the body's (RFC 9112 §6.3): it must not be believed further on.
    if headers.contains_key(header::TRANSFER_ENCODING) {
        headers.remove(header::CONTENT_LENGTH);
    }
    for name in &HOP_BY_HOP {
        headers.remove(name);
    }
}

/// What `Connection` names, bar what frames the message: a client must not talk us into dropping that.
fn named_by_connection(headers: &HeaderMap) -> Vec<HeaderName> {
    let values = headers.get_all(header::CONNECTION);
    let names = values.iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    names
        .filter_map(|name| HeaderName::from_bytes(name.trim().as_bytes()).ok())
        .filter(|name| *name != header::CONTENT_LENGTH && *name != header::HOST)
        .collect()
}

fn strip_own(headers: &mut HeaderMap) {
    let is_own = |name: &HeaderName| name.as_str().starts_with("x-probity-");
    if !headers.keys().any(is_own) {
        return;
    }
    let own: Vec<HeaderName> = headers.keys().filter(|name| is_own(name)).cloned().collect();
    for name in own {
        headers.remove(name);
    }
}

fn wants_trailers(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::TE);
    values
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| coding.trim().eq_ignore_ascii_case("trailers"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn what_belongs_to_a_connection_does_not_cross() {
        let mut headers = map(&[
            ("connection", "keep-alive, X-Private"),
            ("connection", "x-other, content-length"),
            ("keep-alive", "timeout=5"),
            ("x-private", "1"),
            ("x-other", "2"),
            ("x-kept", "3"),
            ("x-kept", "4"),
            ("content-length", "7"),
            ("te", "gzip, trailers"),
            ("upgrade", "websocket"),
            ("proxy-authorization", "secret"),
            ("x-probity-mode", "off"),
            ("authorization", "Bearer client"),
        ]);
        strip_request(&mut headers);
        let want = map(&[
            ("x-kept", "3"),
            ("x-kept", "4"),
            ("content-length", "7"),
            ("te", "trailers"),
            ("authorization", "Bearer client"),
        ]);
        assert_eq!(headers, want);
    }

    #[test]
    fn a_length_beside_a_transfer_encoding_is_not_believed() {
        for strip in [strip_request, strip_response] {
            let mut headers = map(&[("content-length", "7"), ("transfer-encoding", "chunked"), ("x-kept", "1")]);
            strip(&mut headers);
            assert_eq!(headers, map(&[("x-kept", "1")]));
        }
    }

    #[test]
    fn a_draw_does_not_describe_the_clients_body() {
        let headers = for_draw(&map(&[
            ("accept-encoding", "gzip"),
            ("content-length", "7"),
            ("host", "probity"),
            ("x-probity-draws", "2"),
            ("user-agent", "test"),
        ]));
        assert_eq!(headers, map(&[("user-agent", "test"), ("content-type", "application/json")]));
    }
}
