//! Recorded answers through the pipeline, with every figure worked out by hand.

use probity_evaluate::grade::Category;
use probity_evaluate::{Dataset, Error, Judging, Quiet, Recorded, Report, choose_thresholds, recorded};
use probity_pipeline::{Decision, Serve};
use probity_policy::config::Stop;
use serde_json::{Value, json};

use crate::stage::{bench, file, options};

fn data() -> Dataset<Recorded> {
    let mut data = Dataset::recorded(&file("recording.jsonl")).unwrap();
    data.path = "recording.jsonl".into();
    data
}

async fn run(stop: Stop, serve: Serve) -> Report {
    recorded(&bench(stop, serve), &data(), &options(), &Quiet).await.unwrap()
}

fn json(report: &Report) -> Value {
    serde_json::to_value(report).unwrap()
}

#[tokio::test]
async fn every_row_is_decided_by_its_posterior() {
    let report = run(Stop::None, Serve::Primary).await;
    let rows: Vec<_> = report.rows.iter().map(|row| (row.id.as_str(), row.decision, row.confidence)).collect();
    let sixth = |sixths: f64| Some(sixths / 6.0);
    assert_eq!(
        rows,
        [
            ("sure-right", Decision::Answered, sixth(5.0)),
            ("fairly-right", Decision::Hedged, sixth(4.0)),
            ("alone-right", Decision::Refused, sixth(1.0)),
            ("alone-wrong", Decision::Refused, sixth(1.0)),
            ("sure-wrong", Decision::Answered, sixth(5.0)),
            ("split-wrong", Decision::Hedged, sixth(3.0)),
            ("declined", Decision::Refused, None),
            ("first-sample", Decision::Answered, sixth(5.0)),
            ("not-ours", Decision::Passed, None),
        ]
    );
}

#[tokio::test]
async fn the_figures_stand_under_their_names() {
    let found = json(&run(Stop::None, Serve::Primary).await);
    let expected = json!({
        "n": 9, "ungraded": 1, "failed": 0,
        "accuracy_raw": 5.0 / 9.0, "accuracy": 4.0 / 9.0,
        // N5 = 2, N8 = 1, N9 = 1; N1 = 4, N7 = 1.
        "prudence": 0.5, "over_conservativeness": 0.2, "honesty": 0.65,
        "prudence_raw": 0.25, "honesty_raw": 0.625,
        // Of twelve pairs seven and a half are in order; the declined answer is below all four right ones.
        "auroc": 11.5 / 16.0, "auroc_n": 8, "auroc_claims": 7.5 / 12.0, "auroc_claims_n": 7,
        "wrong_served_raw": 3, "wrong_served": 2, "right_kept": 0.8,
        "answered": 3, "hedged": 2, "refused": 3, "passed": 1, "unavailable": 0,
        "decision_agreement": 1.0, "draws_max": 4, "tokens_estimated": true,
        "evolution": [[4, 0, 0], [0, 2, 0], [1, 1, 1]],
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&found[name], value, "{name}");
    }
    for name in ["auroc_interval", "honesty_interval", "wrong_fall_interval", "right_kept_interval"] {
        let [low, high] = [0, 1].map(|end| found[name][end].as_f64().unwrap());
        assert!((0.0..=high).contains(&low) && high <= 1.0, "{name}: {low} {high}");
    }
    assert_eq!(found["rows"].as_array().unwrap().len(), 9);
}

#[tokio::test]
async fn ranking_and_calibration_are_those_of_the_claims() {
    let found = json(&run(Stop::None, Serve::Primary).await);
    // Scores in sixths: 5 right, wrong, right; 4 right; 3 wrong; 1 right, wrong.
    let aurc = (1.0 + 1.0 / 4.0 + 2.0 / 5.0 + 2.5 / 6.0 + 3.0 / 7.0) / 7.0;
    let oracle = (1.0 / 5.0 + 2.0 / 6.0 + 3.0 / 7.0) / 7.0;
    let wrong = 0.5 + 5.0 / 6.0 + 1.0 / 6.0 + (1.0_f64 / 6.0).ln() + 0.5_f64.ln() + (5.0_f64 / 6.0).ln();
    let resolution = 3.0 * (2.0_f64 / 21.0).powi(2) + (9.0 + 16.0) / 49.0 + 2.0 / 196.0;
    let expected = [
        ("aurc", aurc),
        ("e_aurc", aurc - oracle),
        ("brier", 66.0 / 36.0 / 7.0),
        ("brier_reliability", 24.0 / 36.0 / 7.0),
        ("brier_resolution", resolution / 7.0),
        ("brier_uncertainty", 12.0 / 49.0),
        ("brier_within", 0.0),
        ("bas", (15.0 / 6.0 + wrong) / 7.0),
    ];
    for (name, value) in expected {
        let found = found[name].as_f64().unwrap();
        assert!((found - value).abs() < 1e-12, "{name}: {found} is not {value}");
    }
    assert_eq!(found["coverage_at_risk"][4], json!({"risk": 0.2, "coverage": 0.0, "threshold": null}));
    let ends = ["ece_equal_mass_perfect", "ece_equal_mass_perfect_high"].map(|name| found[name].as_f64().unwrap());
    assert!(0.0 < ends[0] && ends[0] < ends[1] && ends[1] < 1.0, "{ends:?}");
    let counted = |name: &str, of: &[&str]| -> u64 {
        let bins = found[name].as_array().unwrap();
        bins.iter().flat_map(|bin| of.iter().map(|of| bin[of].as_u64().unwrap())).sum()
    };
    assert_eq!(counted("reliability", &["count"]), 7);
    assert_eq!(counted("histogram", &["right", "wrong"]), 7);
}

