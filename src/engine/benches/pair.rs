//! How fast the pair model judges: pairs a second for calls of 1, 8 and 32 pairs of 24 tokens, and for pairs of ragged
//! lengths, at each precision. Absolute figures are the machine's; `tests/bench/pair/run` sets them against PyTorch.
//!
//! `cargo bench -p probity-engine --bench pair -- DIRECTORY [SECONDS [THREADS]]`, with a directory that holds the
//! model.

#![expect(clippy::print_stdout, reason = "it prints figures")]

use std::error::Error;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use probity_engine::pair::{Choice, Config, PairModel, Source};
use probity_score::judge::{Pair, PairJudge};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Words of one token each.
const WORDS: [&str; 12] =
    ["paris", "city", "king", "river", "water", "london", "music", "year", "house", "green", "war", "book"];
/// Multiplications and additions of one token: six layers of a hidden size of 384.
const FLOP: f64 = 6.0 * 2.0 * 12.0 * 384.0 * 384.0;
/// Words of the ragged answers, as short factual answers have them.
const RAGGED: [usize; 8] = [1, 2, 1, 4, 12, 3, 7, 24];

/// A question and pairs of answers to it.
struct Load {
    name: &'static str,
    pairs: Vec<(String, String)>,
    tokens: usize,
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let Some(directory) = arguments.first().map(PathBuf::from) else {
        println!("no directory named; nothing to measure");
        return Ok(());
    };
    let seconds: f64 = arguments.get(1).map_or(Ok(0.7), |text| text.parse())?;
    let threads: usize = arguments.get(2).map_or(Ok(0), |text| text.parse())?;
    let loads = [even("1 x 24", 1), even("5 x 24", 5), even("8 x 24", 8), even("32 x 24", 32), ragged(40)];
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    for precision in [Choice::Float32, Choice::Bfloat16, Choice::Int8, Choice::Auto] {
        let begin = Instant::now();
        let model = PairModel::load(&Source::Directory(directory.clone()), &config(precision, threads))?;
        let loaded = begin.elapsed().as_secs_f64() * 1e3;
        println!("{precision:?}: {}, loaded in {loaded:.0} ms", model.precision());
        if precision == Choice::Auto {
            break;
        }
        for load in &loads {
            runtime.block_on(measure(&model, load, Duration::from_secs_f64(seconds)))?;
        }
    }
    Ok(())
}

async fn measure(model: &PairModel, load: &Load, long: Duration) -> Outcome<()> {
    let question = WORDS[..8].join(" ");
    let pairs: Vec<Pair<'_>> = load.pairs.iter().map(|(a, b)| Pair { a, b }).collect();
    model.same(&question, &pairs).await?;
    let mut times = Vec::new();
    let (begin, busy) = (Instant::now(), processor_seconds());
    while begin.elapsed() < long || times.len() < 3 {
        let begin = Instant::now();
        model.same(&question, &pairs).await?;
        times.push(begin.elapsed().as_secs_f64());
    }
    let busy = (processor_seconds() - busy) / times.len() as f64;
    times.sort_by(f64::total_cmp);
    let median = times[times.len() / 2];
    println!(
        "  {:7}: {:7.1} pairs/s, {:6.2} ms a call, {:4.0} GFLOP/s, {:4.0} for each second of a processor; at best {:7.1} pairs/s",
        load.name,
        pairs.len() as f64 / median,
        median * 1e3,
        FLOP * load.tokens as f64 / median / 1e9,
        FLOP * load.tokens as f64 / busy / 1e9,
        pairs.len() as f64 / times[0],
    );
    Ok(())
}

/// Seconds that processors have spent on this process, to 10 ms; on a machine that others use too, what is computed in
/// such a second is the fairer figure. Nought where the system does not say.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Pairs of 24 tokens: 8 of the question, 6 of each answer, and 4 that hold them apart.
fn even(name: &'static str, count: usize) -> Load {
    let pairs = (0..count).map(|index| (words(index, 6), words(index + 5, 6))).collect();
    Load { name, pairs, tokens: 24 * count }
}

fn ragged(count: usize) -> Load {
    let lengths: Vec<(usize, usize)> =
        (0..count).map(|index| (RAGGED[index % RAGGED.len()], RAGGED[index * 5 / 3 % RAGGED.len()])).collect();
    let pairs = lengths.iter().enumerate().map(|(index, (a, b))| (words(index, *a), words(index + 5, *b))).collect();
    Load { name: "ragged", pairs, tokens: lengths.iter().map(|(a, b)| a + b + 12).sum() }
}

fn words(start: usize, count: usize) -> String {
    (0..count).map(|index| WORDS[(start + index * 7) % WORDS.len()]).collect::<Vec<_>>().join(" ")
}

fn config(precision: Choice, threads: usize) -> Config {
    Config {
        path: PathBuf::new(),
        precision,
        threads,
        queue_tokens: 65_536,
        batch_tokens: 768,
        max_wait: Duration::from_secs(10),
    }
}
