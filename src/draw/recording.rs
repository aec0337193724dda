//! A sampler that replays recorded answers, so that evaluation runs the very pipeline that serves.

use futures_util::StreamExt;
use futures_util::stream;
use probity_wire::chat::Envelope;

use crate::openai::Primary;
use crate::{Ask, Draws, Event, Failure, FailureKind, Sampler, Verification, whole};

/// Recorded answers to one question: the primary, then the verification draws in order. No usage is reported: what the
/// answers cost when they were recorded is not known.
#[derive(Debug, Clone)]
pub struct Recording {
    primary: String,
    samples: Vec<String>,
}

impl Recording {
    /// A recording of a primary answer and the draws behind it.
    pub fn new(primary: impl Into<String>, samples: Vec<String>) -> Self {
        Self { primary: primary.into(), samples }
    }

    fn sample(&self, place: usize) -> Vec<Event> {
        match self.samples.get(place) {
            Some(text) => whole::events(text.clone(), "stop", None),
            None => {
                let message = format!("the recording has no more samples (it holds {})", self.samples.len());
                vec![Event::Failed(Failure::new(FailureKind::Invalid, message))]
            }
        }
    }
}

impl Sampler for Recording {
    /// The recorded answer, in every choice that the request asks for.
    fn primary(&self, ask: &Ask) -> Draws {
        let model = ask.request.model().to_owned();
        let envelope = Envelope { id: "chatcmpl-recording".to_owned(), created: 0, model };
        let mut primary = Primary::new(&ask.request, envelope);
        let mut events = primary.opened();
        events.extend((0..ask.request.n()).filter_map(|index| primary.delta(index, &self.primary, Vec::new())));
        events.extend(primary.done(None));
        stream::iter(events.into_iter().map(|event| (0, event))).boxed()
    }

    /// The samples from `offset` on.
    fn verify(&self, _ask: &Ask, verification: &Verification) -> Draws {
        let offset = verification.offset;
        let draw =
            |index: usize| self.sample(offset.saturating_add(index)).into_iter().map(move |event| (index, event));
        let events: Vec<_> = (0..verification.count).flat_map(draw).collect();
        stream::iter(events).boxed()
    }

    fn name(&self) -> &'static str {
        "recording"
    }
}
