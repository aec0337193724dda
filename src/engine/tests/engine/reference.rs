//! The engine's pass over the weights against a plain one: candle's own operations, in f32, one token after another, no
//! cache.

use std::fs::File;
use std::path::Path;

use candle_core::quantized::gguf_file::Content;
use candle_core::{D, DType, Device, Result, Tensor};
use serde_json::json;

use crate::tiny::{HEADS, HIDDEN, KV_HEADS, LAYERS, Tiny, answer, ask};

struct Reference {
    content: Content,
    file: File,
}

impl Reference {
    fn open(path: &Path) -> Self {
        let mut file = File::open(path).unwrap();
        Self { content: Content::read(&mut file).unwrap(), file }
    }

    fn weight(&mut self, name: &str) -> Result<Tensor> {
        self.content.tensor(&mut self.file, &format!("{name}.weight"), &Device::Cpu)?.dequantize(&Device::Cpu)
    }

    /// Natural log-probabilities of the token after these.
    fn next(&mut self, tokens: &[u32]) -> Result<Vec<f32>> {
        let embedding = self.weight("token_embd")?;
        let mut x = embedding.index_select(&Tensor::new(tokens, &Device::Cpu)?, 0)?;
        for layer in 0..LAYERS {
            x = (&x + self.attention(layer, &x)?)?;
            let normed = self.norm(&format!("blk.{layer}.ffn_norm"), &x)?;
            let gate = self.project(layer, "ffn_gate", &normed)?;
            let gate = (&gate / ((gate.neg()?.exp()? + 1.0)?))?;
            let gated = (gate * self.project(layer, "ffn_up", &normed)?)?;
            x = (&x + self.project(layer, "ffn_down", &gated)?)?;
        }
        let last = self.norm("output_norm", &x)?.narrow(0, tokens.len() - 1, 1)?;
        let logits = last.matmul(&embedding.t()?)?.squeeze(0)?;
        let total = logits.exp()?.sum_all()?.log()?;
        logits.broadcast_sub(&total)?.to_vec1()
    }

    fn attention(&mut self, layer: usize, x: &Tensor) -> Result<Tensor> {
        let (length, width) = (x.dim(0)?, HIDDEN / HEADS);
        let normed = self.norm(&format!("blk.{layer}.attn_norm"), x)?;
        let query = rotate(&self.project(layer, "attn_q", &normed)?, HEADS)?;
        let key = rotate(&self.project(layer, "attn_k", &normed)?, KV_HEADS)?;
        let value = self.project(layer, "attn_v", &normed)?.reshape((length, KV_HEADS, width))?;
        let future: Vec<f32> =
            (0..length * length).map(|at| if at % length > at / length { f32::NEG_INFINITY } else { 0.0 }).collect();
        let future = Tensor::from_vec(future, (length, length), &Device::Cpu)?;
        let mut heads = Vec::new();
        for head in 0..HEADS {
            let shared = head / (HEADS / KV_HEADS);
            let of = |tensor: &Tensor, head: usize| tensor.narrow(1, head, 1)?.squeeze(1)?.contiguous();
            let scores = of(&query, head)?.matmul(&of(&key, shared)?.t()?.contiguous()?)?;
            let scores = ((scores / (width as f64).sqrt())? + &future)?;
            let weights = scores.broadcast_sub(&scores.max_keepdim(D::Minus1)?)?.exp()?;
            let weights = weights.broadcast_div(&weights.sum_keepdim(D::Minus1)?)?;
            heads.push(weights.matmul(&of(&value, shared)?)?);
        }
        self.project(layer, "attn_output", &Tensor::cat(&heads, 1)?)
    }

    fn project(&mut self, layer: usize, name: &str, x: &Tensor) -> Result<Tensor> {
        x.matmul(&self.weight(&format!("blk.{layer}.{name}"))?.t()?)
    }

    fn norm(&mut self, name: &str, x: &Tensor) -> Result<Tensor> {
        let power = x.sqr()?.mean_keepdim(D::Minus1)?;
        x.broadcast_div(&(power + 1e-5)?.sqrt()?)?.broadcast_mul(&self.weight(name)?)
    }
}

/// Rotary positions over neighbouring pairs.
fn rotate(x: &Tensor, heads: usize) -> Result<Tensor> {
    let (length, width) = (x.dim(0)?, HIDDEN / HEADS);
    let mut floats: Vec<f32> = x.to_dtype(DType::F32)?.flatten_all()?.to_vec1()?;
    for (at, pair) in floats.chunks_exact_mut(2).enumerate() {
        let position = at * 2 / (heads * width);
        let frequency = 100_000f64.powf(-((at * 2 % width) as f64) / width as f64);
        let (sine, cosine) = (position as f64 * frequency).sin_cos();
        let (a, b) = (f64::from(pair[0]), f64::from(pair[1]));
        pair.copy_from_slice(&[(a * cosine - b * sine) as f32, (a * sine + b * cosine) as f32]);
    }
    Tensor::from_vec(floats, (length, heads, width), &Device::Cpu)
}

/// The tiny model's tokens: three control tokens, then the bytes in order, then `he`, `ll` and ` t`.
fn encode(text: &str) -> Vec<u32> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(byte) = rest.bytes().next() {
        let known = [("<|im_start|>", 1), ("<|im_end|>", 2), ("he", 259), ("ll", 260), (" t", 261)];
        let found = known.iter().find(|(piece, _)| rest.starts_with(piece));
        tokens.push(found.map_or(u32::from(byte) + 3, |(_, token)| *token));
        rest = &rest[found.map_or(1, |(piece, _)| piece.len())..];
    }
    tokens
}

#[tokio::test]
async fn the_pass_agrees_with_a_plain_one() {
    let tiny = Tiny::new();
    let engine = tiny.load(|_| ());
    let question = "hello there, 1 of 12";
    let mut tokens = encode(&format!(
        "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n\
         <|im_start|>user\n{question}<|im_end|>\n<|im_start|>assistant\n"
    ));
    let answer = answer(&engine, &ask(question, &json!({"logprobs": true, "top_logprobs": 5}))).await;
    assert_eq!(answer.usage.unwrap().prompt_tokens as usize, tokens.len());
    let body = answer.body.unwrap();
    let said = body["choices"][0]["logprobs"]["content"].as_array().unwrap();
    assert_eq!(said.len(), 12);
    let mut reference = Reference::open(&tiny.path);
    for token in said {
        let expected = reference.next(&tokens).unwrap();
        let best = (0..expected.len()).max_by(|a, b| expected[*a].total_cmp(&expected[*b])).unwrap();
        let logprob = token["logprob"].as_f64().unwrap();
        assert!((logprob - f64::from(expected[best])).abs() < 1e-3, "{logprob} for {}", expected[best]);
        let mut sorted = expected.clone();
        sorted.sort_by(|a, b| b.total_cmp(a));
        for (alternative, expected) in token["top_logprobs"].as_array().unwrap().iter().zip(&sorted) {
            assert!((alternative["logprob"].as_f64().unwrap() - f64::from(*expected)).abs() < 1e-3);
        }
        tokens.push(u32::try_from(best).unwrap());
    }
}
