//! The pair model: one small encoder that says whether two answers are the same, whether one text follows from another,
//! and what kind of request a request is.
//!
//! It runs in this process, on threads of its own, offline: a forward pass of our own over packed sequences, because
//! general libraries spend half of a small encoder's time outside the matrix products. Its callers are asynchronous and
//! never compute: they tokenise, put their sequences into a queue that is bounded in tokens, and wait.
//!
//! # What is promised
//! - A pair's verdict is the same whichever way round it is given, and whatever shares its batch.
//! - Work whose caller has gone is not begun; work that waits longer than it may is refused as overloaded.
//! - A panic in the model fails the calls of one batch, and nothing else.
//! - A text that the model cannot read (too long, or in signs that it has no words for) gets no verdict, never a wrong
//!   one.
//!
//! # Layout
//! - `checkpoint`, `reading`: weights and texts, as they come;
//! - `lanes`, `matrix`, `attention`, `norm`, `table`: the inner loops;
//! - `encoder`, `heads`, `network`: the model;
//! - `judge`: what it can be asked;
//! - `probe`: which precision is the fastest here.

mod attention;
mod checkpoint;
mod config;
mod encoder;
mod error;
mod heads;
mod judge;
mod lanes;
mod matrix;
mod network;
mod norm;
mod probe;
mod reading;
mod table;

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use rayon::ThreadPoolBuilder;
use sha2::{Digest, Sha256};

pub use config::{Choice, Config, Precision};
pub use error::Error;
pub use judge::Gate;

use checkpoint::{Checkpoint, Shape};
use network::Network;
use reading::{Reader, Sequence};

use crate::queue::Queue;
use crate::worker::{Forward, Worker};

/// Hexadecimal digits of the weights' sha256 in the model's name.
const DIGITS: usize = 12;

/// Where the model comes from.
#[derive(Debug, Clone)]
pub enum Source {
    /// Files in memory, as they are in a directory.
    Bytes {
        /// `config.json`.
        config: Cow<'static, [u8]>,
        /// `tokenizer.json`.
        tokenizer: Cow<'static, [u8]>,
        /// `pair.safetensors`.
        weights: Cow<'static, [u8]>,
    },
    /// A directory that holds these three files.
    Directory(PathBuf),
}

/// The pair model, loaded and running. Clones share it; dropping the last one stops it, after the batch in hand.
#[derive(Debug, Clone)]
pub struct PairModel {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    name: String,
    precision: Precision,
    gate_labels: Vec<String>,
    reader: Reader,
    worker: Worker<Sequence>,
}

impl PairModel {
    /// Loads the model, starts its threads and runs it once, so that the first caller finds it warm. Takes a fraction of
    /// a second.
    ///
    /// # Errors
    /// When the configuration is impossible, a file is missing or is not what this version reads, or no thread can be
    /// had.
    pub fn load(source: &Source, config: &Config) -> Result<Self, Error> {
        config.check()?;
        let [shape, tokenizer, weights] = source.read()?;
        let shape = Shape::read(&shape)?;
        let reader = Reader::new(&tokenizer, &shape)?;
        let pool = ThreadPoolBuilder::new()
            .num_threads(processors(config))
            .thread_name(|index| format!("pair-{index}"))
            .build()
            .map_err(|error| Error::Threads(error.to_string()))?;
        let precision = config.precision.fixed().unwrap_or_else(|| pool.install(probe::fastest));
        let checkpoint = Checkpoint::open(&weights, &shape, precision)?;
        let mut network = Network::new(checkpoint.encoder()?, checkpoint.heads()?, pool);
        if let Ok(text) = reader.text("Paris is the capital of France.") {
            let broken = |reason| Error::Model { file: "pair.safetensors", reason };
            network.forward(&[&text]).map_err(broken)?;
        }
        let queue = Queue::new(config.queue_tokens, config.max_wait);
        let worker = Worker::start("pair", queue, config.batch_tokens, network);
        let worker = worker.map_err(|error| Error::Threads(error.to_string()))?;
        let digest: String = Sha256::digest(&weights).iter().map(|byte| format!("{byte:02x}")).collect();
        let name = format!("{}@{}", shape.name, &digest[..DIGITS]);
        Ok(Self { inner: Arc::new(Inner { name, precision, gate_labels: shape.gate_labels, reader, worker }) })
    }

    /// The precision that it runs at: the configured one, or the one that was measured to be the fastest.
    #[must_use]
    pub fn precision(&self) -> Precision {
        self.inner.precision
    }

    /// What a request may be, in the order of [`Gate::probabilities`].
    #[must_use]
    pub fn gate_labels(&self) -> &[String] {
        &self.inner.gate_labels
    }
}

impl Source {
    fn read(&self) -> Result<[Cow<'_, [u8]>; 3], Error> {
        match self {
            Self::Bytes { config, tokenizer, weights } => {
                Ok([config, tokenizer, weights].map(|bytes| Cow::Borrowed(&**bytes)))
            }
            Self::Directory(directory) => {
                let read = |name: &str| {
                    let path = directory.join(name);
                    std::fs::read(&path).map(Cow::Owned).map_err(|source| Error::Io { path, source })
                };
                Ok([read("config.json")?, read("tokenizer.json")?, read("pair.safetensors")?])
            }
        }
    }
}

fn processors(config: &Config) -> usize {
    if config.threads > 0 {
        return config.threads;
    }
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
