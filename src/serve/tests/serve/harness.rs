//! A server in front of a scripted upstream, and a client that can misbehave.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use probity_draw::{Record, Sink};
use probity_pipeline::{Mode, Pipeline, Settings};
use probity_policy::Wording;
use probity_score::judge::{Claim, Entailment, EntailmentJudge, Error as JudgeError, Pair, PairJudge, Verdicts};
use probity_serve::{Config, Error, Judges, Metrics, MetricsSink, Parts, Server, Watched};
use probity_upstream::{Endpoint, Http, NativeN};
use scripted_upstream::{Asked, Reply, Script, Upstream};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// A question that is ours to judge.
pub(crate) const QUESTION: &str = "What is the capital of France?";

/// Longer than anything here takes; a test that hangs fails by it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// A time limit that is meant to run out.
pub(crate) const MOMENT: Duration = Duration::from_millis(50);

/// Waits, but not for ever.
pub(crate) async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.expect("this hangs")
}

/// The same letters are the same answer. Some words make it fail, each in its way.
#[derive(Debug)]
struct Letters;

/// The longer text entails the shorter one a little less.
#[derive(Debug)]
struct Lengths;

impl PairJudge for Letters {
    fn name(&self) -> &'static str {
        "letters"
    }

    fn same<'a>(&'a self, _question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, JudgeError>> {
        let says = |word: &str| pairs.iter().any(|pair| pair.a == word || pair.b == word);
        let verdict = |pair: &Pair<'_>| match pair.a {
            "unreadable" => None,
            a => Some(if a.eq_ignore_ascii_case(pair.b) { 1.0 } else { 0.0 }),
        };
        let judged = match (says("overload"), says("fail")) {
            (true, _) => Err(JudgeError::Overloaded("letters".to_owned())),
            (_, true) => Err(JudgeError::Failed("as it was told".to_owned())),
            _ => Ok(pairs.iter().map(verdict).collect()),
        };
        std::future::ready(judged).boxed()
    }
}

impl EntailmentJudge for Lengths {
    fn name(&self) -> &'static str {
        "lengths"
    }

    fn entail<'a>(&'a self, claims: &'a [Claim<'a>]) -> BoxFuture<'a, Result<Vec<Option<Entailment>>, JudgeError>> {
        let entailed = claims.iter().map(|claim| {
            let entailment = if claim.premise.len() > claim.hypothesis.len() { 0.25 } else { 0.5 };
            Some(Entailment { entailment, neutral: 0.5, contradiction: 0.5 - entailment })
        });
        std::future::ready(Ok(entailed.collect())).boxed()
    }
}

/// A script that answers the client's own request by one function, and verification draws (which are asked at the
/// sampling temperature) by another.
pub(crate) fn script(
    primary: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
    verification: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
) -> Script {
    Script::new(move |asked| if asked.temperature().is_some() { verification(asked) } else { primary(asked) })
}

/// A script in which every draw says the same.
pub(crate) fn unanimous() -> Script {
    Script::answers(|_, _| "Paris".to_owned())
}

/// What was recorded, beside being counted.
#[derive(Debug)]
struct Records {
    metrics: MetricsSink,
    kept: Mutex<Vec<Record>>,
}

impl Sink for Records {
    fn record(&self, record: Record) {
        self.kept.lock().unwrap().push(record.clone());
        self.metrics.record(record);
    }
}

/// What a house is built of.
pub(crate) struct Setup {
    script: Script,
    server: Config,
    upstream: probity_upstream::Config,
    honesty: probity_pipeline::Config,
    endpoint: Option<Arc<dyn Endpoint>>,
}

impl Setup {
    /// Everything at its most patient, in mode `enforce`.
    pub(crate) fn new(script: Script) -> Self {
        let (server, upstream, honesty) = (server_config(), upstream_config(), honesty_config());
        Self { script, server, upstream, honesty, endpoint: None }
    }

    pub(crate) fn mode(mut self, mode: Mode) -> Self {
        self.honesty.mode = mode;
        self
    }

