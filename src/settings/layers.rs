//! Layers of configuration over one another, each value with its origin.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

use super::error::{Error, Origin};

const PREFIX: &str = "PROBITY__";

/// The merged configuration, and where each value came from.
#[derive(Debug)]
pub(crate) struct Layers {
    values: Table,
    origins: BTreeMap<String, Origin>,
}

impl Layers {
    /// The compiled-in default and nothing else.
    pub(crate) fn defaults() -> Result<Self, Error> {
        let values = super::DEFAULT
            .parse::<Table>()
            .map_err(|error| Error::Syntax { origin: Origin::Default, reason: error.to_string() })?;
        Ok(Self { values, origins: BTreeMap::new() })
    }

    /// Puts a file's values over what is there.
    pub(crate) fn add_file(&mut self, path: &Path) -> Result<(), Error> {
        let text = fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        let origin = |offset: usize| Origin::File(path.to_owned(), line_of(&text, offset));
        let table = DeTable::parse(&text).map_err(|error| Error::Syntax {
            origin: origin(error.span().map_or(0, |span| span.start)),
            reason: error.message().to_owned(),
        })?;
        self.add_table("", table.get_ref(), &origin)
    }

    /// Puts `PROBITY__SECTION__KEY` variables over what is there; other variables are not ours.
    pub(crate) fn add_environment(&mut self, variables: impl Iterator<Item = (String, String)>) -> Result<(), Error> {
        for (name, text) in variables {
            let Some(key) = name.strip_prefix(PREFIX) else { continue };
            let key = key.to_lowercase().replace("__", ".");
            self.add_text(&key, &text, Origin::Environment(name))?;
        }
        Ok(())
    }

    /// Puts a flag's value over what is there.
    pub(crate) fn add_flag(&mut self, key: &str, text: &str) -> Result<(), Error> {
        let name = match key {
            "log.filter" => "log".to_owned(),
            "upstream.url" => "upstream".to_owned(),
            "judge.chain" => "judges".to_owned(),
            _ => key.rsplit('.').next().unwrap_or(key).replace('_', "-"),
        };
        self.add_text(key, text, Origin::Flag(format!("--{name}")))
    }

    /// A section as its room's type.
    pub(crate) fn section<T: DeserializeOwned>(&self, name: &'static str) -> Result<T, Error> {
        let value = self.values.get(name).cloned().unwrap_or_else(|| Value::Table(Table::new()));
        serde_path_to_error::deserialize(value).map_err(|error| {
            let inner = error.path().to_string();
            let key = if inner == "." { name.to_owned() } else { format!("{name}.{inner}") };
            let origin = self.origins.get(&key).cloned().unwrap_or(Origin::Default);
            Error::Type { origin, key, reason: error.into_inner().message().trim().to_owned() }
        })
    }

    /// Where the key that a reason speaks of was set; the section where it speaks of none that somebody set.
    pub(crate) fn place_of(&self, section: &str, reason: &str) -> String {
        let told = |key: &str| {
            let last = key.rsplit('.').next().unwrap_or(key);
            reason.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|word| word == last)
        };
        let mut set = self.origins.iter().filter(|(key, _)| key.split('.').next() == Some(section));
        match set.find(|(key, _)| reason.contains(key.as_str()) || told(key)) {
            Some((_, origin)) => origin.to_string(),
            None => format!("[{section}]"),
        }
    }

    fn add_table(&mut self, prefix: &str, table: &DeTable<'_>, origin: &dyn Fn(usize) -> Origin) -> Result<(), Error> {
        for (name, value) in table {
            let key =
                if prefix.is_empty() { name.get_ref().to_string() } else { format!("{prefix}.{}", name.get_ref()) };
            let here = origin(name.span().start);
            self.check_known(&key, &here)?;
            match value.get_ref() {
                DeValue::Table(inner) => {
                    self.check_shape(&key, true, &here)?;
                    self.add_table(&key, inner, origin)?;
                }
                _ => {
                    self.check_shape(&key, false, &here)?;
                    self.put(&key, plain(value, &key, &here)?, here);
                }
            }
        }
        Ok(())
    }

    /// A value from text: a string where the default is one, TOML elsewhere.
    fn add_text(&mut self, key: &str, text: &str, origin: Origin) -> Result<(), Error> {
        self.check_known(key, &origin)?;
        self.check_shape(key, false, &origin)?;
        let value = match self.find(key) {
            Some(Value::String(_)) | None => Value::String(text.to_owned()),
            Some(_) => format!("value = {text}")
                .parse::<Table>()
                .ok()
                .and_then(|mut table| table.remove("value"))
                .unwrap_or_else(|| Value::String(text.to_owned())),
        };
        self.put(key, value, origin);
        Ok(())
    }

    fn find(&self, key: &str) -> Option<&Value> {
        let mut parts = key.split('.');
        let first = self.values.get(parts.next()?)?;
        parts.try_fold(first, |value, part| value.as_table()?.get(part))
    }

    fn put(&mut self, key: &str, value: Value, origin: Origin) {
        self.origins.insert(key.to_owned(), origin);
        let mut table = &mut self.values;
        let (path, last) = key.rsplit_once('.').unwrap_or(("", key));
        for part in path.split('.').filter(|part| !part.is_empty()) {
            let entry = table.entry(part.to_owned()).or_insert_with(|| Value::Table(Table::new()));
            let Value::Table(inner) = entry else { return };
            table = inner;
        }
        table.insert(last.to_owned(), value);
    }

    fn check_known(&self, key: &str, origin: &Origin) -> Result<(), Error> {
        if self.find(key).is_some() {
            return Ok(());
        }
        Err(Error::UnknownKey { origin: origin.clone(), key: key.to_owned(), nearest: self.nearest(key) })
    }

    fn check_shape(&self, key: &str, is_table: bool, origin: &Origin) -> Result<(), Error> {
        let Some(default) = self.find(key) else { return Ok(()) };
        if default.is_table() == is_table {
            return Ok(());
        }
        let (found, expected) = if is_table { ("a table", "a value") } else { ("a value", "a table") };
        Err(Error::Shape { origin: origin.clone(), key: key.to_owned(), found, expected })
    }

    fn nearest(&self, key: &str) -> Option<String> {
        let mut known = Vec::new();
        collect_keys("", &self.values, &mut known);
        let name = |key: &str| key.rsplit('.').next().unwrap_or(key).to_owned();
        known
            .into_iter()
            // The whole path may be right but for a letter, or the key may be right and its section wrong.
            .map(|candidate| {
                let whole = strsim::jaro_winkler(key, &candidate);
                let last = strsim::jaro_winkler(&name(key), &name(&candidate));
                (whole.max(last), candidate)
            })
            .filter(|(likeness, _)| *likeness > 0.8)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, candidate)| candidate)
    }
}

fn collect_keys(prefix: &str, table: &Table, keys: &mut Vec<String>) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        if let Value::Table(inner) = value {
            collect_keys(&key, inner, keys);
        }
        keys.push(key);
    }
}

fn plain(value: &Spanned<DeValue<'_>>, key: &str, origin: &Origin) -> Result<Value, Error> {
    let deserializer = toml::de::ValueDeserializer::from(value.clone());
    serde::Deserialize::deserialize(deserializer).map_err(|error: toml::de::Error| Error::Type {
        origin: origin.clone(),
        key: key.to_owned(),
        reason: error.message().to_owned(),
    })
}

fn line_of(text: &str, offset: usize) -> usize {
    text.get(..offset).map_or(1, |before| before.matches('\n').count() + 1)
}
