//! The figures as a table for a spreadsheet: a line for each report.

use std::fs;
use std::path::Path;

use crate::error::Error;
use crate::figures::figures;
use crate::report::{Parameters, Report};

/// Writes the figures of reports as CSV (RFC 4180): a line for each, under the plain names of the JSON, intervals as
/// `NAME_low` and `NAME_high`. What is not known is an empty cell.
///
/// # Errors
/// The file cannot be written.
pub fn write_csv(reports: &[Report], path: &Path) -> Result<(), Error> {
    fs::write(path, table(reports)).map_err(|source| Error::Write { path: path.to_owned(), source })
}

/// The whole table.
pub(crate) fn table(reports: &[Report]) -> String {
    let mut out = String::new();
    if let Some(first) = reports.first() {
        push(&mut out, line(first).into_iter().map(|(name, _)| name));
    }
    for report in reports {
        push(&mut out, line(report).into_iter().map(|(_, value)| value));
    }
    out
}

/// Names and values of a line.
fn line(report: &Report) -> Vec<(String, String)> {
    let Parameters { source, model, judge, max_draws, stop, serve, answer_at, hedge_at, .. } = &report.parameters;
    let texts = [("profile", report.name()), ("model", model), ("source", source), ("judge", judge)];
    let mut line: Vec<(String, String)> =
        texts.into_iter().map(|(name, value)| (name.to_owned(), harmless(value))).collect();
    line.push(("data".to_owned(), harmless(&report.data.file)));
    line.push(("data_sha256".to_owned(), report.data.sha256.clone()));
    let settings = [
        ("max_draws", max_draws.to_string()),
        ("stop", (*stop).to_owned()),
        ("serve", (*serve).to_owned()),
        ("answer_at", answer_at.to_string()),
        ("hedge_at", hedge_at.to_string()),
    ];
    line.extend(settings.map(|(name, value)| (name.to_owned(), value)));
    for figure in figures(report).into_iter().flat_map(|group| group.figures) {
        line.push((figure.name.to_owned(), number(figure.value)));
        if figure.has_interval {
            line.push((format!("{}_low", figure.name), number(figure.interval.map(|[low, _]| low))));
            line.push((format!("{}_high", figure.name), number(figure.interval.map(|[_, high]| high))));
        }
    }
    line
}

fn number(value: Option<f64>) -> String {
    value.filter(|value| value.is_finite()).map_or_else(String::new, |value| value.to_string())
}

/// A text that no spreadsheet takes for a formula: names of models and files come from elsewhere.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) { format!("'{text}") } else { text.to_owned() }
}

fn push(out: &mut String, cells: impl Iterator<Item = String>) {
    let cells: Vec<String> = cells.map(quoted).collect();
    out.push_str(&cells.join(","));
    out.push_str("\r\n");
}

fn quoted(cell: String) -> String {
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}
