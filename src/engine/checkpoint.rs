//! Reads a model and its tokenizer from a GGUF file, through candle.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use candle_core::quantized::gguf_file::{Content, Value};
use candle_core::quantized::tokenizer::TokenizerFromGguf;
use candle_core::{Device, Result};
use tokenizers::Tokenizer;
use tokenizers::pre_tokenizers::PreTokenizerWrapper;
use tokenizers::pre_tokenizers::byte_level::ByteLevel;
use tokenizers::pre_tokenizers::digits::Digits;
use tokenizers::pre_tokenizers::sequence::Sequence;

use crate::Error;
use crate::model::{Block, Linear, Model, Shape};

/// What a file holds.
#[derive(Debug)]
pub(crate) struct Checkpoint {
    pub(crate) model: Model,
    pub(crate) tokenizer: Tokenizer,
    /// The token that ends an answer.
    pub(crate) end: u32,
    /// The file's own chat template.
    pub(crate) template: Option<String>,
}

struct Reader {
    content: Content,
    file: BufReader<File>,
}

impl Checkpoint {
    /// Reads a file.
    pub(crate) fn read(path: &Path) -> std::result::Result<Self, Error> {
        let unreadable = |reason: String| Error::Model { path: path.to_owned(), reason };
        let file = File::open(path).map_err(|error| unreadable(error.to_string()))?;
        Self::from_file(file).map_err(|error| unreadable(error.to_string()))
    }

    fn from_file(file: File) -> Result<Self> {
        let mut file = BufReader::with_capacity(1 << 20, file);
        let content = Content::read(&mut file)?;
        let mut reader = Reader { content, file };
        let architecture = reader.text("general.architecture")?;
        if architecture != "llama" {
            candle_core::bail!("its architecture is '{architecture}'; only 'llama' is understood");
        }
        let tokenizer = reader.tokenizer()?;
        let end = reader.whole("tokenizer.ggml.eos_token_id")? as u32;
        let template = reader.text("tokenizer.chat_template").ok();
        Ok(Self { model: reader.model()?, tokenizer, end, template })
    }
}

impl Reader {
    fn tokenizer(&self) -> Result<Tokenizer> {
        let mut tokenizer = Tokenizer::from_gguf(&self.content)?;
        // candle falls back to GPT-2's rules for this family, with a space put before every text; SmolLM's own are
        // single digits and no such space.
        if self.text("tokenizer.ggml.pre").is_ok_and(|pre| pre == "smollm") {
            let steps = vec![
                PreTokenizerWrapper::Digits(Digits::new(true)),
                PreTokenizerWrapper::ByteLevel(ByteLevel::new(false, true, true)),
            ];
            tokenizer.with_pre_tokenizer(Some(Sequence::new(steps)));
        }
        Ok(tokenizer)
    }

    fn model(&mut self) -> Result<Model> {
        let shape = self.shape()?;
        let matrix = [shape.vocabulary, shape.hidden];
        let output = if self.content.tensor_infos.contains_key("output.weight") {
            Some(Linear::pack(&[&self.tensor("output", &matrix)?], shape.hidden))
        } else {
            None
        };
        Ok(Model {
            embedding: Linear::pack(&[&self.tensor("token_embd", &matrix)?], shape.hidden),
            blocks: (0..shape.layers).map(|index| self.block(index, &shape)).collect::<Result<_>>()?,
            norm: self.tensor("output_norm", &[shape.hidden])?,
            output,
            shape,
        })
    }

    fn shape(&self) -> Result<Shape> {
        let hidden = self.whole("llama.embedding_length")?;
        let heads = self.whole("llama.attention.head_count")?;
        let kv_heads = self.whole("llama.attention.head_count_kv")?;
        if heads == 0 || kv_heads == 0 || !hidden.is_multiple_of(heads) || !heads.is_multiple_of(kv_heads) {
            candle_core::bail!("{heads} heads over {kv_heads} and {hidden} do not fit together");
        }
        let width = hidden / heads;
        if self.whole("llama.rope.dimension_count").is_ok_and(|turned| turned != width) {
            candle_core::bail!("rotary positions over part of a head are not supported");
        }
        let embedding = self.content.tensor_infos.get("token_embd.weight");
        Ok(Shape {
            layers: self.whole("llama.block_count")?,
            hidden,
            heads,
            kv_heads,
            width,
            vocabulary: embedding.and_then(|tensor| tensor.shape.dims().first().copied()).unwrap_or(0),
            context: self.whole("llama.context_length")?,
            rope_base: self.number("llama.rope.freq_base").unwrap_or(10_000.0),
            epsilon: self.number("llama.attention.layer_norm_rms_epsilon")?,
        })
    }

    fn block(&mut self, index: usize, shape: &Shape) -> Result<Block> {
        let Shape { hidden, kv_heads, width, .. } = *shape;
        let feed = self.whole("llama.feed_forward_length")?;
        let mut tensor = |name: &str, shape: &[usize]| self.tensor(&format!("blk.{index}.{name}"), shape);
        let query = tensor("attn_q", &[hidden, hidden])?;
        let key = tensor("attn_k", &[kv_heads * width, hidden])?;
        let value = tensor("attn_v", &[kv_heads * width, hidden])?;
        let (gate, up) = (tensor("ffn_gate", &[feed, hidden])?, tensor("ffn_up", &[feed, hidden])?);
        Ok(Block {
            attention_norm: tensor("attn_norm", &[hidden])?,
            attention_in: Linear::pack(&[&query, &key, &value], hidden),
            attention_out: Linear::pack(&[&tensor("attn_output", &[hidden, hidden])?], hidden),
            feed_norm: tensor("ffn_norm", &[hidden])?,
            feed_in: Linear::pack(&[&gate, &up], hidden),
            feed_out: Linear::pack(&[&tensor("ffn_down", &[hidden, feed])?], feed),
        })
    }

    /// A tensor of the shape that the metadata promise.
    fn tensor(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
        let tensor = self.content.tensor(&mut self.file, &format!("{name}.weight"), &Device::Cpu)?;
        if tensor.shape().dims() != shape {
            candle_core::bail!("its tensor {name} is {:?}, expected {shape:?}", tensor.shape().dims());
        }
        tensor.dequantize(&Device::Cpu)?.flatten_all()?.to_vec1()
    }

    fn value(&self, key: &str) -> Result<&Value> {
        let value = self.content.metadata.get(key);
        value.ok_or_else(|| candle_core::Error::Msg(format!("it lacks the metadata '{key}'")))
    }

    fn text(&self, key: &str) -> Result<String> {
        self.value(key)?.to_string().cloned()
    }

    fn whole(&self, key: &str) -> Result<usize> {
        Ok(self.value(key)?.to_u32()? as usize)
    }

    fn number(&self, key: &str) -> Result<f32> {
        self.value(key)?.to_f32()
    }
}
