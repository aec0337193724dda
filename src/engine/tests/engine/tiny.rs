//! A tiny model of random weights in a GGUF file, and what tests need to ask it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use candle_core::quantized::gguf_file::{self, Value};
use candle_core::quantized::{GgmlDType, QTensor};
use candle_core::{Device, Tensor};
use futures_util::StreamExt;
use probity_draw::{Ask, Draws, Event, Failure, Sampler, Verification};
use probity_engine::{Config, Embedded, MODEL_ID};
use probity_wire::Usage;
use probity_wire::chat::ChatRequest;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

pub(crate) const LAYERS: usize = 2;
pub(crate) const HIDDEN: usize = 64;
pub(crate) const HEADS: usize = 4;
pub(crate) const KV_HEADS: usize = 2;
pub(crate) const FEED: usize = 96;
pub(crate) const CONTEXT: usize = 8192;

const TEMPLATE: &str = "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ \
    '<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n' }}{% endif \
    %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if \
    add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

/// A model file, and the directory that it lies in.
#[derive(Debug)]
pub(crate) struct Tiny {
    pub(crate) directory: TempDir,
    pub(crate) path: PathBuf,
}

/// An answer, gathered from its events.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) text: String,
    pub(crate) logprobs: Vec<f64>,
    pub(crate) finish_reason: Option<String>,
    pub(crate) usage: Option<Usage>,
    pub(crate) body: Option<Json>,
    pub(crate) frames: Vec<Json>,
}

impl Tiny {
    /// Writes a model file.
    pub(crate) fn new() -> Self {
        Self::with_metadata(Vec::new())
    }

    /// Writes a model file with some metadata changed.
    pub(crate) fn with_metadata(changes: Vec<(&str, Value)>) -> Self {
        let directory = TempDir::new().unwrap();
        let path = directory.path().join("tiny.gguf");
        write(&path, changes);
        Self { directory, path }
    }

    /// Loads it.
    pub(crate) fn load(&self, change: impl FnOnce(&mut Config)) -> Embedded {
        let mut config = config(self.directory.path());
        change(&mut config);
        Embedded::load(&self.path, &config).unwrap()
    }
}

/// A configuration for small machines.
pub(crate) fn config(cache: &Path) -> Config {
    Config {
        path: PathBuf::new(),
        cache_dir: cache.to_owned(),
        python: "python3".into(),
        fetch_timeout: Duration::from_secs(60),
        threads: 2,
        max_rows: 8,
        queue: 16,
        max_tokens: 4096,
        context: CONTEXT,
        prefixes: 4,
        temperature: 0.0,
        verification_temperature: 2.0,
        top_p: 1.0,
    }
}

/// A question, with members changed or added.
pub(crate) fn ask(text: &str, members: &Json) -> Ask {
    let mut body = json!({
        "model": MODEL_ID, "messages": [{"role": "user", "content": text}], "max_tokens": 12, "temperature": 0
    });
    for (key, value) in members.as_object().unwrap() {
        body[key] = value.clone();
    }
    let request = ChatRequest::parse(body.to_string().into()).unwrap();
    Ask::new(request)
}

pub(crate) fn again(count: usize, offset: usize, temperature: f64, max_tokens: u64) -> Verification {
    Verification { count, offset, temperature: Some(temperature), max_tokens }
}

/// Gathers the answers of several draws; every draw opens, speaks, and ends, in this order.
pub(crate) async fn gather(mut draws: Draws, count: usize) -> Result<Vec<Answer>, Failure> {
    let mut answers = vec![Answer::default(); count];
    let mut phases = vec![0; count];
    while let Some((draw, event)) = draws.next().await {
        let answer = &mut answers[draw];
        let phase = match event {
            Event::Opened(_) => 1,
            Event::Delta(delta) => {
                answer.text.push_str(&delta.text);
                answer.logprobs.extend(delta.logprobs);
                answer.frames.extend(delta.frame.map(|frame| serde_json::from_slice::<Json>(&frame).unwrap()));
                2
            }
            Event::Usage(usage) => {
                assert_eq!(answer.usage.replace(usage), None);
                2
            }
            Event::Done(done) => {
                answer.finish_reason = done.finish_reason;
                answer.body = done.body.map(|body| serde_json::from_slice(&body).unwrap());
                3
            }
            Event::Failed(failure) => return Err(failure),
        };
        assert!(phase >= phases[draw] && phases[draw] < 3, "draw {draw}: {phase} after {}", phases[draw]);
        assert!(phase == 1 || phases[draw] >= 1, "draw {draw} did not open first");
        phases[draw] = phase;
    }
    assert_eq!(phases, vec![3; count], "every draw ends");
    Ok(answers)
}

/// The client's own request, answered.
pub(crate) async fn answer(engine: &Embedded, ask: &Ask) -> Answer {
    gather(engine.primary(ask), 1).await.unwrap().remove(0)
}

