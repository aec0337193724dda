//! TLS: a certificate authority of one's own is trusted when its file is named, and only then.

use std::sync::Arc;

use probity_upstream::{Error, Http};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use scripted_upstream::{Reply, Script, Upstream};
use tempfile::NamedTempFile;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::harness::{bytes, config, full, noise, relay, request};

fn certificate() -> CertifiedKey<rcgen::KeyPair> {
    generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap()
}

/// Some authority, in a PEM file.
pub(crate) fn ca_file() -> NamedTempFile {
    pem_of(&certificate())
}

fn pem_of(key: &CertifiedKey<rcgen::KeyPair>) -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    std::fs::write(file.path(), key.cert.pem()).unwrap();
    file
}

/// Ends TLS in front of a plain upstream; lives as long as the set.
async fn terminate(upstream: &Upstream, key: &CertifiedKey<rcgen::KeyPair>) -> (u16, JoinSet<()>) {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.signing_key.serialize_der()));
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![key.cert.der().clone()], private)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let (port, plain) = (listener.local_addr().unwrap().port(), upstream.addr());
    let mut tasks = JoinSet::new();
    tasks.spawn(async move {
        let mut connections = JoinSet::new();
        while let Ok((socket, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            connections.spawn(async move {
                let Ok(mut secure) = acceptor.accept(socket).await else { return };
                let mut plain = TcpStream::connect(plain).await.unwrap();
                drop(copy_bidirectional(&mut secure, &mut plain).await);
            });
        }
    });
    (port, tasks)
}

#[tokio::test]
async fn an_authority_of_ones_own_is_trusted_when_its_file_is_named() {
    let upstream = Upstream::start(Script::new(|_| Reply::Close)).await;
    let key = certificate();
    let (port, _tasks) = terminate(&upstream, &key).await;
    let pem = pem_of(&key);
    let mut config = config(&format!("https://localhost:{port}"));
    config.ca_file = pem.path().to_owned();
    let http = Http::new(&config).unwrap();
    let sent = noise(3, 100_000);
    let response = relay(&http, request("POST", "/v1/echo", full(sent.clone()))).await.unwrap();
    assert_eq!(response.headers()["x-echo-host"], format!("localhost:{port}"));
    assert_eq!(bytes(response.into_body()).await.unwrap(), sent);
}

#[tokio::test]
async fn any_other_authority_is_not_trusted() {
    let upstream = Upstream::start(Script::new(|_| Reply::Close)).await;
    let (port, _tasks) = terminate(&upstream, &certificate()).await;
    let pem = ca_file();
    let mut config = config(&format!("https://localhost:{port}"));
    config.ca_file = pem.path().to_owned();
    let http = Http::new(&config).unwrap();
    let error = relay(&http, request("GET", "/v1/models", full(""))).await.unwrap_err();
    assert!(matches!(error, Error::Connect { .. }), "{error:?}");
    assert!(error.to_string().contains("certificate"), "{error}");
    assert!(upstream.requests().is_empty());
}

#[tokio::test]
async fn a_file_without_authorities_is_refused_at_start() {
    let file = NamedTempFile::new().unwrap();
    let mut empty = config("https://localhost:1");
    empty.ca_file = file.path().to_owned();
    assert!(Http::new(&empty).unwrap_err().to_string().contains("ca_file"));
    empty.ca_file = "/nonexistent.pem".into();
    assert!(Http::new(&empty).unwrap_err().to_string().contains("/nonexistent.pem"));
}
