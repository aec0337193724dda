//! The command line: what can be typed, and which command it runs.

mod ask;
mod check_config;
mod doctor;
mod eval;
mod export;
mod measures;
mod outputs;
mod paint;
mod profile;
mod progress;
mod score;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::settings::{self, JudgeName, Settings};

/// An honesty proxy for language models: it asks several times, measures how far the answers agree in meaning, and
/// returns the answer, a hedged answer, or a calibrated refusal.
#[derive(Debug, Parser)]
#[command(name = "probity", version, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, Args)]
struct Common {
    /// Configuration file (TOML); what it does not say is the compiled-in default
    #[arg(long, short, global = true, value_name = "FILE", env = "PROBITY_CONFIG")]
    config: Option<PathBuf>,
    /// Base URL of the OpenAI-compatible endpoint to stand in front of [default: the embedded model]
    #[arg(long, global = true, value_name = "URL")]
    upstream: Option<String>,
    /// What is done with judged requests
    #[arg(long, global = true, value_enum)]
    mode: Option<ModeName>,
    /// Log filter, e.g. `info` or `probity_upstream=debug,info`
    #[arg(long, global = true, value_name = "FILTER")]
    log: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ModeName {
    Off,
    Observe,
    Annotate,
    Enforce,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the proxy (the default command)
    Serve(serve::Arguments),
    /// Check a configuration and say what is in force
    CheckConfig(check_config::Arguments),
    /// Look at this machine: configuration, upstream, model, threads
    Doctor,
    /// Ask one question and see the draws, the clusters, the confidence and the decision
    Ask(ask::Arguments),
    /// Measure honesty on questions with references, live or recorded
    Eval(Box<eval::Arguments>),
    /// Turn recorded answers into training data, by the four methods of "Alignment for Honesty"
    Export(export::Arguments),
    /// Only the numbers: samples or pairs of texts in, scores out, as JSON lines
    Score(score::Arguments),
}

/// Runs what was typed. Exit codes: 0 done, 1 failed, 2 wrong usage (clap's own), 64 unusable configuration.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    let command = cli.command.unwrap_or_else(|| Command::Serve(serve::Arguments::default()));
    if let (Command::Eval(_), Some(_)) = (&command, cli.common.mode) {
        let message = "eval measures what enforcing would do: --mode has no say in it";
        Cli::command().error(ErrorKind::ArgumentConflict, message).exit();
    }
    if let Command::CheckConfig(arguments) = &command {
        return check_config::run(arguments, load(&cli.common, &command, &[]), cli.common.config.as_deref());
    }
    let loaded = load(&cli.common, &command, &[]).and_then(|settings| Ok((ways(&cli.common, &command)?, settings)));
    let (ways, settings) = match loaded {
        Ok(loaded) => loaded,
        Err(error) => {
            paint::error(&error);
            return ExitCode::from(64);
        }
    };
    let done = match command {
        Command::Serve(_) => serve::run(settings),
        Command::Doctor => doctor::run(&settings),
        Command::Ask(arguments) => ask::run(settings, &arguments),
        Command::Eval(arguments) => eval::run(settings, ways, &arguments),
        Command::Export(arguments) => export::run(&settings, &arguments),
        Command::Score(arguments) => score::run(&settings, &arguments),
        Command::CheckConfig(_) => Ok(ExitCode::SUCCESS),
    };
    done.unwrap_or_else(|error| {
        paint::error(error.as_ref());
        ExitCode::FAILURE
    })
}

/// The settings of each profile that is to be compared.
fn ways(common: &Common, command: &Command) -> Result<Vec<(String, Settings)>, settings::Error> {
    let Command::Eval(arguments) = command else { return Ok(Vec::new()) };
    let way = |profile: &profile::Profile| Ok((profile.name.clone(), load(common, command, &profile.settings)?));
    arguments.profiles().iter().map(way).collect()
}

/// All layers of configuration, `over` above the flags.
fn load(common: &Common, command: &Command, over: &[(String, String)]) -> Result<Settings, settings::Error> {
    let mut flags: Vec<(&str, String)> = Vec::new();
    if let Some(url) = &common.upstream {
        flags.push(("upstream.url", url.clone()));
    }
    if let Some(mode) = common.mode.and_then(|mode| mode.to_possible_value()) {
        flags.push(("honesty.mode", mode.get_name().to_owned()));
    }
    if let Some(filter) = &common.log {
        flags.push(("log.filter", filter.clone()));
    }
    match command {
        Command::Serve(arguments) => flags.extend(arguments.flags()),
        Command::Ask(arguments) => flags.extend(arguments.flags()),
        Command::Eval(arguments) => flags.extend(arguments.flags()),
        Command::Export(arguments) => flags.extend(arguments.flags()),
        Command::Score(arguments) => flags.extend(arguments.flags()),
        Command::CheckConfig(_) | Command::Doctor => {}
    }
    flags.extend(over.iter().map(|(key, value)| (key.as_str(), value.clone())));
    // Variables that are no text cannot be ours, whose names and values are.
    let environment =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Settings::load(common.config.as_deref(), environment, &flags)
}

/// The flag that names judges, where it was given.
fn judges_flag(names: &[JudgeName]) -> Vec<(&'static str, String)> {
    let chain = || ("judge.chain", JudgeName::chain(names));
    if names.is_empty() { Vec::new() } else { vec![chain()] }
}
