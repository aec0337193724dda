//! A scripted OpenAI-shaped upstream for tests and benchmarks: it does what a test tells it, on a port of its own on
//! the loopback, and counts what it was made to generate.
//!
//! A [`Script`] says how requests are answered; [`Upstream::start`] serves it until the value is dropped. Nothing here
//! sleeps: a test that wants a slow upstream holds its [`Gate`] and releases one token after the other, and a test that
//! waits for the upstream to have seen something uses [`Upstream::until`].
//!
//! `GET /v1/models` lists the script's models and `/v1/echo` (any method) streams the request's body back, with the
//! request's headers as `x-echo-…`; everything else goes to the script. Every request is recorded.
//!
//! # Layout
//! - [`script`]: which request gets which reply: [`Script`], [`Asked`];
//! - [`reply`]: what a reply is: [`Reply`], [`Chat`], [`Pieces`], [`Gate`];
//! - [`ledger`]: what was seen: [`Recorded`] requests and counters;
//! - `render`: chat completions as JSON and as streams;
//! - `server`: the listener.

pub mod ledger;
mod render;
pub mod reply;
pub mod script;
mod server;

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::task::JoinSet;

pub use ledger::Recorded;
pub use reply::{Chat, Gate, Pieces, Reply};
pub use script::{Asked, Script};

use ledger::Ledger;

/// A running scripted upstream. Dropping it closes its port and all its connections.
#[derive(Debug)]
pub struct Upstream {
    addr: SocketAddr,
    ledger: Arc<Ledger>,
    // Owns the accept loop, which owns the connections: dropping it ends them all.
    _server: JoinSet<()>,
}

impl Upstream {
    /// Serves a script on a free port of the loopback.
    ///
    /// # Panics
    /// When no port can be had; this is a test's tool.
    #[expect(clippy::expect_used, reason = "a test without its upstream has failed")]
    pub async fn start(script: Script) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("no free port on the loopback");
        let addr = listener.local_addr().expect("a bound socket has an address");
        let ledger = Arc::new(Ledger::default());
        let mut server = JoinSet::new();
        server.spawn(server::serve(listener, Arc::new(script), Arc::clone(&ledger)));
        Self { addr, ledger, _server: server }
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Its base URL, without a path: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// The requests so far, in the order in which their bodies had arrived.
    pub fn requests(&self) -> Vec<Recorded> {
        self.ledger.requests()
    }

    /// The chat requests among them, bodies parsed.
    pub fn chats(&self) -> Vec<serde_json::Value> {
        let chats = self.requests().into_iter().filter(|request| request.path.ends_with("/chat/completions"));
        chats.map(|request| request.json()).collect()
    }

    /// Tokens generated so far, over all answers, streamed or not.
    pub fn tokens_generated(&self) -> usize {
        self.ledger.tokens()
    }

    /// Answers that are being generated or sent now.
    pub fn open_streams(&self) -> usize {
        self.ledger.open()
    }

    /// Connections accepted so far.
    pub fn connections(&self) -> usize {
        self.ledger.connections()
    }

    /// Waits until something is true of this upstream; it is looked at after every event here. Wrap it in a timeout
    /// where it may never become true.
    pub async fn until(&self, mut is_true: impl FnMut(&Self) -> bool) {
        let mut events = self.ledger.events();
        while !is_true(self) {
            if events.changed().await.is_err() {
                return;
            }
        }
    }
}
