//! Where requests go: the configured base URL, joined with the client's path.

use http::uri::{Authority, PathAndQuery, Scheme};
use http::{HeaderValue, Uri};

use crate::{Error, SetupError};

/// A base URL, taken apart once.
#[derive(Debug)]
pub(crate) struct Address {
    scheme: Scheme,
    authority: Authority,
    /// The base's path without a slash at its end; empty for none.
    path: String,
    /// Whether that path names a version of its own, so that the client's `/v1` is not repeated.
    versioned: bool,
    host: HeaderValue,
}

impl Address {
    /// Takes a base URL apart.
    pub(crate) fn parse(url: &str) -> Result<Self, SetupError> {
        let uri: Uri = url.parse().map_err(|error: http::uri::InvalidUri| refuse(url, &error.to_string()))?;
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err(refuse(url, "it needs a scheme and a host, as in https://api.openai.com/v1"));
        };
        if scheme != Scheme::HTTP && scheme != Scheme::HTTPS {
            return Err(refuse(url, "its scheme is neither http nor https"));
        }
        if authority.as_str().contains('@') {
            let bare = authority.as_str().rsplit('@').next().unwrap_or_default();
            return Err(refuse(bare, "it holds a user name; keys belong in api_key_env or api_key_file"));
        }
        let whole = parts.path_and_query.unwrap_or_else(|| PathAndQuery::from_static("/"));
        if whole.query().is_some() {
            return Err(refuse(url, "it has a query; give the base only"));
        }
        let path = whole.path().trim_end_matches('/').to_owned();
        let versioned = path.split('/').any(is_version);
        let host = HeaderValue::from_str(authority.as_str()).map_err(|_| refuse(url, "its host is no header value"))?;
        Ok(Self { scheme, authority, path, versioned, host })
    }

    /// The upstream's URI for a client's: the base's path, then the client's path and query as they came. Both
    /// `http://host` and `http://host/v1` work as bases: where the base names a version, a leading `/v1` goes.
    pub(crate) fn join(&self, client: &Uri) -> Result<Uri, Error> {
        let theirs = client.path_and_query().map_or("/", PathAndQuery::as_str);
        let joined = if self.path.is_empty() {
            client.path_and_query().cloned().unwrap_or_else(|| PathAndQuery::from_static("/"))
        } else {
            let rest = if self.versioned { without_v1(theirs) } else { theirs };
            PathAndQuery::from_maybe_shared(format!("{}{rest}", self.path)).map_err(|error| unusable(&error))?
        };
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(joined);
        Uri::from_parts(parts).map_err(|error| unusable(&error))
    }

    /// The value of the `Host` header.
    pub(crate) fn host_header(&self) -> HeaderValue {
        self.host.clone()
    }

    /// The host and port, for messages.
    pub(crate) fn host(&self) -> &str {
        self.authority.as_str()
    }

    /// Whether connections are encrypted.
    pub(crate) fn is_https(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }
}

/// `v1`, `v3`, `v1beta`: a version as a path segment.
fn is_version(segment: &str) -> bool {
    let Some(rest) = segment.strip_prefix('v') else { return false };
    rest.starts_with(|first: char| first.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_alphanumeric())
}

fn without_v1(path: &str) -> &str {
    match path.strip_prefix("/v1") {
        Some(rest) if rest.is_empty() || rest.starts_with(['/', '?']) => rest,
        _ => path,
    }
}

fn refuse(url: &str, reason: &str) -> SetupError {
    SetupError::Url { url: url.to_owned(), reason: reason.to_owned() }
}

fn unusable(error: &dyn std::error::Error) -> Error {
    Error::Invalid(format!("the request's path cannot be passed on: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(base: &str, path: &str) -> String {
        Address::parse(base).unwrap().join(&path.parse().unwrap()).unwrap().to_string()
    }

    #[test]
    fn bases_with_and_without_a_version_meet_the_same_path() {
        let table = [
            ("http://host", "/v1/models", "http://host/v1/models"),
            ("http://host/", "/v1/models?x=%20y&x=1", "http://host/v1/models?x=%20y&x=1"),
            ("http://host/v1", "/v1/models?limit=2", "http://host/v1/models?limit=2"),
            ("http://host/v1/", "/v1/models", "http://host/v1/models"),
            ("http://host/v1", "/v1", "http://host/v1"),
            ("http://host/v1", "/v1?a", "http://host/v1?a"),
            ("http://host/v1", "/v10/models", "http://host/v1/v10/models"),
            ("http://host/v1", "/health", "http://host/v1/health"),
            ("https://host:8443/openai/v1", "/v1/a/b", "https://host:8443/openai/v1/a/b"),
            ("https://host/v1beta/openai", "/v1/chat/completions", "https://host/v1beta/openai/chat/completions"),
            ("https://host/gateway", "/v1/models", "https://host/gateway/v1/models"),
            ("http://host", "/a//b/../c%2Fd", "http://host/a//b/../c%2Fd"),
        ];
        for (base, path, want) in table {
            assert_eq!(joined(base, path), want, "{base} + {path}");
        }
    }

    #[test]
    fn bases_that_cannot_work_are_refused_and_passwords_are_not_repeated() {
        for base in ["", "host", "/v1", "ftp://host", "http://host/?key=1", "http://us er@host"] {
            assert!(Address::parse(base).is_err(), "{base}");
        }
        let message = Address::parse("http://user:secret@host/v1").unwrap_err().to_string();
        assert!(message.contains("api_key_env") && !message.contains("secret"), "{message}");
    }
}
