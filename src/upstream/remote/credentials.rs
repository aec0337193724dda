//! The key that is sent in the client's stead, read once at start.

use std::path::Path;

use http::header::{AUTHORIZATION, HeaderName};
use http::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::{Config, SetupError};

/// What a client may prove itself with; none of it leaves when a key of our own is sent.
const CLIENT_KEYS: [HeaderName; 3] =
    [AUTHORIZATION, HeaderName::from_static("api-key"), HeaderName::from_static("x-api-key")];

/// Whose key goes upstream.
#[derive(Debug)]
pub(crate) enum Credentials {
    /// The client's, as it came.
    Client,
    /// Ours: the whole `Authorization` value.
    Injected(SecretString),
}

impl Credentials {
    /// Reads the configured key.
    pub(crate) fn read(config: &Config) -> Result<Self, SetupError> {
        let variable = config.api_key_env.as_str();
        let path = config.api_key_file.as_path();
        match (variable.is_empty(), path.as_os_str().is_empty()) {
            (true, true) => Ok(Self::Client),
            (false, true) => from_variable(variable),
            (true, false) => from_file(path),
            (false, false) => Err(SetupError::TwoKeys),
        }
    }

    /// Puts the right key into the headers.
    pub(crate) fn apply(&self, headers: &mut HeaderMap) {
        let Self::Injected(value) = self else { return };
        for name in &CLIENT_KEYS {
            headers.remove(name);
        }
        // The value was tried when it was read, so this cannot fail; without it the upstream says 401.
        if let Ok(mut value) = HeaderValue::from_str(value.expose_secret()) {
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
    }
}

fn from_variable(variable: &str) -> Result<Credentials, SetupError> {
    let refuse = |reason: &str| SetupError::KeyVariable { variable: variable.to_owned(), reason: reason.to_owned() };
    let key = std::env::var(variable).map_err(|_| refuse("that environment variable is not set to text"))?;
    injected(&key).map_err(refuse)
}

fn from_file(path: &Path) -> Result<Credentials, SetupError> {
    let refuse = |reason: String| SetupError::KeyFile { path: path.to_owned(), reason };
    let key = std::fs::read_to_string(path).map_err(|error| refuse(error.to_string()))?;
    injected(&key).map_err(|reason| refuse(reason.to_owned()))
}

fn injected(key: &str) -> Result<Credentials, &'static str> {
    let key = key.trim();
    if key.is_empty() {
        return Err("the key is empty");
    }
    let value = format!("Bearer {key}");
    if HeaderValue::from_str(&value).is_err() {
        return Err("the key holds characters that no header may hold");
    }
    Ok(Credentials::Injected(SecretString::from(value)))
}
