//! The judges of meaning, put together as the configuration names them.

use std::sync::Arc;

use anyhow::{Context, bail};
use futures_util::future::BoxFuture;
use probity_engine::nli::{self, NliModel};
use probity_engine::pair::{PairModel, Source};
use probity_policy::gate::{Gate, GateError, Kinds};
use probity_score::{Claim, Entailment, EntailmentJudge, Error, LexicalJudge, MeaningJudge, Pair, PairJudge, Verdicts};
use probity_serve::{Embedder, Judges};
use probity_upstream::{Http, UpstreamJudge};

use crate::settings::{JudgeName, Settings};

/// The judges in force, and the model behind them where there is one.
#[derive(Debug, Clone)]
pub(crate) struct Bench {
    /// What says whether answers are the same, whether one text follows from another, and how alike texts are.
    pub(crate) judges: Judges,
    /// What says which kind of request a request is.
    pub(crate) gate: Option<Arc<dyn Gate>>,
    /// The pair model, where the chain names it.
    pub(crate) pair: Option<PairModel>,
}

/// The pair model behind traits that the rooms know.
#[derive(Debug)]
struct Adapted(PairModel);

/// A model that is asked in steps: who has thousands of pairs must neither fill its queue, which would then refuse
/// everybody else, nor be refused by what lies there already.
#[derive(Debug)]
struct Stepwise<M>(M);

/// So many texts or pairs go to a model in one call. The eight questions that are scored at once thus stay within the
/// default `pair.queue_tokens`, be every pair as long as the pair model reads (256 tokens).
const STEP: usize = 32;

impl Bench {
    /// Loads what the chain names. `http` is the upstream, where there is one.
    pub(crate) fn compose(settings: &Settings, http: Option<&Http>) -> anyhow::Result<Self> {
        let names = &settings.judge.chain;
        let pair = names.contains(&JudgeName::Pair).then(|| load_pair(settings)).transpose()?;
        let nli = names.contains(&JudgeName::Nli).then(|| load_nli(settings)).transpose()?;
        let mut chain: Vec<Arc<dyn PairJudge>> = Vec::new();
        for name in names {
            match name {
                JudgeName::Pair => {
                    chain.extend(pair.clone().map(|model| Arc::new(Stepwise(model)) as Arc<dyn PairJudge>));
                }
                JudgeName::Nli => {
                    chain.extend(nli.clone().map(|model| Arc::new(Stepwise(model)) as Arc<dyn PairJudge>));
                }
                JudgeName::Upstream => chain.push(ask_upstream(settings, http)?),
                JudgeName::Lexical => chain.push(Arc::new(LexicalJudge)),
            }
        }
        let entailment = pair.clone().map(|model| Arc::new(Stepwise(model)) as Arc<dyn EntailmentJudge>);
        let judges = Judges {
            meaning: Arc::new(MeaningJudge::new(chain, settings.judge.mix())),
            entailment: entailment.or_else(|| nli.map(|model| Arc::new(Stepwise(model)) as Arc<dyn EntailmentJudge>)),
            embedder: pair.clone().map(|model| Arc::new(Adapted(model)) as Arc<dyn Embedder>),
        };
        let gate = pair.clone().map(|model| Arc::new(Adapted(model)) as Arc<dyn Gate>);
        Ok(Self { judges, gate, pair })
    }

    /// The same for a command that talks to no upstream but to judge.
    pub(crate) fn alone(settings: &Settings) -> anyhow::Result<Self> {
        let asks = settings.judge.chain.contains(&JudgeName::Upstream) && !settings.upstream.url.is_empty();
        let http = asks.then(|| Http::new(&settings.upstream)).transpose().context("[upstream]")?;
        Self::compose(settings, http.as_ref())
    }
}

