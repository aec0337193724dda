//! The client's own draw: its text, and all that is needed to send it on as it came.

use std::task::{Context, Poll};

use bytes::Bytes;
use probity_draw::{Done, Draws, Event, Failure, FailureKind, Head};
use probity_policy::{Pass, scope};
use probity_score::agreement::is_refusal;
use probity_wire::Usage;

use crate::{Observed, panel};

/// The primary draw, while it comes in and after.
pub(crate) struct Primary {
    stream: Option<Draws>,
    pub(crate) head: Option<Head>,
    pub(crate) text: String,
    /// Log-probabilities of its tokens, where the client asked for them.
    pub(crate) logprobs: Vec<f64>,
    pub(crate) frames: Vec<Bytes>,
    pub(crate) usage: Option<Usage>,
    pub(crate) end: Option<Result<Done, Failure>>,
    pieces: u64,
    looked_at: usize,
}

/// What a complete answer says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said<'a> {
    pub(crate) text: &'a str,
    /// Log-probabilities of its tokens, where they are known.
    pub(crate) logprobs: &'a [f64],
}

/// What a complete answer is, before anything is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An answer to be judged.
    Ours,
    /// An answer to be judged sentence by sentence.
    Long,
    /// Not ours to judge.
    NotOurs(Pass),
    /// The model says itself that it does not or will not answer.
    Declined,
    /// No word.
    Empty,
}

/// An answer is looked at for its length each time that it grew by so many bytes, and by the part of it that is one in
/// this many: so that looking costs in all as much as reading it a few times, however long it gets.
const STRIDE: usize = 256;
const PART: usize = 8;

impl Primary {
    pub(crate) fn new(stream: Draws) -> Self {
        Self {
            stream: Some(stream),
            head: None,
            text: String::new(),
            logprobs: Vec::new(),
            frames: Vec::new(),
            usage: None,
            end: None,
            pieces: 0,
            looked_at: 0,
        }
    }

    /// An answer that has already gone out.
    pub(crate) fn complete(observed: Observed) -> Self {
        let Observed { text, end, usage } = observed;
        let (head, frames, end) = (Some(Head::default()), Vec::new(), Some(Ok(end)));
        Self { stream: None, head, text, logprobs: Vec::new(), frames, usage, end, pieces: 0, looked_at: 0 }
    }

    /// Takes in all events that are ready. Wakes the task when there is more.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) {
        while let Some(stream) = self.stream.as_mut() {
            match stream.as_mut().poll_next(cx) {
                Poll::Pending => return,
                Poll::Ready(Some((_, event))) => self.absorb(event),
                Poll::Ready(None) => {
                    let message = "the answer ended without saying how; ask again";
                    self.close(Err(Failure::new(FailureKind::Reset, message)));
                }
            }
        }
    }

    fn absorb(&mut self, event: Event) {
        match event {
            Event::Opened(head) => self.head = Some(head),
            Event::Delta(delta) => {
                self.pieces += u64::from(!delta.text.is_empty());
                self.text.push_str(&delta.text);
                self.logprobs.extend(delta.logprobs);
                self.frames.extend(delta.frame);
            }
            Event::Usage(usage) => self.usage = Some(usage),
            Event::Done(done) => self.close(Ok(done)),
            Event::Failed(failure) => self.close(Err(failure)),
        }
    }

    fn close(&mut self, end: Result<Done, Failure>) {
        self.stream = None;
        if self.end.is_none() {
            self.end = Some(end);
        }
    }

    /// Whether what has come so far is already too long to be judged.
    pub(crate) fn is_already_long(&mut self, most: usize) -> bool {
        if self.text.len() < self.looked_at + STRIDE.max(self.looked_at / PART) {
            return false;
        }
        self.looked_at = self.text.len();
        scope::is_long(&self.text, most)
    }

    /// What the answer is, once it is complete.
    pub(crate) fn kind(&self, question: &str, most_sentences: usize) -> Kind {
        let Some(Ok(done)) = &self.end else { return Kind::Empty };
        if done.calls_tools || matches!(done.finish_reason.as_deref(), Some("tool_calls" | "function_call")) {
            return Kind::NotOurs(Pass::ToolCall);
        }
        if done.refusal.as_deref().is_some_and(|refusal| !refusal.trim().is_empty()) {
            return Kind::Declined;
        }
        if matches!(done.finish_reason.as_deref(), Some("length" | "content_filter")) {
            return Kind::NotOurs(Pass::Unfinished);
        }
        if self.text.trim().is_empty() {
            return Kind::Empty;
        }
        if scope::is_long(&self.text, most_sentences) {
            return Kind::Long;
        }
        if is_refusal(question, &self.text) {
            return Kind::Declined;
        }
        Kind::Ours
    }

    /// What it says.
    pub(crate) fn said(&self) -> Said<'_> {
        Said { text: &self.text, logprobs: &self.logprobs }
    }

    /// What it cost, and whether that is an estimate. `prompt` is what its prompt is thought to cost.
    pub(crate) fn paid(&self, prompt: u64) -> (Usage, bool) {
        match &self.usage {
            Some(usage) => (usage.clone(), false),
            None => (Usage::new(prompt, panel::estimate(&self.text, self.pieces)), true),
        }
    }
}
