//! Configuration: the compiled-in `config/default.toml`, then a file, then `PROBITY__SECTION__KEY`, then flags.
//!
//! The default file *is* the default and names every key there is; whatever it does not name is refused, with the
//! file, the line and the nearest key that exists. Each room owns its section's type; here they are only put together.

mod error;
mod judge;
mod layers;

use std::path::Path;

use probity_policy::Wording;
use serde::Deserialize;
use tracing_subscriber::EnvFilter;

pub(crate) use error::Error;
pub(crate) use judge::{Judge, JudgeName};
pub(crate) use layers::Layers;

/// The compiled-in default, which is also the manual.
pub(crate) const DEFAULT: &str = include_str!("../config/default.toml");

/// Everything, resolved.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) server: probity_serve::Config,
    pub(crate) upstream: probity_upstream::Config,
    pub(crate) engine: probity_engine::Config,
    pub(crate) honesty: probity_pipeline::Config,
    pub(crate) policy: probity_policy::Config,
    pub(crate) wording: probity_policy::wording::Config,
    pub(crate) judge: Judge,
    pub(crate) pair: probity_engine::pair::Config,
    pub(crate) export: probity_evaluate::export::Config,
    pub(crate) log: Log,
}

/// What is logged, and how.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Log {
    /// A filter such as `info` or `probity_upstream=debug,info`.
    pub(crate) filter: String,
    /// How lines look.
    pub(crate) format: LogFormat,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object a line.
    Json,
}

impl Settings {
    /// Reads all layers. `file` is the user's configuration, `environment` the process's variables, `flags` pairs of
    /// dotted key and TOML value from the command line.
    pub(crate) fn load(
        file: Option<&Path>,
        environment: impl Iterator<Item = (String, String)>,
        flags: &[(&str, String)],
    ) -> Result<Self, Error> {
        let mut layers = Layers::defaults()?;
        if let Some(path) = file {
            layers.add_file(path)?;
        }
        layers.add_environment(environment)?;
        for (key, value) in flags {
            layers.add_flag(key, value)?;
        }
        Self::resolve(&layers)
    }

    fn resolve(layers: &Layers) -> Result<Self, Error> {
        let settings = Self {
            server: layers.section("server")?,
            upstream: layers.section("upstream")?,
            engine: layers.section("engine")?,
            honesty: layers.section("honesty")?,
            policy: layers.section("policy")?,
            wording: layers.section("wording")?,
            judge: layers.section("judge")?,
            pair: layers.section("pair")?,
            export: layers.section("export")?,
            log: layers.section("log")?,
        };
        check(layers, "policy", settings.policy.validate())?;
        check(layers, "honesty", settings.honesty.check())?;
        check(layers, "engine", settings.engine.check())?;
        check(layers, "judge", settings.judge.check())?;
        check(layers, "judge", settings.judge.check_upstream(&settings.upstream.url))?;
        check(layers, "pair", settings.pair.check())?;
        check(layers, "server", settings.server.validate())?;
        check(layers, "export", settings.export.check())?;
        check(layers, "wording", Wording::new(&settings.wording).map(drop))?;
        check(layers, "log", settings.log.filter.parse::<EnvFilter>().map(drop))?;
        Ok(settings)
    }
}

fn check<E: std::fmt::Display>(layers: &Layers, section: &'static str, checked: Result<(), E>) -> Result<(), Error> {
    checked.map_err(|error| {
        let reason = error.to_string();
        Error::Value { place: layers.place_of(section, &reason), reason }
    })
}
