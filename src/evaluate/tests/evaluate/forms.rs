//! Reports as CSV, Markdown and HTML: what is in them, and that hostile texts stay texts.

use std::fs;

use probity_evaluate::figures::figures;
use probity_evaluate::{
    Dataset, Options, Quiet, Recorded, Report, recorded, report, write_csv, write_html, write_markdown,
};
use probity_pipeline::Serve;
use probity_policy::config::Stop;
use serde_json::Value;

use crate::stage::{bench, file, options};

const HOSTILE: &str = "<script>alert(1)</script> \"'&amp; \u{202e}turned\u{0} =1+1 | **x**\nhttps://example.com/x.png";

/// The hand-made recording, every text of which somebody hostile wrote.
async fn hostile(profile: &str) -> Report {
    let mut data: Dataset<Recorded> = Dataset::recorded(&file("recording.jsonl")).unwrap();
    data.path = HOSTILE.into();
    for row in &mut data.rows {
        row.id = format!("{} {HOSTILE}", row.id);
        row.question = format!("What is the capital of {HOSTILE}?");
        row.model = HOSTILE.to_owned();
        row.references.push(HOSTILE.to_owned());
        let end = format!(" {HOSTILE}");
        row.samples.iter_mut().chain(&mut row.served).for_each(|text| text.push_str(&end));
    }
    run(&data, profile).await
}

async fn plain(profile: &str) -> Report {
    run(&Dataset::recorded(&file("recording.jsonl")).unwrap(), profile).await
}

async fn run(data: &Dataset<Recorded>, profile: &str) -> Report {
    let options = Options { profile: profile.to_owned(), ..options() };
    recorded(&bench(Stop::None, Serve::Primary), data, &options, &Quiet).await.unwrap()
}

/// What a writer writes.
fn written(write: impl Fn(&std::path::Path)) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    write(&path);
    fs::read_to_string(&path).unwrap()
}

fn html(reports: &[Report]) -> String {
    written(|path| write_html(reports, path).unwrap())
}

