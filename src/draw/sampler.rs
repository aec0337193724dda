//! Who draws, and what is asked.

use std::sync::Arc;

use futures_util::stream::BoxStream;
use http::HeaderMap;
use probity_wire::chat::ChatRequest;

use crate::Event;

/// The events of one or several draws, each with the draw's index. Dropping it cancels every draw in flight, at the
/// source. It ends when all its draws have ended.
pub type Draws = BoxStream<'static, (usize, Event)>;

/// What is asked: the client's request, and the client's headers that may go with it.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The client's request, `probity`'s own members already stripped.
    pub request: Arc<ChatRequest>,
    /// The client's headers. A sampler decides which of them leave.
    pub headers: HeaderMap,
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
