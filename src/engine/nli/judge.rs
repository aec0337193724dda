//! What an NLI model can be asked.

use futures_util::future::BoxFuture;
use probity_score::judge::{Claim, Entailment, EntailmentJudge, Error, Pair, PairJudge, Verdicts};

use crate::nli::NliModel;
use crate::nli::labels::entailment;
use crate::nli::reading::Sequence;

impl NliModel {
    fn claims(&self, claims: &[Claim<'_>]) -> Result<Vec<Option<[Sequence; 1]>>, Error> {
        let mut pages = self.inner.reader.pages("");
        let claims = claims.iter().map(|claim| pages.claim(claim.premise, claim.hypothesis).map(|read| Some([read?])));
        claims.collect::<Result<_, String>>().map_err(|reason| unread(&reason))
    }

    fn pairs(&self, question: &str, pairs: &[Pair<'_>]) -> Result<Vec<Option<[Sequence; 2]>>, Error> {
        let mut pages = self.inner.reader.pages(question);
        let pairs = pairs.iter().map(|pair| pages.pair(pair.a, pair.b));
        pairs.collect::<Result<_, String>>().map_err(|reason| unread(&reason))
    }
}

impl EntailmentJudge for NliModel {
    fn name(&self) -> &str {
        &self.inner.name
    }

    fn entail<'a>(&'a self, claims: &'a [Claim<'a>]) -> BoxFuture<'a, Result<Vec<Option<Entailment>>, Error>> {
        Box::pin(async move {
            let sequences = self.claims(claims)?;
            let verdict = |[logits]: &[Vec<f32>; 1]| Some(entailment(logits, &self.inner.roles));
            self.inner.worker.ask_each(&self.inner.name, sequences, verdict).await
        })
    }
}

impl PairJudge for NliModel {
    fn name(&self) -> &str {
        &self.inner.name
    }

    fn same<'a>(&'a self, question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>> {
        Box::pin(async move {
            let sequences = self.pairs(question, pairs)?;
            let verdict = |directions: &[Vec<f32>; 2]| {
                let [there, back] =
                    directions.each_ref().map(|logits| entailment(logits, &self.inner.roles).entailment);
                Some(there.min(back))
            };
            self.inner.worker.ask_each(&self.inner.name, sequences, verdict).await
        })
    }
}

fn unread(reason: &str) -> Error {
    Error::Failed(format!("the tokenizer failed: {reason}"))
}
