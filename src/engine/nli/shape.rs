//! The shape of a model, from `config.json` as `transformers` writes it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::nli::labels::{self, Role};
use crate::nli::lanes::Activation;
use crate::nli::{CONFIG, Error};

/// The model's class in `transformers`.
const ARCHITECTURE: &str = "DebertaV2ForSequenceClassification";

/// The numbers that shape a model, checked to fit together.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) vocab: usize,
    /// Width of the table of words.
    pub(crate) embedding: usize,
    pub(crate) hidden: usize,
    pub(crate) layers: usize,
    pub(crate) heads: usize,
    /// Width of a head.
    pub(crate) width: usize,
    pub(crate) intermediate: usize,
    /// The most tokens of a sequence.
    pub(crate) positions: usize,
    pub(crate) types: usize,
    /// Whether positions are added to words at the start, as in BERT.
    pub(crate) placed: bool,
    pub(crate) epsilon: f32,
    pub(crate) activation: Activation,
    pub(crate) pooler_activation: Activation,
    pub(crate) attention: Attention,
    path: PathBuf,
    id2label: BTreeMap<String, String>,
}

/// How attention knows where a token stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attention {
    /// What scores are multiplied by: 1 / √(width · kinds of scores).
    pub(crate) scale: f32,
    /// Relative positions, where the model has them.
    pub(crate) relative: Option<Relative>,
}

/// Disentangled attention (He et al., ICLR 2021): scores from content to position and from position to content.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Relative {
    /// Positions reach from -span to span - 1.
    pub(crate) span: usize,
    /// Buckets of far positions, logarithmically wide; none: each position is its own.
    pub(crate) buckets: Option<usize>,
    /// The farthest position that has a bucket.
    pub(crate) most: usize,
    /// Whether positions go through the matrices of content.
    pub(crate) shared: bool,
    pub(crate) content_to_position: bool,
    pub(crate) position_to_content: bool,
    /// Whether the table of positions is normalised.
    pub(crate) normed: bool,
}

/// `config.json`: the keys that matter here, with the defaults of `transformers`' `DebertaV2Config`.
#[derive(Debug, Deserialize)]
struct Raw {
    #[serde(default)]
    model_type: String,
    #[serde(default)]
    architectures: Vec<String>,
    vocab_size: usize,
    hidden_size: usize,
    num_hidden_layers: usize,
    num_attention_heads: usize,
    intermediate_size: usize,
    embedding_size: Option<usize>,
    attention_head_size: Option<usize>,
    pooler_hidden_size: Option<usize>,
    #[serde(default = "gelu")]
    hidden_act: String,
    #[serde(default = "gelu")]
    pooler_hidden_act: String,
    #[serde(default = "positions")]
    max_position_embeddings: usize,
    #[serde(default)]
    type_vocab_size: usize,
    #[serde(default = "epsilon")]
    layer_norm_eps: f32,
    #[serde(default = "placed")]
    position_biased_input: bool,
    #[serde(default)]
    relative_attention: bool,
    #[serde(default)]
    max_relative_positions: i64,
    #[serde(default)]
    position_buckets: i64,
    #[serde(default)]
    share_att_key: bool,
    pos_att_type: Option<Kinds>,
    #[serde(default)]
    norm_rel_ebd: String,
    #[serde(default)]
    conv_kernel_size: i64,
    #[serde(default)]
    id2label: BTreeMap<String, String>,
}

/// `["p2c", "c2p"]`, or `"p2c|c2p"`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Kinds {
    List(Vec<String>),
    Text(String),
}

/// What every model says of itself, whatever else it says.
#[derive(Debug, Deserialize)]
struct Kind {
    model_type: Option<String>,
}

impl Shape {
    /// Reads `config.json`.
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let bytes = std::fs::read(path).map_err(|source| Error::io(path, source))?;
        let broken = |error: serde_json::Error| Error::broken(path, format!("it is no {CONFIG} of a model ({error})"));
        // Another architecture has other keys: its name says more than what it lacks.
        let kind: Kind = serde_json::from_slice(&bytes).map_err(broken)?;
        if kind.model_type.as_deref() != Some("deberta-v2") {
            let named = kind.model_type.as_deref().unwrap_or("not named");
            return Err(Error::unsupported(path, format!("its model_type is {named}, not deberta-v2")));
        }
        let raw: Raw = serde_json::from_slice(&bytes).map_err(broken)?;
        raw.supported().map_err(|reason| Error::unsupported(path, reason))?;
        raw.sound().map_err(|reason| Error::broken(path, reason))?;
        raw.shape(path).map_err(|reason| Error::unsupported(path, reason))
    }

    /// What each output of the classifier stands for.
    pub(crate) fn roles(&self) -> Result<Vec<Role>, Error> {
        labels::roles(&self.id2label).map_err(|reason| Error::unsupported(&self.path, reason))
    }
}

