//! How fast the embedded model decodes: tokens a second for several draws at once, as ratios to one draw at a time and
//! to candle's own matrix products of the same shapes in the same process. Absolute figures are the machine's.
//!
//! `cargo bench -p probity-engine -- [GGUF]`; without a path, the fetched weights, if they are there.

#![expect(clippy::print_stdout, reason = "it prints figures")]

use std::error::Error;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use candle_core::quantized::{GgmlDType, QMatMul, QTensor};
use candle_core::{Device, Module, Tensor};
use futures_util::StreamExt;
use probity_draw::{Ask, Sampler, Verification};
use probity_engine::weights::{State, status};
use probity_engine::{Config, Embedded, MODEL_ID};
use probity_wire::chat::ChatRequest;

type Outcome<T> = Result<T, Box<dyn Error>>;

const TOKENS: u64 = 48;
const ROWS: [usize; 7] = [1, 2, 4, 6, 8, 10, 16];
/// The matrices of one pass, as (outputs, inputs, how many).
const MATRICES: [(usize, usize, u32); 5] =
    [(960, 576, 30), (576, 576, 30), (3072, 576, 30), (576, 1536, 30), (49152, 576, 1)];

fn main() -> Outcome<()> {
    let config = Config {
        path: std::env::args().skip(1).find(|argument| !argument.starts_with("--")).unwrap_or_default().into(),
        cache_dir: PathBuf::new(),
        python: "python3".into(),
        fetch_timeout: Duration::from_secs(900),
        threads: 0,
        max_rows: 16,
        queue: 16,
        max_tokens: 512,
        context: 2048,
        prefixes: 8,
        temperature: 0.2,
        verification_temperature: 2.0,
        top_p: 1.0,
    };
    let weights = status(&config)?;
    if !matches!(weights.state, State::Verified | State::Own) {
        println!("no weights at {} ({:?}); nothing to measure", weights.path.display(), weights.state);
        return Ok(());
    }
    let begin = Instant::now();
    let engine = Embedded::load(&weights.path, &config)?;
    println!("loaded in {:.2} s", begin.elapsed().as_secs_f64());
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(draw(&engine, 1))?;
    let mut alone = None;
    for rows in ROWS {
        let (rate, pass) = runtime.block_on(draw(&engine, rows))?;
        let alone = *alone.get_or_insert(rate);
        println!(
            "{rows:2} draws: {rate:6.1} tokens/s, {:.2} x one draw, {:5.1} ms a pass; candle's products alone: {}",
            rate / alone,
            pass.as_secs_f64() * 1e3,
            candle(rows, pass)?,
        );
    }
    Ok(())
}

/// Tokens a second over some draws, and how long a pass takes.
async fn draw(engine: &Embedded, count: usize) -> Outcome<(f64, Duration)> {
    let body = format!(
        r#"{{"model": "{MODEL_ID}", "seed": 1, "messages": [{{"role": "user", "content": "Tell me a long story."}}]}}"#
    );
    let ask = Ask::new(ChatRequest::parse(body.into())?);
    let again = Verification { count, offset: 0, temperature: Some(1.0), max_tokens: TOKENS };
    let (before, begin) = (engine.counters().read(), Instant::now());
    engine.verify(&ask, &again).for_each(|_| std::future::ready(())).await;
    let (after, elapsed) = (engine.counters().read(), begin.elapsed());
    let tokens = after.generated_tokens - before.generated_tokens;
    let passes = u32::try_from(after.passes - before.passes)?.max(1);
    Ok((tokens as f64 / elapsed.as_secs_f64(), elapsed / passes))
}

/// How long candle takes for the products of one pass, as ratios to a whole pass of ours.
fn candle(rows: usize, pass: Duration) -> Outcome<String> {
    let mut times = Vec::new();
    for kind in [GgmlDType::Q4_1, GgmlDType::Q8_0, GgmlDType::F32] {
        let mut time = Duration::ZERO;
        for (outputs, inputs, count) in MATRICES {
            let weights = Tensor::rand(-1f32, 1f32, (outputs, inputs), &Device::Cpu)?;
            let product = match kind {
                GgmlDType::F32 => QMatMul::Tensor(weights),
                _ => QMatMul::from_qtensor(QTensor::quantize(&weights, kind)?)?,
            };
            let input = Tensor::rand(-1f32, 1f32, (rows, inputs), &Device::Cpu)?;
            product.forward(&input)?;
            let begin = Instant::now();
            for _ in 0..count {
                product.forward(&input)?;
            }
            time += begin.elapsed();
        }
        times.push(format!("{kind:?} {:.2} x our pass", time.as_secs_f64() / pass.as_secs_f64()));
    }
    Ok(times.join(", "))
}
