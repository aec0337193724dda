//! What agreement leads to, and with how many draws.

use probity_draw::Done;
use probity_pipeline::Decision;
use serde_json::json;

use crate::scene::{QUESTION, Scene, Waiting, breathe, content};
use crate::script::{opened, said, text, whole, whole_as};

#[tokio::test]
async fn unanimous_draws_answer_with_less_than_the_budget() {
    let scene = Scene::new();
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris", "paris", "Paris", "Paris", "Paris"]);
    let outcome = scene.finish(QUESTION).await;
    let verdict = &outcome.verdict;
    assert_eq!((verdict.decision, verdict.reason), (Decision::Answered, "agreement"));
    assert_eq!((verdict.draws_started, verdict.draws_finished, verdict.draws_saved), (3, 3, 2));
    assert_eq!(verdict.confidence, Some(0.8), "the posterior mean of three out of three, not their share");
    assert_eq!(verdict.agreement, Some(1.0));
    let [low, high] = verdict.confidence_interval.unwrap();
    assert!(low < 0.8 && 0.8 < high && low > 0.0 && high < 1.0, "{low} {high}");
    assert_eq!(content(&outcome), "Paris");
    assert_eq!(scene.script.asked().len(), 1);
    assert_eq!(scene.script.asked()[0].temperature, Some(1.0));
    let record = scene.records.only();
    assert_eq!((record.decision.as_str(), record.agreements), ("answered", vec![1.0, 1.0, 1.0]));
}

#[tokio::test]
async fn disagreement_is_refused_after_a_top_up() {
    let scene = Scene::new();
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Lyon", "Nice", "Lille", "Metz"]);
    let outcome = scene.finish(QUESTION).await;
    assert_eq!(outcome.verdict.decision, Decision::Refused);
    assert_eq!(outcome.verdict.confidence, Some(1.0 / 6.0));
    assert_eq!(content(&outcome), "REFUSED 17");
    assert_eq!((outcome.primary.as_str(), outcome.served.as_str()), ("Paris", "Paris"));
    let asked: Vec<(usize, usize)> = scene.script.asked().iter().map(|asked| (asked.count, asked.offset)).collect();
    assert_eq!(asked, [(3, 0), (1, 3)], "top-ups go on where the first round ended");
}

#[tokio::test]
async fn a_split_is_hedged() {
    let scene = Scene::new();
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Lyon", "Nice", "Paris", "Lille", "Paris"]);
    let outcome = scene.finish(QUESTION).await;
    assert_eq!(outcome.verdict.decision, Decision::Hedged);
    assert_eq!(content(&outcome), "HEDGED Paris");
    assert_eq!(outcome.verdict.draws_finished, 5);
    let clusters = outcome.verdict.clusters.unwrap();
    let shown: Vec<_> = clusters.iter().map(|cluster| (cluster.count, cluster.served)).collect();
    assert_eq!(shown, [(3, true), (1, false), (1, false), (1, false)]);
    assert_eq!(clusters[0].answer.as_deref(), Some("Paris"));
    let agreements: Vec<_> = outcome.draws.iter().map(|draw| draw.agreement).collect();
    assert_eq!(agreements, [Some(0.0), Some(0.0), Some(1.0), Some(0.0), Some(1.0)]);
}

#[tokio::test]
async fn draws_that_come_before_the_primary_wait_for_it() {
    let scene = Scene::new();
    let run = scene.begin(QUESTION);
    let waiting = Waiting::on(run.finish());
    scene.script.draws(&["Paris", "Paris", "Paris"]);
    breathe().await;
    assert!(!waiting.is_finished());
    scene.script.primary(whole("Paris"));
    let outcome = waiting.end().await.unwrap();
    assert_eq!(outcome.verdict.decision, Decision::Answered);
}

#[tokio::test]
async fn the_primary_and_the_first_round_are_drawn_at_once_while_only_the_opening_is_waited_for() {
    let scene = Scene::new();
    let mut run = scene.begin(QUESTION);
    scene.script.draws(&["Paris", "Paris", "Paris"]);
    scene.script.primary([opened()]);
    assert!(run.opened().await.unwrap().status.is_success());
    assert!(format!("{run:?}").contains("finished: 3"), "{run:?}");
    assert!(run.opened().await.is_ok(), "it may be asked again");
    scene.script.primary(whole("Paris").split_off(1));
    assert_eq!(run.finish().await.unwrap().verdict.decision, Decision::Answered);
}

