//! Judges: one that compares words, and some that are sick.

use std::sync::Mutex;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use probity_score::{Error, Pair, PairJudge, Verdicts};

/// Same is what is the same but for case. Remembers the sizes of its batches.
#[derive(Debug, Default)]
pub(crate) struct Words {
    batches: Mutex<Vec<usize>>,
}

/// How a judge is sick.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Sick {
    Errs,
    Panics,
    PanicsInPolling,
    Hangs,
    MissesPairs,
    SaysNan,
}

impl Words {
    pub(crate) fn batches(&self) -> Vec<usize> {
        self.batches.lock().unwrap().clone()
    }
}

/// Judges one batch as [`Words`], and fails from then on.
#[derive(Debug, Default)]
pub(crate) struct Tires(Words);

impl PairJudge for Tires {
    fn name(&self) -> &'static str {
        "tires"
    }

    fn same<'a>(&'a self, question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>> {
        if self.0.batches().is_empty() { self.0.same(question, pairs) } else { Sick::Errs.same(question, pairs) }
    }
}

/// Reads nothing but what stands beside Lyon, which is like nothing else.
#[derive(Debug)]
pub(crate) struct Shy;

impl PairJudge for Shy {
    fn name(&self) -> &'static str {
        "shy"
    }

    fn same<'a>(&'a self, _question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>> {
        let judged = pairs.iter().map(|pair| (pair.a == "Lyon" || pair.b == "Lyon").then_some(0.0)).collect();
        std::future::ready(Ok(judged)).boxed()
    }
}

/// Greek is all Greek to it.
fn verdict(pair: &Pair<'_>) -> Option<f64> {
    let greek = |text: &str| text.chars().any(|letter| ('α'..='ω').contains(&letter));
    (!greek(pair.a) && !greek(pair.b)).then(|| f64::from(u8::from(pair.a.eq_ignore_ascii_case(pair.b))))
}

impl PairJudge for Words {
    fn name(&self) -> &'static str {
        "words"
    }

    fn same<'a>(&'a self, _question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>> {
        self.batches.lock().unwrap().push(pairs.len());
        let judged = pairs.iter().map(verdict).collect();
        std::future::ready(Ok(judged)).boxed()
    }
}

impl PairJudge for Sick {
    fn name(&self) -> &'static str {
        "sick"
    }

    #[expect(clippy::panic, reason = "it is sick")]
    fn same<'a>(&'a self, _question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>> {
        match self {
            Self::Errs => std::future::ready(Err(Error::Failed("it is told to".to_owned()))).boxed(),
            Self::Panics => panic!("the judge fell ill"),
            Self::PanicsInPolling => async { panic!("the judge fell ill later") }.boxed(),
            Self::Hangs => std::future::pending().boxed(),
            Self::MissesPairs => std::future::ready(Ok(vec![Some(1.0); pairs.len() - 1])).boxed(),
            Self::SaysNan => std::future::ready(Ok(vec![Some(f64::NAN); pairs.len()])).boxed(),
        }
    }
}