    pub(crate) fn server(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.server);
        self
    }

    pub(crate) fn upstream(mut self, change: impl FnOnce(&mut probity_upstream::Config)) -> Self {
        change(&mut self.upstream);
        self
    }

    /// Another endpoint than the scripted upstream.
    pub(crate) fn endpoint(mut self, endpoint: impl Endpoint) -> Self {
        self.endpoint = Some(Arc::new(endpoint));
        self
    }

    /// Opens the house.
    pub(crate) async fn open(self) -> House {
        let upstream = Upstream::start(self.script.clone()).await;
        let (server, records) = self.bind(upstream.url()).await.unwrap();
        House::run(upstream, server, records)
    }

    /// Why the house cannot be opened.
    pub(crate) async fn bind_error(self) -> Error {
        self.bind("http://127.0.0.1:1".to_owned()).await.err().unwrap()
    }

    async fn bind(self, url: String) -> Result<(Server, Arc<Records>), Error> {
        let mut config = self.upstream;
        if config.url.is_empty() {
            config.url = url;
        }
        let endpoint: Arc<dyn Endpoint> = match self.endpoint {
            Some(endpoint) => endpoint,
            None => Arc::new(Http::new(&config).unwrap()),
        };
        let metrics = Arc::new(Metrics::new("0.0.0-test"));
        let wording = Wording::new(&wording_config()).unwrap();
        let settings = Settings { honesty: self.honesty, policy: policy_config(), wording };
        let records = Arc::new(Records { metrics: MetricsSink::new(Arc::clone(&metrics)), kept: Mutex::default() });
        let sink: Arc<dyn Sink> = records.clone();
        let (pairs, claims): (Arc<dyn PairJudge>, Arc<dyn EntailmentJudge>) = (Arc::new(Letters), Arc::new(Lengths));
        let judges = Judges {
            meaning: Arc::new(Watched::new(pairs, Arc::clone(&metrics))),
            entailment: Some(Arc::new(Watched::new(claims, Arc::clone(&metrics)))),
            embedder: None,
        };
        let pipeline = Pipeline::new(endpoint.sampler(), Arc::clone(&judges.meaning), sink, settings);
        Ok((Server::bind(self.server, Parts { pipeline, judges, endpoint, metrics }).await?, records))
    }
}

/// A running server, its upstream, and a client.
pub(crate) struct House {
    pub(crate) upstream: Upstream,
    pub(crate) address: SocketAddr,
    pub(crate) shutdown: CancellationToken,
    running: JoinSet<Result<(), Error>>,
    records: Arc<Records>,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl House {
    fn run(upstream: Upstream, server: Server, records: Arc<Records>) -> Self {
        let address = server.local_addr();
        let shutdown = CancellationToken::new();
        let mut running = JoinSet::new();
        running.spawn(server.run(shutdown.clone()));
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self { upstream, address, shutdown, running, records, client }
    }

    /// Sends a request and waits for the response's head.
    pub(crate) async fn open(&self, request: Request<Bytes>) -> Response<Incoming> {
        let (mut parts, body) = request.into_parts();
        parts.uri = format!("http://{}{}", self.address, parts.uri).parse().unwrap();
        within(self.client.request(Request::from_parts(parts, Full::new(body)))).await.unwrap()
    }

    /// Sends a request and reads the whole response.
    pub(crate) async fn ask(&self, request: Request<Bytes>) -> Seen {
        Seen::read(self.open(request).await).await
    }

    /// Gets a path.
    pub(crate) async fn get(&self, path: &str) -> Seen {
        self.ask(Request::get(path).body(Bytes::new()).unwrap()).await
    }

    /// Posts a chat request.
    pub(crate) async fn chat(&self, body: impl Into<Bytes>) -> Seen {
        self.ask(chat_request(body)).await
    }

    /// Connects, sends these bytes, and leaves the connection to the test.
    pub(crate) async fn raw(&self, bytes: &[u8]) -> TcpStream {
        let mut stream = within(TcpStream::connect(self.address)).await.unwrap();
        within(stream.write_all(bytes)).await.unwrap();
        stream
    }

    /// Waits until `/metrics` has this line.
    pub(crate) async fn until_counted(&self, line: &str) {
        let counted = async {
            while !self.get("/metrics").await.text().lines().any(|counted| counted == line) {
                tokio::task::yield_now().await;
            }
        };
        if tokio::time::timeout(PATIENCE, counted).await.is_err() {
            panic!("{line} is not in\n{}", self.get("/metrics").await.text());
        }
    }

    /// Waits for the only request that is recorded: what was decided, and why.
    pub(crate) async fn recorded(&self) -> (String, String) {
        let recorded = async {
            while self.records.kept.lock().unwrap().is_empty() {
                tokio::task::yield_now().await;
            }
        };
        within(recorded).await;
        let kept = self.records.kept.lock().unwrap();
        let [record] = &kept[..] else { panic!("one record: {kept:?}") };
        (record.decision.clone(), record.reason.clone())
    }

    /// Waits until the server has stopped.
    pub(crate) async fn stopped(&mut self) {
        within(self.running.join_next()).await.unwrap().unwrap().unwrap();
    }
}

/// A response, read.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Seen {
    pub(crate) async fn read(response: Response<Incoming>) -> Self {
        let (parts, body) = response.into_parts();
        let body = within(body.collect()).await.unwrap().to_bytes();
        Self { status: parts.status, headers: parts.headers, body }
    }

