//! Where figures are written, and in which form.

use std::path::PathBuf;

use clap::Args;
use probity_evaluate::{Report, report, write_csv, write_html, write_markdown};

/// The files to write.
#[derive(Debug, Args)]
pub(super) struct Outputs {
    /// Write all figures to FILE as JSON; of several profiles as a list under `reports`
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub(super) json: Option<PathBuf>,
    /// Write all figures to FILE as CSV, a line for each profile
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    csv: Option<PathBuf>,
    /// Write all figures to FILE as Markdown tables
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    markdown: Option<PathBuf>,
    /// Write a page with plots, and answers to read, to FILE
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    html: Option<PathBuf>,
}

impl Outputs {
    /// Writes what was asked for.
    pub(super) fn write(&self, reports: &[Report]) -> anyhow::Result<()> {
        if let Some(path) = &self.json {
            report::write_json_of(reports, path)?;
        }
        self.write_tables(reports)
    }

    /// Writes all of that but the JSON.
    pub(super) fn write_tables(&self, reports: &[Report]) -> anyhow::Result<()> {
        if let Some(path) = &self.csv {
            write_csv(reports, path)?;
        }
        if let Some(path) = &self.markdown {
            write_markdown(reports, path)?;
        }
        if let Some(path) = &self.html {
            write_html(reports, path)?;
        }
        Ok(())
    }
}
