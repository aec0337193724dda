//! What is judged for whom: pairs asked by need, and that sparing them changes no value.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::{BoxFuture, FutureExt};
use probity_score::scorer::{self, Need, Scored};
use probity_score::{
    Claim, Comparison, Entailment, EntailmentJudge, Entailments, Error, Evidence, Gathered, Missing, Pair, PairJudge,
    SentenceChecks, Verdicts,
};
use proptest::prelude::*;

const QUESTION: &str = "Why was it left?";

/// Judges of both kinds, whose verdicts hang on the texts and a seed. Of `unread` in a hundred pairs they can read none.
#[derive(Debug, Default)]
struct Table {
    seed: usize,
    unread: usize,
    pairs: AtomicUsize,
    claims: AtomicUsize,
}

impl Table {
    /// A number below 100 for two texts in this order.
    fn cell(&self, a: &str, b: &str) -> usize {
        let place = |text: &str| text.bytes().map(usize::from).fold(7, |hash, byte| (hash * 31 + byte) % 10_007);
        (place(a) * 37 + place(b) * (self.seed + 1)) % 101 % 100
    }

    fn taken(&self) -> (usize, usize) {
        (self.pairs.swap(0, Ordering::Relaxed), self.claims.swap(0, Ordering::Relaxed))
    }

    fn gathered(&self, answers: &[String], served: usize, needs: &[Need]) -> Gathered {
        let mut comparison = Comparison::new(self, QUESTION, answers);
        Gathered::of(&mut comparison, Some(self), served, needs).now_or_never().unwrap().unwrap()
    }

    /// What a signal says of evidence that was gathered for these needs.
    fn score(&self, name: &str, answers: &[String], served: usize, needs: &[Need]) -> Scored {
        let gathered = self.gathered(answers, served, needs);
        let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
        scorer::by_name(name).unwrap().score(&gathered.beside(Evidence::new(QUESTION, &answers, served)))
    }
}

impl PairJudge for Table {
    fn name(&self) -> &'static str {
        "table"
    }

    fn same<'a>(&'a self, _question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>> {
        self.pairs.fetch_add(pairs.len(), Ordering::Relaxed);
        let verdict = |pair: &Pair<'_>| {
            let cell = self.cell(pair.a.min(pair.b), pair.a.max(pair.b));
            (cell >= self.unread).then_some(cell as f64 / 100.0)
        };
        std::future::ready(Ok(pairs.iter().map(verdict).collect())).boxed()
    }
}

impl EntailmentJudge for Table {
    fn name(&self) -> &'static str {
        "table"
    }

    fn entail<'a>(&'a self, claims: &'a [Claim<'a>]) -> BoxFuture<'a, Result<Vec<Option<Entailment>>, Error>> {
        self.claims.fetch_add(claims.len(), Ordering::Relaxed);
        let verdict = |claim: &Claim<'_>| {
            let cell = self.cell(claim.premise, claim.hypothesis);
            let entailment = cell as f64 / 200.0;
            (cell >= self.unread).then_some(Entailment { entailment, neutral: 0.5, contradiction: 0.5 - entailment })
        };
        std::future::ready(Ok(claims.iter().map(verdict).collect())).boxed()
    }
}

/// `n` answers, `d` of them distinct, none of which a guard can tell from another; dressed in different ways.
fn answers(n: usize, d: usize) -> Vec<String> {
    let who = ["traders", "sailors", "pilots", "settlers", "farmers"];
    let why =
        ["left when the bay filled with sand", "fled from a fire", "followed the railway", "had grown tired of it"];
    let text = |i: usize| format!("The {} {}", who[i % 5], why[i / 5 % 4]);
    (0..n)
        .map(|i| if (i / d).is_multiple_of(2) { text(i % d) } else { format!("{}.", text(i % d).to_uppercase()) })
        .collect()
}

/// Says the same of every pair.
#[derive(Debug)]
struct Flat(f64, AtomicUsize);

impl PairJudge for Flat {
    fn name(&self) -> &'static str {
        "flat"
    }

    fn same<'a>(&'a self, _question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>> {
        self.1.fetch_add(pairs.len(), Ordering::Relaxed);
        std::future::ready(Ok(vec![Some(self.0); pairs.len()])).boxed()
    }
}

