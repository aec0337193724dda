//! Composition: settings in, a pipeline before an endpoint out.

mod judges;

use std::fmt;
use std::sync::Arc;

use anyhow::Context;
use probity_draw::scripted::Scripted;
use probity_draw::{Sampler, Sink};
use probity_engine::weights::{self, Progress};
use probity_engine::{Embedded, MODEL_ID};
use probity_pipeline::{Pipeline, Settings as PipelineSettings};
use probity_policy::Wording;
use probity_score::EntailmentJudge;
use probity_serve::{Judges, Metrics, MetricsSink, Parts, Server, Watched};
use probity_upstream::{Endpoint, Http, Local};

use crate::settings::Settings;

pub(crate) use judges::Bench;

/// Where answers come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// An endpoint over HTTP.
    Upstream(String),
    /// The embedded model.
    Embedded,
    /// A few answers by heart: the embedded model could not be had.
    Scripted,
}

/// The rooms, put together.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) source: Source,
    pub(crate) endpoint: Arc<dyn Endpoint>,
    pub(crate) bench: Bench,
    pub(crate) pipeline: Arc<PipelineSettings>,
    server: probity_serve::Config,
}

/// Where answers come from, opened.
struct Opened {
    source: Source,
    endpoint: Arc<dyn Endpoint>,
    /// The same, where it is an upstream over HTTP.
    http: Option<Http>,
}

impl App {
    /// Opens the upstream, or loads the embedded model (fetching it first, should it not be there yet), and loads the
    /// judges.
    pub(crate) fn compose(settings: Settings, progress: &dyn Progress) -> anyhow::Result<Self> {
        let wording = Wording::new(&settings.wording).context("[wording]")?;
        let Opened { source, endpoint, http } = open(&settings, progress)?;
        let bench = Bench::compose(&settings, http.as_ref())?;
        let pipeline = Arc::new(PipelineSettings { honesty: settings.honesty, policy: settings.policy, wording });
        Ok(Self { source, endpoint, bench, pipeline, server: settings.server })
    }

    /// A pipeline in front of a sampler, with the judges in force.
    pub(crate) fn pipeline(&self, sampler: Arc<dyn Sampler>, sink: Arc<dyn Sink>) -> Pipeline {
        self.judged_by(&self.bench.judges, sampler, sink)
    }

    fn judged_by(&self, judges: &Judges, sampler: Arc<dyn Sampler>, sink: Arc<dyn Sink>) -> Pipeline {
        let mut pipeline = Pipeline::new(sampler, Arc::clone(&judges.meaning), sink, Arc::clone(&self.pipeline));
        if let Some(judge) = &judges.entailment {
            pipeline = pipeline.with_entailment(Arc::clone(judge));
        }
        if let Some(gate) = &self.bench.gate {
            pipeline = pipeline.with_gate(Arc::clone(gate));
        }
        pipeline
    }

    /// Binds the listener.
    pub(crate) async fn bind(self) -> anyhow::Result<Server> {
        let metrics = Arc::new(Metrics::new(env!("CARGO_PKG_VERSION")));
        let sink = Arc::new(MetricsSink::new(Arc::clone(&metrics)));
        let judges = watched(&self.bench.judges, &metrics);
        let pipeline = self.judged_by(&judges, self.endpoint.sampler(), sink);
        let parts = Parts { pipeline, judges, endpoint: self.endpoint, metrics };
        Ok(Server::bind(self.server, parts).await?)
    }
}

/// The same judges, their work counted.
fn watched(judges: &Judges, metrics: &Arc<Metrics>) -> Judges {
    let meaning = Watched::new(Arc::clone(&judges.meaning), Arc::clone(metrics));
    let entailment = judges.entailment.as_ref().map(|judge| Watched::new(Arc::clone(judge), Arc::clone(metrics)));
    Judges {
        meaning: Arc::new(meaning),
        entailment: entailment.map(|judge| Arc::new(judge) as Arc<dyn EntailmentJudge>),
        embedder: judges.embedder.clone(),
    }
}

impl Source {
    /// The model to name in an example.
    pub(crate) fn model(&self) -> &'static str {
        match self {
            Self::Upstream(_) => "MODEL",
            Self::Embedded => MODEL_ID,
            Self::Scripted => probity_draw::scripted::MODEL,
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Upstream(url) => write!(f, "{url}"),
            Self::Embedded => write!(f, "the embedded model {MODEL_ID}"),
            Self::Scripted => write!(f, "A SCRIPTED STAND-IN, which is no model"),
        }
    }
}

fn open(settings: &Settings, progress: &dyn Progress) -> anyhow::Result<Opened> {
    if !settings.upstream.url.is_empty() {
        let http = Http::new(&settings.upstream).context("[upstream]")?;
        let source = Source::Upstream(settings.upstream.url.clone());
        return Ok(Opened { source, endpoint: Arc::new(http.clone()), http: Some(http) });
    }
    let body_limit = settings.server.max_body_bytes;
    let local = |source, sampler: Arc<dyn Sampler>, model: &str| {
        let endpoint = Arc::new(Local::new(sampler, vec![model.to_owned()], body_limit));
        Opened { source, endpoint, http: None }
    };
    match embedded(settings, progress) {
        Ok(model) => Ok(local(Source::Embedded, Arc::new(model), MODEL_ID)),
        // A path that was given and cannot be used is a mistake to be told of, not to be covered up.
        Err(error) if !settings.engine.path.as_os_str().is_empty() => Err(error).context("[engine]"),
        Err(error) => {
            tracing::error!("the embedded model cannot be had: {error:#}");
            tracing::error!("serving a SCRIPTED STAND-IN with a few answers by heart; it is no model");
            Ok(local(Source::Scripted, Arc::new(Scripted), probity_draw::scripted::MODEL))
        }
    }
}

fn embedded(settings: &Settings, progress: &dyn Progress) -> anyhow::Result<Embedded> {
    let path = weights::locate_or_fetch(&settings.engine, progress)?;
    Ok(Embedded::load(&path, &settings.engine)?)
}
