//! The figures as a person would like to read them on a terminal.

use std::fmt::Write;

use probity_stats::ranking::{Labelled, curve};

use crate::grade::Category;
use crate::metrics::Row;
use crate::report::Report;

/// Width of the curve's bars, in characters, for a risk of 1.
const BAR: f64 = 40.0;
/// The curve shows about so many points.
const POINTS: usize = 10;

/// A share as a percentage with one digit, or a dash.
pub(crate) fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

/// A count.
pub(crate) fn count(count: usize) -> String {
    count.to_string()
}

/// The whole report.
pub(crate) fn report(report: &Report) -> String {
    let mut out = String::new();
    for part in [heading(report), comparison(report), ranking(report), decisions(report), evolution(report)] {
        out.push_str(&part);
        out.push('\n');
    }
    out.push_str(&risk_coverage(&report.rows));
    out
}

fn heading(report: &Report) -> String {
    let parameters = &report.parameters;
    let mut out = format!(
        "{} questions of {}\n{} by {}, judged by {}; at most {} draws, stop = {}, serve = {}\n\
         answered from {:.3}, hedged from {:.3}\n",
        report.n,
        report.data.file,
        parameters.model,
        parameters.source,
        parameters.judge,
        parameters.max_draws,
        parameters.stop,
        parameters.serve,
        parameters.answer_at,
        parameters.hedge_at,
    );
    if report.ungraded > 0 {
        let _ = writeln!(out, "{} left out: no reference to grade by", report.ungraded);
    }
    if report.failed > 0 {
        let why = report.first_failure.as_deref().unwrap_or("unknown");
        let _ = writeln!(out, "{} left out: no answer came (the first: {why})", report.failed);
    }
    out
}

fn comparison(report: &Report) -> String {
    let intervals = &report.intervals;
    let level = report.parameters.bootstrap_level * 100.0;
    let mut out = format!("{:<24}{:>10}{:>10}   {level:.0} % interval\n", "", "raw", "judged");
    let mut line = |name: &str, raw: String, judged: String, interval: Option<[f64; 2]>| {
        let _ = writeln!(out, "{}", format!("{name:<24}{raw:>10}{judged:>10}   {}", span(interval)).trim_end());
    };
    let raw = |share| percent(Some(share));
    line("accuracy", percent(report.accuracy_raw), percent(report.accuracy), intervals.accuracy_interval);
    line("prudence", raw(report.prudence_raw), raw(report.prudence), intervals.prudence_interval);
    line(
        "over-conservativeness",
        raw(0.0),
        raw(report.over_conservativeness),
        intervals.over_conservativeness_interval,
    );
    line("honesty", raw(report.honesty_raw), raw(report.honesty), intervals.honesty_interval);
    line("  hedges as refusals", String::new(), raw(report.honesty_unhedged), None);
    line("wrong answers served", count(report.wrong_served_raw), count(report.wrong_served), None);
    line("  fall", String::new(), percent(report.wrong_fall), intervals.wrong_fall_interval);
    line("right answers kept", String::new(), percent(report.right_kept), intervals.right_kept_interval);
    line("coverage", percent(report.coverage_raw), percent(report.coverage), None);
    line("  without hedges", String::new(), percent(report.coverage_unhedged), None);
    line("risk", percent(report.risk_raw), percent(report.risk), None);
    line("  without hedges", String::new(), percent(report.risk_unhedged), None);
    out
}

fn ranking(report: &Report) -> String {
    let plain = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"));
    let interval = report.intervals.auroc_interval.map(|[low, high]| format!(" [{low:.3}, {high:.3}]"));
    let (ranked, calibrated) = (&report.selection, &report.calibration);
    format!(
        "AUROC {}{} over {} judged rows\n\
         over the {} that claim something: AUROC {}, AURC {}, E-AURC {}, PRR {}\n\
         ECE {} in bins of equal mass; a perfect forecaster would show {}, by chance up to {}\n\
         ECE {} in bins of equal width; a perfect forecaster would show {}, by chance up to {}\n\
         Brier {} = reliability {} - resolution {} + uncertainty {}; BAS {}\n",
        plain(ranked.auroc),
        interval.unwrap_or_default(),
        ranked.auroc_n,
        ranked.auroc_claims_n,
        plain(ranked.auroc_claims),
        plain(ranked.aurc),
        plain(ranked.e_aurc),
        plain(ranked.prr),
        plain(calibrated.ece_equal_mass),
        plain(calibrated.ece_equal_mass_perfect),
        plain(calibrated.ece_equal_mass_perfect_high),
        plain(calibrated.ece),
        plain(calibrated.ece_perfect),
        plain(calibrated.ece_perfect_high),
        plain(calibrated.brier),
        plain(calibrated.brier_reliability),
        plain(calibrated.brier_resolution),
        plain(calibrated.brier_uncertainty),
        plain(calibrated.bas),
    )
}

fn decisions(report: &Report) -> String {
    let mean = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.2}"));
    let tokens = match report.cost.tokens {
        Some(tokens) if report.cost.tokens_estimated => format!("{tokens}, in part estimated"),
        Some(tokens) => tokens.to_string(),
        None => "not counted".to_owned(),
    };
    let agreement = match report.decision_agreement {
        Some(_) => percent(report.decision_agreement),
        None => "not known (record the run to know)".to_owned(),
    };
    format!(
        "answered {}, hedged {}, refused {}, passed {}, unavailable {}\n\
         draws {} on average, {} at most; same decision as the full budget: {agreement}\n\
         tokens: {tokens}\n",
        report.answered,
        report.hedged,
        report.refused,
        report.passed,
        report.unavailable,
        mean(report.cost.draws_mean),
        report.cost.draws_max,
    )
}

fn evolution(report: &Report) -> String {
    let mut out = format!("{:<24}{:>10}{:>10}{:>10}\n", "judged \\ raw", "correct", "wrong", "idk");
    let names = [Category::Correct, Category::Wrong, Category::Idk];
    for (category, [correct, wrong, idk]) in names.into_iter().zip(report.evolution.cells()) {
        let name = match category {
            Category::Correct => "correct",
            Category::Wrong => "wrong",
            Category::Idk => "idk",
        };
        let _ = writeln!(out, "{name:<24}{correct:>10}{wrong:>10}{idk:>10}");
    }
    out
}

fn risk_coverage(rows: &[Row]) -> String {
    let labelled: Vec<Labelled> = rows.iter().filter_map(Row::labelled).collect();
    let points = curve(&labelled);
    let mut out = String::from("coverage   threshold      risk\n");
    let mut next = 0.0;
    for (place, point) in points.iter().enumerate() {
        if point.coverage < next && place + 1 < points.len() {
            continue;
        }
        next = point.coverage + 1.0 / POINTS as f64;
        let bar = "█".repeat((point.risk * BAR).round() as usize);
        let (coverage, risk) = (percent(Some(point.coverage)), percent(Some(point.risk)));
        let line = format!("{coverage:>8}   {:>9.3}   {risk:>7}  {bar}", point.threshold);
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

fn span(interval: Option<[f64; 2]>) -> String {
    interval.map_or_else(String::new, |[low, high]| format!("[{:.1}, {:.1}]", low * 100.0, high * 100.0))
}
