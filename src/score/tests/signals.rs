//! Signals over any evidence: bounds, what is missing and why, order, refusals.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Mutex;

use futures_util::future::{BoxFuture, FutureExt};
use probity_score::{
    Claim, Entailment, EntailmentJudge, Entailments, Error, Evidence, LogProbs, Matrix, Missing, SentenceChecks, scorer,
};
use proptest::prelude::*;

const QUESTION: &str = "What is the capital of France?";

fn value(name: &str, evidence: &Evidence<'_>) -> Option<f64> {
    scorer::by_name(name).unwrap().score(evidence).value
}

fn why_not(name: &str, evidence: &Evidence<'_>) -> Option<Missing> {
    scorer::by_name(name).unwrap().score(evidence).why_not
}

#[test]
fn names_are_the_scorers_own() {
    for name in scorer::names() {
        assert_eq!(scorer::by_name(name).unwrap().name(), name);
    }
    let unknown = scorer::by_name("semantic_entrpy").unwrap_err();
    assert_eq!(unknown.nearest, Some("semantic_entropy"));
    assert!(unknown.to_string().contains("did you mean 'semantic_entropy'?") && unknown.to_string().contains("luq"));
    assert_eq!(scorer::by_name("!").unwrap_err().nearest, None);
}

#[test]
fn every_result_says_what_was_not_there() {
    let answers = ["Paris", "Rome"];
    let texts = Evidence::new(QUESTION, &answers, 0);
    for (name, missing) in [
        ("agreement_soft", Missing::NoSameness),
        ("semantic_entropy", Missing::NoSameness),
        ("luq", Missing::NoEntailments),
        ("selfcheck_nli", Missing::NoSentences),
        ("mean_logprob", Missing::NoLogProbs),
        ("embedding_cosine", Missing::NoEmbeddings),
        ("p_true", Missing::NoVotes),
        ("verbalised_2s", Missing::NoStatement),
    ] {
        assert_eq!(why_not(name, &texts), Some(missing), "{name}");
    }
    assert_eq!(why_not("agreement_soft", &Evidence::new(QUESTION, &answers[..1], 0)), Some(Missing::TooFewAnswers));
    assert_eq!(why_not("lexical_similarity", &Evidence::new(QUESTION, &answers, 2)), Some(Missing::NoAnswer));
    let sums = [Some(LogProbs { sum: -1.0, tokens: Vec::new() }), None];
    assert_eq!(why_not("min_logprob", &texts.clone().with_logprobs(&sums)), Some(Missing::NoTokenLogProbs));
    let small = Matrix::from_fn(1, |_, _| 1.0);
    assert_eq!(why_not("agreement_hard", &texts.clone().with_matrix(&small)), Some(Missing::Invalid));
    let spoilt = Entailments::from_fn(2, |_, _| Entailment { entailment: f64::NAN, ..Entailment::FOLLOWS });
    assert_eq!(why_not("luq", &texts.clone().with_entailments(&spoilt)), Some(Missing::Unreadable));
    let line = serde_json::to_value(scorer::by_name("luq").unwrap().score(&texts)).unwrap();
    assert_eq!(line, serde_json::json!({"name": "luq", "value": null, "raw": null, "why_not": "no_entailments"}));
}

#[test]
fn a_served_refusal_is_never_sure() {
    let answers = ["I don't know.", "I'm not sure.", "I don't know."];
    let (matrix, all) = (Matrix::from_fn(3, |_, _| 1.0), Entailments::from_fn(3, |_, _| Entailment::FOLLOWS));
    let evidence = Evidence::new(QUESTION, &answers, 0).with_matrix(&matrix).with_entailments(&all);
    let scored: Vec<_> = scorer::all().iter().map(|signal| signal.score(&evidence)).collect();
    assert!(scored.iter().filter_map(|one| one.value).all(|value| value == 0.0), "{scored:?}");
    assert!(scored.iter().filter(|one| one.value.is_some()).count() > 15);
}

/// Says that everything follows by halves, and remembers what it was asked.
#[derive(Debug, Default)]
struct Halves(Mutex<Vec<(String, String)>>);

