//! The plots that a report shows.

use std::cmp::Reverse;
use std::fmt::Write;

use probity_stats::ranking::{Labelled, Point, curve, roc};

use super::chart::{Anchor, Axis, Chart, Unit};
use super::text::Safe;
use crate::figures::{Kind, shown};
use crate::metrics::Row;
use crate::report::{Bin, Report};

/// Series beyond these repeat colours, dashed.
const COLOURS: usize = 6;
/// Points nearer than this to the one before are not seen.
const NEAR: f64 = 0.002;

/// All plots of some reports.
pub(super) fn all(reports: &[Report]) -> String {
    let mut out = String::from("<div class=\"plots\">\n");
    out.push_str(&risk_coverage(reports));
    out.push_str(&rocs(reports));
    for report in reports {
        out.push_str(&reliability(report, reports.len()));
        out.push_str(&histogram(report, reports.len()));
    }
    out.push_str(&cost(reports));
    out.push_str("</div>\n");
    out
}

/// How much is wrong of what is answered, the more is answered.
fn risk_coverage(reports: &[Report]) -> String {
    let curves: Vec<Vec<Point>> = reports.iter().map(|report| curve(&report.claims())).collect();
    let highest = curves.iter().flatten().map(|point| point.risk).fold(0.05, f64::max);
    let y = Axis::around("wrong of the answered", 0.0, highest, Unit::Percent);
    let mut chart = Chart::new("Risk–coverage curve", Axis::share("answered of all claims (coverage)"), y);
    for (place, (report, points)) in reports.iter().zip(&curves).enumerate() {
        if let Some(all) = points.last().filter(|_| reports.len() == 1) {
            chart.line("rule", &[(0.0, all.risk), (1.0, all.risk)]);
            chart.line("rule", &oracle(all.risk));
        }
        let line: Vec<(f64, f64)> = points.iter().map(|point| (point.coverage, point.risk)).collect();
        chart.line(&stroke(place), &thinned(&line));
        marks(&mut chart, report, points, place);
    }
    let caption = "The further down the better: confidence is used to leave out what is wrong. Dots are the thresholds \
                   in force: full for answered as it is, the other with hedged answers.";
    let single = " Dashed: answering everything or at random, and a perfect ranking.";
    let caption = format!("{caption}{}", if reports.len() == 1 { single } else { "" });
    figure(
        "Risk and coverage",
        &caption,
        &chart.finish(),
        &legend(reports, |report| number("AURC", report.selection.aurc)),
    )
}

/// A ranking that no confidence can beat: nothing wrong until nothing right is left.
fn oracle(risk: f64) -> Vec<(f64, f64)> {
    let right = 1.0 - risk;
    let risen =
        (1..=40).map(|step| right + risk * f64::from(step) / 40.0).map(|coverage| (coverage, 1.0 - right / coverage));
    std::iter::once((0.0, 0.0)).chain(std::iter::once((right, 0.0))).chain(risen).collect()
}

fn marks(chart: &mut Chart, report: &Report, points: &[Point], place: usize) {
    let parameters = &report.parameters;
    let thresholds = [(parameters.answer_at, "answered", true), (parameters.hedge_at, "answered or hedged", false)];
    for (threshold, name, full) in thresholds {
        let Some(point) = points.iter().rev().find(|point| point.threshold >= threshold) else { continue };
        let (risk, coverage) = (shown(Kind::Share, Some(point.risk)), shown(Kind::Share, Some(point.coverage)));
        let title =
            format!("{}: {name} from {threshold:.3}: {coverage} of claims, {risk} of them wrong", report.name());
        let fill = if full { format!("dot f{}", place % COLOURS) } else { format!("dot-open s{}", place % COLOURS) };
        chart.dot(&fill, (point.coverage, point.risk), 5.5, &title);
    }
}

fn rocs(reports: &[Report]) -> String {
    let (x, y) = (Axis::share("wrong answers let through"), Axis::share("right answers let through"));
    let mut chart = Chart::new("ROC curve", x, y);
    chart.line("rule", &[(0.0, 0.0), (1.0, 1.0)]);
    for (place, report) in reports.iter().enumerate() {
        let ranked: Vec<Labelled> = report.rows.iter().filter_map(Row::ranked).collect();
        let points = roc(&ranked).unwrap_or_default();
        let line: Vec<(f64, f64)> =
            points.iter().map(|point| (point.false_positive_rate, point.true_positive_rate)).collect();
        chart.line(&stroke(place), &thinned(&line));
    }
    let caption = "The further up and left the better. The area under it is how likely a right answer has more confidence \
                   than a wrong one; the dashed line is chance.";
    figure(
        "ROC",
        caption,
        &chart.finish(),
        &legend(reports, |report| {
            let interval = report.intervals.auroc_interval.map(|[low, high]| format!(" [{low:.3}, {high:.3}]"));
            format!("{}{}", number("AUROC", report.selection.auroc), interval.unwrap_or_default())
        }),
    )
}