#[tokio::test]
async fn draws_that_are_ready_together_are_judged_together() {
    let judge = std::sync::Arc::new(crate::judges::Words::default());
    let scene = Scene::judged_by(judge.clone(), json!({}));
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Lyon", "Nice", "Lille", "Metz"]);
    scene.finish(QUESTION).await;
    assert_eq!(judge.batches(), [3, 1], "the first round and the top-up; what is only shown is not judged");
}

#[tokio::test]
async fn a_model_that_declines_is_passed_on_as_a_refusal_of_its_own() {
    let scene = Scene::new();
    scene.script.primary(whole("I don't know."));
    let outcome = scene.finish(QUESTION).await;
    assert_eq!((outcome.verdict.decision, outcome.verdict.reason), (Decision::Refused, "model_declined"));
    assert_eq!(outcome.verdict.confidence, None);
    assert_eq!(content(&outcome), "I don't know.");
    assert_eq!((outcome.verdict.draws_cancelled, scene.script.dropped()), (3, 3));
}

#[tokio::test]
async fn a_refusal_of_the_protocol_is_one_too() {
    let scene = Scene::new();
    let done = Done { finish_reason: Some("stop".to_owned()), refusal: Some("No.".to_owned()), ..Done::default() };
    scene.script.primary(whole_as("", done));
    let outcome = scene.finish(QUESTION).await;
    assert_eq!(outcome.verdict.reason, "model_declined");
}

#[tokio::test]
async fn draws_that_decline_agree_with_nothing() {
    let scene = Scene::new();
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["I don't know.", "I'm not sure.", "I do not know the answer.", "I don't know."]);
    let outcome = scene.finish(QUESTION).await;
    assert_eq!(outcome.verdict.decision, Decision::Refused);
    assert_eq!(outcome.verdict.agreement, Some(0.0));
    let counts: Vec<_> = outcome.verdict.clusters.unwrap().iter().map(|cluster| cluster.count).collect();
    assert_eq!(counts, [4, 1], "they are one cluster of their own");
}

#[tokio::test]
async fn answers_that_are_not_ours_are_passed_untouched_and_their_draws_cancelled() {
    let long = "Paris is one. Lyon is two. Nice is three. Lille is four. Metz is five.";
    let finish = |reason: &str| Done { finish_reason: Some(reason.to_owned()), ..Done::default() };
    let cases = [
        (long, finish("stop"), "long_answer"),
        ("Par", finish("length"), "unfinished"),
        ("Par", finish("content_filter"), "unfinished"),
        ("Paris", finish("tool_calls"), "tool_call"),
        ("Paris", Done { calls_tools: true, ..finish("stop") }, "tool_call"),
        (" ", finish("stop"), "empty_answer"),
    ];
    for (answer, done, reason) in cases {
        let scene = Scene::new();
        scene.script.primary(whole_as(answer, done));
        let outcome = scene.finish(QUESTION).await;
        assert_eq!((outcome.verdict.decision, outcome.verdict.reason), (Decision::Passed, reason));
        assert_eq!(content(&outcome), answer);
        assert_eq!(scene.script.dropped(), 3, "{reason}");
        assert_eq!(scene.records.only().reason, reason);
    }
}

#[tokio::test]
async fn draws_are_cancelled_as_soon_as_the_answer_is_too_long() {
    let scene = Scene::new();
    let waiting = Waiting::on(scene.begin(QUESTION).finish());
    scene.script.primary([opened(), text(&"Paris is a city. ".repeat(40))]);
    breathe().await;
    assert_eq!(scene.script.dropped(), 3, "the primary has not ended yet");
    assert!(!waiting.is_finished());
    waiting.leave().await;
    assert_eq!(scene.records.only().reason, "client_gone");
}

#[tokio::test]
async fn a_late_draw_is_not_waited_for_by_the_others() {
    let scene = Scene::with(json!({"quorum": 5}));
    let waiting = Waiting::on(scene.begin(QUESTION).finish());
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris", "Paris", "Paris", "Paris"]);
    breathe().await;
    assert!(!waiting.is_finished(), "a quorum of five is not made by four");
    scene.script.draw(4, said("Paris", None));
    assert_eq!(waiting.end().await.unwrap().verdict.draws_finished, 5);
}
