//! The verification draws of one request: started in rounds, polled together, cancelled by being dropped.

use std::sync::Arc;
use std::task::{Context, Poll};

use probity_draw::{Ask, Done, Draws, Event, Sampler, Verification};
use probity_wire::Usage;

use crate::{Config, Temperature};

/// All verification draws of a request.
pub(crate) struct Panel {
    sampler: Arc<dyn Sampler>,
    ask: Ask,
    temperature: Option<f64>,
    max_tokens: u64,
    budget: usize,
    rounds: Vec<Round>,
    draws: Vec<Draw>,
    /// The draws that finished with an answer, in their order of arrival.
    finished: Vec<usize>,
}

/// Draws that were started at once.
struct Round {
    first: usize,
    count: usize,
    stream: Option<Draws>,
}

/// One verification draw.
#[derive(Debug, Default)]
pub(crate) struct Draw {
    /// What it said so far.
    pub(crate) text: String,
    /// Whether the model declined in the protocol's own way.
    pub(crate) refused: bool,
    /// Whether it ended by itself, neither cut nor filtered.
    pub(crate) whole: bool,
    /// Log-probabilities of its tokens, where its source gave them.
    pub(crate) logprobs: Vec<f64>,
    pieces: u64,
    opened: bool,
    usage: Option<Usage>,
    state: State,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    InFlight,
    Finished,
    Failed(&'static str),
    Cancelled,
}

/// How many draws are in which state.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) started: usize,
    pub(crate) in_flight: usize,
    pub(crate) finished: usize,
    pub(crate) failed: usize,
    pub(crate) cancelled: usize,
}

impl Panel {
    pub(crate) fn new(sampler: Arc<dyn Sampler>, ask: Ask, budget: usize, config: &Config) -> Self {
        let temperature = match config.temperature {
            Temperature::Fixed(temperature) => Some(temperature),
            Temperature::Request => None,
        };
        let max_tokens = config.verification_max_tokens;
        let (rounds, draws, finished) = (Vec::new(), Vec::new(), Vec::new());
        Self { sampler, ask, temperature, max_tokens, budget, rounds, draws, finished }
    }

    /// Starts so many more draws, as far as the budget goes; says how many.
    pub(crate) fn start(&mut self, count: usize) -> usize {
        let first = self.draws.len();
        let count = count.min(self.budget.saturating_sub(first));
        if count == 0 {
            return 0;
        }
        let verification =
            Verification { count, offset: first, temperature: self.temperature, max_tokens: self.max_tokens };
        let stream = Some(self.sampler.verify(&self.ask, &verification));
        self.rounds.push(Round { first, count, stream });
        self.draws.resize_with(first + count, Draw::default);
        count
    }

