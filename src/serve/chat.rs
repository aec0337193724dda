//! The chat endpoint: read, understand, plan; then judge before the answer, after it, or not at all.

use std::sync::Arc;

use http::request::Parts;
use http::{HeaderMap, HeaderValue, Request, Response, header};
use hyper::body::Incoming;
use probity_draw::Ask;
use probity_pipeline::{Decision, Mode, Plan, Verdict, plan};
use probity_upstream::Body;
use probity_wire::chat::ChatRequest;

use crate::body::{Patient, full};
use crate::exchange::Exchange;
use crate::linger::Peer;
use crate::refusal::Refusal;
use crate::server::Context;
use crate::{judging, observe, relay};

/// A chat request that has been understood, with what is to be done with it. What is ours in it has been taken out.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) parts: Parts,
    pub(crate) request: Arc<ChatRequest>,
    pub(crate) plan: Plan,
}

impl Asked {
    /// What is asked of a sampler.
    pub(crate) fn ask(&self) -> Ask {
        let asked = Ask::new(Arc::clone(&self.request));
        let target = self.parts.uri.path_and_query().cloned().unwrap_or_else(|| asked.target.clone());
        Ask { headers: self.parts.headers.clone(), target, ..asked }
    }

    /// The request as it goes upstream: the client's own bytes.
    pub(crate) fn into_request(self) -> Request<Body> {
        let bytes = self.request.to_bytes();
        let mut parts = self.parts;
        // The whole body is here: its length is known, and there is nothing left to wait for.
        parts.headers.remove(header::TRANSFER_ENCODING);
        parts.headers.remove(header::EXPECT);
        parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
        Request::from_parts(parts, full(bytes))
    }
}

/// Answers a chat completion request.
pub(crate) async fn chat(
    context: &Arc<Context>,
    exchange: &Arc<Exchange>,
    peer: Arc<Peer>,
    request: Request<Incoming>,
) -> Response<Body> {
    let answer = async {
        let asked = understand(context, peer, request).await?;
        exchange.identify(&asked.plan.request_id);
        if asked.plan.judges_before_answer() {
            judging::answer(context, exchange, asked).await
        } else if asked.plan.judges_after_answer() {
            observe::answer(context, exchange, asked).await
        } else {
            pass(context, exchange, asked).await
        }
    };
    answer.await.unwrap_or_else(Refusal::into_response)
}

async fn understand(context: &Context, peer: Arc<Peer>, request: Request<Incoming>) -> Result<Asked, Refusal> {
    let (mut parts, incoming) = request.into_parts();
    let body = Patient::new(incoming, context.config.body_timeout, peer);
    if is_encoded(&parts.headers) {
        return Err(Refusal::Encoded);
    }
    let bytes = body.read(context.config.max_body_bytes).await?;
    let request = ChatRequest::parse(bytes).map_err(Refusal::Request)?;
    let controls = context.pipeline.controls(&request, &parts.headers).map_err(Refusal::Request)?;
    let request = plan::strip(&request).map_err(Refusal::Request)?;
    plan::strip_headers(&mut parts.headers);
    let plan = context.pipeline.plan(&request, &controls).await;
    Ok(Asked { parts, request: Arc::new(request), plan })
}

/// Relays what is not ours to judge, and says so, except where nothing but ids is to be said.
async fn pass(context: &Context, exchange: &Exchange, asked: Asked) -> Result<Response<Body>, Refusal> {
    let plan = asked.plan.clone();
    let response = relay::forward(context, exchange, asked.into_request()).await;
    exchange.decided(Decision::Passed);
    context.pipeline.record_passed(&plan);
    let mut response = response?;
    if matches!(plan.mode, Mode::Annotate | Mode::Enforce) {
        add_headers(response.headers_mut(), &plan.passed());
    }
    Ok(response)
}

/// Adds a verdict's headers to a response's.
pub(crate) fn add_headers(headers: &mut HeaderMap, verdict: &Verdict) {
    for (name, value) in verdict.headers() {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
}

/// Whether a body is compressed, which we do not read.
pub(crate) fn is_encoded(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::CONTENT_ENCODING)
        .iter()
        .any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
}
