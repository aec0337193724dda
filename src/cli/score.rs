//! `probity score`: only the numbers. JSON lines of samples or of pairs in, JSON lines of scores out, in order, in
//! bounded memory.

mod lines;
mod work;

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use flate2::read::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use probity_score::scorer;
use probity_serve::scores::Wanted;

use super::{paint, progress};
use crate::app::Bench;
use crate::settings::{JudgeName, Settings};

use lines::Lines;
use work::{Scored, Work};

const EXAMPLES: &str = "\
Samples, one JSON object a line:
  {\"question\": \"Who wrote Hamlet?\", \"answers\": [\"Shakespeare\", \"William Shakespeare\", \"Marlowe\"]}
gives, for the first answer (or the `served` one) against the others:
  {\"scores\": {\"agreement_soft\": 0.5, …}, \"raw\": {…}, \"missing\": {\"mean_logprob\": \"no_logprobs\", …}}
where scores lie in [0, 1], higher for more confident, `raw` has the literature's own numbers, and `missing` says of
each scorer without a value why it has none. Optional members of a line: `samples` for `answers`; `served`, a place
among the answers or the text of one more; `logprobs`, a list of token log-probabilities (or null) for each answer;
`served_logprobs`; `votes`, a list of true, false or null: what the model said each time it was asked whether the
answer is true; `verbalised_1s` and `verbalised_2s`, the probability that it stated with a guess, and when shown the
answer; `id`, which is copied. Others are ignored.

Pairs (--pairs), one JSON object a line, `question` and `id` optional:
  {\"question\": \"Who wrote Hamlet?\", \"a\": \"Shakespeare\", \"b\": \"William Shakespeare\"}
gives
  {\"equivalence\": 0.98, \"entailment\": 0.31, \"neutral\": 0.66, \"contradiction\": 0.03}
`equivalence` is the probability that both are the same answer, whichever way round; the other three say whether b
follows from a. null: no configured judge can read these texts, or none judges entailment (--judges pair,lexical does).

A FILE may be gzipped.

  probity score samples.jsonl --scorer agreement_soft,semantic_entropy
  probity score --pairs pairs.jsonl --out scores.jsonl
  echo '{\"a\": \"32\", \"b\": \"32.5\"}' | probity score --pairs -";

/// How a gzipped file begins.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// What `score` takes.
#[derive(Debug, Args)]
#[command(after_long_help = long_help(), after_help = "Rows, results and examples: probity score --help")]
pub(super) struct Arguments {
    /// Samples to score, JSON lines of `question` and `answers`; `-`: standard input
    #[arg(value_name = "FILE", default_value = "-", conflicts_with = "pairs")]
    samples: PathBuf,
    /// Pairs to score instead, JSON lines of `question`, `a` and `b`; `-`: standard input
    #[arg(long, value_name = "FILE")]
    pairs: Option<PathBuf>,
    /// Only these scorers [default: all]
    #[arg(long = "scorer", value_name = "NAME", value_delimiter = ',', conflicts_with = "pairs")]
    scorers: Vec<String>,
    /// The judges, in the order in which they are tried [default: judge.chain]
    #[arg(long, alias = "judge", value_name = "JUDGE", value_delimiter = ',', value_enum)]
    judges: Vec<JudgeName>,
    /// Write the scores to FILE [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Answer a bad line with {"line": N, "error": "…"} and go on, instead of stopping there
    #[arg(long)]
    keep_going: bool,
}

/// Where scores go.
struct Sheet {
    out: BufWriter<Box<dyn Write>>,
    bar: ProgressBar,
    source: String,
    keep_going: bool,
    bad: usize,
}

impl Arguments {
    pub(super) fn flags(&self) -> Vec<(&'static str, String)> {
        super::judges_flag(&self.judges)
    }

    fn work(&self) -> anyhow::Result<Work> {
        if self.pairs.is_some() {
            return Ok(Work::Pairs);
        }
        let wanted = if self.scorers.is_empty() { Ok(Wanted::all()) } else { Wanted::named(&self.scorers) };
        Ok(Work::Samples(wanted.map_err(|invalid| anyhow::anyhow!("--scorer: {}", invalid.reason))?))
    }
}

/// Scores line by line, until there are no more.
pub(super) fn run(settings: &Settings, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    progress::start_logging(&settings.log)?;
    let work = arguments.work()?;
    let path = arguments.pairs.as_ref().unwrap_or(&arguments.samples);
    arguments.out.as_ref().map_or(Ok(()), |out| keep_apart(path, out))?;
    let mut lines = Lines::new(open(path)?);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let bench = {
        let _context = runtime.enter();
        Bench::alone(settings)?
    };
    if let Some(lost) = work.lost(&bench.judges) {
        paint::note(&format!("no judge of entailment is configured: {lost}; --judges pair,lexical has one"));
    }
    let mut sheet = Sheet::new(arguments, path)?;
    loop {
        let batch = lines.batch().map_err(|error| told(path, &error))?;
        if batch.is_empty() {
            return sheet.end();
        }
        let scored = runtime.block_on(work.score(&bench.judges, batch));
        match sheet.write(scored) {
            // A reader that went away (`| head`) has what it wanted.
            Err(error) if is_broken_pipe(&error) => return Ok(ExitCode::SUCCESS),
            done => done?,
        }
    }
}

impl Sheet {
    fn new(arguments: &Arguments, source: &Path) -> anyhow::Result<Self> {
        let out: Box<dyn Write> = match &arguments.out {
            Some(path) => Box::new(File::create(path).map_err(|error| told(path, &error))?),
            None => Box::new(io::stdout()),
        };
        let in_the_way = arguments.out.is_none() && io::stdout().is_terminal();
        let target = if in_the_way { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let style = ProgressStyle::with_template("{spinner} {human_pos} lines, {per_sec}, {elapsed_precise}");
        let bar = ProgressBar::with_draw_target(None, target)
            .with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        let source = if is_standard(source) { "standard input".to_owned() } else { source.display().to_string() };
        Ok(Self { out: BufWriter::new(out), bar, source, keep_going: arguments.keep_going, bad: 0 })
    }

    fn write(&mut self, scored: Vec<Scored>) -> anyhow::Result<()> {
        for Scored { line, scores } in scored {
            match scores {
                Ok(scores) => writeln!(self.out, "{scores}")?,
                Err(error) if self.keep_going => {
                    self.bad += 1;
                    writeln!(self.out, "{}", serde_json::json!({"line": line, "error": error}))?;
                }
                Err(error) => {
                    self.out.flush()?;
                    self.bar.finish_and_clear();
                    anyhow::bail!("{}:{line}: {error}", self.source);
                }
            }
            self.bar.inc(1);
        }
        // At once: whoever writes a line and waits for its scores must get them.
        Ok(self.out.flush()?)
    }

    fn end(self) -> anyhow::Result<ExitCode> {
        self.bar.finish_and_clear();
        if self.bad > 0 {
            paint::note(&format!("{}: {} bad lines, each answered with its error", self.source, self.bad));
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn long_help() -> String {
    let lines: Vec<String> = scorer::names().chunks(5).map(|names| names.join(", ")).collect();
    format!("{EXAMPLES}\n\nScorers:\n  {}", lines.join(",\n  "))
}

fn open(path: &Path) -> anyhow::Result<Box<dyn Read>> {
    if !is_standard(path) {
        return File::open(path).and_then(unpacked).map_err(|error| told(path, &error));
    }
    if io::stdin().is_terminal() {
        paint::note("reading JSON lines from standard input (--help says which); Ctrl-D ends them");
    }
    Ok(Box::new(io::stdin()))
}

/// A file, unpacked where it is gzipped.
fn unpacked(mut file: File) -> io::Result<Box<dyn Read>> {
    let mut head = Vec::new();
    (&mut file).take(GZIP.len() as u64).read_to_end(&mut head)?;
    let packed = head == GZIP;
    let whole = io::Cursor::new(head).chain(file);
    if packed {
        return Ok(Box::new(MultiGzDecoder::new(whole)));
    }
    Ok(Box::new(whole))
}

/// What is read must not be what is written: it would be gone before it is read.
fn keep_apart(source: &Path, out: &Path) -> anyhow::Result<()> {
    let one = source.is_file() && matches!((source.canonicalize(), out.canonicalize()), (Ok(a), Ok(b)) if a == b);
    anyhow::ensure!(!one, "--out {}: this file is being read; name another one", out.display());
    Ok(())
}

fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn told(path: &Path, error: &io::Error) -> anyhow::Error {
    anyhow::anyhow!("{}: {error}", path.display())
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
