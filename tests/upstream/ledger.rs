//! What the upstream saw and did: requests, tokens, open answers, connections.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, Method};
use serde_json::Value;
use tokio::sync::watch;

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// Its method.
    pub method: Method,
    /// Its path and query, as they stood in the request line.
    pub path: String,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body; empty for `/v1/echo`, which streams it back instead.
    pub body: Bytes,
}

impl Recorded {
    /// The body as JSON; `null` when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// A header as text; empty when absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// The books. Every entry is an event that waiters are told of.
#[derive(Debug)]
pub(crate) struct Ledger {
    requests: Mutex<Vec<Recorded>>,
    tokens: AtomicUsize,
    open: AtomicUsize,
    connections: AtomicUsize,
    events: watch::Sender<u64>,
}

impl Default for Ledger {
    fn default() -> Self {
        Self {
            requests: Mutex::default(),
            tokens: AtomicUsize::new(0),
            open: AtomicUsize::new(0),
            connections: AtomicUsize::new(0),
            events: watch::Sender::new(0),
        }
    }
}

/// An answer in progress: open until dropped, however it ends.
#[derive(Debug)]
pub(crate) struct Open(Arc<Ledger>);

impl Ledger {
    pub(crate) fn requests(&self) -> Vec<Recorded> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn tokens(&self) -> usize {
        self.tokens.load(Ordering::SeqCst)
    }

    pub(crate) fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn events(&self) -> watch::Receiver<u64> {
        self.events.subscribe()
    }

    /// Records a request and returns how many came before it.
    pub(crate) fn record(&self, request: Recorded) -> usize {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.push(request);
        let index = requests.len() - 1;
        drop(requests);
        self.tell();
        index
    }

    pub(crate) fn add_tokens(&self, count: usize) {
        self.tokens.fetch_add(count, Ordering::SeqCst);
        self.tell();
    }

    pub(crate) fn add_connection(&self) {
        self.connections.fetch_add(1, Ordering::SeqCst);
        self.tell();
    }

    pub(crate) fn open_answer(self: &Arc<Self>) -> Open {
        self.open.fetch_add(1, Ordering::SeqCst);
        self.tell();
        Open(Arc::clone(self))
    }

    fn tell(&self) {
        self.events.send_modify(|count| *count += 1);
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::SeqCst);
        self.0.tell();
    }
}
