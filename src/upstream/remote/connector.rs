//! Opens connections: TCP without delay, TLS by rustls, all of it within the connect timeout.

use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::FutureExt;
use http::Uri;
use hyper_rustls::{ConfigBuilderExt, HttpsConnector, HttpsConnectorBuilder, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioIo;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tower::Service;

use crate::error::root_cause;
use crate::{BoxError, SetupError};

/// A connection was not there in time.
#[derive(Debug, thiserror::Error)]
#[error("no connection in time")]
pub(crate) struct ConnectTimeout;

/// Opens connections, each within a time limit that covers name resolution, TCP and TLS together.
#[derive(Clone)]
pub(crate) struct Connector {
    inner: HttpsConnector<HttpConnector>,
    timeout: Duration,
}

impl Connector {
    /// A connector that trusts the given authorities (the platform's for an empty path). Without TLS none are read.
    pub(crate) fn new(timeout: Duration, ca_file: &Path, encrypted: bool) -> Result<Self, SetupError> {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(timeout));
        let builder = HttpsConnectorBuilder::new().with_tls_config(tls(ca_file, encrypted)?);
        let inner = builder.https_or_http().enable_http1().wrap_connector(tcp);
        Ok(Self { inner, timeout })
    }
}

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<TokioIo<TcpStream>>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connecting = tokio::time::timeout(self.timeout, self.inner.call(uri));
        connecting
            .map(|outcome| match outcome {
                Ok(Err(error)) if is_timeout(error.as_ref()) => Err(ConnectTimeout.into()),
                Ok(connected) => connected,
                Err(_) => Err(ConnectTimeout.into()),
            })
            .boxed()
    }
}

fn is_timeout(error: &(dyn std::error::Error + 'static)) -> bool {
    crate::error::find::<io::Error>(error).is_some_and(|error| error.kind() == io::ErrorKind::TimedOut)
}

/// The provider is passed explicitly: a second one somewhere in the build must not decide at run time.
fn tls(ca_file: &Path, encrypted: bool) -> Result<ClientConfig, SetupError> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| SetupError::Platform(error.to_string()))?;
    let builder = if !ca_file.as_os_str().is_empty() {
        builder.with_root_certificates(authorities(ca_file)?)
    } else if encrypted {
        builder.try_with_platform_verifier().map_err(|error| SetupError::Platform(root_cause(&error)))?
    } else {
        builder.with_root_certificates(RootCertStore::empty())
    };
    Ok(builder.with_no_client_auth())
}

fn authorities(path: &Path) -> Result<RootCertStore, SetupError> {
    let refuse = |reason: String| SetupError::CaFile { path: path.to_owned(), reason };
    let certificates = CertificateDer::pem_file_iter(path).map_err(|error| refuse(error.to_string()))?;
    let mut roots = RootCertStore::empty();
    for certificate in certificates {
        let certificate = certificate.map_err(|error| refuse(error.to_string()))?;
        roots.add(certificate).map_err(|error| refuse(error.to_string()))?;
    }
    if roots.is_empty() {
        return Err(refuse("it holds no certificate".to_owned()));
    }
    Ok(roots)
}