#[test]
fn pairs_asked_by_need() {
    let judge = Table::default();
    for n in [2, 3, 6, 13, 40] {
        for d in [1, 2, 3, 5, 10, 20].into_iter().filter(|d| *d <= n) {
            let answers = answers(n, d);
            let served = n - 1;
            let table: [(&[Need], (usize, usize)); 9] = [
                (&[], (0, 0)),
                (&[Need::LogProbs, Need::Embeddings, Need::Votes], (0, 0)),
                (&[Need::ServedSameness], (d - 1, 0)),
                (&[Need::Sameness], (d * (d - 1) / 2, 0)),
                (&[Need::ServedSameness, Need::Sameness, Need::Clusters { same_at: 0.5 }], (d * (d - 1) / 2, 0)),
                (&[Need::ServedEntailments], (0, 2 * (d - 1))),
                (&[Need::Entailments], (0, d * (d - 1))),
                (&[Need::ServedEntailments, Need::Entailments], (0, d * (d - 1))),
                (&[Need::ServedEntailments, Need::ServedSameness], (d - 1, 2 * (d - 1))),
            ];
            for (needs, expected) in table {
                judge.gathered(&answers, served, needs);
                assert_eq!(judge.taken(), expected, "{needs:?} of {n} draws, {d} distinct");
            }
            // Where all mean the same, first fit looks at the pairs of the first alone; where no two do, at all.
            for (sameness, expected) in [(1.0, d - 1), (0.0, d * (d - 1) / 2)] {
                let flat = Flat(sameness, AtomicUsize::default());
                let mut comparison = Comparison::new(&flat, QUESTION, &answers);
                let needs = [Need::Clusters { same_at: 0.5 }];
                Gathered::of(&mut comparison, None, served, &needs).now_or_never().unwrap().unwrap();
                assert_eq!(flat.1.into_inner(), expected, "clusters of {n} draws, {d} distinct");
            }
        }
    }
}

#[test]
fn signals_ask_for_no_more_than_they_cost() {
    let judge = Table { seed: 3, ..Table::default() };
    let answers = answers(12, 6);
    for (name, expected) in [
        ("agreement_soft", (5, 0)),
        ("agreement_hard", (5, 0)),
        ("cocoa", (5, 0)),
        ("noncontradiction", (0, 10)),
        ("luq", (0, 30)),
        ("eigv_same", (15, 0)),
        ("eigv_entail", (0, 30)),
        ("selfcheck_nli", (0, 6)),
        ("exact_match", (0, 0)),
    ] {
        judge.gathered(&answers, 2, &scorer::by_name(name).unwrap().needs());
        assert_eq!(judge.taken(), expected, "{name}");
    }
}

#[test]
fn what_is_known_is_not_asked_again() {
    let judge = Table::default();
    let answers = answers(8, 8);
    let mut comparison = Comparison::new(&judge, QUESTION, &answers);
    (1..8).for_each(|place| comparison.know(0, place, Some(0.2)));
    let needs = [Need::ServedSameness];
    Gathered::of(&mut comparison, None, 0, &needs).now_or_never().unwrap().unwrap();
    assert_eq!(judge.taken(), (0, 0));
    Gathered::of(&mut comparison, None, 3, &needs).now_or_never().unwrap().unwrap();
    assert_eq!(judge.taken(), (6, 0));
}

