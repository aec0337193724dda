//! Answers to read: where the confidence is most wrong.

use std::cmp::Ordering;
use std::fmt::Write;

use super::text::{Safe, clipped};
use crate::grade::Category;
use crate::metrics::Row;
use crate::report::Report;

/// So many answers of a kind are shown.
const SHOWN: usize = 12;
/// So many references of an answer.
const REFERENCES: usize = 4;

/// The most confident wrong answers and the least confident right ones.
pub(super) fn reading(report: &Report, of: usize) -> String {
    let claims = || report.rows.iter().filter(|row| row.labelled().is_some());
    let wrong = sorted(claims().filter(|row| row.chosen == Category::Wrong), |a, b| b.total_cmp(a));
    let right = sorted(claims().filter(|row| row.chosen == Category::Correct), f64::total_cmp);
    let mut out = if of == 1 { String::new() } else { format!("<h3 class=\"pair\">{}</h3>", Safe(report.name())) };
    let open = " open";
    for (title, rows, open) in [
        ("Most confident wrong answers", wrong, open),
        ("Least confident right answers", right, if of == 1 { open } else { "" }),
    ] {
        let _ = write!(out, "<details{open}><summary>{title}</summary><div class=\"cards\">");
        if rows.is_empty() {
            out.push_str("<p class=\"soft\">None.</p>");
        }
        for row in rows {
            card(&mut out, row);
        }
        out.push_str("</div></details>\n");
    }
    out
}

/// The first few by confidence; of equal confidence in the order of their ids, so that a report is always the same.
fn sorted<'a>(rows: impl Iterator<Item = &'a Row>, order: impl Fn(&f64, &f64) -> Ordering) -> Vec<&'a Row> {
    let mut rows: Vec<(f64, &Row)> = rows.filter_map(|row| Some((row.confidence?, row))).collect();
    rows.sort_by(|(a, one), (b, other)| order(a, b).then_with(|| one.id.cmp(&other.id)));
    rows.into_iter().map(|(_, row)| row).take(SHOWN).collect()
}

fn card(out: &mut String, row: &Row) {
    let (question, answer) = (clipped(&row.texts.question), clipped(&row.texts.answer));
    let confidence = row.confidence.unwrap_or_default();
    // Writing to a string cannot fail, here and below.
    let _ = write!(
        out,
        "<article class=\"card\"><p class=\"q\" dir=\"auto\">{}</p><dl><dt>said</dt><dd dir=\"auto\">{}</dd>",
        Safe(&question),
        Safe(&answer),
    );
    let references: Vec<String> = row.texts.references.iter().take(REFERENCES).map(|text| clipped(text)).collect();
    let more = if row.texts.references.len() > REFERENCES { " …" } else { "" };
    if references.is_empty() {
        out.push_str("<dt>right</dt><dd>to decline: it has no answer</dd>");
    } else {
        let _ = write!(out, "<dt>right</dt><dd dir=\"auto\">{}{more}</dd>", Safe(&references.join(" · ")));
    }
    let _ = write!(
        out,
        "</dl><footer>confidence {confidence:.3} · {} · {} draws · {}</footer></article>",
        row.decision.name(),
        row.draws_finished,
        Safe(&row.id),
    );
}
