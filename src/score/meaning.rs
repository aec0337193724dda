//! The judge that serves, put together from others: equal texts and the guards first, which nobody may overrule; what
//! they leave open goes to the first judge of a chain that can read it; and a learnt judge's word is weighed with the
//! words themselves, which see the rare name that a small model has never met.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::agreement::judged;
use crate::readings::Readings;
use crate::{Error, Pair, PairJudge, Verdicts};

/// How the verdict `p` of the first judge and the similarity of the words `w` make one probability:
/// `σ(bias + model · logit(p) + words · w)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mix {
    /// Log-odds of being the same where both are neutral.
    pub bias: f64,
    /// Weight of the judge's log-odds.
    pub model: f64,
    /// Weight of the word similarity, which lies in [0, 1].
    pub words: f64,
}

impl Mix {
    /// The judge's verdict as it is.
    pub const MODEL_ALONE: Self = Self { bias: 0.0, model: 1.0, words: 0.0 };

    /// The probability that two answers are the same, by the judge's verdict and the similarity of their words, both in
    /// [0, 1]. A verdict is believed up to odds of a million to one.
    pub fn of(&self, verdict: f64, words: f64) -> f64 {
        let p = verdict.clamp(SUREST, 1.0 - SUREST);
        let odds = self.bias + self.model * (p / (1.0 - p)).ln() + self.words * words;
        1.0 / (1.0 + (-odds).exp())
    }
}

const SUREST: f64 = 1e-6;

/// Equal texts, guards, then a chain of judges.
#[derive(Debug)]
pub struct MeaningJudge {
    chain: Vec<Arc<dyn PairJudge>>,
    mix: Mix,
    name: String,
}

impl MeaningJudge {
    /// A judge that puts what texts and guards leave open to `chain`, in this order: each judge gets, in one batch, the
    /// distinct pairs that those before it could not read. The mix is the first judge's, and fitted to it; the verdicts
    /// of the others stand as they are. A pair that nobody can read has no verdict.
    pub fn new(chain: Vec<Arc<dyn PairJudge>>, mix: Mix) -> Self {
        let names: Vec<&str> = chain.iter().map(|judge| judge.name()).collect();
        let name = format!("meaning-1({};mix={},{},{})", names.join(","), mix.bias, mix.model, mix.words);
        Self { chain, mix, name }
    }

    async fn verdicts(&self, question: &str, pairs: &[Pair<'_>]) -> Result<Verdicts, Error> {
        let readings = Readings::of(question, pairs);
        let docket = Docket::of(&readings, pairs);
        let mut found: Verdicts = vec![None; docket.open.len()];
        for (rank, judge) in self.chain.iter().enumerate() {
            let unread: Vec<usize> = (0..found.len()).filter(|at| found[*at].is_none()).collect();
            let asked: Vec<Pair<'_>> = unread.iter().map(|at| docket.open[*at]).collect();
            let verdicts = judged(&**judge, question, &asked).await?;
            for (at, verdict) in unread.into_iter().zip(verdicts) {
                let mixed = |p| if rank == 0 { self.mix.of(p, readings.words(&docket.open[at])) } else { p };
                found[at] = verdict.map(mixed);
            }
        }
        Ok(docket.places.iter().map(|place| place.verdict(&found)).collect())
    }
}

impl PairJudge for MeaningJudge {
    fn name(&self) -> &str {
        &self.name
    }

    fn same<'a>(&'a self, question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>> {
        Box::pin(self.verdicts(question, pairs))
    }
}

/// What is settled, and what is open: each distinct pair once.
#[derive(Debug)]
struct Docket<'a> {
    places: Vec<Place>,
    open: Vec<Pair<'a>>,
}

/// Where a pair's verdict comes from.
#[derive(Debug, Clone, Copy)]
enum Place {
    Settled(f64),
    Open(usize),
}

impl<'a> Docket<'a> {
    fn of(readings: &Readings<'a>, pairs: &[Pair<'a>]) -> Self {
        let mut open = Vec::new();
        let mut known: HashMap<(&str, &str), usize> = HashMap::new();
        let mut place = |pair: &Pair<'a>| {
            if let Some(verdict) = readings.settled(pair) {
                return Place::Settled(verdict);
            }
            Place::Open(*known.entry(readings.keys(pair)).or_insert_with(|| {
                open.push(readings.ordered(pair));
                open.len() - 1
            }))
        };
        let places = pairs.iter().map(&mut place).collect();
        Self { places, open }
    }
}

impl Place {
    fn verdict(self, found: &[Option<f64>]) -> Option<f64> {
        match self {
            Self::Settled(verdict) => Some(verdict),
            Self::Open(at) => found.get(at).copied().flatten(),
        }
    }
}
