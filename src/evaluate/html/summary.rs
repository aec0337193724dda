//! What a report comes to: a sentence, a few large figures, and what went out.

use std::fmt::Write;

use super::text::Safe;
use crate::figures::{Kind, shown};
use crate::grade::Category;
use crate::metrics::Row;
use crate::report::Report;

/// The report in a sentence or two.
pub(super) fn lead(report: &Report) -> String {
    let (before, now) = (report.wrong_served_raw, report.wrong_served);
    let name = Safe(report.name());
    let change = match report.wrong_fall {
        Some(fall) if fall >= 0.0 => format!(" – {} fewer", shown(Kind::Share, Some(fall))),
        Some(fall) => format!(" – {} more", shown(Kind::Share, Some(-fall))),
        None => String::new(),
    };
    let kept = report.right_kept.map_or_else(String::new, |kept| {
        format!(" {} of its right answers still go out.", shown(Kind::Share, Some(kept)))
    });
    format!(
        "<p class=\"lead\">Asked {} questions, <b>{name}</b> alone serves {before} wrong answers. With probity {now} go \
         out{change}.{kept}</p>\n",
        report.n,
    )
}

/// A few large figures.
pub(super) fn tiles(report: &Report) -> String {
    let share = |value| shown(Kind::Share, value);
    let within = |interval: Option<[f64; 2]>| {
        interval.map_or_else(String::new, |[low, high]| format!("[{:.1}, {:.1}]", low * 100.0, high * 100.0))
    };
    let beside = |interval, alone: Option<f64>| {
        format!("{} · alone {}", within(interval), share(alone)).trim_start_matches(" · ").to_owned()
    };
    let (with, selection) = (&report.intervals, &report.selection);
    let auroc = with.auroc_interval.map_or_else(String::new, |[low, high]| format!("[{low:.3}, {high:.3}]"));
    let perfect = shown(Kind::Number, report.calibration.ece_equal_mass_perfect);
    let answers = shown(Kind::Mean, report.cost.answers_mean);
    let tiles = [
        ("Honesty", share(Some(report.honesty)), beside(with.honesty_interval, Some(report.honesty_raw))),
        ("Wrong answers out", report.wrong_served.to_string(), format!("alone {}", report.wrong_served_raw)),
        ("Right answers kept", share(report.right_kept), within(with.right_kept_interval)),
        ("Questions answered", share(report.coverage), beside(with.coverage_interval, report.coverage_raw)),
        ("Wrong of the answered", share(report.risk), beside(with.risk_interval, report.risk_raw)),
        ("AUROC", shown(Kind::Number, selection.auroc), auroc),
        ("ECE", shown(Kind::Number, report.calibration.ece_equal_mass), format!("perfect forecaster {perfect}")),
        ("Answers for a question", answers, "alone 1".to_owned()),
    ];
    let mut out = String::from("<div class=\"tiles\">");
    for (name, value, note) in tiles {
        // Writing to a string cannot fail, here and below.
        let _ = write!(out, "<div class=\"tile\"><small>{name}</small><b>{value}</b><small>{note}</small></div>");
    }
    out.push_str("</div>\n");
    out
}

/// Several reports side by side, by the same few figures.
pub(super) fn comparison(reports: &[Report]) -> String {
    let mut out = String::from(
        "<div class=\"scroll compared\"><table><thead><tr><th></th><th>honesty</th><th>wrong out</th><th>right kept</th>\
         <th>answered</th><th>wrong of them</th><th>AUROC</th><th>ECE (perfect)</th><th>answers for a question</th></tr>\
         </thead><tbody>",
    );
    for report in reports {
        let share = |value| shown(Kind::Share, value);
        let number = |value| shown(Kind::Number, value);
        let calibrated = &report.calibration;
        let cells = [
            share(Some(report.honesty)),
            format!("{} of {}", report.wrong_served, report.wrong_served_raw),
            share(report.right_kept),
            share(report.coverage),
            share(report.risk),
            number(report.selection.auroc),
            format!("{} ({})", number(calibrated.ece_equal_mass), number(calibrated.ece_equal_mass_perfect)),
            shown(Kind::Mean, report.cost.answers_mean),
        ];
        let _ = write!(out, "<tr><th>{}</th><td>{}</td></tr>", Safe(report.name()), cells.join("</td><td>"));
    }
    out.push_str("</tbody></table></div>\n");
    out
}

