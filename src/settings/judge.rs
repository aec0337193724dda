//! The `[judge]` section: who says whether two answers are the same, and in which order they are asked.

use std::path::PathBuf;

use clap::ValueEnum;
use probity_upstream::JudgeConfig;
use serde::Deserialize;

/// Who says whether two answers are the same.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Judge {
    /// The judges, in the order in which they are asked.
    pub(crate) chain: Vec<JudgeName>,
    /// The folder of an NLI checkpoint, for `nli`.
    pub(crate) nli_path: PathBuf,
    /// How a model's verdict is weighed with the words.
    pub(crate) mix: Mix,
    /// The upstream as a judge.
    pub(crate) upstream: JudgeConfig,
}

/// A judge that can be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum JudgeName {
    /// The pair model, in this process
    Pair,
    /// An NLI checkpoint of your own, in this process
    Nli,
    /// The upstream itself, asked in words
    Upstream,
    /// The words, without any model
    Lexical,
}

/// `sigmoid(bias + model · logit(p) + words · w)`: see [`probity_score::Mix`].
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mix {
    bias: f64,
    model: f64,
    words: f64,
}

/// A `[judge]` section that cannot work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum JudgeError {
    #[error("judge.{key} {reason}")]
    Value { key: &'static str, reason: &'static str },
    #[error(transparent)]
    Upstream(#[from] probity_upstream::SetupError),
}

impl Judge {
    /// Checks what types cannot say.
    pub(crate) fn check(&self) -> Result<(), JudgeError> {
        let value = |key, reason| Err(JudgeError::Value { key, reason });
        if self.chain.is_empty() {
            return value("chain", "must name one judge at least");
        }
        if (1..self.chain.len()).any(|at| self.chain[..at].contains(&self.chain[at])) {
            return value("chain", "names a judge twice");
        }
        if !self.mix.bias.is_finite() {
            return value("mix.bias", "must be a number");
        }
        if !(self.mix.model.is_finite() && self.mix.model > 0.0) {
            return value("mix.model", "must be above 0");
        }
        if !(self.mix.words.is_finite() && self.mix.words >= 0.0) {
            return value("mix.words", "must be at least 0");
        }
        if self.chain.contains(&JudgeName::Nli) && self.nli_path.as_os_str().is_empty() {
            let reason = "names \"nli\", but judge.nli_path is empty; name the folder of a DeBERTa-v2 or -v3 \
                          checkpoint for NLI there, or put \"nli\" out of the chain";
            return value("chain", reason);
        }
        Ok(self.upstream.check()?)
    }

    /// Checks that there is an upstream to ask where one is to judge, `url` being where it is.
    pub(crate) fn check_upstream(&self, url: &str) -> Result<(), JudgeError> {
        if !self.chain.contains(&JudgeName::Upstream) {
            return Ok(());
        }
        let reason = match (url, self.upstream.model.as_str()) {
            ("", _) => "names \"upstream\", but there is none: upstream.url is empty",
            (_, "") => "names \"upstream\", but judge.upstream.model does not name its model that is to judge",
            _ => return Ok(()),
        };
        Err(JudgeError::Value { key: "chain", reason })
    }

    /// Whether the upstream is to judge and will read nothing: it wants a key, and there is none but the clients' own.
    pub(crate) fn lacks_key(&self, upstream: &probity_upstream::Config) -> bool {
        let has_key = !upstream.api_key_env.is_empty() || !upstream.api_key_file.as_os_str().is_empty();
        self.chain.contains(&JudgeName::Upstream) && self.upstream.needs_key && !has_key
    }

    /// What is made of the first judge's verdicts: the mix is fitted to models that give probabilities, and to no other.
    pub(crate) fn mix(&self) -> probity_score::Mix {
        let Mix { bias, model, words } = self.mix;
        match self.chain.first() {
            Some(JudgeName::Pair | JudgeName::Nli) => probity_score::Mix { bias, model, words },
            Some(JudgeName::Upstream | JudgeName::Lexical) | None => probity_score::Mix::MODEL_ALONE,
        }
    }
}

impl JudgeName {
    /// A chain as the configuration writes it.
    pub(crate) fn chain(names: &[Self]) -> String {
        let names = names.iter().filter_map(Self::to_possible_value).map(|value| format!("{:?}", value.get_name()));
        format!("[{}]", names.collect::<Vec<_>>().join(", "))
    }
}
