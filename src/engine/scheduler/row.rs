//! One draw on its way: what it read, what it said, and when it has said enough.

use std::sync::Arc;

use probity_draw::openai::{Alternative, Token};
use rand_chacha::ChaCha8Rng;
use tokio::sync::mpsc;

use crate::model::Cache;
use crate::sampling::{Choosing, Chosen};
use crate::scheduler::prefixes::Prefix;
use crate::vocabulary::Vocabulary;
use crate::words::{Flow, Said, Words};

/// Draws of one prompt.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) prompt: Arc<[u32]>,
    /// One draw for each, with its index.
    pub(crate) draws: Vec<(usize, ChaCha8Rng)>,
    pub(crate) choosing: Choosing,
    pub(crate) stops: Vec<String>,
    /// The most tokens of each draw.
    pub(crate) limit: usize,
    /// Has room for all that the draws can say. Closed: nobody waits any more.
    pub(crate) output: mpsc::Sender<(usize, Step)>,
}

/// What a draw reports.
#[derive(Debug)]
pub(crate) enum Step {
    /// More text.
    Said(Said),
    /// Its end. A draw whose channel closes without one was broken off.
    Ended(Ended),
}

/// How a draw ended, and what it cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ended {
    pub(crate) reason: &'static str,
    /// Tokens it generated.
    pub(crate) generated: u64,
    /// Tokens of its job's prompt.
    pub(crate) prompt: u64,
    /// How many of those were remembered.
    pub(crate) cached: u64,
}

/// Whether a draw goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Life {
    Goes,
    Over,
}

/// A draw that is being decoded.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) shared: Arc<Cache>,
    pub(crate) own: Cache,
    /// What the model expects next.
    pub(crate) logits: Arc<[f32]>,
    /// The token it said last, to be read next.
    pub(crate) last: [u32; 1],
    pub(crate) choosing: Choosing,
    pub(crate) rng: ChaCha8Rng,
    index: usize,
    words: Words,
    limit: usize,
    ended: Ended,
    output: mpsc::Sender<(usize, Step)>,
}

impl Job {
    /// Whether nobody waits any more.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.output.is_closed()
    }

    /// The draws, once the prompt is read; `cached` of its tokens did not have to be.
    pub(crate) fn into_rows(self, prefix: &Prefix, cached: usize, layers: usize) -> impl Iterator<Item = Row> {
        let Self { prompt, draws, choosing, stops, limit, output } = self;
        let ended = Ended { reason: "length", generated: 0, prompt: prompt.len() as u64, cached: cached as u64 };
        let prefix = prefix.clone();
        draws.into_iter().map(move |(index, rng)| Row {
            shared: Arc::clone(&prefix.cache),
            own: Cache::new(layers),
            logits: Arc::clone(&prefix.logits),
            last: [0],
            choosing,
            rng,
            index,
            words: Words::new(stops.clone()),
            limit,
            ended,
            output: output.clone(),
        })
    }
}

impl Row {
    /// Whether nobody waits any more.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.output.is_closed()
    }

    /// Takes the token that was chosen for it, and says what may be said.
    pub(crate) fn take(&mut self, chosen: &Chosen, vocabulary: &Vocabulary) -> Life {
        self.last = [chosen.token];
        self.ended.generated += 1;
        if vocabulary.ends(chosen.token) {
            return self.end("stop");
        }
        match self.words.push(spell(chosen, vocabulary)) {
            Flow::Stopped(said) => {
                self.say(said);
                self.end("stop")
            }
            Flow::On(said) => {
                self.say(said);
                if self.ended.generated < self.limit as u64 { Life::Goes } else { self.end("length") }
            }
        }
    }

    /// Reports its end. Whoever hears of it finds it counted already.
    pub(crate) fn close(&self) {
        self.report(Step::Ended(self.ended));
    }

    fn end(&mut self, reason: &'static str) -> Life {
        let rest = self.words.finish();
        self.say(rest);
        self.ended.reason = reason;
        Life::Over
    }

    fn say(&self, said: Said) {
        if said != Said::default() {
            self.report(Step::Said(said));
        }
    }

    fn report(&self, step: Step) {
        if let Err(mpsc::error::TrySendError::Full(_)) = self.output.try_send((self.index, step)) {
            // There is room for every token by construction; a loss would be seen as a draw without an end.
            tracing::error!("the output of a draw of the embedded model is full");
        }
    }
}

fn spell(chosen: &Chosen, vocabulary: &Vocabulary) -> Token {
    let text = |token| String::from_utf8_lossy(vocabulary.bytes(token)).into_owned();
    let alternatives = chosen.alternatives.iter().map(|(token, logprob)| Alternative {
        token: text(*token),
        logprob: *logprob,
        bytes: vocabulary.bytes(*token).to_vec(),
    });
    Token {
        token: text(chosen.token),
        logprob: chosen.logprob,
        bytes: vocabulary.bytes(chosen.token).to_vec(),
        top_logprobs: alternatives.collect(),
    }
}
