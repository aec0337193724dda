//! Answers that go out at once and are judged afterwards.

use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;

use bytes::Bytes;
use http::{HeaderMap, Response, header};
use http_body::{Body as _, Frame, SizeHint};
use http_body_util::BodyExt;
use probity_draw::{Ask, Done, FailureKind};
use probity_pipeline::{Observed, Pipeline, Plan, Unjudged};
use probity_upstream::{Body, BoxError};
use probity_wire::chat::{ChatResponse, Chunk};
use probity_wire::sse;

use crate::chat::Asked;
use crate::exchange::Exchange;
use crate::refusal::Refusal;
use crate::relay;
use crate::server::Context;

/// Relays the answer as it comes, and has it judged once all of it has gone out.
pub(crate) async fn answer(
    context: &Arc<Context>,
    exchange: &Exchange,
    mut asked: Asked,
) -> Result<Response<Body>, Refusal> {
    // What is to be read must not come compressed.
    asked.parts.headers.remove(header::ACCEPT_ENCODING);
    let file = File { pipeline: context.pipeline.clone(), plan: asked.plan.clone(), is_closed: false };
    let ask = asked.ask();
    let response = match relay::forward(context, exchange, asked.into_request()).await {
        Ok(response) => response,
        Err(refusal) => {
            file.close(Unjudged::Failed(refusal.kind()));
            return Err(refusal);
        }
    };
    if !response.status().is_success() {
        file.close(Unjudged::Failed(FailureKind::Status));
        return Ok(response);
    }
    let form = Form::of(response.headers());
    let left = declared_length(response.headers());
    let witness = Witness { context: Arc::clone(context), ask, file, form, left, copy: Vec::new() };
    Ok(response.map(|inner| Tee { inner, witness: Some(witness) }.boxed_unsync()))
}

/// Sees to it that an observed request is recorded, whatever becomes of it.
struct File {
    pipeline: Pipeline,
    plan: Plan,
    is_closed: bool,
}

impl File {
    /// Records why there is nothing to judge.
    fn close(mut self, why: Unjudged) {
        self.is_closed = true;
        self.pipeline.record_unjudged(&self.plan, why);
    }

    /// Judges the answer, which records it.
    async fn judge(mut self, ask: Ask, observed: Observed) {
        self.is_closed = true;
        self.pipeline.observe(ask, &self.plan, observed).await;
    }
}

impl Drop for File {
    fn drop(&mut self) {
        if !self.is_closed {
            self.pipeline.record_unjudged(&self.plan, Unjudged::ClientGone);
        }
    }
}

/// How an answer comes.
#[derive(Debug, Clone, Copy)]
enum Form {
    Plain,
    Stream,
}

impl Form {
    fn of(headers: &HeaderMap) -> Self {
        let is_stream = headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().to_ascii_lowercase().starts_with(b"text/event-stream"));
        if is_stream { Self::Stream } else { Self::Plain }
    }

    /// The first choice; an error where enforcing would have found one.
    fn read(self, bytes: Vec<u8>) -> Result<Observed, FailureKind> {
        match self {
            Self::Plain => read_plain(bytes.into()).ok_or(FailureKind::Malformed),
            Self::Stream => read_stream(&bytes),
        }
    }
}

fn declared_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn read_plain(bytes: Bytes) -> Option<Observed> {
    let response = ChatResponse::parse(bytes).ok()?;
    let choice = response.choices().first()?;
    let end = Done {
        finish_reason: choice.finish_reason.clone(),
        calls_tools: choice.calls_tools,
        refusal: choice.refusal.clone(),
        body: None,
    };
    Some(Observed { text: choice.content.clone().unwrap_or_default(), end, usage: response.usage() })
}

