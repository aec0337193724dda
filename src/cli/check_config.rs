//! `probity check-config`: is this configuration good, and what is in force?

use std::path::Path;
use std::process::ExitCode;

use clap::Args;

use super::paint;
use crate::settings::{self, Settings};

/// What `check-config` takes.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Print the compiled-in default, which is also the manual, and do nothing else
    #[arg(long)]
    defaults: bool,
}

/// Prints what is in force, or what is wrong (exit code 64).
pub(super) fn run(arguments: &Arguments, loaded: Result<Settings, settings::Error>, file: Option<&Path>) -> ExitCode {
    if arguments.defaults {
        paint::text(settings::DEFAULT);
        return ExitCode::SUCCESS;
    }
    match loaded {
        Ok(settings) => {
            let from = file.map_or_else(|| "the compiled-in default".to_owned(), |path| path.display().to_string());
            paint::good(&format!("{from} is good"));
            paint::text(&format!("{settings:#?}\n"));
            ExitCode::SUCCESS
        }
        Err(error) => {
            paint::error(&error);
            ExitCode::from(64)
        }
    }
}
