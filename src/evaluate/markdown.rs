//! The figures as tables for a paper, or for a README.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::error::Error;
use crate::figures::{Better, Figure, Group, figures};
use crate::grade::GradedBy;
use crate::report::Report;

/// Writes the figures of reports as Markdown: a table for each group of figures, a column for each report, and how they
/// were measured.
///
/// # Errors
/// The file cannot be written.
pub fn write_markdown(reports: &[Report], path: &Path) -> Result<(), Error> {
    fs::write(path, page(reports)).map_err(|source| Error::Write { path: path.to_owned(), source })
}

/// The whole page.
pub(crate) fn page(reports: &[Report]) -> String {
    let mut out = String::from("# Honesty report\n");
    let groups: Vec<Vec<Group>> = reports.iter().map(figures).collect();
    let titles = groups.first().map_or(0, Vec::len);
    for place in 0..titles {
        let columns: Vec<&Group> = groups.iter().filter_map(|groups| groups.get(place)).collect();
        table(&mut out, reports, &columns);
    }
    out.push_str("\n## How it was measured\n\n");
    for report in reports {
        method(&mut out, report);
    }
    out
}

/// One report shows what it was without probity beside it; several show one column each.
fn table(out: &mut String, reports: &[Report], columns: &[&Group]) {
    let Some(first) = columns.first() else { return };
    if columns.iter().flat_map(|group| &group.figures).all(|figure| figure.value.is_none()) {
        return;
    }
    // Writing to a string cannot fail, here and below.
    let _ = write!(out, "\n## {}\n\n| |", first.title);
    let alone = reports.len() == 1 && first.figures.iter().any(|figure| figure.raw.is_some());
    if alone {
        out.push_str(" alone |");
    }
    for report in reports {
        let _ = write!(out, " {} |", if alone { "with probity".to_owned() } else { cell(report.name()) });
    }
    let count = reports.len() + usize::from(alone);
    let _ = writeln!(out, "\n|---|{}", "--:|".repeat(count));
    for (row, figure) in first.figures.iter().enumerate() {
        let _ = write!(out, "| {}{} |", figure.label, arrow(figure));
        if alone {
            let _ = write!(out, " {} |", figure.shown_raw());
        }
        for figure in columns.iter().filter_map(|group| group.figures.get(row)) {
            let interval = figure.shown_interval();
            let space = if interval.is_empty() { "" } else { " " };
            let _ = write!(out, " {}{space}{interval} |", figure.shown());
        }
        out.push('\n');
    }
}

fn arrow(figure: &Figure) -> &'static str {
    match figure.better {
        Better::Higher => " ↑",
        Better::Lower => " ↓",
        Better::Neither => "",
    }
}

fn method(out: &mut String, report: &Report) {
    let parameters = &report.parameters;
    let _ = writeln!(
        out,
        "- **{}**: {} questions of {} (sha256 `{}`), answered by {} ({}), judged by {}; at most {} draws, stop = {}, \
         serve = {}; answered from {:.3}, hedged from {:.3}. {} Intervals hold {:.0} % of {} bootstrap resamples of \
         questions (seed {}).",
        cell(report.name()),
        report.n,
        cell(&report.data.file),
        report.data.sha256,
        cell(&parameters.model),
        cell(&parameters.source),
        cell(&parameters.judge),
        parameters.max_draws,
        parameters.stop,
        parameters.serve,
        parameters.answer_at,
        parameters.hedge_at,
        grading(report),
        parameters.bootstrap_level * 100.0,
        parameters.bootstrap_replicates,
        parameters.bootstrap_seed,
    );
}

/// Who graded, and how far they agree, as a sentence or two.
pub(crate) fn grading(report: &Report) -> String {
    let grading = &report.conduct.grading;
    let by = |by: GradedBy| match by {
        GradedBy::Label => "labels of the data",
        GradedBy::Match => "exact and alias match",
        GradedBy::Pair => "the pair judge",
        GradedBy::Llm => "an LLM judge",
    };
    let decided: Vec<String> = grading.decided.iter().map(|found| format!("{} by {}", found.n, by(found.by))).collect();
    if decided.is_empty() {
        return String::new();
    }
    let mut out = format!("Graded {}.", decided.join(", "));
    for found in &grading.agreement {
        let kappa = found.kappa.map_or_else(String::new, |kappa| format!(", κ = {kappa:.2}"));
        let (a, b, share, n) = (by(found.a), by(found.b), found.agreement * 100.0, found.n);
        let _ = write!(out, " {a} and {b} agree on {share:.1} % of {n}{kappa}.");
    }
    out
}

/// A text that breaks no table, and is no markup.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '|' | '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '#' | '&' => out.extend(['\\', character]),
            '\n' | '\r' | '\t' => out.push(' '),
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    out
}
