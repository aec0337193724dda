//! The gate: asked where the rules are not sure, for a moment, and never trusted to work.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use probity_draw::Ask;
use probity_pipeline::{Controls, Decision, Plan};
use probity_policy::{Gate, GateError, Kinds, Pass};
use probity_wire::chat::ChatRequest;
use serde_json::json;

use crate::scene::{Scene, content};
use crate::script::whole;

/// Says the same of every request, or nothing.
#[derive(Debug)]
struct Says {
    word: Word,
    asked: AtomicUsize,
}

#[derive(Debug, Clone, Copy)]
enum Word {
    Ours(f64),
    Errs,
    Panics,
    Hangs,
}

impl Says {
    fn new(word: Word) -> Arc<Self> {
        Arc::new(Self { word, asked: AtomicUsize::new(0) })
    }
}

impl Gate for Says {
    fn name(&self) -> &str {
        "says"
    }

    #[expect(clippy::panic, reason = "it is told to")]
    fn read<'a>(&'a self, _request: &'a str) -> BoxFuture<'a, Result<Kinds, GateError>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        match self.word {
            Word::Ours(question) => {
                let kinds = Kinds { question, writing: 1.0 - question, ..Kinds::default() };
                std::future::ready(Ok(kinds)).boxed()
            }
            Word::Errs => std::future::ready(Err(GateError::Unreadable("too long".to_owned()))).boxed(),
            Word::Panics => panic!("the gate fell"),
            Word::Hangs => std::future::pending().boxed(),
        }
    }
}

const PLAIN: &str = "What is the capital of France?";
const WHY: &str = "Why is the sky blue?";
const EXPLAIN: &str = "Explain how tides come about.";
const POEM: &str = "Write a poem about Paris.";

fn request(turn: &str) -> ChatRequest {
    let body = json!({"model": "m", "messages": [{"role": "user", "content": turn}]});
    ChatRequest::parse(body.to_string().into()).unwrap()
}

async fn plan(gate: &Arc<Says>, mode: &str, turn: &str) -> Plan {
    let scene = Scene::with(json!({"mode": mode})).and(|pipeline| pipeline.with_gate(gate.clone()));
    scene.pipeline.plan(&request(turn), &Controls::default()).await
}

#[tokio::test]
async fn it_is_asked_only_where_the_rules_are_not_sure() {
    let gate = Says::new(Word::Ours(0.95));
    for (turn, asked) in [(PLAIN, 0), (POEM, 0), (WHY, 1), (EXPLAIN, 2)] {
        plan(&gate, "enforce", turn).await;
        assert_eq!(gate.asked.load(Ordering::SeqCst), asked, "{turn}");
    }
    plan(&gate, "off", WHY).await;
    assert_eq!(gate.asked.load(Ordering::SeqCst), 2, "where nothing is judged nobody asks");
}

#[tokio::test]
async fn it_passes_and_it_rescues() {
    let table = [
        (WHY, 0.4, Some(Pass::Imperative)),
        (WHY, 0.6, None),
        (EXPLAIN, 0.6, Some(Pass::Imperative)),
        (EXPLAIN, 0.95, None),
        (POEM, 1.0, Some(Pass::Imperative)),
        (PLAIN, 0.0, None),
    ];
    for (turn, ours, pass) in table {
        let gate = Says::new(Word::Ours(ours));
        assert_eq!(plan(&gate, "enforce", turn).await.scope.err(), pass, "{turn} {ours}");
    }
}

#[tokio::test(start_paused = true)]
async fn one_that_fails_leaves_the_rules_alone() {
    for word in [Word::Errs, Word::Panics, Word::Hangs] {
        let gate = Says::new(word);
        let since = tokio::time::Instant::now();
        assert!(plan(&gate, "enforce", WHY).await.scope.is_ok(), "{word:?}");
        assert_eq!(plan(&gate, "enforce", EXPLAIN).await.scope.err(), Some(Pass::Imperative), "{word:?}");
        assert!(since.elapsed().as_millis() <= 500, "it is given up after its time");
    }
}

#[tokio::test]
async fn what_it_rescues_is_judged_by_all_of_its_words() {
    let gate = Says::new(Word::Ours(0.95));
    let scene = Scene::new().and(|pipeline| pipeline.with_gate(gate));
    scene.script.primary(whole("The moon pulls."));
    scene.script.draws(&["The moon pulls.", "the moon pulls", "The moon pulls."]);
    let request = request(EXPLAIN);
    let plan = scene.pipeline.plan(&request, &Controls::default()).await;
    assert_eq!(plan.scope.as_ref().unwrap().turn, EXPLAIN);
    let outcome = scene.pipeline.begin(Ask::new(request), &plan).finish().await.unwrap();
    assert_eq!(outcome.verdict.decision, Decision::Answered);
    assert_eq!(content(&outcome), "The moon pulls.");
}
