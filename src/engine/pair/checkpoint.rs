//! Reads a checkpoint: the shape in `config.json`, and weights under the names that `transformers` gives a BERT.
//!
//! A matrix is either 32-bit fractions, or 8-bit codes with a scale for each row (`X.weight_scale`).

use safetensors::{Dtype, SafeTensors};
use serde::Deserialize;

use crate::pair::encoder::{Encoder, Layer};
use crate::pair::heads::{Head, Heads};
use crate::pair::matrix::{BLOCK, CODE_MAX, Matrix, Weights};
use crate::pair::norm::Norm;
use crate::pair::table::Table;
use crate::pair::{Error, Precision};

const CONFIG: &str = "config.json";
const WEIGHTS: &str = "pair.safetensors";
/// The layout that this version reads.
const FORMAT: u32 = 1;

/// The numbers that shape a model; other keys are not the engine's.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Shape {
    format: u32,
    pub(crate) name: String,
    hidden: usize,
    layers: usize,
    heads: usize,
    intermediate: usize,
    pub(crate) vocab: usize,
    pub(crate) positions: usize,
    layer_norm_eps: f32,
    dense: usize,
    pub(crate) gate_labels: Vec<String>,
    pub(crate) max_tokens: usize,
}

/// The weights, not yet packed.
pub(crate) struct Checkpoint<'a> {
    tensors: SafeTensors<'a>,
    shape: &'a Shape,
    precision: Precision,
}

impl Shape {
    /// Reads and checks `config.json`.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Error> {
        let refused = |reason: String| Error::Model { file: CONFIG, reason };
        let shape: Self = serde_json::from_slice(bytes).map_err(|error| refused(error.to_string()))?;
        if shape.format != FORMAT {
            return Err(refused(format!("its format is {}, this version reads {FORMAT}", shape.format)));
        }
        let blocks = [("hidden", shape.hidden), ("intermediate", shape.intermediate), ("dense", shape.dense)];
        if let Some((key, size)) = blocks.iter().find(|(_, size)| *size == 0 || size % BLOCK != 0) {
            return Err(refused(format!("{key} is {size}, not a multiple of {BLOCK}")));
        }
        let lanes = crate::pair::lanes::LANES;
        if shape.heads == 0 || !shape.hidden.is_multiple_of(shape.heads * lanes) {
            return Err(refused(format!("{} heads do not divide {} into whole vectors", shape.heads, shape.hidden)));
        }
        if shape.layers == 0 || shape.gate_labels.is_empty() || !(32..=shape.positions).contains(&shape.max_tokens) {
            return Err(refused("layers, gate_labels, max_tokens and positions do not make a model".to_owned()));
        }
        Ok(shape)
    }
}

impl<'a> Checkpoint<'a> {
    pub(crate) fn open(bytes: &'a [u8], shape: &'a Shape, precision: Precision) -> Result<Self, Error> {
        let tensors = SafeTensors::deserialize(bytes).map_err(|error| refused(error.to_string()))?;
        Ok(Self { tensors, shape, precision })
    }

    pub(crate) fn encoder(&self) -> Result<Encoder, Error> {
        let shape = self.shape;
        let table = |name: &str, rows| self.table(&format!("embeddings.{name}_embeddings"), rows);
        Ok(Encoder {
            hidden: shape.hidden,
            heads: shape.heads,
            words: table("word", shape.vocab)?,
            positions: table("position", shape.positions)?,
            types: table("token_type", 2)?,
            norm: self.norm("embeddings.LayerNorm")?,
            layers: (0..shape.layers).map(|index| self.layer(index)).collect::<Result<_, Error>>()?,
        })
    }

    pub(crate) fn heads(&self) -> Result<Heads, Error> {
        let (pair, one) = (5 * self.shape.hidden, self.shape.hidden);
        Ok(Heads {
            hidden: self.shape.hidden,
            equivalence: self.head("heads.equivalence", pair, 1)?,
            entailment: self.head("heads.entailment", pair, 3)?,
            gate: self.head("heads.gate", one, self.shape.gate_labels.len())?,
        })
    }

    fn head(&self, name: &str, inputs: usize, outputs: usize) -> Result<Head, Error> {
        Ok(Head {
            dense: self.matrix(&[&format!("{name}.dense")], inputs, self.shape.dense)?,
            out: self.matrix(&[&format!("{name}.out")], self.shape.dense, outputs)?,
            outputs,
        })
    }

