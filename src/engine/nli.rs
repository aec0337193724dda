//! NLI checkpoints of your own: DeBERTa-v2 and -v3 sequence classifiers, run in this process.
//!
//! A folder in Hugging Face's layout (`config.json`, `tokenizer.json`, `model.safetensors`) becomes a judge of
//! entailment, and through it a judge of sameness. The pass over the weights is ours, with candle's matrix products:
//! sequences lie one after the other without padding, so that a verdict does not depend on what shares its batch, and a
//! short pair costs what it is long.
//!
//! # What is promised
//! - Its numbers are those of `transformers` for the same checkpoint, to 1e-4 of a logit.
//! - An answer is never cut: where a pair is too long for the model the question is cut, from its start; where the answers
//!   alone are too long, or in signs that the model does not know, there is no verdict.
//! - Work whose caller has gone is not begun, what finds no room or waits too long is refused as overloaded, and a panic
//!   in the model fails the calls of one batch and nothing else.
//! - A checkpoint that this version cannot run (another architecture, convolution layers, labels that are not those of
//!   NLI) is refused when it is loaded, by a message that says what to do.
//!
//! # Labels
//! `id2label` names them in any order and case: entailment, neutral and contradiction; or, of models with two,
//! entailment and not_entailment. The latter cannot tell a contradiction from what is neither: all that is not entailed
//! counts as neutral, and contradiction is 0.
//!
//! # Layout
//! - `shape`, `labels`, `weights`: the checkpoint's files;
//! - `reading`: from texts to tokens;
//! - `positions`, `lanes`, `layers`, `network`: the model;
//! - `judge`: what it can be asked.

mod config;
mod error;
mod judge;
mod labels;
mod lanes;
mod layers;
mod network;
mod positions;
mod reading;
mod shape;
mod weights;

use std::io;
use std::path::Path;
use std::sync::Arc;

use rayon::ThreadPoolBuilder;
use sha2::{Digest, Sha256};

pub use config::Config;
pub use error::Error;

use labels::Role;
use network::Network;
use reading::{Reader, Sequence};
use shape::Shape;
use weights::Weights;

use crate::queue::Queue;
use crate::worker::{Forward, Worker};

/// Hexadecimal digits of the files' sha256 in the model's name.
const DIGITS: usize = 12;
const CONFIG: &str = "config.json";
const TOKENIZER: &str = "tokenizer.json";
const WEIGHTS: &str = "model.safetensors";

/// An NLI checkpoint, loaded and running. Clones share it; dropping the last one stops it, after the batch in hand.
///
/// As a [`PairJudge`](probity_score::judge::PairJudge) it follows the literature on semantic entropy (Kuhn et al., ICLR
/// 2023; Farquhar et al., Nature 2024): each answer is read after the question, and two are the same as far as each
/// entails the other, min(P(a ⊢ b), P(b ⊢ a)). That is two passes for a pair.
#[derive(Debug, Clone)]
pub struct NliModel {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    name: String,
    roles: Vec<Role>,
    reader: Reader,
    worker: Worker<Sequence>,
}

impl NliModel {
    /// Loads the checkpoint, starts its thread and runs it once. Takes about as long as reading the weights twice, and
    /// their size in memory (half-precision matrices are widened to 32 bits, the table of words is not).
    ///
    /// # Errors
    /// When the configuration is impossible, a file is missing, broken, or not what this version can run, or no thread
    /// can be had.
    pub fn load(config: &Config) -> Result<Self, Error> {
        config.check()?;
        let folder = &config.path;
        let shape = Shape::read(&folder.join(CONFIG))?;
        let roles = shape.roles()?;
        let reader = Reader::open(&folder.join(TOKENIZER), &shape)?;
        let mut weights = Weights::open(&folder.join(WEIGHTS))?;
        let pool = ThreadPoolBuilder::new().num_threads(config.threads).thread_name(|index| format!("nli-{index}"));
        let pool = pool.build().map_err(|error| Error::Threads(error.to_string()))?;
        let mut network = Network::read(&mut weights, &shape, roles.len(), pool)?;
        let probe = reader.probe();
        let outputs = network.forward(&[&probe]).map_err(|reason| weights.broken(reason))?;
        if !outputs.iter().flatten().all(|logit| logit.is_finite()) {
            return Err(weights.broken("the model's numbers run over on the first text".to_owned()));
        }
        let name = format!("nli:{}@{}", title(folder), digest(folder)?);
        let queue = Queue::new(config.queue_tokens, config.max_wait);
        let worker = Worker::start("nli", queue, config.batch_tokens, network);
        let worker = worker.map_err(|error| Error::Threads(error.to_string()))?;
        Ok(Self { inner: Arc::new(Inner { name, roles, reader, worker }) })
    }
}

/// The folder's own name.
fn title(folder: &Path) -> String {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    absolute.file_name().map_or_else(|| "checkpoint".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// The start of the sha256 of the three files.
fn digest(folder: &Path) -> Result<String, Error> {
    let mut hash = Sha256::new();
    for name in [CONFIG, TOKENIZER, WEIGHTS] {
        let path = folder.join(name);
        std::fs::File::open(&path)
            .and_then(|mut file| io::copy(&mut file, &mut hash))
            .map_err(|source| Error::io(&path, source))?;
    }
    let digits: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(digits[..DIGITS].to_owned())
}
