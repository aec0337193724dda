//! What was paid, over all draws, and what of it is an estimate.

use probity_draw::{Event, FailureKind};
use probity_pipeline::Tokens;
use probity_wire::Usage;
use serde_json::json;

use crate::scene::{QUESTION, Scene, plain};
use crate::script::{done, failed, opened, said, text, whole};

#[tokio::test]
async fn usage_is_summed_over_all_draws() {
    let scene = Scene::new();
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris", "Paris", "Paris"]);
    let outcome = scene.finish(QUESTION).await;
    assert_eq!(outcome.verdict.tokens_paid, Some(Tokens { prompt: 40, completion: 9 }));
    assert!(!outcome.verdict.tokens_estimated);
    assert_eq!(
        plain(&outcome.answer)["usage"],
        json!({"prompt_tokens": 40, "completion_tokens": 9, "total_tokens": 49})
    );
}

#[tokio::test]
async fn one_report_for_draws_of_one_request_covers_them_all() {
    let scene = Scene::new();
    scene.script.primary(whole("Paris"));
    scene.script.draw(0, said("Paris", None));
    scene.script.draw(1, said("Paris", None));
    scene.script.draw(2, said("Paris", Some(Usage::new(10, 6))));
    let verdict = scene.finish(QUESTION).await.verdict;
    assert_eq!(verdict.tokens_paid, Some(Tokens { prompt: 20, completion: 9 }));
    assert!(!verdict.tokens_estimated);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_draw_is_estimated_by_its_pieces_and_the_primarys_prompt() {
    let scene = Scene::new();
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris", "Paris"]);
    scene.script.draw(2, [opened(), text("a"), text("b"), text("c"), text("")]);
    let verdict = scene.finish(QUESTION).await.verdict;
    assert_eq!(verdict.draws_cancelled, 1);
    assert_eq!(verdict.tokens_paid, Some(Tokens { prompt: 40, completion: 3 + 2 + 2 + 3 }));
    assert!(verdict.tokens_estimated);
}

#[tokio::test]
async fn a_draw_without_usage_is_estimated_by_its_length() {
    let scene = Scene::new();
    scene.script.primary(whole("Paris"));
    for place in 0..3 {
        scene.script.draw(place, said("Paris", None));
    }
    let verdict = scene.finish(QUESTION).await.verdict;
    assert_eq!(verdict.tokens_paid, Some(Tokens { prompt: 40, completion: 3 + 3 * 2 }));
    assert!(verdict.tokens_estimated);
}

#[tokio::test]
async fn a_draw_that_was_never_accepted_cost_nothing() {
    let scene = Scene::new();
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris", "Paris"]);
    scene.script.draw(2, [failed(FailureKind::Status)]);
    let verdict = scene.finish(QUESTION).await.verdict;
    assert_eq!(verdict.tokens_paid, Some(Tokens { prompt: 30, completion: 7 }));
    assert!(!verdict.tokens_estimated);
}

#[tokio::test]
async fn what_a_draw_did_before_it_broke_was_paid() {
    let scene = Scene::new();
    scene.script.primary(whole("Paris"));
    scene.script.draws(&["Paris", "Paris"]);
    scene.script.draw(2, [opened(), text("Par"), text("is"), failed(FailureKind::Reset)]);
    let verdict = scene.finish(QUESTION).await.verdict;
    assert_eq!(verdict.tokens_paid, Some(Tokens { prompt: 40, completion: 3 + 2 + 2 + 2 }));
    assert!(verdict.tokens_estimated);
}

#[tokio::test]
async fn a_primary_without_usage_is_estimated_from_the_question() {
    let scene = Scene::with(json!({"max_draws": 1, "quorum": 1}));
    let body = crate::script::body("Paris");
    let finish = probity_draw::Done { body: Some(body.into()), ..Default::default() };
    scene.script.primary([opened(), text("Paris"), Event::Done(finish)]);
    scene.script.draw(0, [opened(), text("Paris"), done()]);
    let verdict = scene.finish(QUESTION).await.verdict;
    // Thirty characters ask, five answer.
    assert_eq!(verdict.tokens_paid, Some(Tokens { prompt: 2 * 8, completion: 2 * 2 }));
    assert!(verdict.tokens_estimated);
}
