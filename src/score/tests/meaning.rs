//! The judge that is put together from others: what it asks of whom, and what it makes of the replies.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::{Arc, Mutex};

use futures_util::future::{BoxFuture, FutureExt};
use probity_score::{Clusters, Error, LexicalJudge, Matrix, MeaningJudge, Mix, Pair, PairJudge, Verdicts, entropy};
use proptest::prelude::*;

const WHO: &str = "Who invented it?";

/// Reads what is short enough, says the same of everything, and remembers what it was asked.
#[derive(Debug)]
struct Judge {
    name: &'static str,
    longest: usize,
    verdict: f64,
    asked: Mutex<Vec<Vec<(String, String)>>>,
}

impl Judge {
    fn new(name: &'static str, longest: usize, verdict: f64) -> Arc<Self> {
        Arc::new(Self { name, longest, verdict, asked: Mutex::default() })
    }

    /// How many pairs were in each batch.
    fn batches(&self) -> Vec<usize> {
        self.asked.lock().unwrap().iter().map(Vec::len).collect()
    }
}

impl PairJudge for Judge {
    fn name(&self) -> &'static str {
        self.name
    }

    fn same<'a>(&'a self, _question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>> {
        let texts = pairs.iter().map(|pair| (pair.a.to_owned(), pair.b.to_owned())).collect();
        self.asked.lock().unwrap().push(texts);
        let verdict = |pair: &Pair<'_>| (pair.a.len().max(pair.b.len()) <= self.longest).then_some(self.verdict);
        std::future::ready(Ok(pairs.iter().map(verdict).collect())).boxed()
    }
}

fn verdicts(judge: &dyn PairJudge, question: &str, pairs: &[(&str, &str)]) -> Verdicts {
    let pairs: Vec<Pair<'_>> = pairs.iter().map(|(a, b)| Pair { a, b }).collect();
    judge.same(question, &pairs).now_or_never().unwrap().unwrap()
}

#[test]
fn what_texts_and_guards_settle_is_not_asked() {
    let judge = Judge::new("j", 99, 0.25);
    let meaning = MeaningJudge::new(vec![judge.clone()], Mix::MODEL_ALONE);
    let settled = [
        ("Ada Lovelace", "ada lovelace."),
        ("I don't know.", "I'm not sure."),
        ("I don't know.", "Ada Lovelace"),
        ("It was in 1990.", "It was in 1991."),
    ];
    let expected = [Some(1.0), Some(1.0), Some(0.0), Some(0.0)];
    assert_eq!(verdicts(&meaning, WHO, &settled), expected);
    assert_eq!(verdicts(&meaning, "Is it red?", &[("Yes", "No, it is not.")]), [Some(0.0)]);
    assert!(judge.batches().is_empty());
    assert!((verdicts(&meaning, WHO, &[("Ada", "Grace")])[0].unwrap() - 0.25).abs() < 1e-9);
    assert_eq!(judge.batches(), [1]);
}

#[test]
fn each_judge_is_asked_once_for_what_those_before_it_could_not_read() {
    let (first, second) = (Judge::new("first", 8, 0.75), Judge::new("second", 16, 0.25));
    let meaning = MeaningJudge::new(vec![first.clone(), second.clone()], Mix::MODEL_ALONE);
    let pairs = [
        ("Ada", "Grace"),
        ("Ada", "Konrad Zuse"),
        ("Grace", "Ada"),
        ("Alan", "somebody whose name is very long"),
        ("Konrad Zuse", "ADA!"),
        ("Ada", "Ada"),
    ];
    let got = verdicts(&meaning, WHO, &pairs);
    let near = |verdict: Option<f64>, expected: f64| verdict.is_some_and(|same| (same - expected).abs() < 1e-9);
    assert!(near(got[0], 0.75) && near(got[2], 0.75), "{got:?}");
    assert!(near(got[1], 0.25) && near(got[4], 0.25), "{got:?}");
    assert_eq!((got[3], got[5]), (None, Some(1.0)), "nobody can read the one, nobody need read the other");
    assert_eq!((first.batches(), second.batches()), (vec![3], vec![2]), "distinct pairs, in either order, once");
}

#[test]
fn nobody_to_ask_leaves_it_open() {
    let meaning = MeaningJudge::new(Vec::new(), Mix::MODEL_ALONE);
    assert_eq!(verdicts(&meaning, WHO, &[("Ada", "Grace"), ("Ada", "ada")]), [None, Some(1.0)]);
}

