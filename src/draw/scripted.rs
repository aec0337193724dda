//! A sampler with a few answers by heart, for when there is no model to be had. It says so in every answer's model id.
//!
//! Its few questions show each thing that can happen to an answer: one that is always the same, one on which most draws
//! agree, one that comes out differently every time, and one that it declines.

use futures_util::StreamExt;
use futures_util::stream;
use probity_wire::Usage;
use probity_wire::chat::{ChatRequest, Envelope};

use crate::openai::Primary;
use crate::{Ask, Draws, Event, Sampler, Verification, whole};

/// The model id in its answers.
pub const MODEL: &str = "scripted";

/// Said of everything that it does not know by heart. It declines in plain words, so that nobody takes it for an
/// answer on which all draws agree.
const NO_MODEL: &str =
    "I don't know: no language model is loaded, and this scripted stand-in has only a few answers by heart.";

/// A question that is known by heart.
struct Line {
    /// Words that a question has, all of them, in lower case.
    cues: &'static [&'static str],
    primary: &'static str,
    /// What the verification draws say, in turn.
    draws: &'static [&'static str],
}

const LINES: &[Line] = &[
    Line { cues: &["capital", "france"], primary: "Paris.", draws: &["Paris."] },
    Line { cues: &["largest", "planet"], primary: "Jupiter.", draws: &["Jupiter.", "It is Jupiter."] },
    Line {
        cues: &["wrote", "hamlet"],
        primary: "William Shakespeare.",
        draws: &["William Shakespeare.", "Shakespeare.", "William Shakespeare wrote it."],
    },
    Line { cues: &["symbol", "gold"], primary: "Au.", draws: &["Au."] },
    Line {
        cues: &["invented", "telephone"],
        primary: "Alexander Graham Bell.",
        draws: &[
            "Alexander Graham Bell.",
            "Alexander Graham Bell.",
            "Antonio Meucci.",
            "Alexander Graham Bell.",
            "Alexander Graham Bell.",
        ],
    },
    Line {
        cues: &["population", "village"],
        primary: "About 1,240.",
        draws: &["312.", "About 4,800.", "87 people.", "2,035.", "Roughly 650.", "15,400.", "1,911.", "About 120."],
    },
    Line {
        cues: &["breakfast"],
        primary: "I don't know.",
        draws: &["I don't know.", "I have no way of knowing that."],
    },
];

/// The scripted stand-in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scripted;

/// An answer cut to a limit. Words stand for tokens.
struct Spoken {
    text: String,
    finish_reason: &'static str,
    usage: Usage,
}

impl Spoken {
    fn new(request: &ChatRequest, text: &str, limit: Option<u64>) -> Self {
        let limit = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
        let cut: String = text.split_inclusive(' ').take(limit).collect();
        let finish_reason = if cut.len() < text.len() { "length" } else { "stop" };
        let prompt = request.messages().iter().map(|message| words(&message.text())).sum();
        Self { usage: Usage::new(prompt, words(&cut)), text: cut, finish_reason }
    }
}

impl Sampler for Scripted {
    /// The answer by heart, word by word, in every choice that the request asks for.
    fn primary(&self, ask: &Ask) -> Draws {
        let request = &ask.request;
        let text = line(request).map_or(NO_MODEL, |line| line.primary);
        let spoken = Spoken::new(request, text, request.max_tokens());
        let envelope = Envelope { id: "chatcmpl-scripted".to_owned(), created: 0, model: MODEL.to_owned() };
        let mut primary = Primary::new(request, envelope);
        let mut events = primary.opened();
        for index in 0..request.n() {
            let pieces = spoken.text.split_inclusive(' ');
            events.extend(pieces.filter_map(|piece| primary.delta(index, piece, Vec::new())));
            events.extend(primary.finish(index, spoken.finish_reason));
        }
        let spent = spoken.usage.completion_tokens.saturating_mul(request.n().into());
        events.extend(primary.done(Some(&Usage::new(spoken.usage.prompt_tokens, spent))));
        stream::iter(events.into_iter().map(|event| (0, event))).boxed()
    }

    /// What comes next in the script: the same offsets always say the same.
    fn verify(&self, ask: &Ask, verification: &Verification) -> Draws {
        let request = &ask.request;
        let draws = line(request).map_or(&[NO_MODEL][..], |line| line.draws);
        let limit = request.max_tokens().map_or(verification.max_tokens, |own| own.min(verification.max_tokens));
        let say = |index: usize| -> Vec<(usize, Event)> {
            let place = verification.offset.saturating_add(index) % draws.len();
            let spoken = Spoken::new(request, draws[place], Some(limit));
            let events = whole::events(spoken.text, spoken.finish_reason, Some(spoken.usage));
            events.into_iter().map(|event| (index, event)).collect()
        };
        stream::iter((0..verification.count).flat_map(say).collect::<Vec<_>>()).boxed()
    }

    fn name(&self) -> &'static str {
        MODEL
    }
}

/// The line for a request's question, where there is one.
fn line(request: &ChatRequest) -> Option<&'static Line> {
    let question = request.question()?.turn.to_lowercase();
    LINES.iter().find(|line| line.cues.iter().all(|cue| question.contains(cue)))
}

fn words(text: &str) -> u64 {
    text.split_whitespace().count().try_into().unwrap_or(u64::MAX)
}
