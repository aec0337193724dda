//! `probity eval`: honesty measured on questions with references, live or recorded.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{ArgGroup, Args, ValueEnum};
use probity_evaluate::{
    Bar, Bench, Dataset, Journal, Judging, Live, Options, Purse, Report, choose_thresholds, dataset, live,
    live_recorded, recorded,
};
use probity_stats::bootstrap::Bootstrap;

use super::measures::Measures;
use super::outputs::Outputs;
use super::profile::Profile;
use super::{paint, progress};
use crate::app::{self, App};
use crate::settings::{JudgeName, Settings};

/// What `eval` takes.
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("what").required(true).args(["data", "recorded"])))]
pub(super) struct Arguments {
    /// Questions to ask now: JSON lines of `id`, `question`, `references[]`, and `answerable` or `known`; CSV or parquet
    /// with such columns; MMLU's own CSV; or a folder of such files (gzipped or not)
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// Recorded samples to replay: `question`, `references[]`, `served`, `served_correct`, `samples[]` in any of these forms
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
    /// Compare ways of running, each a name and what it sets differently: `few:honesty.max_draws=3,policy.stop=none`; may
    /// be given several times
    #[arg(long = "profile", value_name = "NAME:KEY=VALUE,…", conflicts_with_all = ["sweep", "record"])]
    profiles: Vec<Profile>,
    #[command(flatten)]
    outputs: Outputs,
    #[command(flatten)]
    measures: Measures,
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

    /// What is to be compared.
    pub(super) fn profiles(&self) -> &[Profile] {
        &self.profiles
    }

    fn options(&self, model: &str, shared: &Shared) -> Options {
        Options {
            profile: shared.profile.clone(),
            limit: self.limit,
            model: self.model.clone().unwrap_or_else(|| model.to_owned()),
            template: self.template.clone(),
            temperature: self.temperature,
            max_tokens: self.max_tokens,
            concurrency: self.concurrency,
            judging: self.judging(),
            bootstrap: BOOTSTRAP,
            seed: self.measures.seed(),
            purse: Arc::clone(&shared.purse),
            journal: shared.journal.clone(),
        }
    }
}

/// What all parts of a run share, under the name of one profile.
struct Shared {
    profile: String,
    purse: Arc<Purse>,
    journal: Option<Arc<Journal>>,
}

/// Runs every profile, prints the reports, and writes what was asked for.
pub(super) fn run(
    settings: Settings,
    ways: Vec<(String, Settings)>,
    arguments: &Arguments,
) -> anyhow::Result<ExitCode> {
    progress::start_logging(&settings.log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (purse, journal) = (arguments.measures.purse()?, arguments.measures.journal()?);
    let ways = if ways.is_empty() { vec![(String::new(), settings)] } else { ways };
    let mut reports = Vec::new();
    for (profile, settings) in ways {
        let shared = Shared { profile, purse: Arc::clone(&purse), journal: journal.clone() };
        reports.extend(runtime.block_on(measure(settings, arguments, &shared))?);
    }
    if let (true, Some(report)) = (arguments.sweep, reports.first()) {
        let sweep = choose_thresholds(report);
        paint::text(&sweep.render());
        if let Some(path) = &arguments.outputs.json {
            sweep.write_json(report, path)?;
        }
        arguments.outputs.write_tables(&reports)?;
        return Ok(ExitCode::SUCCESS);
    }
    for report in &reports {
        if !report.parameters.profile.is_empty() {
            paint::line(&paint::styled(paint::STRONG, &report.parameters.profile));
        }
        paint::text(&report.render());
        paint::text(&report.conduct.render());
    }
    arguments.outputs.write(&reports)?;
    Ok(ExitCode::SUCCESS)
}

/// The reports of one profile: its own, and those of the baselines.
async fn measure(settings: Settings, arguments: &Arguments, shared: &Shared) -> anyhow::Result<Vec<Report>> {
    let bar = Bar::default();
    if let Some(path) = &arguments.recorded {
        let bench = bench(&settings, &app::Bench::alone(&settings)?, arguments, shared)?;
        let (data, options) = (Dataset::recorded(path)?, arguments.options("recorded", shared));
        let report = recorded(&bench, &data, &options, &bar).await?;
        return Ok(vec![arguments.measures.beside_recorded(&bench, &data, &options, report).await?]);
    }
    let Some(path) = &arguments.data else { anyhow::bail!("give --data or --recorded") };
    let data = Dataset::questions(path)?;
    let app = App::compose(settings.clone(), &progress::Download::default())?;
    let bench = bench(&settings, &app.bench, arguments, shared)?;
    let options = arguments.options(app.source.model(), shared);
    let sampler = app.endpoint.sampler();
    let report = match &arguments.record {
        None => live(&bench, Arc::clone(&sampler), &data, &options, &bar).await?,
        Some(record) => {
            let (report, rows) = live_recorded(&bench, Arc::clone(&sampler), &data, &options, &bar).await?;
            dataset::write(record, &rows)?;
            report
        }
    };
    let asked = Live { bench: &bench, sampler: &sampler, data: &data, options: &options, progress: &bar };
    arguments.measures.beside(asked, report).await
}

fn bench(settings: &Settings, judges: &app::Bench, arguments: &Arguments, shared: &Shared) -> anyhow::Result<Bench> {
    let meaning = Arc::clone(&judges.judges.meaning);
    let grader = arguments.measures.grader(settings, judges, &shared.purse)?;
    let mut bench = Bench::new(meaning, &settings.honesty, &settings.policy, &settings.wording)?.with_grader(grader);
    if let Some(judge) = &judges.judges.entailment {
        bench = bench.with_entailment(Arc::clone(judge));
    }
    if let Some(gate) = &judges.gate {
        bench = bench.with_gate(Arc::clone(gate));
    }
    Ok(bench)
}