    fn layer(&self, index: usize) -> Result<Layer, Error> {
        let name = |part: &str| format!("encoder.layer.{index}.{part}");
        let (hidden, intermediate) = (self.shape.hidden, self.shape.intermediate);
        let [query, key, value] = ["query", "key", "value"].map(|part| name(&format!("attention.self.{part}")));
        Ok(Layer {
            attention_in: self.matrix(&[&query, &key, &value], hidden, hidden)?,
            attention_out: self.matrix(&[&name("attention.output.dense")], hidden, hidden)?,
            attention_norm: self.norm(&name("attention.output.LayerNorm"))?,
            feed_in: self.matrix(&[&name("intermediate.dense")], hidden, intermediate)?,
            feed_out: self.matrix(&[&name("output.dense")], intermediate, hidden)?,
            feed_norm: self.norm(&name("output.LayerNorm"))?,
        })
    }

    /// One or several matrices of the same shape, stacked.
    fn matrix(&self, names: &[&str], inputs: usize, outputs: usize) -> Result<Matrix, Error> {
        let (mut values, mut scales, mut bias) = (Vec::new(), Vec::new(), Vec::new());
        for name in names {
            match self.table(name, outputs)? {
                Table::Floats { width, values: found } if width == inputs => {
                    let peak = |row: &[f32]| row.iter().fold(0f32, |peak, weight| peak.max(weight.abs())) / CODE_MAX;
                    scales.extend(found.chunks_exact(width).map(peak));
                    values.extend(found);
                }
                Table::Codes { scales: found, codes } if codes.len() == outputs * inputs => {
                    for (row, scale) in codes.chunks_exact(inputs).zip(&found) {
                        values.extend(row.iter().map(|code| f32::from(*code) * scale));
                    }
                    scales.extend(found);
                }
                _ => return Err(refused(format!("{name}.weight is not [{outputs}, {inputs}]"))),
            }
            bias.extend(self.floats(&format!("{name}.bias"), outputs)?);
        }
        Ok(Matrix::pack(&Weights { values: &values, scales: &scales, inputs }, &bias, self.precision))
    }

    fn norm(&self, name: &str) -> Result<Norm, Error> {
        let floats = |part: &str| self.floats(&format!("{name}.{part}"), self.shape.hidden);
        Ok(Norm { gain: floats("weight")?, offset: floats("bias")?, epsilon: self.shape.layer_norm_eps })
    }

    /// A matrix of so many rows, as it lies in the file.
    fn table(&self, name: &str, rows: usize) -> Result<Table, Error> {
        let name = format!("{name}.weight");
        let tensor = self.tensors.tensor(&name).map_err(|error| refused(format!("{name}: {error}")))?;
        let &[found, width] = tensor.shape() else {
            return Err(refused(format!("{name} is no matrix")));
        };
        if found != rows {
            return Err(refused(format!("{name} has {found} rows, not {rows}")));
        }
        if tensor.dtype() == Dtype::I8 {
            let scales = self.floats(&format!("{name}_scale"), rows)?;
            return Ok(Table::Codes { scales, codes: tensor.data().iter().map(|byte| byte.cast_signed()).collect() });
        }
        Ok(Table::Floats { width, values: self.floats(&name, rows * width)? })
    }

    fn floats(&self, name: &str, count: usize) -> Result<Vec<f32>, Error> {
        let tensor = self.tensors.tensor(name).map_err(|error| refused(format!("{name}: {error}")))?;
        let elements: usize = tensor.shape().iter().product();
        if tensor.dtype() != Dtype::F32 || elements != count {
            return Err(refused(format!("{name} is {:?} {:?}, not {count} of F32", tensor.dtype(), tensor.shape())));
        }
        let (words, _) = tensor.data().as_chunks::<4>();
        let values: Vec<f32> = words.iter().map(|word| f32::from_le_bytes(*word)).collect();
        if values.iter().any(|value| !value.is_finite()) {
            return Err(refused(format!("{name} holds values that are no numbers")));
        }
        Ok(values)
    }
}

fn refused(reason: String) -> Error {
    Error::Model { file: WEIGHTS, reason }
}
