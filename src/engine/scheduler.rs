//! The one thread that runs the model: continuous batching.
//!
//! Every pass reads the weights once for all draws in hand and for a piece of the prompt that is being read. A draw
//! joins when there is room and leaves when it ends or when nobody waits for it any more. The threads that candle and
//! rayon keep are never entered from elsewhere, least of all from a runtime's workers.

pub(crate) mod prefixes;
pub(crate) mod row;

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;

use rayon::ThreadPool;
use rayon::prelude::*;

use crate::counters::{Count, Counters};
use crate::model::{Cache, Model, Span, Want};
use crate::sampling::Chosen;
use crate::vocabulary::Vocabulary;
use prefixes::{Prefix, Prefixes};
use row::{Job, Life, Row};

/// Tokens of a prompt that are read in one pass: draws in hand wait no longer than that takes.
const PIECE: usize = 64;

/// The thread's state.
#[derive(Debug)]
pub(crate) struct Worker {
    pub(crate) model: Model,
    pub(crate) vocabulary: Arc<Vocabulary>,
    pub(crate) pool: ThreadPool,
    pub(crate) jobs: Receiver<Job>,
    pub(crate) counters: Arc<Counters>,
    /// Set when the engine is dropped.
    pub(crate) stop: Arc<AtomicBool>,
    pub(crate) max_rows: usize,
    pub(crate) prefixes: Prefixes,
    pub(crate) hands: Hands,
}

/// What the thread has in hand.
#[derive(Debug, Default)]
pub(crate) struct Hands {
    /// The draws that are being decoded.
    rows: Vec<Row>,
    /// Draws whose prompt is read, and that wait for room.
    ready: VecDeque<Row>,
    /// The prompt that is being read.
    reading: Option<Reading>,
}

#[derive(Debug)]
struct Reading {
    job: Job,
    cache: Cache,
    /// How many of the prompt's tokens were remembered.
    cached: usize,
}

impl Worker {
    /// Works until the engine is dropped. What was not finished then is dropped too, which its reader notices.
    pub(crate) fn run(mut self) {
        while !self.stop.load(Ordering::Relaxed) && self.gather() {
            if catch_unwind(AssertUnwindSafe(|| self.step())).is_err() {
                tracing::error!("a pass of the embedded model broke; its draws failed, the engine goes on");
                self.counters.add(Count::Panics, 1);
                self.hands = Hands::default();
                self.prefixes.clear();
            }
        }
    }

    /// Reads a prompt as if it were asked, so that the first question finds memory and threads warm.
    pub(crate) fn warm_up(&mut self, prompt: &[u32]) {
        let mut cache = Cache::new(self.model.shape.layers);
        let spans = &mut [Span { tokens: prompt, shared: None, own: &mut cache, want: Want::Logits }];
        let logits = self.pool.install(|| self.model.forward(spans)).pop().unwrap_or_default();
        self.prefixes.remember(Prefix { tokens: prompt.into(), cache: Arc::new(cache), logits: logits.into() });
    }

    /// Takes jobs while there is room for their draws; waits for one when there is nothing to do. `false`: no more
    /// will come.
    fn gather(&mut self) -> bool {
        loop {
            if self.hands.reading.is_some() || !self.hands.ready.is_empty() {
                return true;
            }
            let job = if self.hands.rows.is_empty() {
                let Ok(job) = self.jobs.recv() else { return false };
                job
            } else {
                let Ok(job) = self.jobs.try_recv() else { return true };
                job
            };
            self.accept(job);
        }
    }

    fn accept(&mut self, job: Job) {
        if job.is_cancelled() {
            self.counters.add(Count::CancelledRows, job.draws.len());
            return;
        }
        let layers = self.model.shape.layers;
        if let Some(prefix) = self.prefixes.find(&job.prompt) {
            let cached = job.prompt.len();
            self.counters.add(Count::ReusedTokens, cached);
            self.hands.ready.extend(job.into_rows(&prefix, cached, layers));
            return;
        }
        let cache = self.prefixes.beginning(&job.prompt).unwrap_or_else(|| Cache::new(layers));
        self.counters.add(Count::ReusedTokens, cache.len());
        self.hands.reading = Some(Reading { job, cached: cache.len(), cache });
    }

    /// Chooses a token for every draw in hand, then runs one pass.
    fn step(&mut self) {
        let dropped = self.hands.drop_cancelled();
        self.counters.add(Count::CancelledRows, dropped);
        self.hands.admit(self.max_rows);
        let Self { pool, model, vocabulary, hands, counters, prefixes, .. } = self;
        pool.install(|| {
            hands.choose(vocabulary, counters);
            hands.pass(model, prefixes, counters);
        });
    }
}

impl Hands {
    fn drop_cancelled(&mut self) -> usize {
        let before = self.draws();
        self.rows.retain(|row| !row.is_cancelled());
        self.ready.retain(|row| !row.is_cancelled());
        self.reading.take_if(|reading| reading.job.is_cancelled());
        before - self.draws()
    }

