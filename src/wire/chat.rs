//! Chat completions: the request, the response, and the stream's chunk.

mod build;
mod chunk;
mod request;
mod response;

pub use build::Envelope;
pub use chunk::{Chunk, ChunkChoice};
pub use request::{ChatRequest, Content, Message, Part};
pub use response::{ChatResponse, Choice};
