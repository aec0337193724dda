//! What is counted, in OpenMetrics. One explicit registry, typed labels, no globals.

mod judge;
mod labels;
mod sink;

use std::time::Duration;

use http::{HeaderValue, Response, header};
use probity_upstream::Body;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets, linear_buckets};
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use crate::body::full;
use crate::refusal::Refusal;
pub use judge::Watched;
use labels::{
    DrawLabels, FailureLabels, JudgeFailureLabels, JudgeLabels, JudgedLabels, RequestLabels, RouteLabels, TokenLabels,
};
pub use sink::MetricsSink;

const CONTENT_TYPE: HeaderValue =
    HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");

type Histograms<L> = Family<L, Histogram, fn() -> Histogram>;

/// Everything that is counted. Shared by the server and by the [`MetricsSink`] that the pipeline reports to.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    request_seconds: Histograms<RouteLabels>,
    overhead_seconds: Histogram,
    draws: Family<DrawLabels, Counter>,
    tokens: Family<TokenLabels, Counter>,
    upstream_failures: Family<FailureLabels, Counter>,
    confidence: Histogram,
    judge_seconds: Histograms<JudgeLabels>,
    judged: Family<JudgedLabels, Counter>,
    judge_failures: Family<JudgeFailureLabels, Counter>,
    pub(crate) observe_dropped: Counter,
    pub(crate) in_flight: Gauge,
    pub(crate) connections: Gauge,
}

impl Metrics {
    /// Nothing counted yet. `version` is the program's, for `probity_build_info`.
    pub fn new(version: &str) -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("probity"),
            requests: Family::default(),
            request_seconds: Family::new_with_constructor(request_seconds),
            overhead_seconds: Histogram::new(exponential_buckets(0.000_05, 2.0, 15)),
            draws: Family::default(),
            tokens: Family::default(),
            upstream_failures: Family::default(),
            judge_seconds: Family::new_with_constructor(judge_seconds),
            judged: Family::default(),
            judge_failures: Family::default(),
            confidence: Histogram::new(linear_buckets(0.05, 0.05, 19)),
            observe_dropped: Counter::default(),
            in_flight: Gauge::default(),
            connections: Gauge::default(),
        };
        metrics.register(version);
        metrics
    }

    fn register(&mut self, version: &str) {
        let registry = &mut self.registry;
        registry.register("build", "The program that runs", Info::new([("version", version.to_owned())]));
        registry.register("requests", "Requests answered", self.requests.clone());
        registry.register(
            "request_seconds",
            "Seconds from a request's arrival to the end of its answer",
            self.request_seconds.clone(),
        );
        registry.register(
            "overhead_seconds",
            "Seconds of a judged request that were probity's own",
            self.overhead_seconds.clone(),
        );
        registry.register("draws", "Verification draws, by how they ended", self.draws.clone());
        registry.register("tokens", "Tokens paid for judged requests, over all draws", self.tokens.clone());
        registry.register(
            "upstream_failures",
            "Exchanges with the upstream that failed",
            self.upstream_failures.clone(),
        );
        registry.register("confidence", "Probability that a judged answer is right", self.confidence.clone());
        registry.register("judge_seconds", "Seconds that a call of the judge took", self.judge_seconds.clone());
        registry.register(
            "judged_pairs",
            "Pairs of texts that went through the judge, by whether it could read them",
            self.judged.clone(),
        );
        registry.register("judge_failures", "Calls of the judge that failed", self.judge_failures.clone());
        registry.register(
            "observe_dropped",
            "Answers left unscored because too many were being scored",
            self.observe_dropped.clone(),
        );
        registry.register("in_flight", "Requests in flight", self.in_flight.clone());
        registry.register("connections", "Connections open", self.connections.clone());
    }

    /// The exposition, as a response.
    pub(crate) fn response(&self) -> Response<Body> {
        let mut text = String::new();
        // Writing to a string cannot fail; the trait just cannot say so.
        if encode(&mut text, &self.registry).is_err() {
            return Refusal::Defect.into_response();
        }
        let mut response = Response::new(full(text));
        response.headers_mut().insert(header::CONTENT_TYPE, CONTENT_TYPE);
        response
    }

    pub(crate) fn count_request(&self, route: &'static str, decision: &'static str, status: u16, elapsed: Duration) {
        self.requests.get_or_create(&RequestLabels { route, decision, status }).inc();
        self.request_seconds.get_or_create(&RouteLabels { route }).observe(elapsed.as_secs_f64());
    }

    pub(crate) fn count_failure(&self, kind: &str) {
        self.upstream_failures.get_or_create(&FailureLabels { kind: kind.to_owned() }).inc();
    }

    fn count_draws(&self, outcome: &'static str, count: usize) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        self.draws.get_or_create(&DrawLabels { outcome }).inc_by(count);
    }

    fn count_tokens(&self, kind: &'static str, count: u64) {
        self.tokens.get_or_create(&TokenLabels { kind }).inc_by(count);
    }
}

fn request_seconds() -> Histogram {
    Histogram::new(exponential_buckets(0.001, 2.0, 18))
}

fn judge_seconds() -> Histogram {
    Histogram::new(exponential_buckets(0.000_1, 2.0, 18))
}
