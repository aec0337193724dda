//! Reads a successful response into events, whatever shape it has: a stream, or one JSON body where a stream was asked
//! for.

use std::time::Duration;

use bytes::Bytes;
use http::Response;
use http_body_util::BodyExt;
use probity_draw::{Delta, Event, Failure, FailureKind, Head};
use probity_wire::chat::{ChatResponse, Chunk};
use probity_wire::sse::{self, Decoder};

use super::ReadLimits;
use super::events::Emitter;
use super::opening::{broken, too_large, whole};
use super::reply::{self, Content};
use super::tracks::Tracks;
use crate::remote::{Timed, headers};

/// How long a finished stream may take to close properly, so that its connection can be used again.
const CLOSING: Duration = Duration::from_millis(10);

/// In which shape the answer is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// The client's own plain answer: its body is kept.
    PrimaryPlain,
    /// The client's own stream: its frames are kept.
    PrimaryStream {
        /// Whether the client asked for a frame with the usage.
        with_usage: bool,
    },
    /// A verification draw: only its words count.
    Verification,
}

/// What a response is expected to hold.
#[derive(Debug)]
pub(super) struct Expected {
    /// Choice `i` is the draw `draws[i]`.
    pub(super) draws: Vec<usize>,
    /// The draws among them that were opened before, by another response.
    pub(super) opened: Vec<usize>,
    /// The shape.
    pub(super) shape: Shape,
}

/// Reads responses of one upstream.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) host: &'a str,
    pub(super) limits: ReadLimits,
    pub(super) emit: &'a Emitter,
}

/// What a response turned out to hold.
#[derive(Debug)]
pub(super) struct Read {
    /// Whether it said something of every draw.
    pub(super) all_seen: bool,
    /// The draws of which it said nothing although it ended well.
    pub(super) left_out: Vec<usize>,
}

/// How a stream ended, when it did not break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// By `[DONE]`.
    Done,
    /// By the end of the body.
    Eof,
}

