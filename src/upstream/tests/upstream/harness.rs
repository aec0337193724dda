//! What these tests share: configurations, requests, bodies, and waiting for draws.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt;
use http::{Request, Response};
use http_body_util::channel::{Channel, Sender};
use http_body_util::{BodyExt, Full};
use probity_draw::{Ask, Done, Draws, Event, Failure, Verification};
use probity_upstream::{Body, BoxError, Config, Endpoint, Error, Http, NativeN};
use probity_wire::Usage;
use probity_wire::chat::ChatRequest;
use scripted_upstream::Upstream;

/// Longer than anything here takes: what waits for it has hung.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) fn config(url: &str) -> Config {
    Config {
        url: url.to_owned(),
        api_key_env: String::new(),
        api_key_file: PathBuf::new(),
        ca_file: PathBuf::new(),
        connect_timeout: PATIENCE,
        first_byte_timeout: PATIENCE,
        idle_timeout: PATIENCE,
        total_timeout: 2 * PATIENCE,
        pool_idle_timeout: PATIENCE,
        max_idle_per_host: 32,
        max_response_bytes: 1024 * 1024,
        max_event_bytes: 64 * 1024,
        native_n: NativeN::Auto,
    }
}

pub(crate) fn http(upstream: &Upstream) -> Http {
    Http::new(&config(&upstream.url())).unwrap()
}

pub(crate) fn full(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into()).map_err(|never| match never {}).boxed_unsync()
}

/// A body that is sent piece by piece, of unknown length.
pub(crate) fn channel() -> (Sender<Bytes, BoxError>, Body) {
    let (sender, body) = Channel::new(1);
    (sender, body.boxed_unsync())
}

pub(crate) fn request(method: &str, path: &str, body: Body) -> Request<Body> {
    Request::builder().method(method).uri(path).body(body).unwrap()
}

pub(crate) async fn relay(http: &Http, request: Request<Body>) -> Result<Response<Body>, Error> {
    tokio::time::timeout(PATIENCE, http.relay(request)).await.expect("the relay hangs")
}

pub(crate) async fn bytes(body: Body) -> Result<Bytes, BoxError> {
    let collected = tokio::time::timeout(PATIENCE, body.collect()).await.expect("the body hangs");
    collected.map(http_body_util::Collected::to_bytes)
}

/// The error of a body that must have failed.
pub(crate) async fn body_error(body: Body) -> Error {
    *bytes(body).await.unwrap_err().downcast::<Error>().unwrap()
}

pub(crate) fn ask(json: &str) -> Ask {
    let request = Arc::new(ChatRequest::parse(json.to_owned().into()).unwrap());
    Ask::new(request)
}

pub(crate) fn question(stream: bool) -> Ask {
    ask(&format!(r#"{{"model":"m","messages":[{{"role":"user","content":"Capital of France?"}}],"stream":{stream}}}"#))
}

pub(crate) fn verification(count: usize) -> Verification {
    Verification { count, offset: 0, temperature: Some(0.7), max_tokens: 64 }
}

/// What one draw did, put together.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    pub(crate) opened: usize,
    pub(crate) text: String,
    pub(crate) logprobs: Vec<f64>,
    pub(crate) frames: Vec<Bytes>,
    pub(crate) usage: Vec<Usage>,
    pub(crate) done: Option<Done>,
    pub(crate) failed: Option<Failure>,
}

impl Drawn {
    fn add(&mut self, event: Event) {
        assert!(self.done.is_none() && self.failed.is_none(), "after the end came {event:?}");
        match event {
            Event::Opened(_) => self.opened += 1,
            Event::Delta(delta) => {
                assert_eq!(self.opened, 1, "a delta of a draw that is not open");
                self.text += &delta.text;
                self.logprobs.extend(delta.logprobs);
                self.frames.extend(delta.frame);
            }
            Event::Usage(usage) => self.usage.push(usage),
            Event::Done(done) => self.done = Some(done),
            Event::Failed(failure) => self.failed = Some(failure),
        }
    }
}

/// Takes all events of so many draws; each must keep the order that is promised, and end.
pub(crate) async fn finish(draws: Draws, count: usize) -> Vec<Drawn> {
    let mut drawn: Vec<Drawn> = (0..count).map(|_| Drawn::default()).collect();
    let events = tokio::time::timeout(PATIENCE, draws.collect::<Vec<_>>()).await.expect("the draws hang");
    for (index, event) in events {
        drawn[index].add(event);
    }
    for (index, drawn) in drawn.iter().enumerate() {
        assert!(drawn.done.is_some() || drawn.failed.is_some(), "draw {index} has no end: {drawn:?}");
        assert!(drawn.opened <= 1, "draw {index} opened twice");
    }
    drawn
}

pub(crate) async fn until(upstream: &Upstream, is_true: impl FnMut(&Upstream) -> bool) {
    tokio::time::timeout(PATIENCE, upstream.until(is_true)).await.expect("the upstream never gets there");
}

/// Pseudo-random bytes (xorshift), the same for the same seed.
pub(crate) fn noise(seed: u64, length: usize) -> Bytes {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let bytes = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    });
    bytes.take(length).collect()
}