    fn draws(&self) -> usize {
        let unread = self.reading.as_ref().map_or(0, |reading| reading.job.draws.len());
        self.rows.len() + self.ready.len() + unread
    }

    fn admit(&mut self, max_rows: usize) {
        let room = max_rows.saturating_sub(self.rows.len()).min(self.ready.len());
        self.rows.extend(self.ready.drain(..room));
    }

    fn choose(&mut self, vocabulary: &Vocabulary, counters: &Counters) {
        let choose = |scratch: &mut Vec<f32>, row: &mut Row| row.choosing.choose(&row.logits, &mut row.rng, scratch);
        let chosen: Vec<Chosen> = self.rows.par_iter_mut().map_init(Vec::new, choose).collect();
        counters.add(Count::GeneratedTokens, chosen.len());
        let mut chosen = chosen.iter();
        self.rows.retain_mut(|row| {
            let goes = chosen.next().is_some_and(|chosen| row.take(chosen, vocabulary) == Life::Goes);
            if !goes {
                counters.add(Count::FinishedRows, 1);
                row.close();
            }
            goes
        });
    }

    fn pass(&mut self, model: &Model, prefixes: &mut Prefixes, counters: &Counters) {
        let mut spans: Vec<Span<'_>> = self.rows.iter_mut().map(Row::span).collect();
        let mut complete = false;
        if let Some(reading) = &mut self.reading {
            let span = reading.span();
            complete = span.want == Want::Logits;
            counters.add(Count::ReadTokens, span.tokens.len());
            spans.push(span);
        }
        if spans.is_empty() {
            return;
        }
        counters.add(Count::Passes, 1);
        let mut logits = model.forward(&mut spans).into_iter();
        for (row, logits) in self.rows.iter_mut().zip(&mut logits) {
            row.logits = logits.into();
        }
        if complete && let Some((reading, logits)) = self.reading.take().zip(logits.next()) {
            let Reading { job, cache, cached } = reading;
            let prefix = Prefix { tokens: Arc::clone(&job.prompt), cache: Arc::new(cache), logits: logits.into() };
            prefixes.remember(prefix.clone());
            self.ready.extend(job.into_rows(&prefix, cached, model.shape.layers));
        }
    }
}

impl Reading {
    fn span(&mut self) -> Span<'_> {
        let rest = &self.job.prompt[self.cache.len()..];
        let (tokens, want) = if rest.len() > PIECE { (&rest[..PIECE], Want::Nothing) } else { (rest, Want::Logits) };
        Span { tokens, shared: None, own: &mut self.cache, want }
    }
}

impl Row {
    fn span(&mut self) -> Span<'_> {
        Span { tokens: &self.last, shared: Some(&self.shared), own: &mut self.own, want: Want::Logits }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use tokenizers::models::bpe::BPE;
    use tokenizers::{AddedToken, Tokenizer};
    use tokio::sync::mpsc;

    use super::*;
    use crate::model::{Linear, Shape};
    use crate::sampling::Choosing;
    use crate::template::{END, START};

    /// A model without layers whose outputs cannot be cut into rows: every pass panics.
    fn broken() -> Model {
        let shape = Shape {
            layers: 0,
            hidden: 32,
            heads: 1,
            kv_heads: 1,
            width: 32,
            vocabulary: 0,
            context: 64,
            rope_base: 1e4,
            epsilon: 1e-5,
        };
        let embedding = Linear::pack(&[&[0.5; 32 * 4]], 32);
        Model { shape, embedding, blocks: Vec::new(), norm: vec![1.0; 32], output: None }
    }

    fn vocabulary() -> Vocabulary {
        let mut tokenizer = Tokenizer::new(BPE::default());
        tokenizer.add_special_tokens([START, END].map(|token| AddedToken::from(token, true))).unwrap();
        Vocabulary::new(tokenizer, 4, 1).unwrap()
    }

    #[test]
    fn a_pass_that_panics_fails_its_draws_and_nothing_else() {
        let (jobs, received) = sync_channel(4);
        let counters: Arc<Counters> = Arc::default();
        let worker = Worker {
            model: broken(),
            vocabulary: Arc::new(vocabulary()),
            pool: rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap(),
            jobs: received,
            counters: Arc::clone(&counters),
            stop: Arc::default(),
            max_rows: 2,
            prefixes: Prefixes::new(1),
            hands: Hands::default(),
        };
        let thread = std::thread::spawn(|| worker.run());
        for round in 1..=2 {
            let (output, mut steps) = mpsc::channel(8);
            let choosing = Choosing { temperature: 0.0, top_p: 1.0, alternatives: 0 };
            let draws = vec![(0, ChaCha8Rng::seed_from_u64(0))];
            jobs.send(Job { prompt: [0, 1].into(), draws, choosing, stops: Vec::new(), limit: 2, output }).unwrap();
            assert!(steps.blocking_recv().is_none(), "the draw ends without a word");
            drop(steps);
            // The count follows the end of the draw, and the next job follows the count.
            while counters.read().panics < round {
                std::thread::yield_now();
            }
        }
        drop(jobs);
        thread.join().unwrap();
    }
}
