//! Who draws, and what is asked.

use std::fmt;
use std::sync::Arc;

use futures_util::stream::BoxStream;
use http::HeaderMap;
use http::uri::PathAndQuery;
use probity_wire::chat::ChatRequest;

use crate::Event;

/// The events of one or several draws, each with the draw's index. Dropping it cancels every draw in flight, at the
/// source. It ends when all its draws have ended.
pub type Draws = BoxStream<'static, (usize, Event)>;

/// What is asked: the client's request, and the client's headers that may go with it. Its `Debug` shows neither: the
/// one is the prompt, the others hold the client's key.
#[derive(Clone)]
pub struct Ask {
    /// The client's request, `probity`'s own members already stripped.
    pub request: Arc<ChatRequest>,
    /// The client's headers. A sampler decides which of them leave.
    pub headers: HeaderMap,
    /// Where the client sent it, path and query: a source with addresses asks at the same place.
    pub target: PathAndQuery,
}

impl Ask {
    /// A request without headers, sent to OpenAI's own path.
    pub fn new(request: impl Into<Arc<ChatRequest>>) -> Self {
        let target = PathAndQuery::from_static("/v1/chat/completions");
        Self { request: request.into(), headers: HeaderMap::new(), target }
    }
}

impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ask").field("model", &self.request.model()).finish_non_exhaustive()
    }
}

/// How the question is asked again.
#[derive(Debug, Clone, PartialEq)]
pub struct Verification {
    /// How many draws.
    pub count: usize,
    /// How many verification draws of this request were started before: seeds vary with it.
    pub offset: usize,
    /// The sampling temperature; `None` leaves the request's own.
    pub temperature: Option<f64>,
    /// At most so many tokens each (the request's own limit, if lower, holds).
    pub max_tokens: u64,
}

/// A source of answers. Neither method blocks or fails: what goes wrong is an event.
pub trait Sampler: Send + Sync + std::fmt::Debug + 'static {
    /// The primary draw (index 0): the client's own request, unchanged. A plain request's `Done` carries the response
    /// body; a streamed request's `Delta`s carry the frames, and `Done` no body. A plain body is reported as one
    /// `Delta` with the first choice's content before its `Done`.
    fn primary(&self, ask: &Ask) -> Draws;

    /// Verification draws, with indices `0..count`. They are streamed where the source streams, so that dropping the
    /// result saves what was not yet generated.
    fn verify(&self, ask: &Ask, verification: &Verification) -> Draws;

    /// The source's name for records and messages: a URL's host, `embedded`, `recording`, `scripted`.
    fn name(&self) -> &str;
}
