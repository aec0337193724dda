//! What a draw is: one answer, as a sequence of events, from wherever answers come.
//!
//! The pipeline asks a [`Sampler`] for the *primary* draw (the client's own request) and for *verification* draws (the
//! same thing asked again), and cannot tell an HTTP endpoint from the embedded model or from a recording. What it did
//! goes as a [`Record`] to a [`Sink`].
//!
//! # Layout
//! - [`event`]: what a draw does;
//! - [`sampler`]: who draws, and what is asked;
//! - [`openai`]: the primary draw of a source that is no HTTP endpoint, in OpenAI's shape;
//! - [`recording`]: a sampler that replays recorded answers;
//! - [`scripted`]: a sampler with a few answers by heart, for when there is no model;
//! - [`record`]: what is reported of a request, and to whom.

pub mod event;
pub mod openai;
pub mod record;
pub mod recording;
pub mod sampler;
pub mod scripted;
mod whole;

pub use event::{Delta, Done, Event, Failure, FailureKind, Head, Rejection};
pub use record::{Record, Sink};
pub use recording::Recording;
pub use sampler::{Ask, Draws, Sampler, Verification};
pub use scripted::Scripted;