fn load_pair(settings: &Settings) -> anyhow::Result<PairModel> {
    const ADVICE: &str = "put \"pair\" out of judge.chain to judge without the pair model, or name a folder with its \
                          config.json, tokenizer.json and pair.safetensors in pair.path";
    let path = &settings.pair.path;
    let source = if path.as_os_str().is_empty() { compiled_in() } else { Source::Directory(path.clone()) };
    let model = PairModel::load(&source, &settings.pair).with_context(|| format!("[pair]; {ADVICE}"))?;
    let labels = model.gate_labels().iter().map(|label| (label.as_str(), 1.0 / model.gate_labels().len() as f64));
    Kinds::from_named(labels).with_context(|| format!("[pair] is another version's model; {ADVICE}"))?;
    Ok(model)
}

fn compiled_in() -> Source {
    Source::Bytes {
        config: include_bytes!("../../models/pair/config.json").into(),
        tokenizer: include_bytes!("../../models/pair/tokenizer.json").into(),
        weights: include_bytes!("../../models/pair/pair.safetensors").into(),
    }
}

/// The checkpoint that `judge.nli_path` names, run with as much as `[pair]` allows.
fn load_nli(settings: &Settings) -> anyhow::Result<NliModel> {
    const ADVICE: &str = "put \"nli\" out of judge.chain to judge without it, or name the folder of a DeBERTa-v2 or -v3 \
                          checkpoint for NLI in judge.nli_path";
    let path = settings.judge.nli_path.clone();
    let pair = &settings.pair;
    let config = nli::Config {
        path,
        threads: pair.threads,
        queue_tokens: pair.queue_tokens,
        batch_tokens: pair.batch_tokens,
        max_wait: pair.max_wait,
    };
    NliModel::load(&config).with_context(|| format!("judge.nli_path; {ADVICE}"))
}

fn ask_upstream(settings: &Settings, http: Option<&Http>) -> anyhow::Result<Arc<dyn PairJudge>> {
    let Some(http) = http else {
        bail!("judge.chain names \"upstream\", but there is none: upstream.url is empty");
    };
    let judge = UpstreamJudge::new(http, settings.judge.upstream.clone())?;
    if !judge.may_ask() {
        tracing::warn!(
            "the upstream cannot judge without a key of its own (upstream.api_key_env); it will read nothing. If it \
             needs none, set judge.upstream.needs_key = false"
        );
    }
    Ok(Arc::new(judge))
}

impl<M: PairJudge> PairJudge for Stepwise<M> {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn same<'a>(&'a self, question: &'a str, pairs: &'a [Pair<'a>]) -> BoxFuture<'a, Result<Verdicts, Error>> {
        Box::pin(async move {
            let mut verdicts = Vec::with_capacity(pairs.len());
            for step in pairs.chunks(STEP) {
                verdicts.extend(self.0.same(question, step).await?);
            }
            Ok(verdicts)
        })
    }
}

impl<M: EntailmentJudge> EntailmentJudge for Stepwise<M> {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn entail<'a>(&'a self, claims: &'a [Claim<'a>]) -> BoxFuture<'a, Result<Vec<Option<Entailment>>, Error>> {
        Box::pin(async move {
            let mut verdicts = Vec::with_capacity(claims.len());
            for step in claims.chunks(STEP) {
                verdicts.extend(self.0.entail(step).await?);
            }
            Ok(verdicts)
        })
    }
}

impl Embedder for Adapted {
    fn embed<'a>(&'a self, texts: &'a [&'a str]) -> BoxFuture<'a, Result<Vec<Vec<f32>>, Error>> {
        Box::pin(async move {
            let mut embedded = Vec::with_capacity(texts.len());
            for step in texts.chunks(STEP) {
                embedded.extend(self.0.embed(step).await?);
            }
            Ok(embedded)
        })
    }
}

impl Gate for Adapted {
    fn name(&self) -> &str {
        PairJudge::name(&self.0)
    }

    fn read<'a>(&'a self, request: &'a str) -> BoxFuture<'a, Result<Kinds, GateError>> {
        Box::pin(async move {
            let said = self.0.gate(request).await.map_err(|error| GateError::Failed(error.to_string()))?;
            let labels = self.0.gate_labels().iter().map(String::as_str);
            Kinds::from_named(labels.zip(said.probabilities))
        })
    }
}
