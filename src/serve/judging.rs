//! Answers that wait for a verdict: plain, and as streams that are kept alive meanwhile.

use std::any::Any;
use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{HeaderMap, HeaderValue, Response, header};
use http_body::Frame;
use http_body_util::BodyExt;
use probity_draw::{Failure, Head};
use probity_pipeline::{Answer, Outcome, Run};
use probity_upstream::{Body, BoxError};
use probity_wire::sse;
use tokio::time::{Interval, MissedTickBehavior};

use crate::body::full;
use crate::chat::{Asked, add_headers};
use crate::exchange::Exchange;
use crate::refusal::Refusal;
use crate::server::Context;

/// What the keep-alive comment says.
const COMMENT: &str = "judging";

/// Headers of the upstream that do not hold for what is sent in its answer's place: its length, framing, compression
/// and checksums.
const NOT_OURS: [&str; 10] = [
    "content-length",
    "content-encoding",
    "transfer-encoding",
    "connection",
    "keep-alive",
    "trailer",
    "content-md5",
    "digest",
    "content-digest",
    "etag",
];

/// Answers once the verdict is there; a stream opens before, as soon as the primary's status is known.
pub(crate) async fn answer(
    context: &Context,
    exchange: &Arc<Exchange>,
    asked: Asked,
) -> Result<Response<Body>, Refusal> {
    let mut run = context.pipeline.begin(asked.ask(), &asked.plan);
    if !asked.request.stream() {
        let outcome = run.finish().await.map_err(|failure| refuse(exchange, failure))?;
        return Ok(plain(exchange, outcome));
    }
    let head = run.opened().await.map_err(|failure| refuse(exchange, failure))?;
    let body = Judging::new(run, Arc::clone(exchange), context.config.keepalive_comment);
    Ok(stream(head, body))
}

fn refuse(exchange: &Exchange, failure: Failure) -> Refusal {
    exchange.failed(failure.kind);
    Refusal::Failure(failure)
}

fn plain(exchange: &Exchange, outcome: Outcome) -> Response<Body> {
    exchange.decided(outcome.verdict.decision);
    let Answer::Plain(body) = outcome.answer else {
        return exchange.defect().into_response();
    };
    let mut response = with_head(outcome.head, full(body));
    response.headers_mut().entry(header::CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
    add_headers(response.headers_mut(), &outcome.verdict);
    response
}

fn stream(head: Head, body: Judging) -> Response<Body> {
    let mut response = with_head(head, body.boxed_unsync());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    // nginx would hold the comments back otherwise.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

fn with_head(head: Head, body: Body) -> Response<Body> {
    let mut headers: HeaderMap = head.headers;
    for name in NOT_OURS {
        headers.remove(name);
    }
    let mut response = Response::new(body);
    *response.status_mut() = head.status;
    *response.headers_mut() = headers;
    response
}

/// What a run comes to; the outer error is a panic's.
type Finish = BoxFuture<'static, Result<Result<Outcome, Failure>, Box<dyn Any + Send>>>;

/// A stream's body: comments until the verdict is there, then the answer. Dropping it drops the run and its draws.
struct Judging {
    run: Option<Finish>,
    comments: Interval,
    ready: VecDeque<Bytes>,
    exchange: Arc<Exchange>,
}

impl Judging {
    fn new(run: Run, exchange: Arc<Exchange>, period: Duration) -> Self {
        // The first tick is at once: a client sees bytes before anything is judged.
        let mut comments = tokio::time::interval(period);
        comments.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let run = AssertUnwindSafe(run.finish()).catch_unwind().boxed();
        Self { run: Some(run), comments, ready: VecDeque::new(), exchange }
    }

    fn finished(&mut self, result: Result<Result<Outcome, Failure>, Box<dyn Any + Send>>) {
        match result {
            Ok(Ok(outcome)) => self.answered(outcome),
            Ok(Err(failure)) => self.broken(refuse(&self.exchange, failure)),
            Err(_) => self.broken(self.exchange.defect()),
        }
    }

    fn answered(&mut self, outcome: Outcome) {
        self.exchange.decided(outcome.verdict.decision);
        let Answer::Frames(frames) = outcome.answer else {
            return self.broken(self.exchange.defect());
        };
        self.ready.extend(frames.iter().map(event));
        self.ready.push_back(sse::data(sse::DONE));
    }

    /// Ends the stream with an error frame. There is no `[DONE]`: nothing was.
    fn broken(&mut self, refusal: Refusal) {
        self.ready.push_back(event(&refusal.into_frame()));
    }
}

impl http_body::Body for Judging {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Some(run) = &mut self.run {
            if let Poll::Ready(result) = run.poll_unpin(cx) {
                self.run = None;
                self.finished(result);
            } else {
                ready!(self.comments.poll_tick(cx));
                return Poll::Ready(Some(Ok(Frame::data(sse::comment(COMMENT)))));
            }
        }
        Poll::Ready(self.ready.pop_front().map(|bytes| Ok(Frame::data(bytes))))
    }
}

/// A chunk as an event. JSON is UTF-8; what is not could not have been parsed.
fn event(json: &Bytes) -> Bytes {
    sse::data(&String::from_utf8_lossy(json))
}