impl EntailmentJudge for Halves {
    fn name(&self) -> &'static str {
        "halves"
    }

    fn entail<'a>(&'a self, claims: &'a [Claim<'a>]) -> BoxFuture<'a, Result<Vec<Option<Entailment>>, Error>> {
        let said = claims.iter().map(|claim| (claim.premise.to_owned(), claim.hypothesis.to_owned()));
        self.0.lock().unwrap().extend(said);
        let half = Entailment { entailment: 0.5, neutral: 0.25, contradiction: 0.25 };
        std::future::ready(Ok(vec![Some(half); claims.len()])).boxed()
    }
}

#[test]
fn entailment_is_asked_of_distinct_open_pairs_only() {
    let judge = Halves::default();
    let answers = ["Paris", "Rome", "paris.", "I don't know.", "Rome!", "I'm not sure."];
    let all = Entailments::judge(&judge, QUESTION, &answers).now_or_never().unwrap().unwrap();
    let asked = judge.0.lock().unwrap().clone();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert_eq!(asked[0], (format!("{QUESTION} Paris"), format!("{QUESTION} Rome")));
    assert_eq!(all.at(0, 2), Some(Entailment::FOLLOWS));
    assert_eq!(all.at(3, 5), Some(Entailment::FOLLOWS));
    assert_eq!(all.at(3, 0), Some(Entailment::CONTRADICTS));
    assert_eq!(all.at(2, 4).unwrap().entailment, 0.5);
    assert!(all.is_complete() && all.at(6, 0).is_none());
}

#[test]
fn sentences_are_checked_against_every_sample() {
    let judge = Halves::default();
    let served = "Paris is old. It lies on a river.";
    let samples = ["Paris is a city.", "I don't know."];
    let checks = SentenceChecks::judge(&judge, QUESTION, served, &samples).now_or_never().unwrap().unwrap();
    assert_eq!(judge.0.lock().unwrap().len(), 2);
    let support = f64::midpoint(0.5 / 0.75, 0.0);
    let expected = [(13, Some(support)), (19, Some(support))];
    assert_eq!(checks.supports(), expected);
    let answers = [served];
    let scored =
        scorer::by_name("selfcheck_nli").unwrap().score(&Evidence::new(QUESTION, &answers, 0).with_sentences(&checks));
    assert!((scored.value.unwrap() - support).abs() < 1e-12 && (scored.raw.unwrap() - (1.0 - support)).abs() < 1e-12);
    // Long sentences weigh more; what could not be read at all says so.
    let uneven = SentenceChecks::new(vec![
        (30, vec![Some(Entailment::FOLLOWS), None]),
        (10, vec![Some(Entailment::CONTRADICTS)]),
    ]);
    assert_eq!(value("selfcheck_nli", &Evidence::new(QUESTION, &answers, 0).with_sentences(&uneven)), Some(0.75));
    let unread = SentenceChecks::new(vec![(30, vec![None])]);
    assert_eq!(
        why_not("selfcheck_nli", &Evidence::new(QUESTION, &answers, 0).with_sentences(&unread)),
        Some(Missing::Unreadable)
    );
}

#[test]
fn huge_answers_take_little_time() {
    let huge = ["word ".repeat(20_000), "other ".repeat(20_000), "word other ".repeat(10_000)];
    let answers: Vec<&str> = huge.iter().cycle().take(40).map(String::as_str).collect();
    let evidence = Evidence::new(QUESTION, &answers, 0);
    for name in ["lexical_similarity", "eigv_jaccard", "exact_match"] {
        assert!(value(name, &evidence).is_some_and(|value| value > 0.0 && value < 1.0), "{name}");
    }
}

/// Numbers in [0, 1] that hang on a seed and two places, and on nothing else.
fn noise(seed: u64, i: usize, j: usize) -> f64 {
    let mixed = (seed ^ (i as u64 * 0x9E37_79B9) ^ (j as u64 * 0x85EB_CA6B)).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    (mixed >> 40) as f64 / (1_u64 << 24) as f64
}

/// Three probabilities that sum to one.
fn entailment(seed: u64, i: usize, j: usize) -> Entailment {
    if i == j {
        return Entailment::FOLLOWS;
    }
    let (a, b) = (noise(seed, i, j), noise(seed + 1, i, j));
    let (low, high) = (a.min(b), a.max(b));
    Entailment { entailment: low, neutral: high - low, contradiction: 1.0 - high }
}

