//! Server-sent events: a decoder that does not care where reads split, and an encoder.

use bytes::Bytes;

use crate::Error;

/// One dispatched event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The event's name, where one was given.
    pub event: Option<String>,
    /// The `data` lines, joined by line feeds.
    pub data: String,
}

/// Reads events from bytes, however they were split. Comments are skipped; `\n`, `\r\n` and `\r` all end a line; a
/// leading byte order mark is skipped; an unfinished event at the end is dropped, as the specification says.
#[derive(Debug)]
pub struct Decoder {
    limit: usize,
}

impl Decoder {
    /// A decoder that refuses an event of more than `limit` bytes.
    pub fn new(limit: usize) -> Self {
        Self { limit }
    }

    /// Takes the next bytes and returns the events that they complete.
    ///
    /// # Errors
    /// When an event grows over the limit or is not UTF-8.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<Event>, Error> {
        unimplemented!("{} {bytes:?}", self.limit)
    }
}

/// One `data:` event of one line of JSON (or `[DONE]`), as bytes to send.
pub fn data(json: &str) -> Bytes {
    Bytes::from(format!("data: {json}\n\n"))
}

/// A comment, which clients skip: it keeps a connection alive.
pub fn comment(text: &str) -> Bytes {
    Bytes::from(format!(": {text}\n\n"))
}
