//! What `/metrics` says, and that a defect in one request stays in it.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use futures_util::stream::StreamExt;
use probity_draw::{Ask, Draws, Sampler, Verification};
use probity_upstream::{Body, Endpoint, Error};

use super::harness::{Setup, question, streamed_question, unanimous};

#[tokio::test]
async fn metrics_are_openmetrics() {
    let house = Setup::new(unanimous()).open().await;
    let seen = house.get("/metrics").await;
    assert_eq!(seen.header("content-type"), "application/openmetrics-text; version=1.0.0; charset=utf-8");
    assert!(seen.text().ends_with("# EOF\n"));
    assert!(seen.text().contains("probity_build_info{version=\"0.0.0-test\"} 1\n"), "{}", seen.text());
    assert!(seen.text().contains("probity_in_flight 1\n"), "{}", seen.text());
}

#[tokio::test]
async fn a_judged_request_is_counted_whole() {
    let house = Setup::new(unanimous()).open().await;
    assert_eq!(house.chat(question()).await.status, 200);
    for line in [
        "probity_requests_total{route=\"chat\",decision=\"answered\",status=\"200\"} 1",
        "probity_request_seconds_count{route=\"chat\"} 1",
        "probity_overhead_seconds_count 1",
        "probity_confidence_count 1",
        "probity_draws_total{outcome=\"finished\"} 3",
        "probity_draws_total{outcome=\"failed\"} 0",
        "probity_draws_total{outcome=\"cancelled\"} 0",
        "probity_tokens_total{kind=\"completion\"} 4",
        "probity_observe_dropped_total 0",
    ] {
        house.until_counted(line).await;
    }
}

#[tokio::test]
async fn relayed_and_refused_requests_are_counted_by_route_and_status() {
    let house = Setup::new(unanimous()).open().await;
    house.get("/v1/models").await;
    house.get("/v1/models").await;
    house.chat("nonsense").await;
    house.until_counted("probity_requests_total{route=\"relay\",decision=\"none\",status=\"200\"} 2").await;
    house.until_counted("probity_requests_total{route=\"chat\",decision=\"none\",status=\"400\"} 1").await;
}

/// An endpoint with a defect.
#[derive(Debug, Clone, Copy)]
struct Defective;

impl Endpoint for Defective {
    fn relay(&self, _request: http::Request<Body>) -> BoxFuture<'static, Result<http::Response<Body>, Error>> {
        async { panic!("a defect in the relay") }.boxed()
    }

    fn sampler(&self) -> Arc<dyn Sampler> {
        Arc::new(*self)
    }

    fn ready(&self) -> BoxFuture<'static, Result<(), Error>> {
        std::future::ready(Ok(())).boxed()
    }
}

impl Sampler for Defective {
    fn primary(&self, _ask: &Ask) -> Draws {
        let opened = futures_util::stream::iter([(0, probity_draw::Event::Opened(probity_draw::Head::default()))]);
        opened
            .chain(futures_util::stream::once(async {
                tokio::task::yield_now().await;
                panic!("a defect in the sampler")
            }))
            .boxed()
    }

    fn verify(&self, _ask: &Ask, _verification: &Verification) -> Draws {
        futures_util::stream::empty().boxed()
    }

    fn name(&self) -> &'static str {
        "defective"
    }
}

#[tokio::test]
async fn a_defect_is_a_500_and_stays_in_its_request() {
    let house = Setup::new(unanimous()).endpoint(Defective).open().await;
    house.get("/v1/models").await.assert_error(500, "server_error", "internal_error");
    house.chat(question()).await.assert_error(500, "server_error", "internal_error");
    assert_eq!(house.get("/health/live").await.status, 200);
    house.until_counted("probity_in_flight 1").await;
}

#[tokio::test]
async fn a_defect_within_a_stream_is_its_last_frame() {
    let house = Setup::new(unanimous()).endpoint(Defective).open().await;
    let seen = house.chat(streamed_question()).await;
    let events = seen.events();
    assert_eq!((seen.status.as_u16(), events.len()), (200, 1), "{seen:?}");
    assert!(events[0].contains("\"internal_error\""), "{seen:?}");
}
