//! Limits: sizes, silence, connections, requests in flight. Whoever is over one is told so, and nobody else suffers.

use scripted_upstream::{Chat, Gate, Pieces, Script};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::harness::{MOMENT, Seen, Setup, chat_request, question, script, unanimous, within};

const HUNDRED_MEGABYTES: usize = 100 * 1024 * 1024;
const PIECE: usize = 64 * 1024;

/// Writes a body of 100 MB as a client does that does not read before it has written, then reads the answer.
async fn pour(mut stream: TcpStream, piece: &[u8]) -> Seen {
    for _ in 0..HUNDRED_MEGABYTES / PIECE {
        within(stream.write_all(piece)).await.expect("the connection was reset under the client's hands");
    }
    Seen::from_raw(stream).await
}

#[tokio::test]
async fn a_declared_body_of_100_mb_is_refused_and_the_client_sees_why() {
    let house = Setup::new(unanimous()).open().await;
    let head = format!("POST /v1/chat/completions HTTP/1.1\r\nhost: h\r\ncontent-length: {HUNDRED_MEGABYTES}\r\n\r\n");
    let seen = pour(house.raw(head.as_bytes()).await, &vec![b' '; PIECE]).await;
    seen.assert_error(413, "invalid_request_error", "request_too_large");
    assert!(house.upstream.requests().is_empty());
}

#[tokio::test]
async fn a_declared_body_of_100_mb_is_refused_before_it_is_sent() {
    let house = Setup::new(unanimous()).open().await;
    let head = format!(
        "POST /v1/chat/completions HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\ncontent-length: {HUNDRED_MEGABYTES}\r\n\r\n"
    );
    let mut stream = house.raw(head.as_bytes()).await;
    // The writing half stays open: the answer must come by itself.
    let mut start = [0; 12];
    within(stream.read_exact(&mut start)).await.unwrap();
    assert_eq!(&start, b"HTTP/1.1 413");
}

