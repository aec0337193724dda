//! The embedded model as a sampler: loads it, starts its thread, and turns what its draws report into events.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{SystemTime, UNIX_EPOCH};

use futures_util::StreamExt;
use futures_util::stream;
use probity_draw::openai::Primary;
use probity_draw::{Ask, Draws, Event, Failure, Sampler, Verification};
use probity_wire::chat::{ChatRequest, Envelope};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::sync::mpsc;

use crate::checkpoint::Checkpoint;
use crate::counters::Counters;
use crate::rejection::overloaded;
use crate::request::{Plan, Reader};
use crate::scheduler::prefixes::Prefixes;
use crate::scheduler::row::{Job, Step};
use crate::scheduler::{Hands, Worker};
use crate::template::Template;
use crate::told::{PrimaryTold, Told, VerificationTold};
use crate::vocabulary::Vocabulary;
use crate::{Config, Error, MODEL_ID};

/// Verification draws are seeded apart from the primary's choices.
const VERIFICATION_STREAM: u64 = 1 << 32;

/// The embedded model, loaded and running on threads of its own. Clones share it; dropping the last one stops it, and
/// waits for the pass in hand.
#[derive(Debug, Clone)]
pub struct Embedded {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    reader: Reader,
    counters: Arc<Counters>,
    stop: Arc<AtomicBool>,
    jobs: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Embedded {
    /// Loads a GGUF file and starts the model. Takes a second or two and blocks: call it from no runtime's worker.
    ///
    /// # Errors
    /// When the configuration is impossible, the file is no model that this engine can run, or no thread can be had.
    pub fn load(path: &Path, config: &Config) -> Result<Self, Error> {
        config.check()?;
        let threads = |error: &dyn std::error::Error| Error::Threads(error.to_string());
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(processors(config))
            .thread_name(|index| format!("engine-{index}"))
            .build()
            .map_err(|error| threads(&error))?;
        let (mut worker, reader, jobs) = pool.install(|| Checkpoint::read(path)).and_then(|checkpoint| {
            let reader = read_checkpoint(&checkpoint, path, config)?;
            let (jobs, received) = sync_channel(config.queue);
            let worker = Worker {
                model: checkpoint.model,
                vocabulary: Arc::clone(&reader.vocabulary),
                pool,
                jobs: received,
                counters: Arc::default(),
                stop: Arc::default(),
                max_rows: config.max_rows,
                prefixes: Prefixes::new(config.prefixes),
                hands: Hands::default(),
            };
            Ok((worker, reader, jobs))
        })?;
        let unusable = |reason| Error::Model { path: path.to_owned(), reason };
        let opening = reader.vocabulary.encode(&reader.template.render(&[])).map_err(unusable)?;
        let (counters, stop) = (Arc::clone(&worker.counters), Arc::clone(&worker.stop));
        let run = move || {
            worker.warm_up(&opening);
            worker.run();
        };
        let thread = std::thread::Builder::new().name("engine".to_owned()).spawn(run);
        let thread = Some(thread.map_err(|error| threads(&error))?);
        Ok(Self { inner: Arc::new(Inner { reader, counters, stop, jobs: Some(jobs), thread }) })
    }

    /// What the engine did so far.
    pub fn counters(&self) -> &Counters {
        &self.inner.counters
    }

    fn ask_primary(&self, request: &ChatRequest) -> Result<Draws, Failure> {
        let plan = self.inner.reader.primary(request)?;
        let count = request.n() as usize;
        let told = PrimaryTold::new(Primary::new(request, envelope()), count);
        Ok(events(self.inner.submit(plan, 0, count)?, told))
    }

    fn ask_again(&self, request: &ChatRequest, verification: &Verification) -> Result<Draws, Failure> {
        let plan = self.inner.reader.verification(request, verification)?;
        let stream = VERIFICATION_STREAM + verification.offset as u64;
        let told = VerificationTold::new(verification.count);
        Ok(events(self.inner.submit(plan, stream, verification.count)?, told))
    }
}

impl Sampler for Embedded {
    fn primary(&self, ask: &Ask) -> Draws {
        self.ask_primary(&ask.request).unwrap_or_else(|failure| failed(1, &failure))
    }

    fn verify(&self, ask: &Ask, verification: &Verification) -> Draws {
        self.ask_again(&ask.request, verification).unwrap_or_else(|failure| failed(verification.count, &failure))
    }

    fn name(&self) -> &'static str {
        "embedded"
    }
}

impl Inner {
    /// Queues draws, with random streams from `stream` on.
    fn submit(&self, plan: Plan, stream: u64, count: usize) -> Result<mpsc::Receiver<(usize, Step)>, Failure> {
        let Plan { prompt, choosing, stops, limit, seed } = plan;
        // Every token can come as a step of its own, and the last text and the end as two more.
        let (output, received) = mpsc::channel((limit + 2).saturating_mul(count).max(1));
        let seed = seed.unwrap_or_else(|| ChaCha8Rng::from_os_rng().random());
        let draws = (0..count).zip(stream..).map(|(index, stream)| {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            rng.set_stream(stream);
            (index, rng)
        });
        let job = Job { prompt: prompt.into(), draws: draws.collect(), choosing, stops, limit, output };
        match self.jobs.as_ref().map(|jobs| jobs.try_send(job)) {
            Some(Err(TrySendError::Full(_))) => Err(overloaded()),
            // A job that the thread will never take closes its channel, which is told as broken off.
            Some(Ok(()) | Err(TrySendError::Disconnected(_))) | None => Ok(received),
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.jobs = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the embedded model's thread had died");
        }
    }
}

fn processors(config: &Config) -> usize {
    if config.threads > 0 {
        return config.threads;
    }
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn read_checkpoint(checkpoint: &Checkpoint, path: &Path, config: &Config) -> Result<Reader, Error> {
    let unusable = |reason: String| Error::Model { path: path.to_owned(), reason };
    let source = checkpoint.template.as_deref().unwrap_or_default();
    let template = Template::recognise(source)
        .ok_or_else(|| unusable("its chat template is not SmolLM2's (ChatML)".to_owned()))?;
    let vocabulary = Vocabulary::new(checkpoint.tokenizer.clone(), checkpoint.model.shape.vocabulary, checkpoint.end);
    let vocabulary = Arc::new(vocabulary.map_err(unusable)?);
    let trained = checkpoint.model.shape.context;
    if config.context > trained {
        let reason = format!("the model was trained for {trained} tokens at most");
        return Err(Error::Config { key: "context", reason });
    }
    Ok(Reader { vocabulary, template, config: config.clone(), context: config.context })
}

fn envelope() -> Envelope {
    let created = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let id: u128 = ChaCha8Rng::from_os_rng().random();
    Envelope { id: format!("chatcmpl-{id:032x}"), created, model: MODEL_ID.to_owned() }
}

fn events(mut steps: mpsc::Receiver<(usize, Step)>, mut told: impl Told) -> Draws {
    let opened = stream::iter(told.opened());
    let steps = stream::poll_fn(move |context| steps.poll_recv(context)).map(Some);
    let steps = steps.chain(stream::iter([None]));
    opened.chain(steps.flat_map(move |step| stream::iter(told.tell(step)))).boxed()
}

fn failed(draws: usize, failure: &Failure) -> Draws {
    let events: Vec<_> = (0..draws).map(|index| (index, Event::Failed(failure.clone()))).collect();
    stream::iter(events).boxed()
}
