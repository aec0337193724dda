//! What the tests play on: a judge that is easily foretold, and a configuration.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::{BoxFuture, ready};
use futures_util::{FutureExt, StreamExt, stream};
use probity_draw::{Ask, Draws, Event, Failure, FailureKind, Recording, Sampler, Verification};
use probity_evaluate::{Bench, Judging, Options};
use probity_pipeline::{Config, Extension, Mode, Serve};
use probity_policy::config::Stop;
use probity_policy::wording;
use probity_score::{Error, Pair, PairJudge, Verdicts};
use probity_stats::bootstrap::Bootstrap;
use probity_text::normalise;
use probity_wire::Usage;
use serde::de::DeserializeOwned;

/// Same after normalisation, or not the same.
#[derive(Debug)]
pub(crate) struct Exact;

impl PairJudge for Exact {
    fn name(&self) -> &'static str {
        "exact"
    }

    fn same<'a>(&'a self, _question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>> {
        let same = |pair: &Pair<'_>| Some(if normalise(pair.a) == normalise(pair.b) { 1.0 } else { 0.0 });
        ready(Ok(pairs.iter().map(same).collect())).boxed()
    }
}

/// Answers by heart; a question that it does not know fails.
#[derive(Debug, Clone, Default)]
pub(crate) struct Library(HashMap<String, Recording>);

impl Library {
    pub(crate) fn with(mut self, question: &str, primary: &str, samples: &[&str]) -> Self {
        let samples = samples.iter().map(ToString::to_string).collect();
        self.0.insert(question.to_owned(), Recording::new(primary, samples));
        self
    }

    fn page(&self, ask: &Ask) -> Option<&Recording> {
        self.0.get(&ask.request.messages().last()?.text())
    }
}

impl Sampler for Library {
    fn primary(&self, ask: &Ask) -> Draws {
        let missing = || Event::Failed(Failure::new(FailureKind::Connect, "nobody is there"));
        self.page(ask).map_or_else(|| stream::iter([(0, missing())]).boxed(), |page| page.primary(ask))
    }

    fn verify(&self, ask: &Ask, verification: &Verification) -> Draws {
        self.page(ask).map_or_else(|| stream::iter([]).boxed(), |page| page.verify(ask, verification))
    }

    fn name(&self) -> &'static str {
        "library"
    }
}

/// Answers by a rule from the last message, and counts how often it is asked. Each answer takes ten tokens of prompt and
/// five of answer.
#[derive(Debug)]
pub(crate) struct Oracle {
    rule: fn(&str, usize) -> &'static str,
    asked: AtomicUsize,
}

impl Oracle {
    /// `rule` gets the message and how many were asked before.
    pub(crate) fn new(rule: fn(&str, usize) -> &'static str) -> Arc<Self> {
        Arc::new(Self { rule, asked: AtomicUsize::new(0) })
    }

    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn answer(&self, ask: &Ask) -> Recording {
        let message = ask.request.messages().last().map(probity_wire::chat::Message::text).unwrap_or_default();
        let answer = (self.rule)(&message, self.asked.fetch_add(1, Ordering::SeqCst));
        Recording::new(answer, vec![answer.to_owned(); 64])
    }
}

impl Sampler for Oracle {
    fn primary(&self, ask: &Ask) -> Draws {
        let usage = stream::iter([(0, Event::Usage(Usage::new(10, 5)))]);
        usage.chain(self.answer(ask).primary(ask)).boxed()
    }

    fn verify(&self, ask: &Ask, verification: &Verification) -> Draws {
        self.answer(ask).verify(ask, verification)
    }

    fn name(&self) -> &'static str {
        "oracle"
    }
}

/// At most four draws; answered from .7, hedged from .45.
pub(crate) fn bench(stop: Stop, serve: Serve) -> Bench {
    let honesty = Config {
        mode: Mode::Annotate,
        max_draws: 4,
        draws_cap: 16,
        serve,
        quorum: 1,
        extension: Extension::Off,
        ..shipped("honesty")
    };
    let policy =
        probity_policy::Config { answer_at: 0.7, hedge_at: 0.45, stop, epsilon: 0.05, least: 2, ..shipped("policy") };
    let wording: wording::Config = shipped("wording");
    Bench::new(Arc::new(Exact), &honesty, &policy, &wording).unwrap()
}

/// A section of the default configuration.
fn shipped<T: DeserializeOwned>(section: &str) -> T {
    let mut all: toml::Table = toml::from_str(include_str!("../../../../config/default.toml")).unwrap();
    all.remove(section).unwrap().try_into().unwrap()
}

pub(crate) fn options() -> Options {
    Options {
        profile: String::new(),
        limit: None,
        model: "m".to_owned(),
        template: "{question}".to_owned(),
        temperature: 0.0,
        max_tokens: Some(32),
        concurrency: 3,
        judging: Judging::AsServed,
        bootstrap: Bootstrap { replicates: 200, seed: 1, level: 0.95 },
        seed: None,
        purse: Arc::default(),
        journal: None,
    }
}

pub(crate) fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}
