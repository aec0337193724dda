//! All figures as a table, and how they were measured.

use std::fmt::Write;

use super::text::Safe;
use crate::figures::{Figure, Group, figures};
use crate::markdown::grading;
use crate::report::Report;

/// Every figure that is known of some report, with what it means: a table for each group. One report shows what it was
/// without probity beside it.
pub(super) fn figures_tables(reports: &[Report]) -> String {
    let groups: Vec<Vec<Group>> = reports.iter().map(figures).collect();
    let Some(first) = groups.first() else { return String::new() };
    let wide = if reports.len() > 1 { " wide" } else { "" };
    let mut out = format!("<h2>All figures</h2>\n<div class=\"groups{wide}\">\n");
    for place in 0..first.len() {
        let beside: Vec<&Group> = groups.iter().filter_map(|groups| groups.get(place)).collect();
        table(&mut out, reports, &beside);
    }
    out.push_str("</div>\n");
    out
}

fn table(out: &mut String, reports: &[Report], beside: &[&Group]) {
    let Some(first) = beside.first() else { return };
    if beside.iter().flat_map(|group| &group.figures).all(|figure| figure.value.is_none()) {
        return;
    }
    let alone = reports.len() == 1 && first.figures.iter().any(|figure| figure.raw.is_some());
    // Writing to a string cannot fail, here and below.
    let _ = write!(out, "<div class=\"scroll\"><table><thead><tr><th>{}</th>", first.title);
    if alone {
        out.push_str("<th>alone</th>");
    }
    for report in reports {
        let name = if reports.len() == 1 { "probity" } else { report.name() };
        let _ = write!(out, "<th>{}</th>", Safe(name));
    }
    out.push_str("</tr></thead><tbody>\n");
    for (row, figure) in first.figures.iter().enumerate() {
        let cells: Vec<&Figure> = beside.iter().filter_map(|group| group.figures.get(row)).collect();
        if cells.iter().all(|figure| figure.value.is_none()) {
            continue;
        }
        let _ = write!(out, "<tr><th>{}<span class=\"meaning\">{}</span></th>", figure.label, figure.meaning);
        if alone {
            let _ = write!(out, "<td>{}</td>", figure.shown_raw());
        }
        for figure in cells {
            let _ = write!(out, "<td>{}<small class=\"soft\">{}</small></td>", figure.shown(), figure.shown_interval());
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}

/// How a report was measured.
pub(super) fn facts(report: &Report, of: usize) -> String {
    let parameters = &report.parameters;
    let mut facts = vec![
        ("Questions", format!("{} of {}", report.n, report.data.file)),
        ("SHA-256", report.data.sha256.clone()),
        ("Model", parameters.model.clone()),
        ("Answers from", parameters.source.clone()),
        ("Judge of meaning", parameters.judge.clone()),
        ("Grading", grading(report)),
        (
            "Draws",
            format!("at most {}, stop = {}, serve = {}", parameters.max_draws, parameters.stop, parameters.serve),
        ),
        ("Thresholds", format!("answered from {:.3}, hedged from {:.3}", parameters.answer_at, parameters.hedge_at)),
        ("Left out", left_out(report)),
        (
            "Intervals",
            format!(
                "{:.0} % of {} bootstrap resamples of questions, seed {}",
                parameters.bootstrap_level * 100.0,
                parameters.bootstrap_replicates,
                parameters.bootstrap_seed
            ),
        ),
    ];
    facts.retain(|(_, value)| !value.is_empty());
    let mut out = if of == 1 { String::new() } else { format!("<h3 class=\"pair\">{}</h3>", Safe(report.name())) };
    out.push_str("<dl class=\"facts\">");
    for (name, value) in facts {
        let _ = write!(out, "<dt>{name}</dt><dd>{}</dd>", Safe(&value));
    }
    out.push_str("</dl>\n");
    out
}

fn left_out(report: &Report) -> String {
    let mut parts = Vec::new();
    if report.ungraded > 0 {
        parts.push(format!("{} without a reference", report.ungraded));
    }
    if report.failed > 0 {
        let why = report.first_failure.as_deref().unwrap_or("unknown");
        parts.push(format!("{} without an answer (the first: {why})", report.failed));
    }
    if report.conduct.not_asked > 0 {
        parts.push(format!("{} not asked, the run's means being spent", report.conduct.not_asked));
    }
    parts.join("; ")
}