#[tokio::test]
async fn stopping_early_saves_draws_and_decides_alike() {
    let (full, early) = (run(Stop::None, Serve::Primary).await, run(Stop::Decision, Serve::Primary).await);
    assert!(early.cost.draws_finished_mean < full.cost.draws_finished_mean, "{:?}", early.cost.draws_finished_mean);
    assert_eq!(early.cost.judged_n, 8);
    let alike = early.rows.iter().zip(&full.rows).filter(|(early, full)| early.decision == full.decision).count();
    // The passed row is alike, and counts in neither.
    assert_eq!(early.decision_agreement, Some((alike - 1) as f64 / 8.0));
}

#[tokio::test]
async fn the_medoid_is_graded_by_its_own_words() {
    let mut data = data();
    data.rows.retain(|row| row.id == "alone-right");
    data.rows[0].served = Some("Vilnius".to_owned());
    data.rows[0].samples = ["Riga", "Riga", "Tallinn", "Riga"].map(str::to_owned).to_vec();
    let served = async |serve| {
        let report = recorded(&bench(Stop::None, serve), &data, &options(), &Quiet).await.unwrap();
        (report.rows[0].raw, report.rows[0].chosen, report.evolution.cells())
    };
    let (wrong, right) = (Category::Wrong, Category::Correct);
    assert_eq!(served(Serve::Primary).await, (wrong, wrong, [[0; 3], [0; 3], [0, 1, 0]]));
    assert_eq!(served(Serve::Medoid).await, (wrong, right, [[0, 1, 0], [0; 3], [0; 3]]));
}

#[tokio::test]
async fn what_would_be_passed_can_be_judged_all_the_same() {
    let options = probity_evaluate::Options { judging: Judging::Always, ..options() };
    let report = recorded(&bench(Stop::None, Serve::Primary), &data(), &options, &Quiet).await.unwrap();
    let poem = report.rows.iter().find(|row| row.id == "not-ours").unwrap();
    assert_eq!((poem.decision, poem.judged), (Decision::Refused, Category::Idk));
}

#[tokio::test]
async fn a_limit_takes_the_first_rows() {
    let options = probity_evaluate::Options { limit: Some(2), ..options() };
    let report = recorded(&bench(Stop::None, Serve::Primary), &data(), &options, &Quiet).await.unwrap();
    assert_eq!((report.n, report.data.rows), (2, 2));
}

#[tokio::test]
async fn a_set_that_nobody_can_grade_gives_no_report() {
    let mut data = data();
    data.rows.retain(|row| row.id == "ungraded");
    let error = recorded(&bench(Stop::None, Serve::Primary), &data, &options(), &Quiet).await.unwrap_err();
    assert!(matches!(error, Error::Nothing { rows: 1, .. }), "{error}");
}

#[tokio::test]
async fn without_a_sample_nothing_is_checked() {
    let mut data = data();
    data.rows.truncate(1);
    data.rows[0].samples.clear();
    let report = recorded(&bench(Stop::None, Serve::Primary), &data, &options(), &Quiet).await.unwrap();
    assert_eq!((report.unavailable, report.wrong_served, report.accuracy), (1, 0, Some(1.0)));
}

#[tokio::test]
async fn other_thresholds_are_tried_on_the_same_answers() {
    let sweep = choose_thresholds(&run(Stop::None, Serve::Primary).await);
    let steps: Vec<_> =
        sweep.steps.iter().map(|step| ((step.threshold * 6.0).round(), step.wrong_served, step.right_kept)).collect();
    assert_eq!(
        steps,
        [(1.0, 3, Some(1.0)), (3.0, 2, Some(0.8)), (4.0, 1, Some(0.8)), (5.0, 1, Some(0.6))],
        "thresholds in sixths"
    );
    assert_eq!(sweep.most_honest().unwrap().wrong_served, 1);
    assert_eq!(sweep.lowest_with(0.3, 0.8).unwrap().wrong_served, 2);
    assert_eq!(sweep.lowest_with(0.9, 0.8), None);
    assert_eq!(sweep.render().lines().count(), 1 + 4 + 1);
}

#[tokio::test]
async fn the_report_reads_like_this() {
    let mut report = run(Stop::None, Serve::Primary).await;
    report.cost.tokens = Some(512);
    let text = report.render();
    let golden = std::fs::read_to_string(file("report.txt")).unwrap();
    assert_eq!(text, golden, "the report, for tests/report.txt:\n{text}");
}

#[tokio::test]
async fn the_json_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    let report = run(Stop::None, Serve::Primary).await;
    report.write_json(&path).unwrap();
    let back: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(back["honesty"], json!(0.65));
    assert!(matches!(report.write_json(folder.path()), Err(Error::Write { .. })));
}
