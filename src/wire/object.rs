//! A JSON object whose untouched members keep their bytes.
//!
//! `serde_json::Value` rounds large integers, rewrites `0.10` and refuses `1e400`; a proxy must do none of that. So the
//! members are kept as raw text in their order, and an object that was not edited is its own source.

use bytes::Bytes;

use crate::Error;

/// An ordered JSON object over its source bytes.
#[derive(Debug, Clone)]
pub struct Object {
    source: Bytes,
}

impl Object {
    /// Reads an object. Members are not interpreted; their text is kept.
    ///
    /// # Errors
    /// When the bytes are not UTF-8, not JSON, or not an object.
    pub fn parse(source: Bytes) -> Result<Self, Error> {
        Ok(Self { source })
    }

    /// The raw JSON text of a member, the last one where a key stands twice.
    pub fn get(&self, key: &str) -> Option<&str> {
        unimplemented!("{key}")
    }

    /// The first of `keys` that stands more than once in this object.
    pub fn duplicate<'k>(&self, keys: &[&'k str]) -> Option<&'k str> {
        unimplemented!("{keys:?}")
    }

    /// Puts `json` (raw JSON text) in place of a member's value, or adds the member at the end.
    pub fn set(&mut self, key: &str, json: String) {
        unimplemented!("{key}{json}")
    }

    /// Takes a member out; says whether it was there.
    pub fn remove(&mut self, key: &str) -> bool {
        unimplemented!("{key}")
    }

    /// The object's keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        std::iter::empty()
    }

    /// The bytes: the very source when nothing was edited.
    pub fn to_bytes(&self) -> Bytes {
        self.source.clone()
    }
}