#[test]
fn the_mix_is_the_first_judges_alone() {
    let mix = Mix { bias: -1.0, model: 0.5, words: 2.0 };
    let sigma = |odds: f64| 1.0 / (1.0 + (-odds).exp());
    assert!((mix.of(0.5, 0.5) - 0.5).abs() < 1e-12);
    assert!((mix.of(0.8, 0.25) - sigma(-1.0 + 0.5 * 4.0_f64.ln() + 0.5)).abs() < 1e-12);
    let pair = [("Ada Lovelace", "Ada Byron")];
    let words = verdicts(&LexicalJudge, WHO, &pair)[0].unwrap();
    let (short, long) = (Judge::new("short", 1, 0.9), Judge::new("long", 99, 0.8));
    let mixed = MeaningJudge::new(vec![long.clone(), short.clone()], mix);
    assert!((verdicts(&mixed, WHO, &pair)[0].unwrap() - mix.of(0.8, words)).abs() < 1e-12);
    let unmixed = MeaningJudge::new(vec![short, long], mix);
    assert_eq!(verdicts(&unmixed, WHO, &pair), [Some(0.8)]);
}

#[test]
fn the_name_tells_what_verdicts_depend_on() {
    let name = |chain: Vec<Arc<dyn PairJudge>>, words| {
        MeaningJudge::new(chain, Mix { bias: 0.0, model: 1.0, words }).name().to_owned()
    };
    let (j, k) = (Judge::new("j-1", 9, 0.5), Judge::new("k-2", 9, 0.5));
    assert_eq!(name(vec![j.clone(), k.clone()], 0.5), "meaning-1(j-1,k-2;mix=0,1,0.5)");
    assert_ne!(name(vec![j.clone()], 0.5), name(vec![j.clone(), k], 0.5));
    assert_ne!(name(vec![j.clone()], 0.5), name(vec![j], 0.25));
}

/// Calls numbers the same when they begin alike, as a small model does.
#[derive(Debug)]
struct Careless;

impl PairJudge for Careless {
    fn name(&self) -> &'static str {
        "careless"
    }

    fn same<'a>(&'a self, _question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>> {
        let alike = |pair: &Pair<'_>| Some(if pair.a[..1] == pair.b[..1] { 0.97 } else { 0.1 });
        std::future::ready(Ok(pairs.iter().map(alike).collect())).boxed()
    }
}

#[test]
fn a_judge_that_merges_numbers_is_not_asked_of_them() {
    let answers = ["35", "32.5", "32", "32.5", "30.", "32"];
    let sizes = |judge: &dyn PairJudge| {
        let matrix = Matrix::judge(judge, "", &answers).now_or_never().unwrap().unwrap();
        Clusters::first_fit(&matrix, 0.5).sizes().to_vec()
    };
    assert_eq!(sizes(&Careless), [6]);
    let meaning = MeaningJudge::new(vec![Arc::new(Careless)], Mix::MODEL_ALONE);
    assert_eq!(sizes(&meaning), [1, 2, 2, 1]);
    assert!((entropy::discrete(&sizes(&meaning)) - 1.329_661).abs() < 1e-6);
}

/// A judge that fails.
#[derive(Debug)]
struct Sick;

impl PairJudge for Sick {
    fn name(&self) -> &'static str {
        "sick"
    }

    fn same<'a>(&'a self, _question: &'a str, _pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>> {
        std::future::ready(Err(Error::Overloaded("sick".to_owned()))).boxed()
    }
}

#[test]
fn a_sick_judge_is_an_error_and_only_when_it_is_needed() {
    let meaning = MeaningJudge::new(vec![Judge::new("j", 8, 0.5), Arc::new(Sick)], Mix::MODEL_ALONE);
    let ask = |pair| meaning.same(WHO, &[pair]).now_or_never().unwrap();
    assert!(ask(Pair { a: "Ada", b: "Grace" }).is_ok());
    assert_eq!(ask(Pair { a: "Ada", b: "Konrad Zuse" }), Err(Error::Overloaded("sick".to_owned())));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn symmetric_and_within_bounds(
        question in "\\PC{0,20}",
        a in "\\PC{0,30}",
        b in "\\PC{0,30}",
        (bias, model, words) in (-5.0..5.0_f64, -3.0..3.0_f64, -5.0..5.0_f64),
    ) {
        let meaning = MeaningJudge::new(vec![Arc::new(LexicalJudge)], Mix { bias, model, words });
        let forth = verdicts(&meaning, &question, &[(&a, &b)])[0].unwrap();
        prop_assert!((0.0..=1.0).contains(&forth));
        prop_assert_eq!(verdicts(&meaning, &question, &[(&b, &a)])[0], Some(forth));
    }
}
