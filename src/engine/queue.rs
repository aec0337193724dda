//! The queue before a model, and how batches are made of what waits in it.
//!
//! A call's sequences need not run together: every batch takes a sequence of each call in turn until it is full, so that
//! a call with five pairs does not wait for one with five hundred.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

/// What a model runs: anything that knows how many tokens it is.
pub(crate) trait Work: Send + 'static {
    /// Its tokens, the unit of the queue's bound and of a batch's budget.
    fn tokens(&self) -> usize;
}

/// Why a call got no outputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// There was no room, or it waited too long.
    Overloaded,
    /// The model failed, or has stopped.
    Failed(&'static str),
}

/// One output for each sequence of a call, in order.
pub(crate) type Outcome = Result<Vec<Vec<f32>>, Trouble>;

/// The sequences of one call.
#[derive(Debug)]
pub(crate) struct Job<W> {
    sequences: Vec<W>,
    outputs: Vec<Vec<f32>>,
    reply: oneshot::Sender<Outcome>,
    /// When it has waited too long to be begun; none: never within the clock's reach.
    expires: Option<Instant>,
}

/// What waits for the model; bounded in tokens.
#[derive(Debug)]
pub(crate) struct Queue<W> {
    limit: usize,
    max_wait: Duration,
    state: Mutex<State<W>>,
    changed: Condvar,
}

#[derive(Debug)]
struct State<W> {
    jobs: VecDeque<Job<W>>,
    closed: bool,
    /// Tokens of all that waits, here and in the worker's hands.
    tokens: usize,
}

/// The calls that the worker has in hand.
#[derive(Debug)]
pub(crate) struct Hand<W> {
    jobs: Vec<Job<W>>,
}

/// Whether a queue of such limits can serve; the error names the key that cannot be, and says why.
pub(crate) fn check_limits(
    queue_tokens: usize,
    batch_tokens: usize,
    max_wait: Duration,
) -> Result<(), (&'static str, &'static str)> {
    let counts = [("queue_tokens", queue_tokens), ("batch_tokens", batch_tokens)];
    if let Some((key, _)) = counts.iter().find(|(_, count)| *count == 0) {
        return Err((key, "must be at least 1"));
    }
    if max_wait.is_zero() {
        return Err(("max_wait", "must be more than 0s"));
    }
    Ok(())
}

impl<W: Work> Job<W> {
    /// Tells the caller that it failed.
    pub(crate) fn fail(self, why: &'static str) {
        // Who no longer waits is not told.
        let _ = self.reply.send(Err(Trouble::Failed(why)));
    }

    /// Tokens that have no outputs yet.
    pub(crate) fn tokens(&self) -> usize {
        self.sequences[self.outputs.len()..].iter().map(Work::tokens).sum()
    }
}

impl<W: Work> Queue<W> {
    /// A queue for so many tokens, in which nothing waits longer than `max_wait` to be begun.
    pub(crate) fn new(limit: usize, max_wait: Duration) -> Self {
        let state = State { jobs: VecDeque::new(), closed: false, tokens: 0 };
        Self { limit, max_wait, state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Puts a call in, if there is room: work beyond the limit is refused, except that an empty queue takes anything.
    pub(crate) fn put(&self, sequences: Vec<W>) -> Result<oneshot::Receiver<Outcome>, Trouble> {
        let (reply, outcome) = oneshot::channel();
        let job = Job { sequences, outputs: Vec::new(), reply, expires: Instant::now().checked_add(self.max_wait) };
        let tokens = job.tokens();
        let mut state = self.lock();
        if state.closed {
            return Err(Trouble::Failed("it has stopped"));
        }
        if state.tokens > 0 && state.tokens + tokens > self.limit {
            return Err(Trouble::Overloaded);
        }
        state.tokens += tokens;
        state.jobs.push_back(job);
        self.changed.notify_one();
        Ok(outcome)
    }

    /// Moves what waits into the worker's hands; with empty hands, waits for something. False: the queue is closed.
    pub(crate) fn take(&self, hand: &mut Hand<W>) -> bool {
        let mut state = self.lock();
        while hand.jobs.is_empty() && state.jobs.is_empty() && !state.closed {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        hand.jobs.extend(state.jobs.drain(..));
        state.tokens -= hand.drop_stale();
        !state.closed
    }

    /// Gives the room back that so many tokens took.
    pub(crate) fn done(&self, tokens: usize) {
        self.lock().tokens -= tokens;
    }
}

impl<W> Queue<W> {
    /// No more work: the worker ends after the batch that it has in hand.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, State<W>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<W: Work> Hand<W> {
    /// Empty hands.
    pub(crate) fn new() -> Self {
        Self { jobs: Vec::new() }
    }

    /// The next batch: which call each sequence is of. Never more than `budget` tokens, but always one sequence.
    pub(crate) fn pick(&self, budget: usize) -> Vec<usize> {
        let mut picked = Vec::new();
        let mut taken = vec![0; self.jobs.len()];
        let mut room = budget;
        loop {
            let before = picked.len();
            for (index, job) in self.jobs.iter().enumerate() {
                let Some(next) = job.sequences.get(job.outputs.len() + taken[index]) else { continue };
                if next.tokens() <= room || picked.is_empty() {
                    room = room.saturating_sub(next.tokens());
                    taken[index] += 1;
                    picked.push(index);
                }
            }
            if picked.len() == before {
                return picked;
            }
        }
    }

    /// The sequences that [`Hand::pick`] chose.
    pub(crate) fn sequences(&self, picked: &[usize]) -> Vec<&W> {
        let mut next: Vec<usize> = self.jobs.iter().map(|job| job.outputs.len()).collect();
        let sequence = |index: &usize| {
            next[*index] += 1;
            &self.jobs[*index].sequences[next[*index] - 1]
        };
        picked.iter().map(sequence).collect()
    }

    /// Hands outputs to the calls that they are of, and answers those that are complete.
    pub(crate) fn deliver(&mut self, picked: &[usize], outputs: Vec<Vec<f32>>) {
        for (index, output) in picked.iter().zip(outputs) {
            self.jobs[*index].outputs.push(output);
        }
        let complete = |job: &mut Job<W>| job.outputs.len() == job.sequences.len();
        for job in self.jobs.extract_if(.., complete) {
            // Who no longer waits is not told.
            let _ = job.reply.send(Ok(job.outputs));
        }
    }

    /// Takes the calls of a batch out.
    pub(crate) fn remove(&mut self, picked: &[usize]) -> Vec<Job<W>> {
        let mut index = 0..;
        self.jobs.extract_if(.., |_| index.next().is_some_and(|index| picked.contains(&index))).collect()
    }

    /// Drops calls that nobody waits for, and those that waited too long to be begun. Returns their tokens.
    fn drop_stale(&mut self) -> usize {
        let now = Instant::now();
        let stale = |job: &mut Job<W>| {
            let late = job.outputs.is_empty() && job.expires.is_some_and(|expires| expires <= now);
            job.reply.is_closed() || late
        };
        let mut tokens = 0;
        for job in self.jobs.extract_if(.., stale) {
            tokens += job.tokens();
            let _ = job.reply.send(Err(Trouble::Overloaded));
        }
        tokens
    }
}
