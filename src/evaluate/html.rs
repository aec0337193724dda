//! The figures as one page that needs nothing else: styles and plots are inside, nothing is fetched, nothing runs.
//!
//! # Layout
//! - `text`: what came from elsewhere, made harmless;
//! - `summary`: what it comes to; `tables`: every figure; `reading`: answers to read;
//! - `chart`: a frame with axes; `plots`: what is drawn into it.

mod chart;
mod plots;
mod reading;
mod summary;
mod tables;
mod text;

use std::fs;
use std::path::Path;

use self::text::Safe;
use crate::error::Error;
use crate::report::Report;

const STYLE: &str = include_str!("html/style.css");

/// Writes reports as one self-contained HTML page, several side by side. It holds questions and answers to read: it is
/// as confidential as they are.
///
/// # Errors
/// The file cannot be written.
pub fn write_html(reports: &[Report], path: &Path) -> Result<(), Error> {
    fs::write(path, page(reports)).map_err(|source| Error::Write { path: path.to_owned(), source })
}

/// The whole page.
pub(crate) fn page(reports: &[Report]) -> String {
    let of = reports.len();
    let mut out = head(reports);
    if let [report] = reports {
        out.push_str(&summary::lead(report));
        out.push_str(&summary::tiles(report));
    } else {
        out.push_str(&summary::comparison(reports));
    }
    out.push_str(&caveat(reports));
    out.push_str(&summary::flow(reports));
    out.push_str("<div class=\"moves\">\n");
    for report in reports {
        out.push_str(&summary::evolution(report, of));
    }
    out.push_str("</div>\n");
    out.push_str("<h2>What confidence is worth</h2>\n");
    out.push_str(&plots::all(reports));
    out.push_str("<h2>Answers to read</h2>\n");
    for report in reports {
        out.push_str(&reading::reading(report, of));
    }
    out.push_str(&tables::figures_tables(reports));
    out.push_str("<h2>How it was measured</h2>\n");
    for report in reports {
        out.push_str(&tables::facts(report, of));
    }
    out.push_str("</main>\n</body>\n</html>\n");
    // A number stays with its sign.
    out.replace(" %", "\u{a0}%")
}

fn head(reports: &[Report]) -> String {
    let names: Vec<&str> = reports.iter().map(Report::name).collect();
    let names = names.join(", ");
    let about = reports
        .first()
        .map_or_else(String::new, |report| format!("{} on {}", report.parameters.model, report.data.file));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>Honesty report: {}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Honesty report</h1>\n<p class=\"soft\">{}</p>\n",
        Safe(&names),
        Safe(&about),
    )
}

/// What a reader must know before believing a figure.
fn caveat(reports: &[Report]) -> String {
    const FEW: usize = 100;
    let fewest = reports.iter().map(|report| report.n).min().unwrap_or(0);
    if fewest >= FEW {
        return String::new();
    }
    format!("<p class=\"note\">{fewest} questions are few: read the intervals, not the figures.</p>\n")
}
