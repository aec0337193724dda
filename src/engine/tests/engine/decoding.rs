//! Many draws at once say what each would say alone; what is shared, dropped or refused changes nothing for the others.

use futures_util::future::join_all;
use futures_util::{FutureExt, StreamExt};
use probity_draw::{Event, FailureKind, Sampler};
use serde_json::json;

use crate::tiny::{Answer, Tiny, again, answer, ask, gather};

const QUESTIONS: [&str; 5] =
    ["hello there", "hello", "What is the capital of France?", "hello there again, and at length", "1 + 1 = "];

#[tokio::test]
async fn a_batch_says_what_each_row_says_alone() {
    let tiny = Tiny::new();
    for temperature in [0.0, 1.0] {
        let asks = QUESTIONS.map(|text| ask(text, &json!({"temperature": temperature, "seed": 5, "logprobs": true})));
        let engine = tiny.load(|config| config.max_rows = 1);
        let mut alone = Vec::new();
        for ask in &asks {
            alone.push(answer(&engine, ask).await);
        }
        let engine = tiny.load(|config| config.max_rows = 8);
        let together = join_all(asks.iter().map(|ask| answer(&engine, ask))).await;
        for (alone, together) in alone.iter().zip(&together) {
            // Not nearly: to the bit.
            assert_eq!((&alone.text, &alone.logprobs), (&together.text, &together.logprobs));
            assert!(!alone.logprobs.is_empty());
        }
    }
}

#[tokio::test]
async fn a_remembered_beginning_changes_nothing() {
    let tiny = Tiny::new();
    let forgetful = tiny.load(|config| config.prefixes = 1);
    let engine = tiny.load(|_| ());
    for text in QUESTIONS {
        // Another system message in between: nothing of the question's own prompt is left to build on.
        let other = json!({"messages": [{"role": "system", "content": "?"}, {"role": "user", "content": "?"}]});
        answer(&forgetful, &ask("", &other)).await;
        let members = json!({"logprobs": true});
        let read = answer(&forgetful, &ask(text, &members)).await;
        let first = answer(&engine, &ask(text, &members)).await;
        let again = answer(&engine, &ask(text, &members)).await;
        assert_eq!(read.logprobs, first.logprobs);
        assert_eq!((&first.text, &first.logprobs), (&again.text, &again.logprobs));
        let cached = |answer: &Answer| {
            let usage = answer.usage.clone().unwrap();
            (usage.prompt_tokens, usage.rest["prompt_tokens_details"]["cached_tokens"].as_u64().unwrap())
        };
        assert!(cached(&first).1 > 70, "the system message is remembered");
        assert_eq!(cached(&again).1, cached(&again).0, "all of it is remembered");
    }
}

#[tokio::test]
async fn a_long_prompt_is_read_in_pieces_between_other_draws() {
    let tiny = Tiny::new();
    let engine = tiny.load(|_| ());
    let long = "a question of some length ".repeat(40);
    let alone = answer(&engine, &ask(&long, &json!({}))).await.text;
    let engine = tiny.load(|_| ());
    let (short, long) = (ask("hello", &json!({"max_tokens": 400})), ask(&long, &json!({})));
    let (short, long) = tokio::join!(answer(&engine, &short), answer(&engine, &long));
    assert_eq!(long.text, alone);
    assert_eq!(short.usage.unwrap().completion_tokens, 400);
}

#[tokio::test]
async fn verification_is_never_hotter_than_configured() {
    let engine = Tiny::new().load(|config| config.verification_temperature = 0.0);
    let hello = ask("hello", &json!({}));
    let greedy = answer(&engine, &hello).await.text;
    for draw in gather(engine.verify(&hello, &again(3, 0, 2.0, 12)), 3).await.unwrap() {
        assert_eq!(draw.text, greedy);
    }
}

#[tokio::test]
async fn a_seed_says_the_same_again_and_draws_differ() {
    let engine = Tiny::new().load(|_| ());
    let seeded = |seed: i64| ask("hello", &json!({"temperature": 1.0, "seed": seed}));
    let first = answer(&engine, &seeded(-3)).await.text;
    assert_eq!(first, answer(&engine, &seeded(-3)).await.text);
    assert_ne!(first, answer(&engine, &seeded(4)).await.text);
    let four = gather(engine.verify(&seeded(-3), &again(4, 0, 1.0, 12)), 4).await.unwrap();
    let last = gather(engine.verify(&seeded(-3), &again(1, 3, 1.0, 12)), 1).await.unwrap();
    assert_eq!(four[3].text, last[0].text, "a draw's seed is its place among all draws");
    assert!(four.iter().all(|draw| draw.text != first));
    assert_ne!(four[0].text, four[1].text);
    let unseeded = ask("hello", &json!({"temperature": 1.0}));
    assert_ne!(answer(&engine, &unseeded).await.text, answer(&engine, &unseeded).await.text);
}

