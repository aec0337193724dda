//! What judging costs: pairs that are put to a judge, against the number of draws and of distinct answers among them.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::{BoxFuture, FutureExt};
use probity_score::{Clusters, Comparison, Error, Matrix, MeaningJudge, Mix, Pair, PairJudge, Verdicts, against};
use proptest::prelude::*;

const QUESTION: &str = "Which city is it?";

/// Answers are the same when they begin with the same letter; counts what it is asked.
#[derive(Debug, Default)]
struct Counting(AtomicUsize);

impl Counting {
    fn take(&self) -> usize {
        self.0.swap(0, Ordering::Relaxed)
    }
}

impl PairJudge for Counting {
    fn name(&self) -> &'static str {
        "counting"
    }

    fn same<'a>(&'a self, _question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>> {
        self.0.fetch_add(pairs.len(), Ordering::Relaxed);
        let alike = |pair: &Pair<'_>| Some(if pair.a[..1] == pair.b[..1] { 0.9 } else { 0.1 });
        std::future::ready(Ok(pairs.iter().map(alike).collect())).boxed()
    }
}

/// `n` answers, `d` of them distinct, which are dressed in different ways.
fn answers(n: usize, d: usize) -> Vec<String> {
    let name = |i: usize| {
        let letter = |at: usize| char::from(b'a' + u8::try_from(at % 26).unwrap());
        format!("{}{}orn", letter(i % d), letter(i % d / 26 + 1))
    };
    (0..n).map(|i| if (i / d).is_multiple_of(2) { name(i) } else { format!("{}.", name(i).to_uppercase()) }).collect()
}

#[test]
fn pairs_grow_with_distinct_answers_and_not_with_draws() {
    let judge = Arc::new(Counting::default());
    let meaning = MeaningJudge::new(vec![judge.clone()], Mix::MODEL_ALONE);
    for n in 2..=40 {
        for d in [1, 2, 3, 5, 10, 20, 40].into_iter().filter(|d| *d <= n) {
            let answers = answers(n, d);
            against(&meaning, QUESTION, &answers[0], &answers[1..]).now_or_never().unwrap().unwrap();
            assert_eq!(judge.take(), d - 1, "agreement of {n} draws, {d} distinct");
            Matrix::judge(&meaning, QUESTION, &answers).now_or_never().unwrap().unwrap();
            assert_eq!(judge.take(), d * (d - 1) / 2, "all pairs of {n} draws, {d} distinct");
        }
    }
}

#[test]
fn all_pairs_given_at_once_are_asked_once_each() {
    let judge = Arc::new(Counting::default());
    let meaning = MeaningJudge::new(vec![judge.clone()], Mix::MODEL_ALONE);
    let answers = answers(40, 4);
    let pairs: Vec<Pair<'_>> = answers.iter().flat_map(|a| answers.iter().map(move |b| Pair { a, b })).collect();
    let verdicts = meaning.same(QUESTION, &pairs).now_or_never().unwrap().unwrap();
    assert_eq!((verdicts.len(), judge.take()), (1600, 6));
}

#[test]
fn verdicts_that_are_known_are_not_asked_for_again() {
    let judge = Counting::default();
    let answers = answers(9, 9);
    let known: Vec<(usize, usize, f64)> = (1..9).map(|j| (0, j, 0.1)).collect();
    let matrix = Matrix::judge_with(&judge, QUESTION, &answers, &known).now_or_never().unwrap().unwrap();
    assert_eq!(judge.take(), 8 * 7 / 2);
    assert_eq!(matrix, Matrix::judge(&judge, QUESTION, &answers).now_or_never().unwrap().unwrap());
}

#[test]
fn a_candidate_that_cannot_win_is_not_judged() {
    let judge = Counting::default();
    let names = ["paris", "Paris.", "PARIS", "the Paris", "paris!", "rome", "oslo", "bern", "kyiv"];
    let all: Vec<usize> = (0..names.len()).collect();
    let mut comparison = Comparison::new(&judge, QUESTION, &names);
    for j in 5..9 {
        comparison.know(0, j, Some(0.1));
    }
    // Five say Paris: were all others one answer, it would still have less support.
    assert_eq!(comparison.medoid(&all).now_or_never().unwrap(), Ok(Some(0)));
    assert_eq!((comparison.asked(), judge.take()), (0, 0));
    // Where the first is alone, the others must be heard, but for those that are known to be beaten.
    assert_eq!(comparison.medoid(&all[5..]).now_or_never().unwrap(), Ok(Some(5)));
    assert_eq!(comparison.asked(), 6);
    let clusters = comparison.clusters(0.5).now_or_never().unwrap().unwrap();
    assert_eq!((clusters.sizes(), comparison.asked()), ([5, 1, 1, 1, 1].as_slice(), 6));
}

/// A judge that draws its verdicts from a table of its own, some of which it cannot read.
#[derive(Debug)]
struct Table(usize);

impl Table {
    fn verdict(&self, pair: &Pair<'_>) -> Option<f64> {
        let place = |text: &str| text.bytes().map(usize::from).fold(7, |hash, byte| (hash * 31 + byte) % 10_007);
        let (a, b) = (place(pair.a), place(pair.b));
        let cell = (a.min(b) * 37 + a.max(b) * self.0) % 101;
        (cell > 10).then(|| cell as f64 / 101.0)
    }
}

impl PairJudge for Table {
    fn name(&self) -> &'static str {
        "table"
    }

    fn same<'a>(&'a self, _question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>> {
        std::future::ready(Ok(pairs.iter().map(|pair| self.verdict(pair)).collect())).boxed()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sparing_pairs_changes_no_outcome(
        places in prop::collection::vec(0_usize..7, 0..14),
        seed in 1_usize..1000,
        same_at in 0.1..0.9_f64,
    ) {
        let word = |place: &usize| if *place == 6 { "I don't know.".to_owned() } else { format!("city{}", "xyzuvw".split_at(*place).1) };
        let answers: Vec<String> = places.iter().map(word).collect();
        let judge = Table(seed);
        let full = Matrix::judge(&judge, QUESTION, &answers).now_or_never().unwrap().unwrap();
        let mut sparing = Comparison::new(&judge, QUESTION, &answers);
        let clusters = sparing.clusters(same_at).now_or_never().unwrap().unwrap();
        prop_assert_eq!(&clusters, &Clusters::first_fit(&full, same_at));
        prop_assert!(sparing.asked() <= answers.len() * clusters.len());
        let all: Vec<usize> = (0..answers.len()).collect();
        let mut sparing = Comparison::new(&judge, QUESTION, &answers);
        let medoid = sparing.medoid(&all).now_or_never().unwrap().unwrap();
        let speaks = (0..answers.len()).any(|place| !full.declines(place));
        prop_assert_eq!(medoid, full.medoid().filter(|_| speaks));
    }
}
