//! A recording goes through the very same phases.

use std::sync::Arc;

use probity_draw::record::Forget;
use probity_draw::{Ask, Recording};
use probity_pipeline::{Controls, Decision, Pipeline};
use probity_wire::chat::ChatRequest;
use serde_json::json;

use crate::judges::Words;
use crate::scene::{QUESTION, content, settings};

#[tokio::test]
async fn each_recording_is_judged_by_a_pipeline_of_shared_settings() {
    let settings = Arc::new(settings(json!({})));
    let cases = [
        (["Paris", "Paris", "Paris", "Paris", "Paris"], Decision::Answered, 3),
        (["Lyon", "Nice", "Lille", "Metz", "Brest"], Decision::Refused, 4),
        (["Lyon", "Nice", "Paris", "Metz", "Paris"], Decision::Hedged, 5),
    ];
    for (samples, decision, draws) in cases {
        let recording = Recording::new("Paris", samples.map(str::to_owned).to_vec());
        let judge = Arc::new(Words::default());
        let pipeline = Pipeline::new(Arc::new(recording), judge, Arc::new(Forget), Arc::clone(&settings));
        let request = ChatRequest::parse(QUESTION.into()).unwrap();
        let plan = pipeline.plan(&request, &Controls::default()).await;
        let ask = Ask::new(request);
        let outcome = pipeline.begin(ask, &plan).finish().await.unwrap();
        assert_eq!((outcome.verdict.decision, outcome.verdict.draws_finished), (decision, draws));
        assert!(content(&outcome).contains(if decision == Decision::Refused { "REFUSED" } else { "Paris" }));
    }
}