/// Confidence against truth, and beneath it how many answers that is about.
fn reliability(report: &Report, of: usize) -> String {
    const ROOM: f64 = 74.0;
    let (x, y) = (Axis::share("confidence"), Axis::share("share right"));
    let mut chart = Chart::taller("Reliability diagram", x, y, ROOM);
    chart.line("rule", &[(0.0, 0.0), (1.0, 1.0)]);
    let bins = &report.calibration.reliability;
    for bin in bins {
        let interval = bin.accuracy_interval.unwrap_or([bin.accuracy; 2]);
        let across = chart.across(bin.confidence);
        let (high, low) = (chart.down(interval[1]), chart.down(interval[0]));
        chart.stroke("whisker s0", (across, high), (across, low));
    }
    chart.line("line s0", &bins.iter().map(|bin| (bin.confidence, bin.accuracy)).collect::<Vec<_>>());
    for bin in bins {
        chart.dot("dot f0", (bin.confidence, bin.accuracy), 4.5, &told(bin));
    }
    counts(&mut chart, bins, ROOM);
    let found = &report.calibration;
    let caption = format!(
        "On the diagonal, confidence means what it says. {}; a perfect forecaster of this size shows {} on average and up to \
         {} by chance. Whiskers: 95 % intervals. Below: answers in each bin.",
        number("ECE", found.ece_equal_mass),
        shown(Kind::Number, found.ece_equal_mass_perfect),
        shown(Kind::Number, found.ece_equal_mass_perfect_high),
    );
    figure(&titled("Reliability", report, of), &caption, &chart.finish(), &bin_table(bins))
}

fn counts(chart: &mut Chart, bins: &[Bin], room: f64) {
    const BAR: f64 = 12.0;
    let most = bins.iter().map(|bin| bin.count).max().unwrap_or(1) as f64;
    let floor = chart.floor() + room - 4.0;
    let top = |bin: &Bin| floor - (room - 26.0) * bin.count as f64 / most;
    for bin in bins {
        let corner = (chart.across(bin.confidence) - BAR / 2.0, top(bin));
        chart.rectangle("right", corner, (BAR, floor - top(bin)), &told(bin));
    }
    // The largest first: where labels would touch, theirs stay.
    let mut largest: Vec<&Bin> = bins.iter().collect();
    largest.sort_by_key(|bin| Reverse(bin.count));
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for bin in largest {
        let (middle, label) = (chart.across(bin.confidence), bin.count.to_string());
        let half = 4.5 * label.len() as f64;
        if taken.iter().all(|(left, right)| middle + half < *left || middle - half > *right) {
            chart.text("", Anchor::Middle, (middle, top(bin) - 4.0), &label);
            taken.push((middle - half, middle + half));
        }
    }
    let (left, right) = (chart.across(0.0), chart.across(1.0));
    chart.stroke("axis", (left, floor), (right, floor));
}

fn told(bin: &Bin) -> String {
    let (confidence, accuracy) = (shown(Kind::Share, Some(bin.confidence)), shown(Kind::Share, Some(bin.accuracy)));
    format!(
        "{} answers of confidence {:.3} to {:.3}, {confidence} on average: {accuracy} right",
        bin.count, bin.low, bin.high
    )
}

fn bin_table(bins: &[Bin]) -> String {
    if bins.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "<details><summary>The bins as numbers</summary><div class=\"scroll\"><table><thead><tr><th>confidence</th>\
         <th>answers</th><th>mean</th><th>right</th></tr></thead><tbody>",
    );
    for bin in bins {
        // Writing to a string cannot fail, here and below.
        let _ = write!(
            out,
            "<tr><td>{:.3} – {:.3}</td><td>{}</td><td>{:.3}</td><td>{:.3}</td></tr>",
            bin.low, bin.high, bin.count, bin.confidence, bin.accuracy
        );
    }
    out.push_str("</tbody></table></div></details>\n");
    out
}

/// Right answers up, wrong ones down.
fn histogram(report: &Report, of: usize) -> String {
    let pillars = &report.calibration.histogram;
    let most = pillars.iter().map(|pillar| pillar.right.max(pillar.wrong)).max().unwrap_or(0).max(1) as f64;
    let lowest = pillars.iter().map(|pillar| pillar.wrong).max().unwrap_or(0) as f64;
    let highest = pillars.iter().map(|pillar| pillar.right).max().unwrap_or(0) as f64;
    let room = most * 0.12;
    let y = Axis::around("answers", -(lowest + room), highest + room, Unit::Count);
    let mut chart = Chart::new("Confidence of right and wrong answers", Axis::share("confidence"), y);
    for pillar in pillars {
        let (left, right) = (pillar.low + 0.004, pillar.high - 0.004);
        let span = format!("confidence {:.2} to {:.2}", pillar.low, pillar.high);
        if pillar.right > 0 {
            let title = format!("{} right, {span}", pillar.right);
            chart.block("right", (left, 0.0), (right, pillar.right as f64), &title);
        }
        if pillar.wrong > 0 {
            let title = format!("{} wrong, {span}", pillar.wrong);
            chart.block("wrong", (left, -(pillar.wrong as f64)), (right, 0.0), &title);
        }
    }
    let zero = chart.down(0.0);
    chart.stroke("axis", (chart.across(0.0), zero), (chart.across(1.0), zero));
    threshold(&mut chart, report.parameters.answer_at, "answered");
    if report.parameters.hedge_at < report.parameters.answer_at {
        threshold(&mut chart, report.parameters.hedge_at, "hedged");
    }
    let key = "<ul class=\"legend\"><li><i class=\"key k-right\"></i>right</li>\
               <li><i class=\"key k-wrong\"></i>wrong</li></ul>\n";
    let caption = "Right answers up, wrong ones down: the further they lie apart the better. Dashed: from where on answers \
                   go out.";
    figure(&titled("Confidence of right and wrong", report, of), caption, &chart.finish(), key)
}