    /// Reads a whole response from a connection that is closed after it.
    pub(crate) async fn from_raw(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        within(stream.read_to_end(&mut bytes)).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").expect("a response");
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).unwrap().parse().unwrap();
        let headers = lines.map(|line| line.split_once(": ").unwrap());
        let headers = headers.map(|(name, value)| (name.parse::<http::HeaderName>().unwrap(), value.parse().unwrap()));
        Self { status, headers: headers.collect(), body: Bytes::from(body.to_owned()) }
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.to_vec()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The first choice's words.
    pub(crate) fn words(&self) -> String {
        self.json()["choices"][0]["message"]["content"].as_str().unwrap_or_default().to_owned()
    }

    /// Whether this is an error in OpenAI's envelope, with this status and code.
    #[track_caller]
    pub(crate) fn assert_error(&self, status: u16, kind: &str, code: &str) {
        assert_eq!(self.status, status, "{self:?}");
        let error = &self.json()["error"];
        assert_eq!((&error["type"], &error["code"]), (&json!(kind), &json!(code)), "{self:?}");
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{self:?}");
        assert!(error.as_object().unwrap().contains_key("param"), "{self:?}");
        assert_eq!(self.header("content-type"), "application/json");
    }

    /// The `data:` values of a stream.
    pub(crate) fn events(&self) -> Vec<String> {
        let text = self.text();
        let blocks = text.split("\n\n").filter_map(|block| block.strip_prefix("data: "));
        blocks.map(str::to_owned).collect()
    }
}

/// A POST to the chat endpoint.
pub(crate) fn chat_request(body: impl Into<Bytes>) -> Request<Bytes> {
    let request = Request::builder().method(Method::POST).uri("/v1/chat/completions");
    request.header("content-type", "application/json").body(body.into()).unwrap()
}

/// The question, as a chat request.
pub(crate) fn question() -> String {
    json!({"model": "scripted", "messages": [{"role": "user", "content": QUESTION}]}).to_string()
}

/// The question, asked as a stream.
pub(crate) fn streamed_question() -> String {
    json!({"model": "scripted", "stream": true, "messages": [{"role": "user", "content": QUESTION}]}).to_string()
}

pub(crate) fn server_config() -> Config {
    Config {
        listen: ([127, 0, 0, 1], 0).into(),
        max_body_bytes: 32 * 1024 * 1024,
        max_header_bytes: 16 * 1024,
        header_timeout: PATIENCE,
        body_timeout: PATIENCE,
        write_timeout: PATIENCE,
        linger_timeout: PATIENCE,
        max_connections: 64,
        max_in_flight: 64,
        max_background: 4,
        keepalive_comment: PATIENCE,
        drain_delay: Duration::ZERO,
        drain_timeout: PATIENCE,
    }
}

fn upstream_config() -> probity_upstream::Config {
    probity_upstream::Config {
        url: String::new(),
        api_key_env: String::new(),
        api_key_file: Default::default(),
        ca_file: Default::default(),
        connect_timeout: PATIENCE,
        first_byte_timeout: PATIENCE,
        idle_timeout: PATIENCE,
        total_timeout: PATIENCE,
        pool_idle_timeout: PATIENCE,
        max_idle_per_host: 16,
        max_response_bytes: 1 << 20,
        max_event_bytes: 1 << 16,
        native_n: NativeN::Never,
    }
}

fn honesty_config() -> probity_pipeline::Config {
    probity_pipeline::Config {
        max_draws: 3,
        draws_cap: 8,
        verification_max_tokens: 64,
        judge_timeout: PATIENCE,
        ..shipped("honesty")
    }
}

fn policy_config() -> probity_policy::Config {
    probity_policy::Config { answer_at: 0.7, hedge_at: 0.4, least: 2, ..shipped("policy") }
}

fn wording_config() -> probity_policy::wording::Config {
    shipped("wording")
}

/// A section of the default configuration.
fn shipped<T: DeserializeOwned>(section: &str) -> T {
    let mut all: toml::Table = toml::from_str(include_str!("../../../../config/default.toml")).unwrap();
    all.remove(section).unwrap().try_into().unwrap()
}
