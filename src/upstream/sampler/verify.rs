//! Verification draws: the question asked again, `n` at once where the upstream honours that, else in parallel.

use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use http::uri::PathAndQuery;
use http::{HeaderMap, Response};
use probity_draw::{Failure, FailureKind, Verification};
use probity_wire::Object;
use probity_wire::chat::ChatRequest;

use super::ReadLimits;
use super::answer::{Expected, Reader, Shape};
use super::events::Emitter;
use super::habits::{Habits, Lesson, Memory, NativeDraws, TokenLimit, lesson};
use super::opening::post;
use crate::remote::{Link, Timed};

/// A round of verification draws.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) link: Arc<Link>,
    pub(super) limits: ReadLimits,
    pub(super) memory: Arc<Memory>,
    pub(super) request: Arc<ChatRequest>,
    pub(super) headers: HeaderMap,
    pub(super) target: PathAndQuery,
    pub(super) verification: Verification,
}

/// Why a request was not answered.
#[derive(Debug)]
enum Refusal {
    /// The upstream says that it does not take `n`.
    NoNativeN,
    /// It refused a request with `n` that it might have taken without; whether that was it is not known.
    Perhaps,
    /// Anything else.
    Failed(Failure),
}

/// Draws to be asked for one by one.
#[derive(Debug, Clone, Copy)]
struct Singles<'a> {
    draws: &'a [usize],
    /// Those that a response for several had already opened.
    opened: &'a [usize],
    /// What an upstream that answers them has taught.
    lesson: Option<Lesson>,
}

impl Batch {
    /// Draws them all. Returns when each has ended.
    pub(super) async fn run(&self, emit: &Emitter) {
        let draws: Vec<usize> = (0..self.verification.count).collect();
        let singles = Singles { draws: &draws, opened: &[], lesson: None };
        if draws.len() < 2 || self.habits().native_n == NativeDraws::No {
            return self.in_parallel(singles, emit).await;
        }
        match self.open(&draws).await {
            Ok(response) => self.together(response, &draws, emit).await,
            Err(Refusal::NoNativeN) => {
                self.learn(Lesson::NoNativeN);
                self.in_parallel(singles, emit).await;
            }
            Err(Refusal::Perhaps) => {
                self.in_parallel(Singles { lesson: Some(Lesson::NoNativeN), ..singles }, emit).await;
            }
            Err(Refusal::Failed(failure)) => {
                for draw in draws {
                    emit.failed(draw, failure.clone()).await;
                }
            }
        }
    }

    /// Reads a response for several draws; those that it leaves out are asked for at once.
    async fn together(&self, response: Response<Timed>, draws: &[usize], emit: &Emitter) {
        let expected = Expected { draws: draws.to_vec(), opened: Vec::new(), shape: Shape::Verification };
        let read = self.reader(emit).read(response, expected).await;
        if read.all_seen {
            self.learn(Lesson::NativeN);
        }
        if !read.left_out.is_empty() {
            self.learn(Lesson::NoNativeN);
            self.in_parallel(Singles { draws: &read.left_out, opened: &read.left_out, lesson: None }, emit).await;
        }
    }

    /// One request per draw, all at once.
    async fn in_parallel(&self, singles: Singles<'_>, emit: &Emitter) {
        let mut running: FuturesUnordered<_> =
            singles.draws.iter().map(|&draw| self.one(draw, singles, emit)).collect();
        while running.next().await.is_some() {}
    }

    async fn one(&self, draw: usize, singles: Singles<'_>, emit: &Emitter) {
        let failure = match self.open(&[draw]).await {
            Ok(response) => {
                if let Some(lesson) = singles.lesson {
                    self.learn(lesson);
                }
                let expected =
                    Expected { draws: vec![draw], opened: singles.opened.to_vec(), shape: Shape::Verification };
                // A single draw that is left out has failed: the reader says so.
                self.reader(emit).read(response, expected).await;
                return;
            }
            Err(Refusal::Failed(failure)) => failure,
            Err(Refusal::NoNativeN | Refusal::Perhaps) => {
                Failure::new(FailureKind::Status, "the upstream refuses 'n', which was not sent")
            }
        };
        emit.failed(draw, failure).await;
    }