fn write(path: &Path, changes: Vec<(&str, Value)>) {
    let tokens = tokens();
    let mut metadata = metadata(&tokens);
    for (key, value) in changes {
        metadata.retain(|(known, _)| known != key);
        metadata.push((key.to_owned(), value));
    }
    let tensors = tensors(tokens.len());
    let metadata: Vec<(&str, &Value)> = metadata.iter().map(|(key, value)| (key.as_str(), value)).collect();
    let tensors: Vec<(&str, &QTensor)> = tensors.iter().map(|(name, tensor)| (name.as_str(), tensor)).collect();
    gguf_file::write(&mut File::create(path).unwrap(), &metadata, &tensors).unwrap();
}

/// Control tokens, a token for every byte, and three merges.
fn tokens() -> Vec<String> {
    let printable = |byte: u8| matches!(byte, b'!'..=b'~' | 0xA1..=0xAC | 0xAE..=0xFF);
    let mut others = 0x100..;
    let bytes = (0..=u8::MAX).map(|byte| {
        let code = if printable(byte) { u32::from(byte) } else { others.next().unwrap() };
        char::from_u32(code).unwrap().to_string()
    });
    let controls = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"].map(str::to_owned);
    controls.into_iter().chain(bytes).chain(["he", "ll", "Ġt"].map(str::to_owned)).collect()
}

fn metadata(tokens: &[String]) -> Vec<(String, Value)> {
    let text = |text: &str| Value::String(text.to_owned());
    let count = |count: usize| Value::U32(u32::try_from(count).unwrap());
    let kinds = (0..tokens.len()).map(|token| Value::I32(if token < 3 { 3 } else { 1 })).collect();
    let entries = [
        ("general.architecture", text("llama")),
        ("llama.block_count", count(LAYERS)),
        ("llama.context_length", count(CONTEXT)),
        ("llama.embedding_length", count(HIDDEN)),
        ("llama.feed_forward_length", count(FEED)),
        ("llama.attention.head_count", count(HEADS)),
        ("llama.attention.head_count_kv", count(KV_HEADS)),
        ("llama.rope.freq_base", Value::F32(100_000.0)),
        ("llama.rope.dimension_count", count(HIDDEN / HEADS)),
        ("llama.attention.layer_norm_rms_epsilon", Value::F32(1e-5)),
        ("tokenizer.ggml.model", text("gpt2")),
        ("tokenizer.ggml.pre", text("smollm")),
        ("tokenizer.ggml.tokens", Value::Array(tokens.iter().map(|token| text(token)).collect())),
        ("tokenizer.ggml.token_type", Value::Array(kinds)),
        ("tokenizer.ggml.merges", Value::Array(["h e", "l l", "Ġ t"].map(text).to_vec())),
        ("tokenizer.ggml.bos_token_id", count(1)),
        ("tokenizer.ggml.eos_token_id", count(2)),
        ("tokenizer.chat_template", text(TEMPLATE)),
    ];
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn tensors(vocabulary: usize) -> Vec<(String, QTensor)> {
    let mut rng = ChaCha8Rng::seed_from_u64(17);
    let mut random = |rows: usize, columns: usize, spread: f32| {
        (0..rows * columns).map(|_| rng.random_range(-spread..spread)).collect::<Vec<f32>>()
    };
    let mut tensors = Vec::new();
    let mut add = |name: String, floats: Vec<f32>, shape: &[usize], kind: GgmlDType| {
        let tensor = Tensor::from_vec(floats, shape, &Device::Cpu).unwrap();
        tensors.push((name, QTensor::quantize(&tensor, kind).unwrap()));
    };
    // Control tokens expect nothing, so that the likeliest token is never one of them and answers run to their limit.
    let mut embedding = random(vocabulary, HIDDEN, 1.0);
    embedding[..3 * HIDDEN].fill(0.0);
    add("token_embd.weight".to_owned(), embedding, &[vocabulary, HIDDEN], GgmlDType::Q4_1);
    add("output_norm.weight".to_owned(), random(1, HIDDEN, 1.0), &[HIDDEN], GgmlDType::F32);
    for layer in 0..LAYERS {
        let kv = HIDDEN / HEADS * KV_HEADS;
        let matrices = [
            ("attn_q", HIDDEN, HIDDEN),
            ("attn_k", kv, HIDDEN),
            ("attn_v", kv, HIDDEN),
            ("attn_output", HIDDEN, HIDDEN),
            ("ffn_gate", FEED, HIDDEN),
            ("ffn_up", FEED, HIDDEN),
            ("ffn_down", HIDDEN, FEED),
        ];
        for (name, rows, columns) in matrices {
            let floats = random(rows, columns, 0.3);
            add(format!("blk.{layer}.{name}.weight"), floats, &[rows, columns], GgmlDType::Q4_1);
        }
        for name in ["attn_norm", "ffn_norm"] {
            add(format!("blk.{layer}.{name}.weight"), random(1, HIDDEN, 1.5), &[HIDDEN], GgmlDType::F32);
        }
    }
    tensors
}
