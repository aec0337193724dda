//! Long answers: judged sentence by sentence, hedged as a whole, refused only when most of them is unsupported.

use std::sync::{Arc, Mutex};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use probity_draw::{Delta, Event};
use probity_pipeline::{Answer, Decision, Observed};
use probity_score::{Claim, Entailment, EntailmentJudge, Error};
use serde_json::{Value, json};

use crate::scene::{QUESTION, STREAMED, Scene, Waiting, breathe, content, plain};
use crate::script::{done, opened, said, text, whole};

/// A claim follows where all its words stand in the premise, and is contradicted where not. Remembers its batches.
#[derive(Debug)]
struct Contained {
    mood: Mood,
    batches: Mutex<Vec<usize>>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Mood {
    Well,
    Blind,
    Errs,
    MissesOne,
    Hangs,
}

impl Contained {
    fn new(mood: Mood) -> Arc<Self> {
        Arc::new(Self { mood, batches: Mutex::default() })
    }

    fn batches(&self) -> Vec<usize> {
        self.batches.lock().unwrap().clone()
    }
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn verdict(claim: &Claim<'_>) -> Entailment {
    let premise = words(claim.premise);
    let follows = words(claim.hypothesis).iter().all(|word| premise.contains(word));
    let entailment = f64::from(u8::from(follows));
    Entailment { entailment, neutral: 0.0, contradiction: 1.0 - entailment }
}

impl EntailmentJudge for Contained {
    fn name(&self) -> &str {
        "contained"
    }

    fn entail<'a>(&'a self, claims: &'a [Claim<'a>]) -> BoxFuture<'a, Result<Vec<Option<Entailment>>, Error>> {
        self.batches.lock().unwrap().push(claims.len());
        let well = claims.iter().map(|claim| Some(verdict(claim)));
        match self.mood {
            Mood::Well => std::future::ready(Ok(well.collect())).boxed(),
            Mood::Blind => std::future::ready(Ok(vec![None; claims.len()])).boxed(),
            Mood::Errs => std::future::ready(Err(Error::Failed("it is told to".to_owned()))).boxed(),
            Mood::MissesOne => std::future::ready(Ok(well.skip(1).collect())).boxed(),
            Mood::Hangs => std::future::pending().boxed(),
        }
    }
}

const TRUE: [&str; 4] = [
    "Mars is the fourth planet.",
    "It has two small moons.",
    "Its surface is rather red.",
    "A day there lasts 24 hours.",
];
const FALSE: [&str; 4] = [
    "Mars was found by sailors in 1781.",
    "It has rings of solid gold.",
    "Its sky is always green.",
    "Nobody ever saw it.",
];

/// An answer that is right in so many of its four sentences.
fn answer(right: usize) -> String {
    [&TRUE[..right], &FALSE[..4 - right]].concat().join(" ")
}

/// What the model says again, in other words.
fn again(times: usize) -> Vec<String> {
    vec![format!("Well, red is rather its surface. {} Small moons it has: two!", [TRUE[0], TRUE[3]].join(" ")); times]
}

fn scene(judge: &Arc<Contained>, changes: Value) -> Scene {
    Scene::with(changes).and(|pipeline| pipeline.with_entailment(judge.clone()))
}

fn draw(scene: &Scene, answers: &[String]) {
    let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
    scene.script.draws(&answers);
}

#[tokio::test]
async fn a_supported_answer_goes_out_as_it_is_after_the_fewest_draws() {
    let judge = Contained::new(Mood::Well);
    let scene = scene(&judge, json!({}));
    scene.script.primary(whole(&answer(4)));
    draw(&scene, &again(5));
    let outcome = scene.finish(QUESTION).await;
    let verdict = &outcome.verdict;
    assert_eq!((verdict.decision, verdict.reason), (Decision::Answered, "support"));
    assert_eq!((verdict.agreement, verdict.confidence), (Some(1.0), Some(0.8)));
    assert_eq!((verdict.draws_finished, verdict.draws_saved), (3, 2));
    assert_eq!(content(&outcome), answer(4));
    assert_eq!(plain(&outcome.answer)["probity"]["unsupported"], json!([]));
    assert_eq!(scene.records.only().agreements, [1.0; 3]);
}

#[tokio::test]
async fn what_the_draws_do_not_support_is_named_and_the_whole_is_hedged() {
    let judge = Contained::new(Mood::Well);
    let scene = scene(&judge, json!({}));
    let body = answer(2);
    scene.script.primary(whole(&body));
    draw(&scene, &again(5));
    let outcome = scene.finish(QUESTION).await;
    assert_eq!(outcome.verdict.decision, Decision::Hedged);
    assert_eq!(content(&outcome), format!("HEDGED {body}"));
    let unsupported = &plain(&outcome.answer)["probity"]["unsupported"];
    let expected = json!([{"sentence": FALSE[0], "support": 0.0}, {"sentence": FALSE[1], "support": 0.0}]);
    assert_eq!(unsupported, &expected);
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphanumeric()).count() as f64;
    let right: f64 = TRUE[..2].iter().map(|text| letters(text)).sum();
    assert!((outcome.verdict.agreement.unwrap() - right / letters(&body)).abs() < 1e-9, "weighted by length");
}

