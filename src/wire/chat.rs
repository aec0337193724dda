//! Chat completions: the request, the response, and the stream's chunk.

mod build;
mod choices;
mod chunk;
mod message;
mod request;
mod response;

pub use build::Envelope;
pub use chunk::{Chunk, ChunkChoice};
pub use message::{Content, Message, Part};
pub use request::ChatRequest;
pub use response::{ChatResponse, Choice};
