//! The scripted upstream as a program, for benchmarks: as fast as the server library allows, on one thread.
//!
//! `scripted-upstream [--port P] [--answers agree|disagree]` prints the address it listens on. Every request is
//! answered with a chat completion that was rendered at start: plain, or a stream where the body asks for one, with as
//! many choices as `n` says (up to 16). With `disagree` every completion says something else.

use std::convert::Infallible;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, header};
use http_body::Body as _;
use http_body_util::{BodyExt, Collected, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

const CITIES: [&str; 8] = ["Paris", "Rome", "Oslo", "Lima", "Cairo", "Quito", "Delhi", "Tokyo"];
const MOST_CHOICES: usize = 16;

/// Rendered completions: one variant per city, within it one per number of choices.
struct Rendered {
    plain: Vec<Vec<Bytes>>,
    streamed: Vec<Vec<Bytes>>,
    variants: usize,
    next: AtomicUsize,
}

struct Options {
    port: u16,
    variants: usize,
}

fn main() -> Result<(), BoxError> {
    let options = options(std::env::args().skip(1))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(serve(&options))
}

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Options, BoxError> {
    let mut options = Options { port: 0, variants: 1 };
    while let Some(flag) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{flag} needs a value"))?;
        match (flag.as_str(), value.as_str()) {
            ("--port", port) => options.port = port.parse()?,
            ("--mode", "instant") => {}
            ("--answers", "agree") => options.variants = 1,
            ("--answers", "disagree") => options.variants = CITIES.len(),
            (flag, value) => return Err(format!("unknown option: {flag} {value}").into()),
        }
    }
    Ok(options)
}

async fn serve(options: &Options) -> Result<(), BoxError> {
    let listener = TcpListener::bind(("127.0.0.1", options.port)).await?;
    writeln!(std::io::stdout(), "http://{}", listener.local_addr()?)?;
    let rendered = Arc::new(Rendered::new(options.variants));
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (socket, _) = accepted?;
                socket.set_nodelay(true)?;
                let rendered = Arc::clone(&rendered);
                let service = service_fn(move |request| answer(Arc::clone(&rendered), request));
                let connection = http1::Builder::new().pipeline_flush(true).serve_connection(TokioIo::new(socket), service);
                connections.spawn(async move { drop(connection.await) });
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn answer(rendered: Arc<Rendered>, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let body = request.into_body();
    let body = if body.is_end_stream() {
        Bytes::new()
    } else {
        // A client that leaves within its body gets an answer nobody reads.
        body.collect().await.map(Collected::to_bytes).unwrap_or_default()
    };
    Ok(rendered.respond(&body))
}

impl Rendered {
    fn new(variants: usize) -> Self {
        let all = |render: fn(&str, usize) -> Bytes| {
            let of = |city: &&str| (1..=MOST_CHOICES).map(|choices| render(city, choices)).collect();
            CITIES.iter().map(of).collect()
        };
        Self { plain: all(plain), streamed: all(streamed), variants, next: AtomicUsize::new(0) }
    }

    fn respond(&self, body: &[u8]) -> Response<Full<Bytes>> {
        let variant = if self.variants > 1 { self.next.fetch_add(1, Ordering::Relaxed) % self.variants } else { 0 };
        let streams = number_after(body, b"\"stream\"") == Some(Member::True);
        let choices = match number_after(body, b"\"n\"") {
            Some(Member::Number(n)) => n.clamp(1, MOST_CHOICES),
            _ => 1,
        };
        let (table, content_type) =
            if streams { (&self.streamed, "text/event-stream") } else { (&self.plain, "application/json") };
        let bytes = table.get(variant).and_then(|of| of.get(choices - 1)).cloned().unwrap_or_default();
        let mut response = Response::new(Full::new(bytes));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        response
    }
}

#[derive(PartialEq)]
enum Member {
    True,
    Number(usize),
    Other,
}

/// The value after the first occurrence of a quoted key. Enough for a benchmark, whose bodies are known.
fn number_after(body: &[u8], key: &[u8]) -> Option<Member> {
    let at = body.windows(key.len()).position(|window| window == key)?;
    let rest = body.get(at + key.len()..)?;
    let rest = rest.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
    if rest.starts_with(b"true") {
        return Some(Member::True);
    }
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit());
    let digits: String = digits.map(|&byte| char::from(byte)).collect();
    Some(digits.parse().map_or(Member::Other, Member::Number))
}

fn plain(city: &str, choices: usize) -> Bytes {
    let choice = |index: usize| {
        json!({
            "index": index, "message": {"role": "assistant", "content": city, "refusal": null},
            "logprobs": null, "finish_reason": "stop",
        })
    };
    let choices: Vec<Value> = (0..choices).map(choice).collect();
    let usage = json!({"prompt_tokens": 8, "completion_tokens": choices.len(), "total_tokens": 8 + choices.len()});
    let body = json!({
        "id": "chatcmpl-instant", "object": "chat.completion", "created": 0, "model": "instant",
        "choices": choices, "usage": usage,
    });
    body.to_string().into()
}

fn streamed(city: &str, choices: usize) -> Bytes {
    let frame = |choices: Value, usage: Value| {
        let chunk = json!({
            "id": "chatcmpl-instant", "object": "chat.completion.chunk", "created": 0, "model": "instant",
            "choices": choices, "usage": usage,
        });
        format!("data: {chunk}\n\n")
    };
    let mut body = String::new();
    for index in 0..choices {
        let said = json!([{"index": index, "delta": {"role": "assistant", "content": city}, "finish_reason": null}]);
        body += &frame(said, Value::Null);
        body += &frame(json!([{"index": index, "delta": {}, "finish_reason": "stop"}]), Value::Null);
    }
    let usage = json!({"prompt_tokens": 8, "completion_tokens": choices, "total_tokens": 8 + choices});
    body += &frame(json!([]), usage);
    body += "data: [DONE]\n\n";
    body.into()
}