#[tokio::test]
async fn a_chunked_body_of_100_mb_is_refused_and_the_client_sees_why() {
    let house = Setup::new(unanimous()).open().await;
    let head = "POST /v1/chat/completions HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n";
    let mut chunk = format!("{PIECE:x}\r\n").into_bytes();
    chunk.resize(chunk.len() + PIECE, b' ');
    chunk.extend_from_slice(b"\r\n");
    let seen = pour(house.raw(head.as_bytes()).await, &chunk).await;
    seen.assert_error(413, "invalid_request_error", "request_too_large");
    assert!(house.upstream.requests().is_empty());
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_is_read() {
    let house = Setup::new(unanimous()).server(|server| server.max_body_bytes = question().len()).open().await;
    assert_eq!(house.chat(question()).await.status, 200);
    let more = format!("{} ", question());
    house.chat(more).await.assert_error(413, "invalid_request_error", "request_too_large");
}

#[tokio::test]
async fn half_a_head_is_not_waited_for_without_end() {
    let house = Setup::new(unanimous()).server(|server| server.header_timeout = MOMENT).open().await;
    let halves: [&[u8]; 4] = [b"", b"PRI * HT", b"POST /v1/chat/compl", b"POST / HTTP/1.1\r\nhost: h\r\nx-a"];
    for half in halves {
        let mut stream = house.raw(half).await;
        let mut rest = Vec::new();
        // Closed or reset: either way, it is over.
        drop(within(stream.read_to_end(&mut rest)).await);
    }
    house.until_counted("probity_connections 1").await;
}

#[tokio::test]
async fn a_head_over_the_limit_is_refused() {
    let house = Setup::new(unanimous()).open().await;
    let head = format!("GET /v1/models HTTP/1.1\r\nhost: h\r\nx-long: {}\r\n\r\n", "a".repeat(64 * 1024));
    let mut stream = house.raw(&head.as_bytes()[..20 * 1024]).await;
    let mut start = [0; 12];
    within(stream.read_exact(&mut start)).await.unwrap();
    assert_eq!(&start, b"HTTP/1.1 431");
}

#[tokio::test]
async fn too_many_requests_in_flight_are_told_to_come_back() {
    let gate = Gate::new();
    let held = gate.clone();
    let script = script(move |_| Chat::new("Paris").gated(&held).into(), |_| Chat::new("Paris").into());
    let house = Setup::new(script).server(|server| server.max_in_flight = 1).open().await;
    let first = house.chat(question());
    let second = async {
        within(house.upstream.until(|upstream| upstream.open_streams() > 0)).await;
        let refused = house.chat(question()).await;
        refused.assert_error(503, "server_error", "overloaded");
        assert_eq!(refused.header("retry-after"), "1");
        assert_eq!(house.get("/health/live").await.status, 200);
        gate.release(100);
    };
    let (first, ()) = tokio::join!(first, second);
    assert_eq!(first.words(), "Paris");
    assert_eq!(house.chat(question()).await.status, 200);
}

#[tokio::test]
async fn too_many_connections_wait_for_a_place() {
    let house = Setup::new(unanimous()).server(|server| server.max_connections = 1).open().await;
    let get = b"GET /metrics HTTP/1.1\r\nhost: h\r\n\r\n";
    let mut first = house.raw(get).await;
    let mut waiting = house.raw(b"GET /health/live HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n").await;
    for _ in 0..20 {
        let text = next_exposition(&mut first).await;
        assert!(text.contains("probity_connections 1\n"), "{text}");
        first.write_all(get).await.unwrap();
    }
    drop(first);
    let mut answer = String::new();
    within(waiting.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

/// Reads up to the line that ends an exposition.
async fn next_exposition(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    let mut piece = [0; 4096];
    while !text.ends_with("# EOF\n") {
        let read = within(stream.read(&mut piece)).await.unwrap();
        text.push_str(std::str::from_utf8(&piece[..read]).unwrap());
    }
    text
}

#[tokio::test]
async fn a_client_that_does_not_read_does_not_hold_its_place_for_ever() {
    let pieces = || Pieces::new(200, "text/plain", (0..64).map(|_| vec![b'x'; 1024 * 1024]));
    let script = Script::new(move |_| pieces().into());
    let house = Setup::new(script).server(|server| server.write_timeout = MOMENT).open().await;
    let client = house.raw(b"GET /v1/files/large HTTP/1.1\r\nhost: h\r\n\r\n").await;
    house.until_counted("probity_requests_total{route=\"relay\",decision=\"none\",status=\"200\"} 1").await;
    house.until_counted("probity_in_flight 1").await;
    drop(client);
}

#[tokio::test]
async fn a_relayed_body_that_stops_coming_is_the_clients_fault() {
    let house = Setup::new(unanimous()).server(|server| server.body_timeout = MOMENT).open().await;
    let head = "POST /v1/files HTTP/1.1\r\nhost: h\r\ncontent-length: 100\r\n\r\nhalf";
    let seen = Seen::from_raw(house.raw(head.as_bytes()).await).await;
    seen.assert_error(408, "invalid_request_error", "request_timeout");
    assert!(!house.get("/metrics").await.text().contains("probity_upstream_failures_total{"));
}

#[tokio::test]
async fn half_a_relayed_body_is_a_bad_request() {
    let house = Setup::new(unanimous()).open().await;
    let head = "POST /v1/files HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\nno number\r\n";
    let seen = Seen::from_raw(house.raw(head.as_bytes()).await).await;
    seen.assert_error(400, "invalid_request_error", "request_body");
    assert!(!house.get("/metrics").await.text().contains("probity_upstream_failures_total{"));
}

#[tokio::test]
async fn a_client_that_closes_its_half_within_a_body_is_told_that_it_broke_off() {
    let house = Setup::new(unanimous()).open().await;
    for path in ["/v1/files", "/v1/chat/completions"] {
        let head = format!("POST {path} HTTP/1.1\r\nhost: h\r\ncontent-length: 100\r\n\r\nhalf");
        let mut stream = house.raw(head.as_bytes()).await;
        stream.shutdown().await.unwrap();
        Seen::from_raw(stream).await.assert_error(400, "invalid_request_error", "request_body");
    }
}

#[tokio::test]
async fn relayed_bodies_have_no_limit() {
    let house = Setup::new(unanimous()).server(|server| server.max_body_bytes = 10).open().await;
    let body = vec![b'x'; 3 * 1024 * 1024];
    let mut request = chat_request(body.clone());
    *request.uri_mut() = "/v1/echo/files".parse().unwrap();
    assert_eq!(house.ask(request).await.body, body);
}

#[tokio::test]
async fn impossible_limits_are_refused_before_anything_listens() {
    use probity_serve::Error;
    type Change = fn(&mut probity_serve::Config);
    let changes: [(&str, Change); 5] = [
        ("write_timeout", |config| config.write_timeout = std::time::Duration::ZERO),
        ("max_header_bytes", |config| config.max_header_bytes = 8191),
        ("max_in_flight", |config| config.max_in_flight = 0),
        ("max_connections", |config| config.max_connections = usize::MAX),
        ("keepalive_comment", |config| config.keepalive_comment = std::time::Duration::ZERO),
    ];
    for (key, change) in changes {
        let mut config = super::harness::server_config();
        assert!(config.validate().is_ok());
        change(&mut config);
        assert!(matches!(config.validate(), Err(Error::Value { key: at, .. }) if at == key), "{key}");
    }
}

#[tokio::test]
async fn an_address_that_is_taken_is_an_error() {
    let house = Setup::new(Script::answers(|_, _| String::new())).open().await;
    let taken = Setup::new(unanimous()).server(|server| server.listen = house.address);
    assert!(
        matches!(taken.bind_error().await, probity_serve::Error::Listen { address, .. } if address == house.address)
    );
}
