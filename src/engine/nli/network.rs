//! The model: a DeBERTa-v2 encoder, the pooler over its first token, and the classifier.
//!
//! The sequences of a batch lie one after the other. All matrices are applied to all tokens at once; only queries and keys
//! meet sequence by sequence, so that there is no padding and nothing to mask.

use candle_core::{DType, Device, Result, Tensor};
use rayon::ThreadPool;

use crate::nli::Error;
use crate::nli::layers::{Dense, Norm, Weigh};
use crate::nli::positions::Window;
use crate::nli::reading::Sequence;
use crate::nli::shape::{Attention, Relative, Shape};
use crate::nli::weights::Weights;
use crate::worker::Forward;

/// A loaded model.
#[derive(Debug)]
pub(crate) struct Network {
    embeddings: Embeddings,
    layers: Vec<Layer>,
    attention: Attention,
    heads: usize,
    width: usize,
    pooler: Dense,
    classifier: Dense,
    pool: ThreadPool,
}

#[derive(Debug)]
struct Embeddings {
    /// As it lies in the file: it is most of a small model, and only rows of it are used.
    words: Tensor,
    places: Option<Tensor>,
    types: Option<Tensor>,
    project: Option<Tensor>,
    norm: Norm,
}

#[derive(Debug)]
struct Layer {
    /// Queries, keys and values, stacked.
    attention_in: Dense,
    /// The keys of positions, [row, head, width].
    position_keys: Option<Tensor>,
    /// The queries of positions.
    position_queries: Option<Tensor>,
    attention_out: Dense,
    attention_norm: Norm,
    feed_in: Dense,
    feed_out: Dense,
    feed_norm: Norm,
}

/// The sequences of one pass.
struct Batch {
    tokens: Tensor,
    types: Tensor,
    places: Tensor,
    /// First token and length of each.
    spans: Vec<(usize, usize)>,
    window: Window,
    total: usize,
}

impl Network {
    /// Reads a model with so many labels.
    pub(crate) fn read(
        weights: &mut Weights,
        shape: &Shape,
        labels: usize,
        pool: ThreadPool,
    ) -> std::result::Result<Self, Error> {
        let table = shape.attention.relative.map(|relative| positions(weights, shape, &relative)).transpose()?;
        let layer = |index| Layer::read(weights, shape, index, table.as_ref());
        let layers = (0..shape.layers).map(layer).collect::<std::result::Result<_, Error>>()?;
        let hidden = shape.hidden;
        Ok(Self {
            embeddings: Embeddings::read(weights, shape)?,
            layers,
            attention: shape.attention,
            heads: shape.heads,
            width: shape.width,
            pooler: Dense::read(weights, &["pooler.dense".to_owned()], hidden, hidden)?.bent(shape.pooler_activation),
            classifier: Dense::read(weights, &["classifier".to_owned()], hidden, labels)?,
            pool,
        })
    }

    fn logits(&self, sequences: &[&Sequence]) -> Result<Vec<Vec<f32>>> {
        let batch = Batch::of(sequences, self.attention.relative.as_ref(), &self.embeddings)?;
        let mut state = self.embeddings.forward(&batch)?;
        for layer in &self.layers {
            let attended = layer.attention_out.forward(&self.attend(layer, &state, &batch)?)?;
            state = layer.attention_norm.forward((attended + &state)?)?;
            let fed = layer.feed_out.forward(&layer.feed_in.forward(&state)?)?;
            state = layer.feed_norm.forward((fed + &state)?)?;
        }
        let firsts: Vec<u32> = batch.spans.iter().map(|(start, _)| *start as u32).collect();
        let firsts = state.index_select(&Tensor::new(firsts, &Device::Cpu)?, 0)?;
        self.classifier.forward(&self.pooler.forward(&firsts)?)?.to_vec2()
    }

    fn attend(&self, layer: &Layer, state: &Tensor, batch: &Batch) -> Result<Tensor> {
        let (heads, width) = (self.heads, self.width);
        let all = layer.attention_in.forward(state)?.reshape((batch.total, 3, heads, width))?.permute((1, 2, 0, 3))?;
        let (queries, keys, values) = (all.get(0)?, all.get(1)?, all.get(2)?);
        let window = &batch.window;
        let positioned = |content: &Tensor, table: &Option<Tensor>| match table {
            Some(table) => content.matmul(&table.narrow(0, window.first, window.rows)?.permute((1, 2, 0))?),
            None => Tensor::zeros((heads, batch.total, window.rows), DType::F32, &Device::Cpu),
        };
        let to_position = positioned(&queries, &layer.position_keys)?;
        let from_position = positioned(&keys, &layer.position_queries)?;
        let mut outputs = Vec::with_capacity(batch.spans.len());
        for &(start, length) in &batch.spans {
            let scores = queries.narrow(1, start, length)?.matmul(&keys.narrow(1, start, length)?.transpose(1, 2)?)?;
            let span = (start, length);
            let weigh = Weigh { window, tokens: batch.total, span, scale: self.attention.scale };
            scores.inplace_op3(&to_position, &from_position, &weigh)?;
            outputs.push(scores.matmul(&values.narrow(1, start, length)?)?.transpose(0, 1)?);
        }
        Tensor::cat(&outputs, 0)?.reshape((batch.total, heads * width))
    }
}

impl Forward<Sequence> for Network {
    fn forward(&mut self, sequences: &[&Sequence]) -> std::result::Result<Vec<Vec<f32>>, String> {
        self.pool.install(|| self.logits(sequences)).map_err(|error| error.to_string())
    }
}