impl Reader<'_> {
    /// Reads a response to its end and tells the end of every draw that it did not leave out.
    pub(super) async fn read(&self, response: Response<Timed>, expected: Expected) -> Read {
        let (parts, body) = response.into_parts();
        let head = Head { status: parts.status, headers: headers::of_answer(parts.headers) };
        for &draw in expected.draws.iter().filter(|draw| !expected.opened.contains(draw)) {
            self.emit.emit(draw, Event::Opened(head.clone())).await;
        }
        let mut tracks = Tracks::new(&expected.draws);
        let outcome = if expected.shape != Shape::PrimaryPlain && reply::announces_events(&head.headers) {
            self.stream(body, &mut tracks, expected.shape).await
        } else {
            self.whole(body, &head, &mut tracks, expected.shape).await
        };
        self.end(tracks, outcome).await
    }

    async fn stream(&self, mut body: Timed, tracks: &mut Tracks, shape: Shape) -> Result<Ending, Failure> {
        let mut decoder = Decoder::new(self.limits.event);
        let mut total = 0;
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame.map_err(|error| broken(&error))?.into_data() else { continue };
            total += data.len();
            if total > self.limits.response {
                return Err(too_large(self.limits.response));
            }
            if self.events(&mut decoder, &data, tracks, shape).await? == Some(Ending::Done) {
                // The answer is complete; what is waited for is the connection. Not getting it costs a new one.
                drop(tokio::time::timeout(CLOSING, async { while let Some(Ok(_)) = body.frame().await {} }).await);
                return Ok(Ending::Done);
            }
        }
        // Some upstreams end their last event by closing.
        match decoder.finish() {
            Some(event) => Ok(self.event(event, tracks, shape).await?.unwrap_or(Ending::Eof)),
            None => Ok(Ending::Eof),
        }
    }

    async fn events(
        &self,
        decoder: &mut Decoder,
        data: &[u8],
        tracks: &mut Tracks,
        shape: Shape,
    ) -> Result<Option<Ending>, Failure> {
        let events = decoder.push(data).map_err(|error| match error {
            probity_wire::Error::EventTooLarge(_) => Failure::new(FailureKind::TooLarge, error.to_string()),
            error => reply::malformed(&error.to_string()),
        })?;
        for event in events {
            if let Some(ending) = self.event(event, tracks, shape).await? {
                return Ok(Some(ending));
            }
        }
        Ok(None)
    }

    async fn event(&self, event: sse::Event, tracks: &mut Tracks, shape: Shape) -> Result<Option<Ending>, Failure> {
        match event.data.trim() {
            sse::DONE => return Ok(Some(Ending::Done)),
            "" => {}
            _ => self.chunk(event.data.into(), tracks, shape).await?,
        }
        Ok(None)
    }

    async fn chunk(&self, data: Bytes, tracks: &mut Tracks, shape: Shape) -> Result<(), Failure> {
        let chunk = Chunk::parse(data.clone()).map_err(|error| reply::malformed(&format!("a chunk of it: {error}")))?;
        if let Some(error) = chunk.error() {
            return Err(reply::in_band(error));
        }
        tracks.note_usage(chunk.usage());
        let keeps_frame = shape != Shape::Verification;
        let mut told = false;
        for choice in chunk.choices() {
            let Some(draw) = tracks.note(choice) else { continue };
            let text = choice.content.clone().unwrap_or_default();
            let frame = (keeps_frame && !told).then(|| data.clone());
            if frame.is_some() || !text.is_empty() || !choice.logprobs.is_empty() {
                told |= frame.is_some();
                self.emit.emit(draw, Event::Delta(Delta { text, logprobs: choice.logprobs.clone(), frame })).await;
            }
            tracks.end_early(choice.index, self.emit).await;
        }
        if keeps_frame && !told {
            let Some(draw) = tracks.open().next().map(|track| track.draw) else { return Ok(()) };
            let delta = Delta { frame: Some(data), ..Delta::default() };
            self.emit.emit(draw, Event::Delta(delta)).await;
        }
        Ok(())
    }

    async fn whole(&self, body: Timed, head: &Head, tracks: &mut Tracks, shape: Shape) -> Result<Ending, Failure> {
        let body = whole(body, self.limits.response).await?;
        let content = reply::sniff(&head.headers, &body)?;
        if content == Content::Events {
            if shape == Shape::PrimaryPlain {
                return Err(reply::malformed("it is an event stream, which was not asked for"));
            }
            let mut decoder = Decoder::new(self.limits.event);
            let ended = self.events(&mut decoder, &body, tracks, shape).await?;
            return Ok(ended.unwrap_or(Ending::Eof));
        }
        let response = reply::completion(&body)?;
        if let Shape::PrimaryStream { with_usage } = shape {
            for frame in reply::retold(&response, with_usage) {
                self.chunk(frame, tracks, shape).await?;
            }
        } else {
            self.choices(&response, tracks).await;
        }
        tracks.note_usage(response.usage());
        if shape == Shape::PrimaryPlain {
            tracks.keep_body(response.to_bytes());
        }
        Ok(Ending::Done)
    }

    async fn choices(&self, response: &ChatResponse, tracks: &mut Tracks) {
        for choice in response.choices() {
            let Some(draw) = tracks.note_whole(choice) else { continue };
            let text = choice.content.clone().unwrap_or_default();
            self.emit.emit(draw, Event::Delta(Delta { text, logprobs: choice.logprobs.clone(), frame: None })).await;
        }
    }

    /// Tells the usage and the end of every draw that is still open, bar those that a good response left out.
    async fn end(&self, mut tracks: Tracks, outcome: Result<Ending, Failure>) -> Read {
        tracks.tell_usage(self.emit).await;
        let (any_seen, all_seen) = (tracks.any_seen(), tracks.all_seen());
        let mut left_out = Vec::new();
        for track in tracks.open() {
            let draw = track.draw;
            let event = match &outcome {
                _ if track.is_finished() => Event::Done(track.end()),
                Err(failure) => Event::Failed(failure.clone()),
                Ok(_) if !any_seen => Event::Failed(reply::malformed("it has no choices")),
                Ok(_) if !track.seen => {
                    left_out.push(draw);
                    continue;
                }
                Ok(Ending::Done) => Event::Done(track.end()),
                Ok(Ending::Eof) => Event::Failed(self.cut()),
            };
            self.emit.emit(draw, event).await;
        }
        Read { all_seen, left_out }
    }

    fn cut(&self) -> Failure {
        let host = self.host;
        Failure::new(FailureKind::Reset, format!("the stream of the upstream {host} ended before the answer did"))
    }
}