#[tokio::test]
async fn an_answer_that_is_mostly_unsupported_is_refused() {
    let judge = Contained::new(Mood::Well);
    let scene = scene(&judge, json!({"extension": "summary"}));
    scene.script.primary(whole(&answer(1)));
    draw(&scene, &again(5));
    let outcome = scene.finish(QUESTION).await;
    assert_eq!(outcome.verdict.decision, Decision::Refused);
    assert!(content(&outcome).starts_with("REFUSED"));
    let unsupported = &plain(&outcome.answer)["probity"]["unsupported"];
    assert_eq!(unsupported, &json!([{"support": 0.0}, {"support": 0.0}, {"support": 0.0}]), "in summary no texts");
}

#[tokio::test]
async fn other_modes_change_no_word_and_say_what_would_be() {
    let judge = Contained::new(Mood::Well);
    let annotated = scene(&judge, json!({"mode": "annotate"}));
    annotated.script.primary(whole(&answer(1)));
    draw(&annotated, &again(5));
    let outcome = annotated.finish(QUESTION).await;
    assert_eq!((outcome.verdict.decision, outcome.verdict.would_be), (Decision::Answered, Some(Decision::Refused)));
    assert_eq!(content(&outcome), answer(1));
    let observed = scene(&judge, json!({"mode": "observe"}));
    draw(&observed, &again(5));
    let (ask, plan) = observed.plan(QUESTION);
    let seen = Observed { text: answer(4), ..Observed::default() };
    let verdict = observed.pipeline.observe(ask, &plan, seen).await;
    assert_eq!((verdict.would_be, verdict.reason), (Some(Decision::Answered), "support"));
}

