//! `probity export`: training data of recorded answers, for those who own their weights.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use probity_evaluate::export::{Config, Error, Format, Method, Options, Summary, export};
use probity_evaluate::{Dataset, Recorded};

use super::{paint, progress};
use crate::settings::Settings;

const EXAMPLES: &str = "\
Record what a model says, ten samples beside the greedy answer, then export:
  probity eval --upstream URL --data train.jsonl --max-draws 10 --record answers.jsonl
  probity export --recorded answers.jsonl --method confidence-verb --balance --out train-verb.jsonl

Thresholds and wording: section [export] of the configuration (`probity check-config --defaults`).";

/// What `export` takes.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Recorded answers, as `eval --record` writes them: JSON lines of `question`, `references[]`, `served`, `samples[]`
    #[arg(long, value_name = "FILE")]
    recorded: PathBuf,
    /// What the model should have said
    #[arg(long, value_enum)]
    method: MethodName,
    /// How examples are written
    #[arg(long, value_enum, default_value = "chat")]
    format: FormatName,
    /// As many known as unknown questions, as in the paper
    #[arg(long)]
    balance: bool,
    /// Which questions are drawn for balance
    #[arg(long, value_name = "N", default_value_t = 1, requires = "balance")]
    seed: u64,
    /// At most so many questions: the first ones, or with --balance half of each kind
    #[arg(long, value_name = "N")]
    limit: Option<NonZeroUsize>,
    /// Use the first so many samples of each question, leave out questions with fewer [default: export.samples]
    #[arg(long, value_name = "N")]
    samples: Option<usize>,
    /// A question is known where at least this share of its samples is right [default: export.known_at]
    #[arg(long, value_name = "P")]
    known_at: Option<f64>,
    /// What the model is asked; `{question}` stands for the question [default: export.prompt]
    #[arg(long, value_name = "TEXT")]
    prompt: Option<String>,
    /// Write the examples to FILE [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum MethodName {
    /// A right answer of its own, or a refusal
    Absolute,
    /// A right answer behind a confidence in per cent, or a refusal
    ConfidenceNum,
    /// A right answer behind a confidence in words, or a refusal
    ConfidenceVerb,
    /// One example for each sample: itself where it is right, a refusal where it is not
    Multisample,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatName {
    /// OpenAI's fine-tuning format for chat
    Chat,
    /// The fields of the paper's own files
    Paper,
}

impl Arguments {
    pub(super) fn flags(&self) -> Vec<(&'static str, String)> {
        let samples = self.samples.map(|samples| ("export.samples", samples.to_string()));
        let known_at = self.known_at.map(|share| ("export.known_at", format!("{share:?}")));
        let prompt = self.prompt.clone().map(|prompt| ("export.prompt", prompt));
        samples.into_iter().chain(known_at).chain(prompt).collect()
    }

    fn options(&self) -> Options {
        let method = match self.method {
            MethodName::Absolute => Method::Absolute,
            MethodName::ConfidenceNum => Method::ConfidenceNum,
            MethodName::ConfidenceVerb => Method::ConfidenceVerb,
            MethodName::Multisample => Method::Multisample,
        };
        let format = match self.format {
            FormatName::Chat => Format::Chat,
            FormatName::Paper => Format::Paper,
        };
        Options { method, format, balance: self.balance.then_some(self.seed), limit: self.limit }
    }
}

/// Writes the examples, and says on standard error what they are.
pub(super) fn run(settings: &Settings, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    progress::start_logging(&settings.log)?;
    let data = Dataset::recorded(&arguments.recorded)?;
    let options = arguments.options();
    let write = |out: &mut dyn Write| export(&data.rows, &settings.export, &options, out);
    let written = match &arguments.out {
        Some(path) => {
            keep_apart(&arguments.recorded, path)?;
            into_file(path, write)?
        }
        None => write(&mut BufWriter::new(io::stdout().lock())),
    };
    match written {
        // A reader that went away (`| head`) has what it wanted.
        Err(Error::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
        written => paint::note(told(&written?, &settings.export).trim_end()),
    }
    if let Some(temperature) = other_temperature(&data.rows) {
        paint::note(&format!("note: samples were drawn at temperature {temperature}; the paper's are drawn at 1"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a file beside the one that is named and puts it in its place when it is whole, so that a failure leaves
/// nothing half written.
fn into_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<Summary, Error>,
) -> anyhow::Result<Result<Summary, Error>> {
    let failed = |error: io::Error| anyhow::anyhow!("cannot write {}: {error}", path.display());
    if path.exists() && !path.is_file() {
        return Ok(write(&mut BufWriter::new(File::create(path).map_err(failed)?)));
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    let partial = PathBuf::from(name);
    let written = write(&mut BufWriter::new(File::create(&partial).map_err(failed)?));
    match written {
        Ok(_) => fs::rename(&partial, path).map_err(failed)?,
        Err(_) => fs::remove_file(&partial).map_err(failed)?,
    }
    Ok(written)
}

/// What was written, for people.
fn told(summary: &Summary, config: &Config) -> String {
    let Summary { questions, known, examples, refusals, .. } = summary;
    let mut text = format!(
        "{examples} examples of {questions} questions, {known} of them known (at least {} of the samples right{}); \
         {refusals} refuse\n",
        config.known_at,
        if config.greedy_suffices { ", or the greedy answer" } else { "" },
    );
    let mut above = 0.0;
    for (up_to, count) in &summary.bands {
        text.push_str(&format!("  {count:>6}  above {above} and up to {up_to} of the samples right\n"));
        above = *up_to;
    }
    let left_out = [
        (summary.ungraded, "without a reference to grade answers by"),
        (summary.too_few_samples, "with too few samples (--samples)"),
        (summary.not_chosen, "not needed (--balance, --limit)"),
    ];
    for (count, why) in left_out.into_iter().filter(|(count, _)| *count > 0) {
        text.push_str(&format!("left out: {count} rows {why}\n"));
    }
    text
}

fn other_temperature(rows: &[Recorded]) -> Option<f64> {
    rows.iter().filter_map(|row| row.temperature).find(|temperature| (temperature - 1.0).abs() > 1e-9)
}

fn keep_apart(source: &Path, out: &Path) -> anyhow::Result<()> {
    let one = source.is_file() && matches!((source.canonicalize(), out.canonicalize()), (Ok(a), Ok(b)) if a == b);
    anyhow::ensure!(!one, "--out {}: this file is being read; name another one", out.display());
    Ok(())
}
