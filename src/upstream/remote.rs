//! An upstream over HTTP: the relay, byte for byte, and the client that the sampler shares with it.

mod address;
mod connector;
mod credentials;
pub(crate) mod headers;
mod link;
mod timed;
mod upload;

use std::sync::Arc;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{HeaderMap, HeaderValue, Method, Request, Response, Uri, header};
use http_body::Body as _;
use http_body_util::BodyExt;
use probity_draw::Sampler;

use crate::endpoint::full;
use crate::sampler::HttpSampler;
use crate::{Body, Config, Endpoint, Error, SetupError};

pub(crate) use link::Link;
pub(crate) use timed::Timed;

/// An upstream over HTTP/1.1, plain or over TLS. Cheap to clone; clones share their connections.
#[derive(Debug, Clone)]
pub struct Http {
    link: Arc<Link>,
    sampler: Arc<HttpSampler>,
}

impl Http {
    /// Sets the upstream up: reads the key and the certificate authorities. Nothing is sent.
    ///
    /// # Errors
    /// When the URL, the key or the certificate authorities cannot be used.
    pub fn new(config: &Config) -> Result<Self, SetupError> {
        let link = Arc::new(Link::new(config)?);
        let sampler = Arc::new(HttpSampler::new(Arc::clone(&link), config));
        Ok(Self { link, sampler })
    }

    /// The upstream's host and port, for messages and metrics.
    pub fn host(&self) -> &str {
        self.link.host()
    }

    /// Whether it is sent a key of our own, rather than each client's.
    pub fn has_key(&self) -> bool {
        self.link.has_key()
    }
}

impl Endpoint for Http {
    fn relay(&self, request: Request<Body>) -> BoxFuture<'static, Result<Response<Body>, Error>> {
        relay(Arc::clone(&self.link), request).boxed()
    }

    fn sampler(&self) -> Arc<dyn Sampler> {
        Arc::clone(&self.sampler) as Arc<dyn Sampler>
    }

    fn ready(&self) -> BoxFuture<'static, Result<(), Error>> {
        ready(Arc::clone(&self.link)).boxed()
    }
}

async fn relay(link: Arc<Link>, request: Request<Body>) -> Result<Response<Body>, Error> {
    if request.method() == Method::CONNECT {
        return Err(Error::Invalid("CONNECT cannot be relayed; send the request itself".to_owned()));
    }
    let (parts, body) = request.into_parts();
    let uri = link.address().join(&parts.uri)?;
    let mut headers = parts.headers;
    headers::strip_request(&mut headers);
    frame_unsized(&parts.method, &body, &mut headers);
    let response = link.send(parts.method, uri, headers, body).await?;
    let (mut parts, body) = response.into_parts();
    headers::strip_response(&mut parts.headers);
    Ok(Response::from_parts(parts, body.boxed_unsync()))
}

/// The client library takes a GET or HEAD without a length for one without a body, unless told otherwise.
fn frame_unsized(method: &Method, body: &Body, headers: &mut HeaderMap) {
    let bodyless = method == Method::GET || method == Method::HEAD;
    if bodyless
        && !body.is_end_stream()
        && body.size_hint().exact().is_none()
        && !headers.contains_key(header::CONTENT_LENGTH)
    {
        headers.insert(header::TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
    }
}

/// Any answer that is not a server error will do: without a key of our own a 401 says that it is there.
async fn ready(link: Arc<Link>) -> Result<(), Error> {
    let uri = link.address().join(&Uri::from_static("/v1/models"))?;
    let response = link.send(Method::GET, uri, HeaderMap::new(), full(Bytes::new())).await?;
    if response.status().is_server_error() {
        return Err(Error::Unready { host: link.host().to_owned(), status: response.status() });
    }
    Ok(())
}