    /// Sends the request for these draws; what the upstream refuses of our edits is left out, and remembered once it
    /// is known that going without helps.
    async fn open(&self, draws: &[usize]) -> Result<Response<Timed>, Refusal> {
        let mut habits = self.habits();
        let mut lessons = Vec::new();
        loop {
            let limit = token_limit(&self.request, &habits);
            let request = edited(&self.request, &self.verification, &habits, draws).map_err(Refusal::Failed)?;
            let failure =
                match post(&self.link, &self.target, self.headers.clone(), request.to_bytes(), self.limits).await {
                    Ok(response) => {
                        self.memory.learn(self.request.model(), &lessons);
                        return Ok(response);
                    }
                    Err(failure) => failure,
                };
            match lesson(&failure, limit, draws.len()) {
                Some(Lesson::NoNativeN) => return Err(Refusal::NoNativeN),
                Some(lesson) if habits.learn(lesson) => lessons.push(lesson),
                _ if draws.len() > 1 && habits.native_n == NativeDraws::Untried && may_be_n(&failure) => {
                    return Err(Refusal::Perhaps);
                }
                _ => return Err(Refusal::Failed(failure)),
            }
        }
    }

    fn habits(&self) -> Habits {
        self.memory.of(self.request.model())
    }

    fn learn(&self, lesson: Lesson) {
        self.memory.learn(self.request.model(), &[lesson]);
    }

    fn reader<'a>(&'a self, emit: &'a Emitter) -> Reader<'a> {
        Reader { host: self.link.host(), limits: self.limits, emit }
    }
}

/// Statuses with which servers answer an `n` that they do not implement, without a word about it.
fn may_be_n(failure: &Failure) -> bool {
    failure.rejection.as_ref().is_some_and(|rejection| matches!(rejection.status.as_u16(), 400 | 422 | 500 | 501))
}

/// The client's request as a verification draw asks it.
fn edited(
    request: &ChatRequest,
    verification: &Verification,
    habits: &Habits,
    draws: &[usize],
) -> Result<ChatRequest, Failure> {
    let limit = token_limit(request, habits);
    let most = request.max_tokens().map_or(verification.max_tokens, |own| own.min(verification.max_tokens));
    let seed = request.raw("seed").and_then(|raw| raw.parse::<i64>().ok());
    // Never the primary's own seed: the same seed may give the same answer, which would agree with itself.
    let shift = i64::try_from(verification.offset + draws.first().copied().unwrap_or(0) + 1).unwrap_or(i64::MAX);
    let edit = |object: &mut Object| {
        object.set("stream", "true".to_owned());
        if habits.stream_options {
            object.set("stream_options", r#"{"include_usage":true}"#.to_owned());
        } else {
            object.remove("stream_options");
        }
        match verification.temperature {
            Some(temperature) if habits.temperature => object.set("temperature", format!("{temperature}")),
            Some(_) => drop(object.remove("temperature")),
            None => {}
        }
        match seed {
            Some(seed) => object.set("seed", seed.wrapping_add(shift).to_string()),
            None => drop(object.remove("seed")),
        }
        object.remove(limit.other().key());
        object.set(limit.key(), most.to_string());
        if draws.len() > 1 {
            object.set("n", draws.len().to_string());
        } else {
            object.remove("n");
        }
        // Alternatives to each token are of no use here, and large.
        object.remove("top_logprobs");
    };
    request.edited(edit).map_err(|error| Failure::new(FailureKind::Invalid, error.to_string()))
}

/// The member that bounds the tokens: as learnt, else as the client has it, else the one that is known everywhere.
fn token_limit(request: &ChatRequest, habits: &Habits) -> TokenLimit {
    habits.token_limit.unwrap_or_else(|| match request.raw("max_completion_tokens") {
        Some(_) => TokenLimit::MaxCompletionTokens,
        None => TokenLimit::MaxTokens,
    })
}
