//! Server-sent events: a decoder that does not care where reads split, and an encoder.
//!
//! After the WHATWG HTML standard, § 9.2.6 "Interpreting an event stream". Fields that a chat stream has no use for
//! (`id`, `retry`) are skipped.

use bytes::Bytes;

use crate::Error;

/// The data of the event that ends an OpenAI stream.
pub const DONE: &str = "[DONE]";

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// One dispatched event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The event's name, where one was given.
    pub event: Option<String>,
    /// The `data` lines, joined by line feeds.
    pub data: String,
}

/// Reads events from bytes, however they were split. Comments are skipped; `\n`, `\r\n` and `\r` all end a line; a
/// leading byte order mark is skipped; an unfinished event at the end is dropped, as the specification says, unless
/// [`Decoder::finish`] is asked for it.
#[derive(Debug)]
pub struct Decoder {
    limit: usize,
    /// The beginning of a line whose end has not come yet.
    line: Vec<u8>,
    /// The event that is being put together.
    name: Option<String>,
    data: Option<String>,
    /// Bytes of the stream before the current line.
    line_start: usize,
    /// Whether the last byte was a `\r`, so that a `\n` belongs to it.
    after_return: bool,
    failed: Option<Error>,
}

impl Decoder {
    /// A decoder that refuses an event of more than `limit` bytes.
    pub fn new(limit: usize) -> Self {
        Self { limit, line: Vec::new(), name: None, data: None, line_start: 0, after_return: false, failed: None }
    }

    /// Takes the next bytes and returns the events that they complete. Takes time linear in the bytes, however they
    /// are split.
    ///
    /// # Errors
    /// When an event grows over the limit or is not UTF-8 (the byte counts from the stream's beginning). After an error
    /// the stream's framing is lost: every further call fails alike.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<Event>, Error> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        self.read(bytes).inspect_err(|error| self.failed = Some(error.clone()))
    }

    /// The event that the end of the stream cut off from its blank line. The specification drops it; but many servers
    /// forget the blank line after the last event, which is the one that says how the answer ended. Its lines must be
    /// complete: a line without its end may have been cut and is dropped, unless it is `data: [DONE]`.
    pub fn finish(mut self) -> Option<Event> {
        if self.failed.is_some() {
            return None;
        }
        let tail = std::mem::take(&mut self.line);
        if field(self.without_mark(&tail)) == (b"data", DONE.as_bytes()) {
            self.take_line(&tail).ok()?;
        }
        self.dispatch()
    }

    fn read(&mut self, mut bytes: &[u8]) -> Result<Vec<Event>, Error> {
        let mut events = Vec::new();
        if let ([b'\n', rest @ ..], true) = (bytes, self.after_return) {
            self.line_start += 1;
            bytes = rest;
            self.after_return = false;
        }
        while let Some(end) = memchr::memchr2(b'\n', b'\r', bytes) {
            events.extend(self.end_line(&bytes[..end])?);
            let is_return = bytes[end] == b'\r';
            bytes = &bytes[end + 1..];
            if let ([b'\n', rest @ ..], true) = (bytes, is_return) {
                self.line_start += 1;
                bytes = rest;
            } else {
                self.after_return = is_return && bytes.is_empty();
            }
        }
        if !bytes.is_empty() {
            self.after_return = false;
            self.check_size(self.line.len() + bytes.len())?;
            self.line.extend_from_slice(bytes);
        }
        Ok(events)
    }

    /// Takes the line that ends with `rest`; a blank one dispatches the event.
    fn end_line(&mut self, rest: &[u8]) -> Result<Option<Event>, Error> {
        let length = self.line.len() + rest.len();
        self.check_size(length)?;
        let event = if self.line.is_empty() {
            self.take_or_dispatch(rest)?
        } else {
            let mut line = std::mem::take(&mut self.line);
            line.extend_from_slice(rest);
            let event = self.take_or_dispatch(&line)?;
            line.clear();
            self.line = line;
            event
        };
        self.line_start += length + 1;
        Ok(event)
    }

    fn take_or_dispatch(&mut self, line: &[u8]) -> Result<Option<Event>, Error> {
        if self.without_mark(line).is_empty() {
            return Ok(self.dispatch());
        }
        self.take_line(line).map(|()| None)
    }

    fn take_line(&mut self, line: &[u8]) -> Result<(), Error> {
        let line_end = self.line_start + line.len();
        let (name, value) = field(self.without_mark(line));
        // A value runs to the end of its line, so its place follows from its length.
        let text = |value: &[u8]| {
            let start = line_end - value.len();
            std::str::from_utf8(value).map(str::to_owned).map_err(|error| Error::Utf8(start + error.valid_up_to()))
        };
        match name {
            b"data" => {
                let value = text(value)?;
                match &mut self.data {
                    Some(data) => {
                        data.push('\n');
                        data.push_str(&value);
                    }
                    None => self.data = Some(value),
                }
            }
            b"event" => self.name = Some(text(value)?).filter(|name| !name.is_empty()),
            _ => {}
        }
        Ok(())
    }

    fn dispatch(&mut self) -> Option<Event> {
        let event = self.name.take();
        self.data.take().map(|data| Event { event, data })
    }

    fn without_mark<'l>(&self, line: &'l [u8]) -> &'l [u8] {
        if self.line_start > 0 {
            return line;
        }
        line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line)
    }

    fn check_size(&self, line: usize) -> Result<(), Error> {
        let kept = self.name.as_ref().map_or(0, String::len) + self.data.as_ref().map_or(0, |data| data.len() + 1);
        if kept + line > self.limit { Err(Error::EventTooLarge(self.limit)) } else { Ok(()) }
    }
}

/// A line's field name and value. A comment's name is empty.
fn field(line: &[u8]) -> (&[u8], &[u8]) {
    let Some(colon) = memchr::memchr(b':', line) else {
        return (line, &line[line.len()..]);
    };
    let value = &line[colon + 1..];
    (&line[..colon], value.strip_prefix(b" ").unwrap_or(value))
}

/// One `data:` event of JSON (or [`DONE`]), as bytes to send. Text of several lines becomes several `data:` lines,
/// which a client joins again.
pub fn data(json: &str) -> Bytes {
    prefixed("data: ", json)
}

/// A comment, which clients skip: it keeps a connection alive. Whatever the text is, no line of it is anything else.
pub fn comment(text: &str) -> Bytes {
    prefixed(": ", text)
}

fn prefixed(prefix: &str, text: &str) -> Bytes {
    let mut out = String::with_capacity(prefix.len() + text.len() + 2);
    let mut rest = text;
    loop {
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes());
        out.push_str(prefix);
        out.push_str(&rest[..end.unwrap_or(rest.len())]);
        out.push('\n');
        let Some(end) = end else { break };
        rest = rest[end..].strip_prefix("\r\n").unwrap_or(&rest[end + 1..]);
    }
    out.push('\n');
    out.into()
}