impl Embeddings {
    fn read(weights: &mut Weights, shape: &Shape) -> std::result::Result<Self, Error> {
        let mut table = |name: &str, rows: usize, columns: usize, wanted: bool| {
            let name = format!("deberta.embeddings.{name}.weight");
            wanted.then(|| weights.floats(&name, &[rows, columns])).transpose()
        };
        let width = shape.embedding;
        let places = table("position_embeddings", shape.positions, width, shape.placed)?;
        let types = table("token_type_embeddings", shape.types, width, shape.types > 0)?;
        let project = table("embed_proj", shape.hidden, width, width != shape.hidden)?;
        let project = project.map(|matrix| matrix.t()).transpose();
        let words = weights.stored("deberta.embeddings.word_embeddings.weight", &[shape.vocab, width])?;
        let norm = Norm::read(weights, "deberta.embeddings.LayerNorm", shape.hidden, shape.epsilon)?;
        let project = project.map_err(|error| weights.broken(error.to_string()))?;
        Ok(Self { words, places, types, project, norm })
    }

    fn forward(&self, batch: &Batch) -> Result<Tensor> {
        let mut state = self.words.index_select(&batch.tokens, 0)?.to_dtype(DType::F32)?;
        if let Some(places) = &self.places {
            state = (state + places.index_select(&batch.places, 0)?)?;
        }
        if let Some(types) = &self.types {
            state = (state + types.index_select(&batch.types, 0)?)?;
        }
        if let Some(project) = &self.project {
            state = state.matmul(project)?;
        }
        self.norm.forward(state)
    }

    /// The highest type of a text that the model has.
    fn last_type(&self) -> u32 {
        self.types.as_ref().map_or(0, |types| types.dims()[0] as u32 - 1)
    }
}

impl Layer {
    fn read(
        weights: &mut Weights,
        shape: &Shape,
        index: usize,
        table: Option<&Tensor>,
    ) -> std::result::Result<Self, Error> {
        let name = |part: &str| format!("deberta.encoder.layer.{index}.{part}");
        let (hidden, inner) = (shape.hidden, shape.heads * shape.width);
        let mut dense = |parts: &[&str], inputs: usize, outputs: usize| {
            let names: Vec<String> = parts.iter().map(|part| name(part)).collect();
            Dense::read(weights, &names, inputs, outputs)
        };
        let projections = ["query_proj", "key_proj", "value_proj"].map(|part| format!("attention.self.{part}"));
        let attention_in = dense(&projections.each_ref().map(String::as_str), hidden, inner)?;
        let attention_out = dense(&["attention.output.dense"], inner, hidden)?;
        let feed_in = dense(&["intermediate.dense"], hidden, shape.intermediate)?.bent(shape.activation);
        let feed_out = dense(&["output.dense"], shape.intermediate, hidden)?;
        let mut positions = |wanted: bool, own: &str, shared: &str| {
            let (Some(table), Some(relative)) = (table.filter(|_| wanted), shape.attention.relative) else {
                return Ok(None);
            };
            let part = if relative.shared { shared } else { own };
            let matrix = Dense::read(weights, &[name(&format!("attention.self.{part}"))], hidden, inner)?;
            let rows =
                matrix.forward(table).and_then(|rows| rows.reshape((2 * relative.span, shape.heads, shape.width)));
            rows.map(Some).map_err(|error| weights.broken(error.to_string()))
        };
        let relative = shape.attention.relative;
        let keys = relative.is_some_and(|relative| relative.content_to_position);
        let queries = relative.is_some_and(|relative| relative.position_to_content);
        Ok(Self {
            position_keys: positions(keys, "pos_key_proj", "key_proj")?,
            position_queries: positions(queries, "pos_query_proj", "query_proj")?,
            attention_in,
            attention_out,
            attention_norm: Norm::read(weights, &name("attention.output.LayerNorm"), hidden, shape.epsilon)?,
            feed_in,
            feed_out,
            feed_norm: Norm::read(weights, &name("output.LayerNorm"), hidden, shape.epsilon)?,
        })
    }
}

impl Batch {
    fn of(sequences: &[&Sequence], relative: Option<&Relative>, embeddings: &Embeddings) -> Result<Self> {
        let (mut tokens, mut types, mut places, mut spans) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let last_type = embeddings.last_type();
        for sequence in sequences {
            spans.push((tokens.len(), sequence.tokens.len()));
            tokens.extend_from_slice(&sequence.tokens);
            types.extend((0..sequence.tokens.len()).map(|at| u32::from(at >= sequence.second).min(last_type)));
            places.extend(0..sequence.tokens.len() as u32);
        }
        let longest = spans.iter().map(|(_, length)| *length).max().unwrap_or(0);
        let window = relative.map_or_else(|| Window::flat(longest), |relative| Window::new(relative, longest));
        let total = tokens.len();
        let list = |values: Vec<u32>| Tensor::new(values, &Device::Cpu);
        Ok(Self { tokens: list(tokens)?, types: list(types)?, places: list(places)?, spans, window, total })
    }
}

/// The table of relative positions, normalised where the model does so.
fn positions(weights: &mut Weights, shape: &Shape, relative: &Relative) -> std::result::Result<Tensor, Error> {
    let table = weights.floats("deberta.encoder.rel_embeddings.weight", &[2 * relative.span, shape.hidden])?;
    if !relative.normed {
        return Ok(table);
    }
    let norm = Norm::read(weights, "deberta.encoder.LayerNorm", shape.hidden, shape.epsilon)?;
    norm.forward(table).map_err(|error| weights.broken(error.to_string()))
}