#[test]
fn a_pair_that_nobody_judged_is_missing_and_never_a_value() {
    let judge = Table { seed: 5, ..Table::default() };
    let answers = answers(6, 6);
    let clusters = Need::Clusters { same_at: 0.0 };
    for (name, needs, missing) in [
        ("agreement_soft", clusters, Missing::NoSameness),
        ("agreement_hard", Need::ServedEntailments, Missing::NoSameness),
        ("eigv_same", Need::ServedSameness, Missing::NoSameness),
        ("kernel_entropy_same", clusters, Missing::NoSameness),
        ("semantic_entropy", Need::Entailments, Missing::NoSameness),
        ("semantic_sets", clusters, Missing::NoSameness),
        ("luq", Need::ServedEntailments, Missing::NoEntailments),
        ("degree_noncontra", Need::ServedEntailments, Missing::NoEntailments),
        ("noncontradiction", Need::Sameness, Missing::NoEntailments),
        ("selfcheck_nli", Need::Entailments, Missing::NoSentences),
    ] {
        let scored = judge.score(name, &answers, 2, &[needs]);
        assert_eq!((scored.value, scored.why_not), (None, Some(missing)), "{name} from {needs:?}");
    }
    // What was judged for another answer does not serve this one.
    let beside = Entailments::judge_beside(&judge, QUESTION, &answers, 1).now_or_never().unwrap().unwrap();
    assert!(beside.is_judged(1, 4) && beside.is_judged(4, 1) && beside.is_judged(3, 3) && !beside.is_judged(2, 4));
    assert!(!beside.is_complete() && beside.at(2, 4).is_none());
    let texts: Vec<&str> = answers.iter().map(String::as_str).collect();
    let evidence = Evidence::new(QUESTION, &texts, 2).with_entailments(&beside);
    assert_eq!(scorer::by_name("noncontradiction").unwrap().score(&evidence).why_not, Some(Missing::NoEntailments));
}

#[test]
fn guards_settle_whole_answers_before_entailment_is_asked() {
    let judge = Table::default();
    let answers = ["It was in 1990.", "In 1991", "1990", "I don't know.", "1990.", "In the spring"];
    let row = Entailments::judge_beside(&judge, "In which year was it?", &answers, 0).now_or_never().unwrap().unwrap();
    let (_, asked) = judge.taken();
    assert_eq!(asked, 2, "of 8: both directions beside the one that names no year");
    assert_eq!(row.at(0, 1), Some(Entailment::CONTRADICTS));
    assert_eq!(row.at(2, 0), Some(Entailment::FOLLOWS));
    assert_eq!(row.at(3, 0), Some(Entailment::CONTRADICTS));
    let all = Entailments::judge(&judge, "In which year was it?", &answers).now_or_never().unwrap().unwrap();
    for other in 0..answers.len() {
        assert_eq!((row.at(0, other), row.at(other, 0)), (all.at(0, other), all.at(other, 0)));
    }
}

#[test]
fn equal_samples_are_one_for_sentences_too() {
    let judge = Table { seed: 2, ..Table::default() };
    let served = "The traders left. The sailors stayed.";
    let samples = ["All left", "all left.", "None left", "I don't know.", "All left"];
    let checks = SentenceChecks::judge(&judge, QUESTION, served, &samples).now_or_never().unwrap().unwrap();
    assert_eq!(judge.taken(), (0, 4));
    let apart = |samples: &[&str]| {
        SentenceChecks::judge(&judge, QUESTION, served, samples).now_or_never().unwrap().unwrap().supports()
    };
    let (all, none) = (apart(&["All left"]), apart(&["None left"]));
    for (place, (_, support)) in checks.supports().into_iter().enumerate() {
        let expected = (3.0 * all[place].1.unwrap() + none[place].1.unwrap()) / 5.0;
        assert!((support.unwrap() - expected).abs() < 1e-12);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn sparing_pairs_changes_no_value(
        places in prop::collection::vec(0_usize..9, 1..12),
        served in 0_usize..12,
        seed in 0_usize..1000,
        unread in prop_oneof![Just(0_usize), Just(10)],
    ) {
        let distinct = answers(8, 8);
        let text = |place: &usize| distinct.get(*place).cloned().unwrap_or_else(|| "I don't know.".to_owned());
        let answers: Vec<String> = places.iter().map(text).collect();
        let judge = Table { seed, unread, ..Table::default() };
        let everything = judge.gathered(&answers, served, &[Need::Sameness, Need::Entailments, Need::Sentences]);
        let texts: Vec<&str> = answers.iter().map(String::as_str).collect();
        let everything = everything.beside(Evidence::new(QUESTION, &texts, served));
        for signal in scorer::all() {
            let spared = judge.score(signal.name(), &answers, served, &signal.needs());
            prop_assert_eq!(&spared, &signal.score(&everything));
            prop_assert_ne!(spared.why_not, Some(Missing::NoSameness));
            prop_assert_ne!(spared.why_not, Some(Missing::NoEntailments));
        }
    }
}
