//! The only room that knows tensors: the embedded language model, and the model that judges pairs of answers.
//!
//! SmolLM2-135M-Instruct in this process, as a [`Sampler`](probity_draw::Sampler): it needs no account, no network once
//! its weights are there, and no accelerator.
//!
//! # Layout
//! - [`weights`]: where the weights come from, and whether they are the right ones;
//! - `checkpoint`: a GGUF file, read through candle;
//! - `model`: the pass over the weights;
//! - `vocabulary`, `template`, `words`: text to tokens and back;
//! - `sampling`: from logits to a token;
//! - `request`, `rejection`: what is asked, and how it is refused;
//! - `scheduler`: the thread that runs it all, for many draws at once;
//! - `embedded`, `told`: the sampler;
//! - [`pair`]: the judge of meaning;
//! - [`nli`]: NLI checkpoints of your own as judges;
//! - `queue`, `worker`: the thread that runs a judge, and what waits for it.

mod checkpoint;
mod config;
mod counters;
mod embedded;
mod error;
mod model;
pub mod nli;
pub mod pair;
mod queue;
mod rejection;
mod request;
mod sampling;
mod scheduler;
mod template;
mod told;
mod vocabulary;
pub mod weights;
mod words;
mod worker;

pub use config::Config;
pub use counters::{Counters, Counts};
pub use embedded::Embedded;
pub use error::Error;

/// The model's id in requests and responses.
pub const MODEL_ID: &str = "smollm2-135m-instruct";
