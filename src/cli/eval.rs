//! `probity eval`: honesty measured on questions with references, live or recorded.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{ArgGroup, Args, ValueEnum};
use probity_evaluate::{
    Bar, Bench, Dataset, Judging, Options, Report, choose_thresholds, dataset, live, live_recorded, recorded,
};
use probity_stats::bootstrap::Bootstrap;

use super::{paint, progress};
use crate::app::{self, App};
use crate::settings::{JudgeName, Settings};

/// What `eval` takes.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("what").required(true).args(["data", "recorded"])))]
pub(super) struct Arguments {
    /// Questions to ask now: JSON lines (gzipped or not) of `id`, `question`, `references[]`, and `answerable` or `known`
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// Recorded samples to replay: JSON lines of `question`, `references[]`, `served`, `served_correct`, `samples[]`
    #[arg(long, value_name = "FILE")]
    recorded: Option<PathBuf>,
    /// At most so many verification draws for each question
    #[arg(long, value_name = "N")]
    max_draws: Option<usize>,
    /// When to stop drawing: as soon as the decision is known, or never before the budget is drawn
    #[arg(long, value_enum)]
    stop: Option<Stop>,
    /// Which answer is served
    #[arg(long, value_enum)]
    serve: Option<Serve>,
    /// Answered at or above this confidence
    #[arg(long, value_name = "P")]
    answer_at: Option<f64>,
    /// Hedged at or above this confidence, refused below
    #[arg(long, value_name = "P")]
    hedge_at: Option<f64>,
    /// At most so many questions, from the first
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// The model to ask [default: the embedded model's id]
    #[arg(long)]
    model: Option<String>,
    /// The user's message; `{question}` stands for the question
    #[arg(long, value_name = "TEXT", default_value = "Answer the question briefly. {question}")]
    template: String,
    /// The served answer's own temperature (verification draws have the configuration's)
    #[arg(long, value_name = "T", default_value_t = 0.0)]
    temperature: f64,
    /// The served answer's `max_tokens`
    #[arg(long, value_name = "N")]
    max_tokens: Option<u64>,
    /// So many questions at once
    #[arg(long, value_name = "N", default_value_t = 2)]
    concurrency: usize,
    /// Which questions are judged [default: as-served with --data, always with --recorded]
    #[arg(long, value_enum)]
    judge: Option<Which>,
    /// The judges of meaning, in the order in which they are tried [default: judge.chain]
    #[arg(long, value_name = "JUDGE", value_delimiter = ',', value_enum)]
    judges: Vec<JudgeName>,
    /// Make every draw, and write questions and answers to FILE, to be replayed with --recorded
    #[arg(long, value_name = "FILE", requires = "data")]
    record: Option<PathBuf>,
    /// Show what every threshold would have done instead of the report
    #[arg(long)]
    sweep: bool,
    /// Write all figures to FILE as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Two thousand resamples hold 95 % intervals steady to about a point; the seed makes them repeatable.
const BOOTSTRAP: Bootstrap = Bootstrap { replicates: 2000, seed: 1, level: 0.95 };

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Stop {
    None,
    Decision,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Serve {
    Primary,
    Medoid,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Which {
    /// Those that would be judged if a client asked them
    AsServed,
    /// Every one, and answers of any length
    Always,
}

impl Arguments {
    pub(super) fn flags(&self) -> Vec<(&'static str, String)> {
        let name = |value: &dyn Fn() -> Option<clap::builder::PossibleValue>| value().map(|v| v.get_name().to_owned());
        let mut flags = super::judges_flag(&self.judges);
        flags.extend(self.max_draws.map(|draws| ("honesty.max_draws", draws.to_string())));
        // A budget that the command line gives is no client's: the cap does not bind it.
        flags.extend(self.max_draws.map(|draws| ("honesty.draws_cap", draws.max(1).to_string())));
        flags.extend(self.max_draws.filter(|draws| *draws < 2).map(|_| ("honesty.quorum", "1".to_owned())));
        flags.extend(name(&|| self.stop?.to_possible_value()).map(|stop| ("policy.stop", stop)));
        flags.extend(name(&|| self.serve?.to_possible_value()).map(|serve| ("honesty.serve", serve)));
        // Always means long answers too: no answer has this many sentences.
        let every_length = (self.judging() == Judging::Always).then(|| u32::MAX.to_string());
        flags.extend(every_length.map(|most| ("policy.max_sentences", most)));
        flags.extend(self.answer_at.map(|threshold| ("policy.answer_at", format!("{threshold:?}"))));
        flags.extend(self.hedge_at.map(|threshold| ("policy.hedge_at", format!("{threshold:?}"))));
        flags
    }

    fn judging(&self) -> Judging {
        match (self.judge, &self.recorded) {
            (Some(Which::Always), _) | (None, Some(_)) => Judging::Always,
            (Some(Which::AsServed), _) | (None, None) => Judging::AsServed,
        }
    }

    fn options(&self, model: &str) -> Options {
        Options {
            limit: self.limit,
            model: self.model.clone().unwrap_or_else(|| model.to_owned()),
            template: self.template.clone(),
            temperature: self.temperature,
            max_tokens: self.max_tokens,
            concurrency: self.concurrency,
            judging: self.judging(),
            bootstrap: BOOTSTRAP,
        }
    }
}

/// Runs, prints the report, and writes what was asked for.
pub(super) fn run(settings: Settings, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    progress::start_logging(&settings.log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let report = runtime.block_on(evaluate(settings, arguments))?;
    if arguments.sweep {
        let sweep = choose_thresholds(&report);
        paint::text(&sweep.render());
        if let Some(path) = &arguments.json {
            sweep.write_json(&report, path)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    paint::text(&report.render());
    if let Some(path) = &arguments.json {
        report.write_json(path)?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn evaluate(settings: Settings, arguments: &Arguments) -> anyhow::Result<Report> {
    let bar = Bar::default();
    if let Some(path) = &arguments.recorded {
        let bench = bench(&settings, &app::Bench::alone(&settings)?)?;
        let data = Dataset::recorded(path)?;
        return Ok(recorded(&bench, &data, &arguments.options("recorded"), &bar).await?);
    }
    let Some(path) = &arguments.data else { anyhow::bail!("give --data or --recorded") };
    let data = Dataset::questions(path)?;
    let app = App::compose(settings.clone(), &progress::Download::default())?;
    let bench = bench(&settings, &app.bench)?;
    let options = arguments.options(app.source.model());
    let sampler = app.endpoint.sampler();
    let Some(record) = &arguments.record else {
        return Ok(live(&bench, sampler, &data, &options, &bar).await?);
    };
    let (report, rows) = live_recorded(&bench, sampler, &data, &options, &bar).await?;
    dataset::write(record, &rows)?;
    Ok(report)
}

fn bench(settings: &Settings, judges: &app::Bench) -> anyhow::Result<Bench> {
    let meaning = Arc::clone(&judges.judges.meaning);
    let mut bench = Bench::new(meaning, &settings.honesty, &settings.policy, &settings.wording)?;
    if let Some(judge) = &judges.judges.entailment {
        bench = bench.with_entailment(Arc::clone(judge));
    }
    if let Some(gate) = &judges.gate {
        bench = bench.with_gate(Arc::clone(gate));
    }
    Ok(bench)
}
