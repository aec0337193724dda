//! What a fit depends on, by name, and how two of them differ.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Named values, such as `judge = "lexical-2"`: small enough to be read, so that a difference can be told and not only
/// noticed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(BTreeMap<String, String>);

/// One value in which two fingerprints differ. `Display` says which, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Of what.
    pub name: String,
    /// The value under which the map was fitted.
    pub fitted: Option<String>,
    /// The value in force.
    pub in_force: Option<String>,
}

impl Fingerprint {
    /// Without any value.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one value more, or another one under the same name.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.0.insert(name.to_owned(), value.to_string());
        self
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Names and values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Where what is in force differs from this, by name. A value that only one of them has is a difference.
    pub fn differences(&self, in_force: &Self) -> Vec<Difference> {
        let names = self.0.keys().chain(in_force.0.keys().filter(|name| !self.0.contains_key(*name)));
        let mut differences: Vec<Difference> = names
            .filter(|name| self.0.get(*name) != in_force.0.get(*name))
            .map(|name| Difference {
                name: name.clone(),
                fitted: self.0.get(name).cloned(),
                in_force: in_force.0.get(name).cloned(),
            })
            .collect();
        differences.sort_by(|a, b| a.name.cmp(&b.name));
        differences
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = |value: &Option<String>| value.as_ref().map_or("nothing".to_owned(), |value| format!("'{value}'"));
        write!(f, "{}: fitted with {}, in force is {}", self.name, said(&self.fitted), said(&self.in_force))
    }
}
