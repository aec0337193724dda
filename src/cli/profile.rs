//! Ways of running to be compared: a name, and what it sets differently.

use std::str::FromStr;

/// A named set of settings over the ones in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Profile {
    /// What it is called in a report.
    pub(super) name: String,
    /// Dotted keys and their values as TOML.
    pub(super) settings: Vec<(String, String)>,
}

impl FromStr for Profile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, rest) = text.split_once(':').unwrap_or((text, ""));
        let name = name.trim();
        if name.is_empty() {
            return Err("it has no name: write it as NAME:KEY=VALUE,KEY=VALUE".to_owned());
        }
        let mut settings: Vec<(String, String)> = Vec::new();
        for part in rest.split(',').filter(|part| !part.trim().is_empty()) {
            match (part.split_once('='), settings.last_mut()) {
                (Some((key, value)), _) => settings.push((key.trim().to_owned(), value.trim().to_owned())),
                // A comma within a value, such as a list.
                (None, Some((_, value))) => *value = format!("{value},{part}"),
                (None, None) => return Err(format!("'{part}' sets nothing: write it as KEY=VALUE")),
            }
        }
        Ok(Self { name: name.to_owned(), settings })
    }
}
