//! What draws report, told as events: the client's own request in OpenAI's shape, verification draws as they are.

use probity_draw::openai::Primary;
use probity_draw::{Delta, Done, Event, Head};
use probity_wire::Usage;
use serde_json::json;

use crate::rejection::broken_off;
use crate::scheduler::row::{Ended, Step};

/// Tells steps as events.
pub(crate) trait Told: Send + 'static {
    /// The request was taken.
    fn opened(&mut self) -> Vec<(usize, Event)>;

    /// A draw's next step; `None` when there will be no more, of any draw.
    fn tell(&mut self, step: Option<(usize, Step)>) -> Vec<(usize, Event)>;
}

/// The client's own request: one draw, with as many choices as were asked for.
#[derive(Debug)]
pub(crate) struct PrimaryTold {
    /// Gone once the draw is over.
    builder: Option<Primary>,
    /// Choices that are not finished.
    left: usize,
    spent: Spent,
}

/// Verification draws.
#[derive(Debug)]
pub(crate) struct VerificationTold {
    ended: Vec<bool>,
    spent: Spent,
}

/// Tokens spent by the draws of one prompt. It was read once for all of them, so it counts once.
#[derive(Debug, Default)]
struct Spent {
    prompt: Option<(u64, u64)>,
    generated: u64,
}

impl PrimaryTold {
    /// Tells a draw of so many choices.
    pub(crate) fn new(builder: Primary, choices: usize) -> Self {
        Self { builder: Some(builder), left: choices, spent: Spent::default() }
    }

    fn events(&mut self, step: Option<(usize, Step)>) -> Vec<Event> {
        let Some(builder) = self.builder.as_mut() else { return Vec::new() };
        let Some((choice, step)) = step else {
            self.builder = None;
            return vec![Event::Failed(broken_off())];
        };
        let choice = u32::try_from(choice).unwrap_or(u32::MAX);
        match step {
            Step::Said(said) => builder.delta(choice, &said.text, said.tokens).into_iter().collect(),
            Step::Ended(ended) => {
                self.spent.add(&ended);
                self.left = self.left.saturating_sub(1);
                let mut events: Vec<Event> = builder.finish(choice, ended.reason).into_iter().collect();
                if self.left == 0
                    && let Some(builder) = self.builder.take()
                {
                    events.extend(builder.done(Some(&self.spent.take())));
                }
                events
            }
        }
    }
}

impl Told for PrimaryTold {
    fn opened(&mut self) -> Vec<(usize, Event)> {
        let events = self.builder.as_ref().map(Primary::opened).unwrap_or_default();
        events.into_iter().map(|event| (0, event)).collect()
    }

    fn tell(&mut self, step: Option<(usize, Step)>) -> Vec<(usize, Event)> {
        self.events(step).into_iter().map(|event| (0, event)).collect()
    }
}

impl VerificationTold {
    /// Tells so many draws.
    pub(crate) fn new(draws: usize) -> Self {
        Self { ended: vec![false; draws], spent: Spent::default() }
    }
}

impl Told for VerificationTold {
    fn opened(&mut self) -> Vec<(usize, Event)> {
        (0..self.ended.len()).map(|draw| (draw, Event::Opened(Head::default()))).collect()
    }

    fn tell(&mut self, step: Option<(usize, Step)>) -> Vec<(usize, Event)> {
        match step {
            Some((draw, Step::Said(said))) => {
                let logprobs = said.tokens.iter().map(|token| token.logprob).collect();
                vec![(draw, Event::Delta(Delta { text: said.text, logprobs, frame: None }))]
            }
            Some((draw, Step::Ended(ended))) => {
                if let Some(over) = self.ended.get_mut(draw) {
                    *over = true;
                }
                self.spent.add(&ended);
                let done = Done { finish_reason: Some(ended.reason.to_owned()), ..Done::default() };
                vec![(draw, Event::Usage(self.spent.take())), (draw, Event::Done(done))]
            }
            None => {
                let cut = self.ended.iter().enumerate().filter(|(_, ended)| !**ended);
                cut.map(|(draw, _)| (draw, Event::Failed(broken_off()))).collect()
            }
        }
    }
}

impl Spent {
    fn add(&mut self, ended: &Ended) {
        self.generated += ended.generated;
        self.prompt.get_or_insert((ended.prompt, ended.cached));
    }

    /// What was spent since the last time. The prompt is in the first.
    fn take(&mut self) -> Usage {
        let (prompt, cached) = self.prompt.replace((0, 0)).unwrap_or_default();
        let mut usage = Usage::new(prompt, std::mem::take(&mut self.generated));
        if cached > 0 {
            usage.rest.insert("prompt_tokens_details".to_owned(), json!({"cached_tokens": cached}));
        }
        usage
    }
}
