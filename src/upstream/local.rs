//! An in-process sampler that speaks the protocol, so that the rest of the house cannot tell it from a remote one.

mod answer;

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body::Body as _;
use http_body_util::{BodyExt, LengthLimitError};
use probity_draw::{Ask, Sampler};
use probity_wire::ErrorBody;
use probity_wire::chat::ChatRequest;
use serde_json::{Value, json};

use crate::error::{find, root_cause};
use crate::{Body, Endpoint, Error};

const MODELS: &str = "/v1/models";
const CHAT: &str = "/chat/completions";

/// An endpoint over a sampler in this process. It serves `GET /v1/models`, `GET /v1/models/{id}` and
/// `POST /v1/chat/completions`; everything else is not found. Waiting for the sampler is not limited here: the sampler
/// bounds its own queue and answers.
#[derive(Debug, Clone)]
pub struct Local {
    sampler: Arc<dyn Sampler>,
    models: Arc<[String]>,
    max_body_bytes: usize,
}

impl Local {
    /// An endpoint that answers for these models, and reads request bodies of at most `max_body_bytes`.
    pub fn new(sampler: Arc<dyn Sampler>, models: Vec<String>, max_body_bytes: usize) -> Self {
        Self { sampler, models: models.into(), max_body_bytes }
    }

    async fn respond(self, request: Request<Body>) -> Result<Response<Body>, Error> {
        let path = request.uri().path();
        match (request.method(), path) {
            (&Method::GET, MODELS) => Ok(answer::json(StatusCode::OK, self.list().to_string())),
            (&Method::GET, path) if path.starts_with("/v1/models/") => {
                Ok(self.model(path.trim_start_matches("/v1/models/")))
            }
            (&Method::POST, path) if path.trim_end_matches('/').ends_with(CHAT) => self.chat(request).await,
            (method, path) => Ok(not_found(method, path)),
        }
    }

    async fn chat(self, request: Request<Body>) -> Result<Response<Body>, Error> {
        let (parts, body) = request.into_parts();
        let body = read(body, self.max_body_bytes).await?;
        let request = match ChatRequest::parse(body) {
            Ok(request) => request,
            Err(error) => {
                let body = ErrorBody::new("invalid_request_error", "invalid_request", error.to_string());
                return Ok(answer::error(StatusCode::BAD_REQUEST, &body.with_param(error.param())));
            }
        };
        if !self.models.iter().any(|model| model == request.model()) {
            return Ok(self.unknown(request.model()));
        }
        let ask = Ask { headers: parts.headers, ..Ask::new(request) };
        let draws = self.sampler.primary(&ask);
        Ok(if ask.request.stream() { answer::streamed(draws).await } else { answer::plain(draws).await })
    }

    fn list(&self) -> Value {
        let data: Vec<Value> = self.models.iter().map(|id| described(id)).collect();
        json!({"object": "list", "data": data})
    }

    fn model(&self, id: &str) -> Response<Body> {
        if self.models.iter().any(|model| model == id) {
            return answer::json(StatusCode::OK, described(id).to_string());
        }
        self.unknown(id)
    }

    fn unknown(&self, id: &str) -> Response<Body> {
        let known = self.models.join(", ");
        let message = format!("The model '{id}' does not exist here; ask for one of: {known}");
        let body = ErrorBody::new("invalid_request_error", "model_not_found", message).with_param(Some("model"));
        answer::error(StatusCode::NOT_FOUND, &body)
    }
}

impl Endpoint for Local {
    fn relay(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<Body>, Error>> {
        self.clone().respond(request).boxed()
    }

    fn sampler(&self) -> Arc<dyn Sampler> {
        Arc::clone(&self.sampler)
    }

    fn ready(&self) -> BoxFuture<'static, Result<(), Error>> {
        std::future::ready(Ok(())).boxed()
    }
}

async fn read(mut body: Body, limit: usize) -> Result<Bytes, Error> {
    if usize::try_from(body.size_hint().lower()).map_or(true, |announced| announced > limit) {
        return Err(Error::BodyTooLarge);
    }
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| match find::<LengthLimitError>(error.as_ref()) {
            Some(_) => Error::BodyTooLarge,
            None => Error::RequestBody(root_cause(error.as_ref())),
        })?;
        let Ok(data) = frame.into_data() else { continue };
        if bytes.len() + data.len() > limit {
            return Err(Error::BodyTooLarge);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.freeze())
}

fn described(id: &str) -> Value {
    json!({"id": id, "object": "model", "created": 0, "owned_by": "probity"})
}

fn not_found(method: &Method, path: &str) -> Response<Body> {
    let message = format!(
        "{method} {path} is not served: no upstream is configured, and the embedded model serves only \
         POST {CHAT} and GET {MODELS}; set upstream.url to have everything else relayed"
    );
    answer::error(StatusCode::NOT_FOUND, &ErrorBody::new("invalid_request_error", "unknown_url", message))
}

/// The headers of a response made here.
fn typed(content_type: &'static str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static(content_type));
    headers
}