fn read_stream(bytes: &[u8]) -> Result<Observed, FailureKind> {
    let mut decoder = sse::Decoder::new(bytes.len());
    let mut events = decoder.push(bytes).map_err(|_| FailureKind::Malformed)?;
    events.extend(decoder.finish());
    let (mut observed, mut is_done) = (Observed::default(), false);
    for event in events {
        match event.data.trim() {
            sse::DONE => is_done = true,
            "" => {}
            _ => hear(&mut observed, event.data.into()).ok_or(FailureKind::Malformed)?,
        }
    }
    if is_done || observed.end.finish_reason.is_some() { Ok(observed) } else { Err(FailureKind::Reset) }
}

/// Takes in what a chunk says; nothing where it cannot be read or is an error.
fn hear(observed: &mut Observed, chunk: Bytes) -> Option<()> {
    let chunk = Chunk::parse(chunk).ok().filter(|chunk| chunk.error().is_none())?;
    observed.usage = chunk.usage().or(observed.usage.take());
    for choice in chunk.choices().iter().filter(|choice| choice.index == 0) {
        observed.text.push_str(choice.content.as_deref().unwrap_or_default());
        observed.end.calls_tools |= choice.calls_tools;
        if let Some(refusal) = &choice.refusal {
            observed.end.refusal.get_or_insert_default().push_str(refusal);
        }
        if choice.finish_reason.is_some() {
            observed.end.finish_reason.clone_from(&choice.finish_reason);
        }
    }
    Some(())
}

/// What is needed to judge an answer, and a copy of it that grows as it passes.
struct Witness {
    context: Arc<Context>,
    ask: Ask,
    file: File,
    form: Form,
    /// How many bytes are to come, where the head said so.
    left: Option<usize>,
    copy: Vec<u8>,
}

impl Witness {
    /// Copies what passes; says whether it still fits.
    fn saw(&mut self, data: &[u8]) -> bool {
        self.left = self.left.map(|left| left.saturating_sub(data.len()));
        self.copy.extend_from_slice(data);
        self.copy.len() <= self.context.config.max_body_bytes
    }

    /// Gives up an answer for which there is no room.
    fn drop_it(self) {
        self.context.metrics.observe_dropped.inc();
        self.file.close(Unjudged::NoRoom);
    }

    /// Has the complete answer judged, if there is room to.
    fn judge(self) {
        let Some(place) = self.context.background.place() else { return self.drop_it() };
        let Self { context, ask, file, form, copy, .. } = self;
        context.background.start(place, async move {
            match form.read(copy) {
                Ok(observed) => file.judge(ask, observed).await,
                Err(kind) => file.close(Unjudged::Failed(kind)),
            }
        });
    }
}

/// An answer's body that is copied as it passes.
struct Tee {
    inner: Body,
    witness: Option<Witness>,
}

impl Tee {
    fn passed(&mut self, data: &[u8]) {
        if let Some(witness) = &mut self.witness
            && !witness.saw(data)
            && let Some(witness) = self.witness.take()
        {
            witness.drop_it();
        }
    }

    /// Whether all of it has passed. A body with a declared length is not asked for more once that has come.
    fn is_complete(&self) -> bool {
        self.inner.is_end_stream() || self.witness.as_ref().is_some_and(|witness| witness.left == Some(0))
    }
}

impl http_body::Body for Tee {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = std::task::ready!(Pin::new(&mut self.inner).poll_frame(cx));
        let complete = match &frame {
            None => true,
            Some(Ok(frame)) => {
                if let Some(data) = frame.data_ref() {
                    self.passed(data);
                }
                self.is_complete()
            }
            Some(Err(error)) => {
                // Half an answer is no answer.
                if let Some(witness) = self.witness.take() {
                    let known = error.downcast_ref::<probity_upstream::Error>();
                    let kind = known.map_or(FailureKind::Reset, probity_upstream::Error::kind);
                    witness.file.close(Unjudged::Failed(kind));
                }
                false
            }
        };
        if complete && let Some(witness) = self.witness.take() {
            witness.judge();
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