impl Raw {
    fn supported(&self) -> Result<(), String> {
        if !self.architectures.is_empty() && !self.architectures.iter().any(|name| name == ARCHITECTURE) {
            return Err(format!("it is a {:?} of {}, not a {ARCHITECTURE}", self.architectures, self.model_type));
        }
        if self.conv_kernel_size > 0 {
            let size = self.conv_kernel_size;
            return Err(format!("it has a convolution layer (conv_kernel_size = {size}), which is not supported"));
        }
        let wide = self.pooler_hidden_size.is_some_and(|size| size != self.hidden_size);
        if wide {
            return Err("its pooler_hidden_size is not its hidden_size".to_owned());
        }
        Ok(())
    }

    fn sound(&self) -> Result<(), String> {
        let counts = [
            ("vocab_size", self.vocab_size),
            ("hidden_size", self.hidden_size),
            ("num_attention_heads", self.num_attention_heads),
            ("intermediate_size", self.intermediate_size),
            ("embedding_size", self.embedding_size.unwrap_or(1)),
            ("attention_head_size", self.attention_head_size.unwrap_or(1)),
        ];
        if let Some((key, _)) = counts.iter().find(|(_, count)| *count == 0) {
            return Err(format!("its {key} is 0"));
        }
        if self.attention_head_size.is_none() && !self.hidden_size.is_multiple_of(self.num_attention_heads) {
            return Err(format!("{} is not a multiple of {} heads", self.hidden_size, self.num_attention_heads));
        }
        if self.max_position_embeddings < 4 {
            return Err("its max_position_embeddings leaves no room for a pair".to_owned());
        }
        Ok(())
    }

    fn shape(self, path: &Path) -> Result<Shape, String> {
        let width = self.attention_head_size.unwrap_or(self.hidden_size / self.num_attention_heads);
        Ok(Shape {
            vocab: self.vocab_size,
            embedding: self.embedding_size.unwrap_or(self.hidden_size),
            hidden: self.hidden_size,
            layers: self.num_hidden_layers,
            heads: self.num_attention_heads,
            width,
            intermediate: self.intermediate_size,
            positions: self.max_position_embeddings,
            types: self.type_vocab_size,
            placed: self.position_biased_input,
            epsilon: self.layer_norm_eps,
            activation: Activation::named(&self.hidden_act)?,
            pooler_activation: Activation::named(&self.pooler_hidden_act)?,
            attention: self.attention(width)?,
            path: path.to_owned(),
            id2label: self.id2label,
        })
    }

    fn attention(&self, width: usize) -> Result<Attention, String> {
        let kinds = match &self.pos_att_type {
            None => Vec::new(),
            Some(Kinds::List(kinds)) => kinds.clone(),
            Some(Kinds::Text(text)) => text.to_lowercase().split('|').map(|kind| kind.trim().to_owned()).collect(),
        };
        let has = |wanted: &str| kinds.iter().any(|kind| kind == wanted);
        if let Some(other) = kinds.iter().find(|kind| !matches!(kind.as_str(), "c2p" | "p2c" | "")) {
            return Err(format!("its pos_att_type names {other}, not c2p or p2c"));
        }
        let kinds = 1 + usize::from(has("c2p")) + usize::from(has("p2c"));
        let scale = 1.0 / ((width * kinds) as f32).sqrt();
        let positive = |value: i64| usize::try_from(value).ok().filter(|value| *value > 0);
        let most = positive(self.max_relative_positions).unwrap_or(self.max_position_embeddings);
        let buckets = positive(self.position_buckets);
        let relative = self.relative_attention.then(|| Relative {
            span: buckets.unwrap_or(most),
            buckets,
            most,
            shared: self.share_att_key,
            content_to_position: has("c2p"),
            position_to_content: has("p2c"),
            normed: self.norm_rel_ebd.to_lowercase().split('|').any(|part| part.trim() == "layer_norm"),
        });
        Ok(Attention { scale, relative })
    }
}

fn gelu() -> String {
    "gelu".to_owned()
}

fn positions() -> usize {
    512
}

fn epsilon() -> f32 {
    1e-7
}

fn placed() -> bool {
    true
}
