//! The seam between the listener and whatever answers: an [`Endpoint`], and the bodies that pass through it.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full};
use probity_draw::Sampler;

use crate::Error;

/// An error of a body. Within response bodies of this room it is an [`Error`].
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A body in either direction: streamed, never buffered.
pub type Body = UnsyncBoxBody<Bytes, BoxError>;

/// Whatever answers requests in OpenAI's shape.
pub trait Endpoint: Send + Sync + std::fmt::Debug + 'static {
    /// Passes a request on as it came and returns the response as it comes: any method, path and body, streamed both
    /// ways. Dropping the future or the response's body cancels the exchange.
    ///
    /// The `Err` is for exchanges without a response; a failure within the response's body is an error of that body.
    fn relay(&self, request: http::Request<Body>) -> BoxFuture<'static, Result<http::Response<Body>, Error>>;

    /// The sampler that draws answers from this endpoint.
    fn sampler(&self) -> Arc<dyn Sampler>;

    /// Whether it can be reached now. Bounded by the connect and first-byte timeouts.
    fn ready(&self) -> BoxFuture<'static, Result<(), Error>>;
}

/// A body of these bytes.
pub(crate) fn full(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into()).map_err(|never| match never {}).boxed_unsync()
}
