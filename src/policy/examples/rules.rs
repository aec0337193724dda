//! What the rules say of requests, and what a gate's word would change: JSON lines in, a line for each and a table out.
//!
//! `cargo run -p probity-policy --example rules < requests.jsonl`
//!
//! Each line has a `request` (or `question`), and may have a `label` and `kinds`, the gate's probabilities by name. With
//! kinds, the table also has a row for each pair of thresholds.

#![expect(clippy::print_stdout, reason = "an example prints")]

use std::collections::BTreeMap;
use std::error::Error;
use std::io;

use probity_policy::{GateThresholds, Kinds, Scope};
use probity_wire::chat::ChatRequest;
use serde_json::{Value, json};

struct Row {
    label: String,
    scope: Scope,
    kinds: Option<Kinds>,
}

const JUDGE_AT: [f64; 4] = [0.2, 0.35, 0.5, 0.65];
const RESCUE_AT: [f64; 5] = [0.5, 0.7, 0.8, 0.9, 0.95];

fn main() -> Result<(), Box<dyn Error>> {
    let mut rows = Vec::new();
    for line in io::stdin().lines() {
        let value: Value = serde_json::from_str(&line?)?;
        let text = value["request"].as_str().or(value["question"].as_str()).unwrap_or_default();
        let row = read(&value, text)?;
        println!("{:<7} {:<13} {:<14} {:?}", certainty(&row.scope), outcome(&row.scope), row.label, shown(text));
        rows.push(row);
    }
    println!();
    table("rules", &rows, |row| row.scope.clone().by_rules().is_ok());
    table("unsure", &rows, |row| matches!(row.scope, Scope::Unsure(_)));
    if rows.iter().any(|row| row.kinds.is_some()) {
        for judge in JUDGE_AT {
            for rescue in RESCUE_AT {
                let thresholds = GateThresholds { judge, rescue };
                table(&format!("{judge} {rescue}"), &rows, |row| is_judged(row, &thresholds));
            }
        }
    }
    Ok(())
}

fn read(value: &Value, text: &str) -> Result<Row, Box<dyn Error>> {
    let body = json!({"model": "m", "messages": [{"role": "user", "content": text}]}).to_string();
    let kinds = value["kinds"].as_object().map(|kinds| {
        Kinds::from_named(kinds.iter().map(|(name, value)| (name.as_str(), value.as_f64().unwrap_or(f64::NAN))))
    });
    let label = value["label"].as_str().unwrap_or("-").to_owned();
    Ok(Row { label, scope: Scope::of(&ChatRequest::parse(body.into())?), kinds: kinds.transpose()? })
}

fn is_judged(row: &Row, thresholds: &GateThresholds) -> bool {
    match (&row.scope, &row.kinds) {
        (Scope::Unsure(doubt), Some(kinds)) => doubt.clone().settle(kinds, thresholds).is_ok(),
        (scope, _) => scope.clone().by_rules().is_ok(),
    }
}

fn certainty(scope: &Scope) -> &'static str {
    if matches!(scope, Scope::Unsure(_)) { "unsure" } else { "sure" }
}

fn outcome(scope: &Scope) -> &'static str {
    scope.clone().by_rules().map_or_else(probity_policy::Pass::name, |_| "judge")
}

fn shown(text: &str) -> String {
    text.chars().take(90).collect()
}

/// The share of each label's rows of which something holds.
fn table(name: &str, rows: &[Row], holds: impl Fn(&Row) -> bool) {
    let mut labels: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for row in rows {
        let (held, all) = labels.entry(&row.label).or_default();
        *held += usize::from(holds(row));
        *all += 1;
    }
    let share = |(label, (held, all)): (&&str, &(usize, usize))| {
        format!("{label} {held}/{all} ({:.1}%)", 100.0 * *held as f64 / *all as f64)
    };
    println!("{name:<9} {}", labels.iter().map(share).collect::<Vec<_>>().join("  "));
}