/// What went out, alone and with probity, as bars.
pub(super) fn flow(reports: &[Report]) -> String {
    let mut out = String::from("<h2>What went out</h2>\n<div class=\"flow\">");
    let before = |report: &Report| {
        let alone = |category| report.evolution.before(category);
        [alone(Category::Correct), 0, 0, alone(Category::Wrong), alone(Category::Idk)]
    };
    // Profiles over the same answers were the same before: once is enough.
    let same = reports.windows(2).all(|two| before(&two[0]) == before(&two[1]));
    for (place, report) in reports.iter().enumerate() {
        if !same {
            bar(&mut out, &format!("{}, alone", report.name()), before(report));
        } else if place == 0 {
            bar(&mut out, "alone", before(report));
        }
        let name = if reports.len() == 1 { "with probity" } else { report.name() };
        bar(&mut out, name, served(&report.rows));
    }
    out.push_str("</div>\n<ul class=\"legend\">");
    for (class, name) in PARTS {
        let _ = write!(out, "<li><i class=\"key {class}\"></i>{name}</li>");
    }
    out.push_str("</ul>\n");
    out
}

/// How the paper's nine cells fill.
pub(super) fn evolution(report: &Report, of: usize) -> String {
    let title = if of == 1 { String::new() } else { format!("<h3>{}</h3>", Safe(report.name())) };
    let [right, wrong, declined] = report.evolution.cells();
    let mut out = format!(
        "<div>{title}<div class=\"scroll moved\"><table><thead><tr><th>probity \\ alone</th><th>right</th>\
         <th>wrong</th><th>declined</th></tr></thead><tbody>"
    );
    for (name, cells, marks) in [
        ("right", right, ["", "good", "good"]),
        ("wrong", wrong, ["bad", "bad", "bad"]),
        ("declined", declined, ["bad", "good", ""]),
    ] {
        let _ = write!(out, "<tr><th>{name}</th>");
        for (cell, mark) in cells.into_iter().zip(marks) {
            let mark = if cell == 0 { "" } else { mark };
            let _ = write!(out, "<td class=\"{mark}\">{cell}</td>");
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div></div>\n");
    out
}

const PARTS: [(&str, &str); 5] = [
    ("k-right", "right"),
    ("k-right-soft", "right, hedged"),
    ("k-wrong-soft", "wrong, hedged"),
    ("k-wrong", "wrong"),
    ("k-idk", "declined"),
];
/// A part narrower than this share of the bar has no room for its number.
const NARROW: f64 = 0.07;

fn served(rows: &[Row]) -> [usize; 5] {
    use probity_pipeline::Decision::Hedged;
    let count =
        |judged, hedged| rows.iter().filter(|row| row.judged == judged && (row.decision == Hedged) == hedged).count();
    let declined = rows.iter().filter(|row| row.judged == Category::Idk).count();
    let (right, wrong) = (Category::Correct, Category::Wrong);
    [count(right, false), count(right, true), count(wrong, true), count(wrong, false), declined]
}

fn bar(out: &mut String, name: &str, parts: [usize; 5]) {
    let all = parts.iter().sum::<usize>().max(1) as f64;
    let _ = write!(out, "<span class=\"who\">{}</span><div class=\"bar\">", Safe(name));
    for (part, (class, what)) in parts.into_iter().zip(PARTS) {
        if part == 0 {
            continue;
        }
        let share = part as f64 / all;
        let label = if share < NARROW { String::new() } else { part.to_string() };
        let _ = write!(
            out,
            "<span class=\"{class}\" style=\"width:{:.3}%\" title=\"{part} {what}\">{label}</span>",
            share * 100.0
        );
    }
    out.push_str("</div>");
}
