//! The answer as it leaves: the source's own bytes, with other words where the decision asks for them, the usage of all
//! draws, and the `probity` object.

use bytes::Bytes;
use probity_wire::chat::{ChatResponse, Chunk, Envelope};
use probity_wire::{Error, Usage};
use serde::Deserialize;

use crate::Answer;

/// An answer that is being made ready.
#[derive(Debug)]
pub(crate) enum Draft {
    /// The body of a plain response.
    Plain(ChatResponse),
    /// The frames of a stream.
    Frames(Vec<Bytes>),
}

/// What the client wants to know of usage in a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StreamUsage {
    /// It asked for it.
    Wanted,
    /// It did not.
    NotAsked,
}

impl Draft {
    /// Puts these words in place of the answer's.
    pub(crate) fn rewrite(self, words: &str) -> Result<Self, Error> {
        match self {
            Self::Plain(mut response) => {
                response.set_content(0, words);
                Ok(Self::Plain(response))
            }
            Self::Frames(frames) => Ok(Self::Frames(rewritten(frames, words)?)),
        }
    }

    /// Puts usage and the `probity` object in: in a plain body always, in a stream into its last chunk, usage where the
    /// client asked for it or the source reports it unasked.
    pub(crate) fn seal(self, usage: &Usage, wanted: StreamUsage, probity: Option<String>) -> Result<Answer, Error> {
        match self {
            Self::Plain(mut response) => {
                response.set_usage(usage);
                if let Some(probity) = probity {
                    response.set("probity", probity);
                }
                Ok(Answer::Plain(response.to_bytes()))
            }
            Self::Frames(mut frames) => {
                set_usage(&mut frames, usage, wanted)?;
                if let (Some(last), Some(probity)) = (frames.last_mut(), probity) {
                    let mut chunk = Chunk::parse(last.clone())?;
                    chunk.set("probity", probity);
                    *last = chunk.to_bytes();
                }
                Ok(Answer::Frames(frames))
            }
        }
    }
}

/// The frames of a stream that says `words` instead: the role, one chunk with the words, the finish, and what has no
/// choices, each the original frame edited, so that ids and whatever else they carry stay as they were.
fn rewritten(frames: Vec<Bytes>, words: &str) -> Result<Vec<Bytes>, Error> {
    let mut kept = Vec::with_capacity(4);
    let (mut named, mut said) = (false, false);
    for frame in frames {
        let mut chunk = Chunk::parse(frame)?;
        let Some(choice) = chunk.choices().iter().find(|choice| choice.index == 0) else {
            if chunk.choices().is_empty() {
                kept.push(chunk.to_bytes());
            }
            continue;
        };
        let speaks = choice.content.as_deref().is_some_and(|content| !content.is_empty());
        // Some sources name the role in every chunk.
        let frames_the_words = (choice.role.is_some() && !named) || choice.finish_reason.is_some();
        named |= choice.role.is_some();
        if speaks && !said {
            chunk.set_content(0, words);
            said = true;
        } else if frames_the_words {
            chunk.silence(0);
        } else {
            continue;
        }
        kept.push(chunk.to_bytes());
    }
    Ok(kept)
}

fn set_usage(frames: &mut Vec<Bytes>, usage: &Usage, wanted: StreamUsage) -> Result<(), Error> {
    let json = || serde_json::to_string(usage).map_err(|error| Error::Json(error.to_string()));
    let reporting = frames.iter_mut().rev().take(2);
    for frame in reporting {
        let mut chunk = Chunk::parse(frame.clone())?;
        if chunk.usage().is_some() {
            chunk.set("usage", json()?);
            *frame = chunk.to_bytes();
            return Ok(());
        }
    }
    if wanted == StreamUsage::Wanted
        && let Some(envelope) = frames.first().and_then(|first| envelope(first))
    {
        frames.push(envelope.usage_chunk(usage));
    }
    Ok(())
}

fn envelope(frame: &[u8]) -> Option<Envelope> {
    #[derive(Deserialize)]
    struct Head {
        id: Option<String>,
        created: Option<f64>,
        model: Option<String>,
    }
    let head: Head = serde_json::from_slice(frame).ok()?;
    let created = head.created.unwrap_or_default() as u64;
    Some(Envelope { id: head.id.unwrap_or_default(), created, model: head.model.unwrap_or_default() })
}