#[tokio::test]
async fn verification_keeps_to_its_own_limits_and_reports_the_prompt_once() {
    let engine = Tiny::new().load(|_| ());
    let draws = gather(engine.verify(&ask("hello", &json!({})), &again(3, 0, 0.0, 5)), 3).await.unwrap();
    let usages: Vec<_> = draws.iter().map(|draw| draw.usage.clone().unwrap()).collect();
    assert!(usages.iter().all(|usage| usage.completion_tokens == 5));
    assert_eq!(usages.iter().filter(|usage| usage.prompt_tokens > 0).count(), 1);
    assert!(draws.iter().all(|draw| draw.logprobs.len() == 5 && draw.finish_reason.as_deref() == Some("length")));
    // The request's own limit, if lower, holds.
    let draws = gather(engine.verify(&ask("hello", &json!({"max_tokens": 2})), &again(1, 0, 0.0, 5)), 1).await.unwrap();
    assert_eq!(draws[0].usage.clone().unwrap().completion_tokens, 2);
}

#[tokio::test]
async fn dropped_draws_are_not_generated() {
    let engine = Tiny::new().load(|_| ());
    let mut draws = engine.verify(&ask("hello", &json!({"max_tokens": 4096})), &again(4, 0, 0.0, 4096));
    while !matches!(draws.next().await, Some((_, Event::Delta(_)))) {}
    drop(draws);
    // The next answer comes after the pass that dropped them.
    answer(&engine, &ask("another", &json!({"max_tokens": 1}))).await;
    let counts = engine.counters().read();
    assert_eq!((counts.cancelled_rows, counts.finished_rows), (4, 1));
    assert!(counts.generated_tokens < 4 * 4096, "{counts:?}");
    let passes = engine.counters().read().passes;
    answer(&engine, &ask("another", &json!({"max_tokens": 1}))).await;
    assert_eq!(engine.counters().read().passes, passes, "nothing else is being decoded any more");
}

#[tokio::test]
async fn a_full_queue_refuses_and_serves_what_it_took() {
    let engine = Tiny::new().load(|config| {
        config.queue = 1;
        config.max_rows = 1;
    });
    let asks: Vec<_> = (0..12).map(|at| ask(&format!("question {at}"), &json!({"max_tokens": 600}))).collect();
    let draws: Vec<_> = asks.iter().map(|ask| engine.primary(ask)).collect();
    let (mut served, mut refused) = (0, 0);
    for outcome in join_all(draws.into_iter().map(|draws| gather(draws, 1))).await {
        match outcome {
            Ok(answers) => {
                assert_eq!(answers[0].usage.clone().unwrap().completion_tokens, 600);
                served += 1;
            }
            Err(failure) => {
                assert_eq!(failure.kind, FailureKind::Overloaded);
                assert_eq!(failure.rejection.unwrap().status, 503);
                refused += 1;
            }
        }
    }
    assert!(served >= 1 && refused >= 1, "{served} served, {refused} refused");
}

#[tokio::test]
async fn an_engine_that_is_dropped_breaks_its_draws_off() {
    let engine = Tiny::new().load(|_| ());
    let mut draws = engine.primary(&ask("hello", &json!({"max_tokens": 4096, "stream": true})));
    assert!(matches!(draws.next().await, Some((0, Event::Opened(_)))));
    drop(engine);
    let failure =
        gather(futures_util::stream::iter([(0, Event::Opened(probity_draw::Head::default()))]).chain(draws).boxed(), 1);
    let failure = failure.await.unwrap_err();
    assert_eq!((failure.kind, failure.rejection.unwrap().status.as_u16()), (FailureKind::Reset, 500));
}

#[tokio::test]
async fn asking_does_not_wait_for_the_model() {
    let engine = Tiny::new().load(|_| ());
    let mut draws = engine.primary(&ask("hello", &json!({"max_tokens": 4096})));
    // Opened at once: the request was taken, though nothing of it was read yet.
    assert!(matches!(draws.next().now_or_never(), Some(Some((0, Event::Opened(_))))));
}
