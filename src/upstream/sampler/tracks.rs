//! Which choice of a response belongs to which draw, and how far each has come.

use bytes::Bytes;
use probity_draw::{Done, Event};
use probity_wire::Usage;
use probity_wire::chat::{Choice, ChunkChoice};

use super::events::Emitter;

/// One draw within a response.
#[derive(Debug)]
pub(super) struct Track {
    /// The draw's index.
    pub(super) draw: usize,
    /// Whether the response said anything of it.
    pub(super) seen: bool,
    /// Whether its end has been told.
    pub(super) ended: bool,
    done: Done,
}

/// The draws of one response, by the index of their choice.
#[derive(Debug)]
pub(super) struct Tracks {
    tracks: Vec<Track>,
    usage: Option<Usage>,
}

impl Tracks {
    /// Choice `i` is the draw `draws[i]`.
    pub(super) fn new(draws: &[usize]) -> Self {
        let track = |&draw: &usize| Track { draw, seen: false, ended: false, done: Done::default() };
        Self { tracks: draws.iter().map(track).collect(), usage: None }
    }

    /// Takes note of a chunk's choice. The draw it belongs to, if it is one of ours and still open.
    pub(super) fn note(&mut self, choice: &ChunkChoice) -> Option<usize> {
        let track = self.open_mut(choice.index)?;
        track.seen = true;
        track.done.calls_tools |= choice.calls_tools;
        if let Some(refusal) = &choice.refusal {
            track.done.refusal.get_or_insert_default().push_str(refusal);
        }
        if choice.finish_reason.is_some() {
            track.done.finish_reason.clone_from(&choice.finish_reason);
        }
        Some(track.draw)
    }

    /// Takes note of a whole choice. The draw it belongs to, if it is one of ours.
    pub(super) fn note_whole(&mut self, choice: &Choice) -> Option<usize> {
        let track = self.open_mut(choice.index)?;
        track.seen = true;
        track.done.calls_tools = choice.calls_tools;
        track.done.refusal.clone_from(&choice.refusal);
        track.done.finish_reason.clone_from(&choice.finish_reason);
        Some(track.draw)
    }

    /// Counts reported with a chunk: the last report holds, for some upstreams repeat it in every chunk.
    pub(super) fn note_usage(&mut self, usage: Option<Usage>) {
        if usage.is_some() {
            self.usage = usage;
        }
    }

    /// Keeps the body of a plain answer for the draw that is still open.
    pub(super) fn keep_body(&mut self, body: Bytes) {
        if let Some(track) = self.open().next() {
            track.done.body = Some(body);
        }
    }

    /// Tells the end of a draw whose finish reason has come, while others still go on. The last one waits for the
    /// response's end, where the usage stands.
    pub(super) async fn end_early(&mut self, index: u32, emit: &Emitter) {
        if self.tracks.iter().filter(|track| !track.ended).count() < 2 {
            return;
        }
        let Some(track) = self.open_mut(index).filter(|track| track.done.finish_reason.is_some()) else { return };
        track.ended = true;
        emit.emit(track.draw, Event::Done(std::mem::take(&mut track.done))).await;
    }

    /// Tells the usage, once, with a draw that is still open.
    pub(super) async fn tell_usage(&mut self, emit: &Emitter) {
        let open = || self.tracks.iter().filter(|track| !track.ended);
        let Some(draw) = open().find(|track| track.seen).or_else(|| open().next()).map(|track| track.draw) else {
            return;
        };
        if let Some(usage) = self.usage.take() {
            emit.emit(draw, Event::Usage(usage)).await;
        }
    }

    /// The draws that are still open.
    pub(super) fn open(&mut self) -> impl Iterator<Item = &mut Track> {
        self.tracks.iter_mut().filter(|track| !track.ended)
    }

    /// Whether the response said anything of any draw.
    pub(super) fn any_seen(&self) -> bool {
        self.tracks.iter().any(|track| track.seen)
    }

    /// Whether the response said something of every draw.
    pub(super) fn all_seen(&self) -> bool {
        self.tracks.iter().all(|track| track.seen)
    }

    fn open_mut(&mut self, index: u32) -> Option<&mut Track> {
        let index = usize::try_from(index).ok()?;
        self.tracks.get_mut(index).filter(|track| !track.ended)
    }
}

impl Track {
    /// Whether its finish reason has come.
    pub(super) fn is_finished(&self) -> bool {
        self.done.finish_reason.is_some()
    }

    /// Ends it well.
    pub(super) fn end(&mut self) -> Done {
        self.ended = true;
        std::mem::take(&mut self.done)
    }
}