#[derive(Debug)]
struct Drawn {
    texts: Vec<String>,
    meanings: Vec<usize>,
    seed: u64,
}

impl Drawn {
    /// The scores where the answers stand in this order; `order[0]` is served.
    fn scores(&self, order: &[usize]) -> Vec<scorer::Scored> {
        let answers: Vec<&str> = order.iter().map(|at| self.texts[*at].as_str()).collect();
        let n = answers.len();
        let same = |i: usize, j: usize| if self.meanings[order[i]] == self.meanings[order[j]] { 0.9 } else { 0.2 };
        let matrix = Matrix::from_fn(n, same);
        let entailments = Entailments::from_fn(n, |i, j| entailment(self.seed, order[i], order[j]));
        let tokens =
            |at: &usize| Some(LogProbs::of_tokens(vec![-noise(self.seed, *at, 50), -3.0 * noise(self.seed, *at, 51)]));
        let logprobs: Vec<_> = order.iter().map(tokens).collect();
        let embed = |at: &usize| (0..4).map(|part| noise(self.seed, *at, 60 + part) as f32 - 0.5).collect();
        let embeddings: Vec<Vec<f32>> = order.iter().map(embed).collect();
        let evidence = Evidence::new(QUESTION, &answers, 0)
            .with_matrix(&matrix)
            .with_entailments(&entailments)
            .with_logprobs(&logprobs)
            .with_embeddings(&embeddings);
        scorer::all().iter().map(|signal| signal.score(&evidence)).collect()
    }
}

fn draws() -> impl Strategy<Value = Drawn> {
    let text = prop_oneof![
        "\\PC{0,20}",
        "[ab]{1,2}( [ab]{1,2}){0,4}",
        Just("I don't know.".to_owned()),
        Just("\0".to_owned())
    ];
    let answers = prop::collection::vec((text, 0_usize..4), 0..9);
    (answers, any::<u64>().prop_map(|seed| seed >> 1)).prop_map(|(answers, seed)| {
        let (texts, meanings) = answers.into_iter().unzip();
        Drawn { texts, meanings, seed }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn within_bounds_or_a_reason(all in draws()) {
        let order: Vec<usize> = (0..all.texts.len()).collect();
        for scored in all.scores(&order) {
            prop_assert_eq!(scored.value.is_some(), scored.why_not.is_none());
            prop_assert!(scored.value.is_none_or(|value| (0.0..=1.0).contains(&value)), "{:?}", scored);
            prop_assert!(scored.raw.is_none_or(f64::is_finite), "{:?}", scored);
        }
    }

    #[test]
    fn the_order_of_the_others_is_nothing(all in draws(), shift in 1_usize..8) {
        let order: Vec<usize> = (0..all.texts.len()).collect();
        let mut turned = order.clone();
        if let Some((_, others)) = turned.split_first_mut() {
            let by = shift.min(others.len());
            others.rotate_left(by);
            others.reverse();
        }
        for (one, other) in all.scores(&order).into_iter().zip(all.scores(&turned)) {
            let apart = one.value.unwrap_or(-1.0) - other.value.unwrap_or(-1.0);
            prop_assert!(apart.abs() < 1e-6, "{:?} {:?}", one, other);
        }
    }

    #[test]
    fn more_agreement_is_never_less_sure(n in 2_usize..12, agreeing in 0_usize..11, low in 0.0..0.4_f64, high in 0.6..1.0_f64) {
        let agreeing = agreeing.min(n - 2);
        let texts: Vec<String> = (0..n).map(|i| format!("w{i}")).collect();
        let answers: Vec<&str> = texts.iter().map(String::as_str).collect();
        // The first so many are one answer, and every other is one of its own.
        let score = |one: usize| {
            let matrix = Matrix::from_fn(n, |_, j| if j <= one { high } else { low });
            let evidence = Evidence::new(QUESTION, &answers, 0).with_matrix(&matrix);
            let names = ["agreement_soft", "agreement_hard", "semantic_sets", "semantic_entropy", "semantic_entropy_bayes", "degree_same", "eigv_same"];
            names.map(|name| value(name, &evidence).unwrap())
        };
        for (fewer, more) in score(agreeing).into_iter().zip(score(agreeing + 1)) {
            prop_assert!(more >= fewer - 1e-9, "{} {}", fewer, more);
        }
    }
}
