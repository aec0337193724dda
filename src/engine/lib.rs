//! The only room that knows tensors: the embedded language model.
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
//! - `embedded`, `told`: the sampler.

mod checkpoint;
mod config;
mod counters;
mod embedded;
mod error;
mod model;
mod rejection;
mod request;
mod sampling;
mod scheduler;
mod template;
mod told;
mod vocabulary;
pub mod weights;
mod words;

pub use config::Config;
pub use counters::{Counters, Counts};
pub use embedded::Embedded;
pub use error::Error;

/// The model's id in requests and responses.
pub const MODEL_ID: &str = "smollm2-135m-instruct";