#[tokio::test]
async fn a_stream_is_judged_and_rewritten_too() {
    let frame = |text: &str, finish: &str| {
        let json = format!(
            r#"{{"id":"c","choices":[{{"index":0,"delta":{{"content":"{text}"}},"finish_reason":{finish}}}]}}"#
        );
        Event::Delta(Delta { text: text.to_owned(), frame: Some(json.into()), logprobs: vec![] })
    };
    let judge = Contained::new(Mood::Well);
    let scene = scene(&judge, json!({}));
    scene.script.primary([opened(), frame(&answer(1), "null"), frame("", "\"stop\""), done()]);
    draw(&scene, &again(5));
    let outcome = scene.finish(STREAMED).await;
    let Answer::Frames(frames) = outcome.answer else { unreachable!("it is a stream") };
    let first: Value = serde_json::from_slice(&frames[0]).unwrap();
    assert!(first["choices"][0]["delta"]["content"].as_str().unwrap().starts_with("REFUSED"));
    let last: Value = serde_json::from_slice(frames.last().unwrap()).unwrap();
    assert_eq!(last["probity"]["unsupported"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn claims_are_bounded_and_one_batch_is_asked_for_each_draw() {
    let judge = Contained::new(Mood::Well);
    let scene = scene(&judge, json!({"quorum": 5}));
    let sentence = |number: usize| format!("Fact {number} of the planet is that it weighs {number} tonnes.");
    let long: Vec<String> = (0..100).map(sentence).collect();
    scene.script.primary(whole(&long.join(" ")));
    let other: Vec<String> = (0..100).map(|number| format!("Thing {number} is another fact of it.")).collect();
    let others: Vec<String> = (0..5).map(|number| format!("{} Thing {number} is odd.", other.join(" "))).collect();
    draw(&scene, &others);
    assert_eq!(scene.finish(QUESTION).await.verdict.decision, Decision::Refused);
    assert_eq!(judge.batches(), [24 * 3; 5]);
}

#[tokio::test]
async fn draws_of_the_same_text_are_heard_once() {
    let judge = Contained::new(Mood::Well);
    let scene = scene(&judge, json!({"quorum": 5}));
    scene.script.primary(whole(&answer(2)));
    draw(&scene, &again(5));
    let verdict = scene.finish(QUESTION).await.verdict;
    assert_eq!((verdict.decision, verdict.draws_finished), (Decision::Hedged, 5));
    assert_eq!(judge.batches().len(), 1);
}

#[tokio::test]
async fn a_draw_that_is_the_very_answer_supports_all_of_it() {
    let judge = Contained::new(Mood::Well);
    let scene = scene(&judge, json!({}));
    let list = "Mars has two moons:\n1. Phobos\n2. Deimos\n\nIt is a cold place.";
    scene.script.primary(whole(list));
    draw(&scene, &vec![list.to_owned(); 5]);
    let verdict = scene.finish(QUESTION).await.verdict;
    assert_eq!((verdict.decision, verdict.agreement), (Decision::Answered, Some(1.0)));
    assert_eq!(judge.batches(), Vec::<usize>::new(), "its items are not asked for");
}

#[tokio::test]
async fn draws_that_repeat_it_do_not_make_it_readable() {
    let scene = scene(&Contained::new(Mood::Blind), json!({}));
    scene.script.primary(whole(&answer(4)));
    draw(&scene, &[answer(4), again(1).remove(0), answer(4), answer(4), answer(4)]);
    let verdict = scene.finish(QUESTION).await.verdict;
    assert_eq!((verdict.decision, verdict.reason), (Decision::Unavailable, "unreadable"));
}

#[tokio::test]
async fn another_scorer_has_no_say_in_it_and_costs_no_draws() {
    let scene = scene(&Contained::new(Mood::Well), json!({"scorer": "semantic_sets"}));
    scene.script.primary(whole(&answer(4)));
    draw(&scene, &again(3));
    let verdict = scene.finish(QUESTION).await.verdict;
    assert_eq!((verdict.decision, verdict.reason), (Decision::Answered, "support"));
    assert_eq!((verdict.draws_finished, verdict.draws_saved), (3, 2), "those in flight are let go");
}

#[tokio::test]
async fn what_is_said_in_the_same_words_costs_nothing() {
    let judge = Contained::new(Mood::Well);
    let scene = scene(&judge, json!({}));
    scene.script.primary(whole(&answer(4)));
    draw(&scene, &vec![answer(4); 5]);
    assert_eq!(scene.finish(QUESTION).await.verdict.decision, Decision::Answered);
    assert_eq!(judge.batches(), Vec::<usize>::new());
}

#[tokio::test]
async fn draws_that_decline_support_nothing() {
    let judge = Contained::new(Mood::Well);
    let scene = scene(&judge, json!({}));
    scene.script.primary(whole(&answer(4)));
    draw(&scene, &vec!["I don't know.".to_owned(); 5]);
    assert_eq!(scene.finish(QUESTION).await.verdict.decision, Decision::Refused);
}

#[tokio::test]
async fn a_long_refusal_of_the_models_own_stays_one() {
    let judge = Contained::new(Mood::Well);
    let scene = scene(&judge, json!({}));
    let refusal = "I'm sorry. I can't help with that. I don't know the answer. I am not able to look it up.";
    scene.script.primary(whole(refusal));
    let outcome = scene.finish(QUESTION).await;
    assert_eq!((outcome.verdict.reason, content(&outcome).as_str()), ("model_declined", refusal));
}

#[tokio::test]
async fn where_nothing_can_be_checked_it_is_passed() {
    let judge = Contained::new(Mood::Well);
    for text in ["```\na\nb\nc\nd\n```", "Is it? Is it not? Who knows? Shall I go on?"] {
        let scene = scene(&judge, json!({}));
        scene.script.primary(whole(text));
        let verdict = scene.finish(QUESTION).await.verdict;
        assert_eq!((verdict.decision, verdict.reason), (Decision::Passed, "long_answer"), "{text}");
    }
}

#[tokio::test]
async fn a_judge_that_cannot_read_it_makes_it_unavailable() {
    let table = [(Mood::Blind, "unreadable"), (Mood::Errs, "judge_failed"), (Mood::MissesOne, "judge_failed")];
    for (mood, reason) in table {
        let scene = scene(&Contained::new(mood), json!({}));
        scene.script.primary(whole(&answer(3)));
        draw(&scene, &again(5));
        let outcome = scene.finish(QUESTION).await;
        assert_eq!((outcome.verdict.decision, outcome.verdict.reason), (Decision::Unavailable, reason), "{mood:?}");
        assert_eq!(content(&outcome), answer(3));
        assert_eq!(outcome.verdict.draws_started, 3, "no more is drawn for it");
    }
}

#[tokio::test(start_paused = true)]
async fn it_keeps_to_the_deadline() {
    let scene = scene(&Contained::new(Mood::Hangs), json!({}));
    scene.script.primary(whole(&answer(3)));
    draw(&scene, &again(5));
    let since = tokio::time::Instant::now();
    assert_eq!(scene.finish(QUESTION).await.verdict.reason, "deadline");
    assert_eq!(since.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn at_the_deadline_what_was_heard_decides() {
    let judge = Contained::new(Mood::Well);
    let scene = scene(&judge, json!({}));
    scene.script.primary(whole(&answer(4)));
    draw(&scene, &again(2));
    let verdict = scene.finish(QUESTION).await.verdict;
    assert_eq!((verdict.decision, verdict.reason), (Decision::Answered, "deadline"));
}

#[tokio::test]
async fn draws_go_on_while_it_grows_and_end_when_the_client_goes() {
    let scene = scene(&Contained::new(Mood::Hangs), json!({}));
    let waiting = Waiting::on(scene.begin(QUESTION).finish());
    scene.script.primary([opened(), text(&"Mars is a planet. ".repeat(40))]);
    breathe().await;
    assert_eq!(scene.script.dropped(), 0, "they are needed");
    scene.script.primary(whole("").split_off(1));
    scene.script.draw(0, said(&again(1)[0], None));
    breathe().await;
    waiting.leave().await;
    assert_eq!(scene.script.dropped(), 2, "the two in flight");
    assert_eq!(scene.records.only().reason, "client_gone");
}
