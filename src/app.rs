//! Composition: settings in, a pipeline before an endpoint out.

use std::fmt;
use std::sync::Arc;

use anyhow::Context;
use probity_draw::scripted::Scripted;
use probity_draw::{Sampler, Sink};
use probity_engine::weights::{self, Progress};
use probity_engine::{Embedded, MODEL_ID};
use probity_pipeline::{Pipeline, Settings as PipelineSettings};
use probity_policy::Wording;
use probity_score::LexicalJudge;
use probity_serve::{Metrics, MetricsSink, Parts, Server};
use probity_upstream::{Endpoint, Http, Local};

use crate::settings::Settings;

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
    pub(crate) pipeline: Arc<PipelineSettings>,
    server: probity_serve::Config,
}

impl App {
    /// Opens the upstream, or loads the embedded model (fetching it first, should it not be there yet).
    pub(crate) fn compose(settings: Settings, progress: &dyn Progress) -> anyhow::Result<Self> {
        let (source, endpoint) = open(&settings, progress)?;
        let wording = Wording::new(&settings.wording).context("[wording]")?;
        let pipeline = Arc::new(PipelineSettings { honesty: settings.honesty, policy: settings.policy, wording });
        Ok(Self { source, endpoint, pipeline, server: settings.server })
    }

    /// A pipeline in front of a sampler, with the judge in force.
    pub(crate) fn pipeline(&self, sampler: Arc<dyn Sampler>, sink: Arc<dyn Sink>) -> Pipeline {
        Pipeline::new(sampler, judge(), sink, Arc::clone(&self.pipeline))
    }

    /// Binds the listener.
    pub(crate) async fn bind(self) -> anyhow::Result<Server> {
        let metrics = Arc::new(Metrics::new(env!("CARGO_PKG_VERSION")));
        let sink = Arc::new(MetricsSink::new(Arc::clone(&metrics)));
        let pipeline = self.pipeline(self.endpoint.sampler(), sink);
        let parts = Parts { pipeline, endpoint: self.endpoint, metrics };
        Ok(Server::bind(self.server, parts).await?)
    }
}

/// The judge of pairs in force.
pub(crate) fn judge() -> Arc<LexicalJudge> {
    Arc::new(LexicalJudge)
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

fn open(settings: &Settings, progress: &dyn Progress) -> anyhow::Result<(Source, Arc<dyn Endpoint>)> {
    if !settings.upstream.url.is_empty() {
        let endpoint = Http::new(&settings.upstream).context("[upstream]")?;
        return Ok((Source::Upstream(settings.upstream.url.clone()), Arc::new(endpoint)));
    }
    let body_limit = settings.server.max_body_bytes;
    let local =
        |sampler: Arc<dyn Sampler>, model: &str| Arc::new(Local::new(sampler, vec![model.to_owned()], body_limit));
    match embedded(settings, progress) {
        Ok(model) => Ok((Source::Embedded, local(Arc::new(model), MODEL_ID))),
        // A path that was given and cannot be used is a mistake to be told of, not to be covered up.
        Err(error) if !settings.engine.path.as_os_str().is_empty() => Err(error).context("[engine]"),
        Err(error) => {
            tracing::error!("the embedded model cannot be had: {error:#}");
            tracing::error!("serving a SCRIPTED STAND-IN with a few answers by heart; it is no model");
            Ok((Source::Scripted, local(Arc::new(Scripted), probity_draw::scripted::MODEL)))
        }
    }
}

fn embedded(settings: &Settings, progress: &dyn Progress) -> anyhow::Result<Embedded> {
    let path = weights::locate_or_fetch(&settings.engine, progress)?;
    Ok(Embedded::load(&path, &settings.engine)?)
}