fn threshold(chart: &mut Chart, at: f64, name: &str) {
    let across = chart.across(at);
    let (top, bottom) = (chart.down(f64::MAX), chart.down(f64::MIN));
    chart.stroke("rule", (across, top), (across, bottom));
    // On the left of the line, unless there is no room.
    let (anchor, beside) = if at < 0.2 { (Anchor::Start, 4.0) } else { (Anchor::End, -4.0) };
    chart.text("", anchor, (across + beside, top + 11.0), name);
}

/// Honesty against what it takes: answers begun for each question, since that is known of every run.
fn cost(reports: &[Report]) -> String {
    let took = |report: &Report| report.cost.answers_mean.unwrap_or(1.0);
    let most = reports.iter().map(took).fold(1.0, f64::max);
    let ends = reports.iter().flat_map(|report| {
        report.intervals.honesty_interval.into_iter().flatten().chain([report.honesty, report.honesty_raw])
    });
    let (low, high) = ends.fold((1.0, 0.0), |(low, high), end| (f64::min(low, end), f64::max(high, end)));
    // Room for the label beneath the lowest dot.
    let low = (low - 0.05).max(0.0);
    let y = Axis::around("honesty", low, high, Unit::Percent);
    let x = Axis::around("answers begun for a question", 0.0, (most * 1.1).max(2.0), Unit::Plain);
    let mut chart = Chart::new("Cost against honesty", x, y);
    let alone = reports.first().map_or(0.5, |report| report.honesty_raw);
    for (place, report) in reports.iter().enumerate() {
        chart.line("rule", &[(1.0, report.honesty_raw), (took(report), report.honesty)]);
        let across = chart.across(took(report));
        if let Some([low, high]) = report.intervals.honesty_interval {
            let (low, high) = (chart.down(low), chart.down(high));
            chart.stroke(&format!("whisker s{}", place % COLOURS), (across, low), (across, high));
        }
        let title = format!("{}: honesty {}", report.name(), shown(Kind::Share, Some(report.honesty)));
        chart.dot(&format!("dot f{}", place % COLOURS), (took(report), report.honesty), 6.0, &title);
        chart.dot("dot idk", (1.0, report.honesty_raw), 5.0, "the model alone");
    }
    let beside = (chart.across(1.0) + 9.0, chart.down(alone) + 16.0);
    chart.text("", Anchor::Start, beside, "the model alone");
    let caption = "Further up is more honest, further left is cheaper. Whiskers: bootstrap intervals.";
    figure(
        "Cost against honesty",
        caption,
        &chart.finish(),
        &legend(reports, |report| format!("{:.2} answers, {}", took(report), shown(Kind::Share, Some(report.honesty)))),
    )
}

fn figure(title: &str, caption: &str, plot: &str, more: &str) -> String {
    let (title, caption) = (Safe(title), Safe(caption));
    format!("<figure><figcaption><h3>{title}</h3>{caption}</figcaption>\n{plot}{more}</figure>\n")
}

fn legend(reports: &[Report], note: impl Fn(&Report) -> String) -> String {
    let mut out = String::from("<ul class=\"legend\">");
    for (place, report) in reports.iter().enumerate() {
        let (colour, name, note) = (place % COLOURS, report.name(), note(report));
        let _ = write!(out, "<li><i class=\"key k{colour}\"></i>{}: {}</li>", Safe(name), Safe(&note));
    }
    out.push_str("</ul>\n");
    out
}

fn titled(title: &str, report: &Report, of: usize) -> String {
    if of == 1 { title.to_owned() } else { format!("{title}: {}", report.name()) }
}

fn number(name: &str, value: Option<f64>) -> String {
    format!("{name} {}", shown(Kind::Number, value))
}

fn stroke(place: usize) -> String {
    let again = if place >= COLOURS { " second" } else { "" };
    format!("line s{}{again}", place % COLOURS)
}

/// The points that can be told apart, the first and the last among them.
fn thinned(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for (place, &(x, y)) in points.iter().enumerate() {
        let far = kept.last().is_none_or(|(before, above)| (x - before).abs() + (y - above).abs() >= NEAR);
        if far || place + 1 == points.len() {
            kept.push((x, y));
        }
    }
    kept
}
