//! Raw JSON text: telling kinds apart, reading strings and arrays, without interpreting what is not asked for.

use bytes::Bytes;
use serde::Deserializer as _;
use serde::de::{Error as _, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::Error;

/// What kind of value a JSON text begins, in words for a message.
pub(crate) fn kind(raw: &str) -> &'static str {
    match raw.trim_start().as_bytes().first() {
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        Some(_) => "a number",
        None => "nothing",
    }
}

/// Whether a JSON text is `null`.
pub(crate) fn is_null(raw: &str) -> bool {
    raw == "null"
}

/// Whether a JSON text is an array or an object with nothing in it.
pub(crate) fn is_empty(raw: &str) -> bool {
    let Some(inner) = raw.get(1..raw.len().saturating_sub(1)) else { return false };
    raw.starts_with(['[', '{']) && inner.trim().is_empty()
}

/// A JSON string's value; `None` for anything else. An unpaired surrogate, which JSON allows and UTF-8 does not, reads
/// as replacement characters: the text is only looked at, what is sent on is the original.
pub(crate) fn text(raw: &str) -> Option<String> {
    serde_json::from_str(raw).ok().or_else(|| lossy_text(raw))
}

/// A text as a JSON string.
pub(crate) fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Calls `visit` with each element of a JSON array, as a slice of `raw`, until it fails. `None` when it is no array.
pub(crate) fn each_element<F>(raw: &Bytes, visit: F) -> Option<Result<(), Error>>
where
    F: FnMut(usize, Bytes) -> Result<(), Error>,
{
    let source = std::str::from_utf8(raw).ok()?;
    let mut outcome = Ok(());
    let visitor = Elements { raw, visit, outcome: &mut outcome };
    let read = serde_json::Deserializer::from_str(source).deserialize_seq(visitor);
    if outcome.is_err() { Some(outcome) } else { read.ok().map(Ok) }
}

/// The elements of a JSON array, as slices of `raw`. `None` when it is no array.
pub(crate) fn elements(raw: &Bytes) -> Option<Vec<Bytes>> {
    let mut all = Vec::new();
    let read = each_element(raw, |_, element| {
        all.push(element);
        Ok(())
    })?;
    read.ok().map(|()| all)
}

struct Elements<'a, F> {
    raw: &'a Bytes,
    visit: F,
    outcome: &'a mut Result<(), Error>,
}

impl<'de, F> Visitor<'de> for Elements<'_, F>
where
    F: FnMut(usize, Bytes) -> Result<(), Error>,
{
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut array: A) -> Result<(), A::Error> {
        let mut index = 0;
        while let Some(element) = array.next_element::<&RawValue>()? {
            if let Err(error) = (self.visit)(index, self.raw.slice_ref(element.get().as_bytes())) {
                *self.outcome = Err(error);
                return Err(A::Error::custom("refused"));
            }
            index += 1;
        }
        Ok(())
    }
}

/// Reads a string as bytes, which serde_json lets hold unpaired surrogates.
fn lossy_text(raw: &str) -> Option<String> {
    struct Lossy;

    impl Visitor<'_> for Lossy {
        type Value = String;

        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("a string")
        }

        fn visit_bytes<E>(self, bytes: &[u8]) -> Result<String, E> {
            Ok(String::from_utf8_lossy(bytes).into_owned())
        }
    }

    if !raw.starts_with('"') {
        return None;
    }
    serde_json::Deserializer::from_str(raw).deserialize_bytes(Lossy).ok()
}