/// The records of a CSV file, by the rules of RFC 4180.
fn records(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut rest = text.chars().peekable();
    while let Some(next) = rest.next() {
        match next {
            '"' if quoted && rest.peek() == Some(&'"') => cell.extend(rest.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => record.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            other => cell.push(other),
        }
    }
    records
}

#[tokio::test]
async fn every_figure_but_the_made_up_names_is_in_the_json() {
    let report = plain("").await;
    let json = serde_json::to_value(&report).unwrap();
    for figure in figures(&report).into_iter().flat_map(|group| group.figures) {
        let name = match figure.name {
            "selective_risk" => "risk",
            name if name.starts_with("coverage_at_risk") || matches!(name.as_bytes(), [b'n', b'1'..=b'9']) => continue,
            name => name,
        };
        assert_eq!(json[name].as_f64(), figure.value, "{name}");
        if figure.has_interval {
            assert_eq!(json[format!("{name}_interval")][0].as_f64(), figure.interval.map(|[low, _]| low), "{name}");
        }
    }
}

#[tokio::test]
async fn csv_has_a_line_for_each_profile() {
    let reports = [plain("first, \"quoted\"").await, plain("=second").await];
    let text = written(|path| write_csv(&reports, path).unwrap());
    let records = records(&text);
    assert_eq!(records.len(), 3);
    assert!(records.iter().all(|record| record.len() == records[0].len()), "{text}");
    let cell = |line: usize, name: &str| {
        let place = records[0].iter().position(|column| column == name).unwrap();
        records[line][place].clone()
    };
    assert_eq!(cell(1, "profile"), "first, \"quoted\"");
    assert_eq!(cell(2, "profile"), "'=second", "no formula");
    assert_eq!(
        (cell(1, "honesty"), cell(1, "n1"), cell(1, "money")),
        ("0.65".to_owned(), "4".to_owned(), String::new())
    );
    assert!(cell(1, "honesty_low").parse::<f64>().unwrap() <= 0.65);
}

#[tokio::test]
async fn markdown_has_a_column_for_each_profile() {
    let alone = written(|path| write_markdown(&[], path).unwrap());
    assert!(alone.starts_with("# Honesty report\n"));
    let reports = [plain("").await];
    let text = written(|path| write_markdown(&reports, path).unwrap());
    assert!(text.contains("| | alone | with probity |\n|---|--:|--:|\n| Prudence ↑ | 25.0 % | 50.0 % ["), "{text}");
    let reports = [plain("one").await, hostile("two | <b>").await];
    let text = written(|path| write_markdown(&reports, path).unwrap());
    assert!(text.contains("| | one | two \\| \\<b\\> |\n|---|--:|--:|\n| Prudence ↑ | 50.0 % ["), "{text}");
    assert!(!text.contains("<script>"), "{text}");
}

#[tokio::test]
async fn the_page_needs_nothing_and_runs_nothing() {
    for reports in [vec![hostile("").await], vec![hostile("one").await, plain("<i>two</i>").await]] {
        let page = html(&reports);
        for foreign in ["<script", "<link", "<img", "<iframe", "url(", "@import", "src=", "href=", "onload", "<i>two"] {
            assert!(!page.contains(foreign), "{foreign}");
        }
        assert!(page.contains("default-src 'none'"));
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &quot;&#39;&amp;amp; \u{fffd}turned\u{fffd}"));
        assert!(!page.contains(['\u{202e}', '\u{0}']));
        balanced(&page);
    }
}

/// Every element that is opened is closed, in order.
fn balanced(page: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in page.split('<').skip(1) {
        let tag = &tag[..tag.find('>').unwrap()];
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        match (tag.starts_with('/'), tag.ends_with('/') || matches!(name, "!doctype" | "meta")) {
            (true, _) => assert_eq!(open.pop(), Some(name), "{tag}"),
            (false, false) => open.push(name),
            (false, true) => {}
        }
    }
    assert_eq!(open, [""; 0]);
}

#[tokio::test]
async fn the_page_shows_what_to_read_and_how_much_it_is() {
    let page = html(&[plain("").await]);
    for text in [
        "Risk and coverage",
        "Reliability",
        "ROC",
        "Confidence of right and wrong",
        "Cost against honesty",
        "Most confident wrong answers",
        "Least confident right answers",
        "9 questions are few",
        "alone serves 3 wrong answers. With probity 2 go out – 33.3\u{a0}% fewer",
        "a perfect forecaster of this size",
        "What is the capital of Latvia?",
    ] {
        assert!(page.contains(text), "{text}");
    }
    let (wrong, right) = page.split_once("Least confident right answers").unwrap();
    let place = |text: &str, part: &str| part.find(text).unwrap();
    assert!(place(">sure-wrong<", &wrong.replace("· ", ">").replace("</footer", "<")) > 0);
    assert!(place("alone-right", right) < place("sure-right", right));
    assert!(!page.contains("NaN") && !page.contains("inf,"), "a plot has no place for what is no number");
}

#[tokio::test]
async fn a_report_of_one_class_or_of_no_confidence_has_a_page_too() {
    for keep in [&["sure-right"][..], &["not-ours"], &["declined"], &["alone-wrong"]] {
        let mut data: Dataset<Recorded> = Dataset::recorded(&file("recording.jsonl")).unwrap();
        data.rows.retain(|row| keep.contains(&row.id.as_str()));
        let reports = [run(&data, "").await];
        let page = html(&reports);
        assert!(!page.contains("NaN"), "{keep:?}");
        balanced(&page);
        assert_eq!(records(&written(|path| write_csv(&reports, path).unwrap())).len(), 2);
    }
}

#[tokio::test]
async fn several_reports_are_one_json() {
    let reports = [plain("one").await, plain("two").await];
    let text = written(|path| report::write_json_of(&reports, path).unwrap());
    let found: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(found["reports"][1]["parameters"]["profile"], "two");
    let text = written(|path| report::write_json_of(&reports[..1], path).unwrap());
    let found: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(found["honesty"], 0.65, "one report stands by itself");
    assert!(!text.contains("capital"), "figures hold no texts");
}