    /// Takes in all events that are ready; says whether any draw ended. Wakes the task when there is more.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> bool {
        let mut ended = false;
        for round in &mut self.rounds {
            let Some(stream) = round.stream.as_mut() else { continue };
            let draws = &mut self.draws[round.first..round.first + round.count];
            loop {
                match stream.as_mut().poll_next(cx) {
                    Poll::Pending => break,
                    Poll::Ready(Some((index, event))) => {
                        let Some(draw) = draws.get_mut(index) else { continue };
                        draw.absorb(event);
                        if draw.state == State::InFlight || self.finished.contains(&(round.first + index)) {
                            continue;
                        }
                        ended = true;
                        if draw.state == State::Finished {
                            self.finished.push(round.first + index);
                        }
                    }
                    Poll::Ready(None) => {
                        round.stream = None;
                        draws.iter_mut().for_each(Draw::break_off);
                        ended = true;
                        break;
                    }
                }
            }
        }
        ended
    }

    /// Stops what is in flight, at the source.
    pub(crate) fn cancel(&mut self) {
        for round in &mut self.rounds {
            round.stream = None;
        }
        for draw in self.draws.iter_mut().filter(|draw| draw.state == State::InFlight) {
            draw.state = State::Cancelled;
        }
    }

    pub(crate) fn counts(&self) -> Counts {
        let count = |wanted: fn(State) -> bool| self.draws.iter().filter(|draw| wanted(draw.state)).count();
        Counts {
            started: self.draws.len(),
            in_flight: count(|state| state == State::InFlight),
            finished: self.finished.len(),
            failed: count(|state| matches!(state, State::Failed(_))),
            cancelled: count(|state| state == State::Cancelled),
        }
    }

    pub(crate) fn budget(&self) -> usize {
        self.budget
    }

    /// The draws that finished with an answer, in their order of arrival.
    pub(crate) fn finished(&self) -> impl ExactSizeIterator<Item = &Draw> {
        self.finished.iter().map(|&index| &self.draws[index])
    }

    /// The classes of the failures.
    pub(crate) fn failures(&self) -> Vec<String> {
        let failure = |draw: &Draw| match draw.state {
            State::Failed(class) => Some(class.to_owned()),
            State::InFlight | State::Finished | State::Cancelled => None,
        };
        self.draws.iter().filter_map(failure).collect()
    }

    /// What all draws cost, and whether part of it is an estimate. `prompt` is what one prompt costs.
    pub(crate) fn paid(&self, prompt: u64) -> (Usage, bool) {
        let (mut sum, mut estimated) = (Usage::default(), false);
        for round in &self.rounds {
            let draws = &self.draws[round.first..round.first + round.count];
            // A source that asked for several draws in one request reports their usage once: then a draw without any
            // of its own has been paid for, unless it was stopped before that report could come.
            let shared = draws.iter().any(|draw| draw.usage.is_some())
                && draws.iter().all(|draw| draw.state != State::Cancelled);
            for draw in draws {
                match &draw.usage {
                    Some(usage) => sum.add(usage),
                    None if shared && draw.state == State::Finished => {}
                    None if !draw.cost_something() => {}
                    None => {
                        sum.add(&Usage::new(prompt, estimate(&draw.text, draw.pieces)));
                        estimated = true;
                    }
                }
            }
        }
        (sum, estimated)
    }
}

impl Draw {
    fn absorb(&mut self, event: Event) {
        match event {
            Event::Opened(_) => self.opened = true,
            Event::Delta(delta) => {
                self.pieces += u64::from(!delta.text.is_empty());
                self.text.push_str(&delta.text);
                self.logprobs.extend(delta.logprobs);
            }
            Event::Usage(usage) => match &mut self.usage {
                Some(sum) => sum.add(&usage),
                None => self.usage = Some(usage),
            },
            Event::Done(done) if self.state == State::InFlight => self.finish(done),
            Event::Failed(failure) if self.state == State::InFlight => {
                self.state = State::Failed(failure.kind.name());
            }
            Event::Done(_) | Event::Failed(_) => {}
        }
    }

    fn finish(&mut self, done: Done) {
        self.whole = !matches!(done.finish_reason.as_deref(), Some("length" | "content_filter"));
        if let Some(refusal) = done.refusal.filter(|refusal| !refusal.trim().is_empty()) {
            self.refused = true;
            if self.text.is_empty() {
                self.text = refusal;
            }
        }
        // A draw that says nothing is a missing sample, not an answer of no words.
        let said_nothing = self.text.trim().is_empty();
        self.state = if said_nothing { State::Failed("empty") } else { State::Finished };
    }

    /// Its source ended without a word of how.
    fn break_off(&mut self) {
        if self.state == State::InFlight {
            self.state = State::Failed(probity_draw::FailureKind::Reset.name());
        }
    }

    /// A draw that was refused before it opened was not paid for; one in flight may have been, opened or not.
    fn cost_something(&self) -> bool {
        self.opened || !matches!(self.state, State::Failed(_))
    }
}

/// Tokens of a text whose usage is not known: a piece of a stream is a token at least, and a token is some four
/// characters of English.
pub(crate) fn estimate(text: &str, pieces: u64) -> u64 {
    let by_length = text.chars().count().div_ceil(4) as u64;
    by_length.max(pieces)
}
