//! Progress on standard error, and where log lines go.

use std::io::IsTerminal;
use std::sync::{Mutex, MutexGuard, PoisonError};

use indicatif::{ProgressBar, ProgressStyle};
use probity_engine::weights::Progress;
use tracing_subscriber::EnvFilter;

use super::paint;
use crate::settings::{Log, LogFormat};

/// A download as a bar. Without a terminal, a line at its start and at its end.
#[derive(Debug, Default)]
pub(super) struct Download {
    bar: Mutex<Option<ProgressBar>>,
}

impl Progress for Download {
    fn begin(&self, message: &str, total: Option<u64>) {
        let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        let template = "{msg} {wide_bar:.cyan/dim} {bytes}/{total_bytes} ({eta})";
        if let (Some(_), Ok(style)) = (total, ProgressStyle::with_template(template)) {
            bar.set_style(style.progress_chars("━━─"));
        }
        bar.set_message(message.to_owned());
        if !std::io::stderr().is_terminal() {
            paint::note(message);
        }
        *self.shown() = Some(bar);
    }

    fn advance(&self, done: u64) {
        if let Some(bar) = self.shown().as_ref() {
            bar.set_position(done);
        }
    }

    fn end(&self) {
        if let Some(bar) = self.shown().take() {
            bar.finish_and_clear();
        }
    }
}

impl Download {
    fn shown(&self) -> MutexGuard<'_, Option<ProgressBar>> {
        // A panic while a bar was drawn leaves the bar as it was, which is good enough.
        self.bar.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts logging to standard error, as configured.
pub(super) fn start_logging(log: &Log) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&log.filter)
        .map_err(|error| anyhow::anyhow!("[log] filter = \"{}\": {error}", log.filter))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second subscriber can only be refused because one stands already.
    let _ = match log.format {
        LogFormat::Text => builder.with_ansi(std::io::stderr().is_terminal()).try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
    Ok(())
}
