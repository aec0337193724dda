//! A sampler whose draws say what a test tells them, before or while they are waited for, and which counts the draws
//! that were dropped before their end.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use futures_util::{Stream, StreamExt};
use probity_draw::{Ask, Delta, Done, Draws, Event, Failure, FailureKind, Head, Sampler, Verification};
use probity_wire::Usage;
use tokio::sync::mpsc::{Receiver, Sender, channel};

const ROOM: usize = 256;
const DRAWS: usize = 16;

#[derive(Debug)]
pub(crate) struct Script {
    primary: Line,
    draws: Vec<Line>,
    asked: Mutex<Vec<Verification>>,
    dropped: Arc<AtomicUsize>,
}

#[derive(Debug)]
struct Line {
    mouth: Sender<Event>,
    ear: Mutex<Option<Receiver<Event>>>,
}

struct Listening {
    lines: Vec<Option<Receiver<Event>>>,
    dropped: Arc<AtomicUsize>,
}

impl Line {
    fn new() -> Self {
        let (mouth, ear) = channel(ROOM);
        Self { mouth, ear: Mutex::new(Some(ear)) }
    }

    fn say(&self, events: impl IntoIterator<Item = Event>) {
        for event in events {
            // A draw that was dropped hears nothing any more.
            let _ = self.mouth.try_send(event);
        }
    }

    fn listen(&self) -> Option<Receiver<Event>> {
        Some(self.ear.lock().unwrap().take().expect("a draw is started once"))
    }
}

impl Script {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            primary: Line::new(),
            draws: (0..DRAWS).map(|_| Line::new()).collect(),
            asked: Mutex::default(),
            dropped: Arc::default(),
        })
    }

    /// The primary says this next.
    pub(crate) fn primary(&self, events: impl IntoIterator<Item = Event>) {
        self.primary.say(events);
    }

    /// The verification draw at `place`, over all rounds, says this next.
    pub(crate) fn draw(&self, place: usize, events: impl IntoIterator<Item = Event>) {
        self.draws[place].say(events);
    }

    /// The first verification draws answer this, each at once.
    pub(crate) fn draws(&self, answers: &[&str]) {
        for (place, answer) in answers.iter().enumerate() {
            self.draw(place, said(answer, Some(Usage::new(10, 2))));
        }
    }

    /// How the verification draws were asked for.
    pub(crate) fn asked(&self) -> Vec<Verification> {
        self.asked.lock().unwrap().clone()
    }

    /// How many draws were dropped before their end.
    pub(crate) fn dropped(&self) -> usize {
        self.dropped.load(Ordering::SeqCst)
    }

    fn listening(&self, lines: Vec<Option<Receiver<Event>>>) -> Draws {
        Listening { lines, dropped: self.dropped.clone() }.boxed()
    }
}

impl Sampler for Script {
    fn primary(&self, _ask: &Ask) -> Draws {
        self.listening(vec![self.primary.listen()])
    }

    fn verify(&self, _ask: &Ask, verification: &Verification) -> Draws {
        self.asked.lock().unwrap().push(verification.clone());
        let places = verification.offset..verification.offset + verification.count;
        self.listening(places.map(|place| self.draws[place].listen()).collect())
    }

    fn name(&self) -> &'static str {
        "script"
    }
}

impl Stream for Listening {
    type Item = (usize, Event);

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        for (index, line) in self.lines.iter_mut().enumerate() {
            let Some(ear) = line else { continue };
            if let Poll::Ready(Some(event)) = ear.poll_recv(cx) {
                if matches!(event, Event::Done(_) | Event::Failed(_)) {
                    *line = None;
                }
                return Poll::Ready(Some((index, event)));
            }
        }
        if self.lines.iter().all(Option::is_none) { Poll::Ready(None) } else { Poll::Pending }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let unfinished = self.lines.iter().filter(|line| line.is_some()).count();
        self.dropped.fetch_add(unfinished, Ordering::SeqCst);
    }
}

pub(crate) fn opened() -> Event {
    Event::Opened(Head::default())
}

pub(crate) fn text(text: &str) -> Event {
    Event::Delta(Delta { text: text.to_owned(), ..Delta::default() })
}

pub(crate) fn done() -> Event {
    Event::Done(Done { finish_reason: Some("stop".to_owned()), ..Done::default() })
}

pub(crate) fn failed(kind: FailureKind) -> Event {
    Event::Failed(Failure::new(kind, "it was told to fail"))
}

/// A verification draw that says all of `answer` and ends.
pub(crate) fn said(answer: &str, usage: Option<Usage>) -> Vec<Event> {
    let mut events = vec![opened(), text(answer)];
    events.extend(usage.map(Event::Usage));
    events.push(done());
    events
}

/// The body of a plain answer, with members that nobody here understands.
pub(crate) fn body(answer: &str) -> String {
    let content = serde_json::to_string(answer).unwrap();
    format!(
        r#"{{"id":"chatcmpl-7","object":"chat.completion","created":1.70e9,"model":"m","choices":[{{"index":0,"message":{{"role":"assistant","content":{content},"refusal":null}},"logprobs":null,"finish_reason":"stop"}}],"usage":{{"prompt_tokens":10,"completion_tokens":3,"total_tokens":13,"prompt_tokens_details":{{"cached_tokens":4}}}},"x_unknown":123456789012345678901234567890}}"#
    )
}

/// A plain primary that says all of `answer` and ends with `done`, its body put in.
pub(crate) fn whole_as(answer: &str, done: Done) -> Vec<Event> {
    let usage = Usage::new(10, 3);
    let done = Done { body: Some(body(answer).into()), ..done };
    vec![opened(), text(answer), Event::Usage(usage), Event::Done(done)]
}

/// A plain primary that says all of `answer` and stops.
pub(crate) fn whole(answer: &str) -> Vec<Event> {
    whole_as(answer, Done { finish_reason: Some("stop".to_owned()), ..Done::default() })
}
