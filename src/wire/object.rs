//! A JSON object whose untouched members keep their bytes.
//!
//! `serde_json::Value` rounds large integers, rewrites `0.10` and refuses `1e400`; a proxy must do none of that. So the
//! members are kept as raw text in their order, and an object that was not edited is its own source.

use std::ops::Range;

use bytes::Bytes;
use serde::Deserializer as _;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::{Error, json};

/// An ordered JSON object over its source bytes.
///
/// A key is known by what it says, not by how it is spelt: `"\u006dodel"` is `model`. Keys may stand twice; reading
/// sees the last, as most parsers do, and an edit leaves only one.
#[derive(Debug, Clone)]
pub struct Object {
    source: Bytes,
    members: Vec<Member>,
    edited: bool,
}

#[derive(Debug, Clone)]
struct Member {
    key: Text,
    /// The key's meaning, where its spelling has escapes.
    unescaped: Option<Box<str>>,
    value: Text,
}

/// Raw JSON text: a stretch of the source, or text that was put in.
#[derive(Debug, Clone)]
enum Text {
    Source(Range<usize>),
    Own(Bytes),
}

impl Object {
    /// Reads an object. Members are not interpreted; their text is kept.
    ///
    /// # Errors
    /// When the bytes are not UTF-8, not JSON, or not an object.
    pub fn parse(source: Bytes) -> Result<Self, Error> {
        let text = std::str::from_utf8(&source).map_err(|error| Error::Utf8(error.valid_up_to()))?;
        if !text.trim_start_matches([' ', '\t', '\n', '\r']).starts_with('{') {
            return Err(not_an_object(text));
        }
        let members = read_members(text)?;
        Ok(Self { source, members, edited: false })
    }

    /// The raw JSON text of a member, the last one where a key stands twice.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.find(key).and_then(|member| member.value.text(&self.source))
    }

    /// The first of `keys` that stands more than once in this object.
    pub fn duplicate<'k>(&self, keys: &[&'k str]) -> Option<&'k str> {
        keys.iter().copied().find(|key| self.members.iter().filter(|member| member.is(key, &self.source)).count() > 1)
    }

    /// Puts `json` (raw JSON text, which must be one valid value) in place of a member's value, or adds the member at
    /// the end. Where the key stood twice, it stands once afterwards, at its first place.
    pub fn set(&mut self, key: &str, json: String) {
        let first = self.members.iter().position(|member| member.is(key, &self.source));
        let value = Text::Own(json.into());
        self.edited = true;
        let Some(first) = first else {
            let quoted = json::quote(key);
            let unescaped = quoted.contains('\\').then(|| key.into());
            self.members.push(Member { key: Text::Own(quoted.into()), unescaped, value });
            return;
        };
        self.members[first].value = value;
        let mut place = 0;
        let source = &self.source;
        self.members.retain(|member| {
            let keep = place <= first || !member.is(key, source);
            place += 1;
            keep
        });
    }

    /// Takes a member out, however often it stands; says whether it was there.
    pub fn remove(&mut self, key: &str) -> bool {
        let before = self.members.len();
        let source = &self.source;
        self.members.retain(|member| !member.is(key, source));
        let removed = self.members.len() < before;
        self.edited |= removed;
        removed
    }

    /// The object's keys, in order, escapes resolved.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|member| member.name(&self.source))
    }

    /// The bytes: the very source when nothing was edited. Otherwise an object of the same members in the same order,
    /// with every untouched key and value as it was written, and no white space between them.
    pub fn to_bytes(&self) -> Bytes {
        if !self.edited {
            return self.source.clone();
        }
        let mut out = Vec::with_capacity(self.source.len() + 64);
        out.push(b'{');
        for (place, member) in self.members.iter().enumerate() {
            if place > 0 {
                out.push(b',');
            }
            out.extend_from_slice(member.key.bytes(&self.source));
            out.push(b':');
            out.extend_from_slice(member.value.bytes(&self.source));
        }
        out.push(b'}');
        out.into()
    }

    /// Takes out the members for which `keep` says no, by key and raw JSON text.
    pub(crate) fn retain(&mut self, keep: impl Fn(&str, &str) -> bool) {
        let before = self.members.len();
        let source = &self.source;
        self.members.retain(|member| keep(member.name(source), member.value.text(source).unwrap_or_default()));
        self.edited |= self.members.len() < before;
    }

    /// A member's raw JSON text, sharing this object's memory; absent when it is not there or `null`.
    pub(crate) fn value(&self, key: &str) -> Option<Bytes> {
        let value = match &self.find(key)?.value {
            Text::Source(span) => self.source.slice(span.clone()),
            Text::Own(bytes) => bytes.clone(),
        };
        (value != "null").then_some(value)
    }

    /// A member's text, where it is a string.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        self.get(key).and_then(json::text)
    }

    /// A member that is an object.
    pub(crate) fn child(&self, key: &str) -> Option<Object> {
        self.value(key).and_then(|raw| Object::parse(raw).ok())
    }

    fn find(&self, key: &str) -> Option<&Member> {
        self.members.iter().rfind(|member| member.is(key, &self.source))
    }
}

impl Member {
    fn is(&self, key: &str, source: &Bytes) -> bool {
        self.name(source) == key
    }

    fn name<'a>(&'a self, source: &'a Bytes) -> &'a str {
        if let Some(unescaped) = &self.unescaped {
            return unescaped;
        }
        let quoted = self.key.text(source).unwrap_or_default();
        quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default()
    }
}

impl Text {
    fn bytes<'a>(&'a self, source: &'a Bytes) -> &'a [u8] {
        match self {
            Self::Source(span) => &source[span.clone()],
            Self::Own(bytes) => bytes,
        }
    }

    fn text<'a>(&'a self, source: &'a Bytes) -> Option<&'a str> {
        std::str::from_utf8(self.bytes(source)).ok()
    }
}

fn not_an_object(text: &str) -> Error {
    // Only what is JSON can be told to be the wrong JSON.
    match serde_json::from_str::<&RawValue>(text) {
        Ok(value) => Error::NotAnObject(json::kind(value.get())),
        Err(error) => Error::Json(error.to_string()),
    }
}

fn read_members(source: &str) -> Result<Vec<Member>, Error> {
    let mut deserializer = serde_json::Deserializer::from_str(source);
    let read = deserializer.deserialize_map(Members { source });
    let members = read.map_err(|error| Error::Json(error.to_string()))?;
    deserializer.end().map_err(|error| Error::Json(error.to_string()))?;
    Ok(members)
}

struct Members<'s> {
    source: &'s str,
}

impl Members<'_> {
    /// Where a part of the source stands in it.
    fn span(&self, part: &RawValue) -> Text {
        let start = part.get().as_ptr() as usize - self.source.as_ptr() as usize;
        Text::Source(start..start + part.get().len())
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = Vec<Member>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some((key, value)) = map.next_entry::<&RawValue, &RawValue>()? {
            let unescaped = key.get().contains('\\').then(|| json::text(key.get()).unwrap_or_default().into());
            members.push(Member { key: self.span(key), unescaped, value: self.span(value) });
        }
        Ok(members)
    }
}
