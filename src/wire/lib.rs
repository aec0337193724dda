//! What probity understands of the OpenAI protocol, and nothing more.
//!
//! A request or a response is a *typed view over its original bytes*: what we do not touch leaves as it came, to the
//! digit and in its order. No I/O happens here, no clock is read.
//!
//! # Layout
//! - [`object`]: a JSON object whose untouched members keep their bytes;
//! - [`chat`]: the chat completion request, response and stream chunk;
//! - [`question`]: the one judged item that each endpoint is adapted to;
//! - [`sse`]: server-sent events, in and out;
//! - [`usage`]: token counts and how they add up;
//! - [`error`]: OpenAI's error envelope, and what can be wrong with a body.

pub mod chat;
pub mod error;
mod json;
pub mod object;
pub mod question;
pub mod sse;
pub mod usage;

pub use error::{Error, ErrorBody};
pub use object::Object;
pub use question::Question;
pub use usage::Usage;
