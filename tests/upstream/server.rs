//! The listener: hyper's HTTP/1.1 server, every connection owned by the accept loop.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, header};
use http_body::Frame;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::ledger::{Ledger, Recorded};
use crate::render::Completion;
use crate::reply::{Pieces, Reply};
use crate::script::Script;

type BoxError = Box<dyn std::error::Error + Send + Sync>;
type Body = UnsyncBoxBody<Bytes, BoxError>;

/// Accepts connections until it is dropped, and them with it.
pub(crate) async fn serve(listener: TcpListener, script: Arc<Script>, ledger: Arc<Ledger>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((socket, _)) = accepted else { continue };
                // Not a reason to stop: the test that cares will see the delay.
                drop(socket.set_nodelay(true));
                ledger.add_connection();
                let (script, ledger) = (Arc::clone(&script), Arc::clone(&ledger));
                let service = service_fn(move |request| answer(Arc::clone(&script), Arc::clone(&ledger), request));
                let connection = http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(socket), service);
                // A connection ends badly when a script says so.
                connections.spawn(async move { drop(connection.await) });
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn answer(
    script: Arc<Script>,
    ledger: Arc<Ledger>,
    request: Request<Incoming>,
) -> Result<Response<Body>, BoxError> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let mut recorded = Recorded { method: parts.method, path, headers: parts.headers, body: Bytes::new() };
    if recorded.path.starts_with("/v1/echo") {
        ledger.record(recorded.clone());
        return Ok(echo(&recorded, body));
    }
    recorded.body = body.collect().await?.to_bytes();
    let index = ledger.record(recorded.clone());
    let (asked, reply) = script.reply(recorded, index);
    match reply {
        Reply::Body(pieces) => Ok(in_pieces(pieces)),
        Reply::Hang => {
            let _open = ledger.open_answer();
            std::future::pending().await
        }
        Reply::Close => Err("closed by the script".into()),
        Reply::Chat(chat) => {
            let choices = script.choices(&asked);
            let streams = asked.stream() && !chat.never_streams;
            let headers = chat.headers.clone();
            let completion = Completion::new(chat, &asked, choices);
            Ok(if streams { streamed(completion, ledger, headers) } else { plain(completion, ledger, headers).await })
        }
    }
}

async fn plain(completion: Completion, ledger: Arc<Ledger>, headers: HeaderMap) -> Response<Body> {
    let body = completion.plain(ledger).await;
    respond(headers, "application/json", Full::new(body).map_err(infallible).boxed_unsync())
}

fn streamed(completion: Completion, ledger: Arc<Ledger>, headers: HeaderMap) -> Response<Body> {
    let frames = completion.stream(ledger).map(|frame| frame.map(Frame::data).map_err(BoxError::from));
    respond(headers, "text/event-stream", StreamBody::new(Box::pin(frames)).boxed_unsync())
}

fn respond(headers: HeaderMap, content_type: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.headers_mut() = headers;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

fn in_pieces(reply: Pieces) -> Response<Body> {
    let Pieces { status, headers, mut pieces, gate, reset } = reply;
    let body = if pieces.len() == 1 && gate.is_none() && !reset {
        Full::new(pieces.remove(0)).map_err(infallible).boxed_unsync()
    } else {
        let sent = stream::iter(pieces).then(move |piece| {
            let gate = gate.clone();
            async move {
                if let Some(gate) = gate {
                    gate.pass().await;
                }
                Ok(Frame::data(piece))
            }
        });
        let end = stream::iter(reset.then_some(())).then(async |()| {
            // While we are pending the server sends what it holds; else the reset would swallow it.
            tokio::task::yield_now().await;
            Err::<Frame<Bytes>, BoxError>("reset by the script".into())
        });
        StreamBody::new(Box::pin(sent.chain(end))).boxed_unsync()
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// Streams the body back as it comes, trailers too; the request's line and headers come as `x-echo-…`.
fn echo(request: &Recorded, body: Incoming) -> Response<Body> {
    let mut response = Response::new(Body::new(Pin::new(Box::new(body)).map_err(BoxError::from)));
    let headers = response.headers_mut();
    for (name, value) in &request.headers {
        if let Ok(name) = HeaderName::from_bytes(format!("x-echo-{name}").as_bytes()) {
            headers.append(name, value.clone());
        }
    }
    for (name, value) in [("x-echo-method", request.method.as_str()), ("x-echo-path", &request.path)] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    for name in [header::CONTENT_TYPE, header::TRAILER] {
        if let Some(value) = request.headers.get(&name) {
            headers.insert(name, value.clone());
        }
    }
    response
}

fn infallible(never: Infallible) -> BoxError {
    match never {}
}
