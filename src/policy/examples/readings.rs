//! What people would hear in answers: JSON lines with `question` and `text` in, a line for each out.
//!
//! `cargo run -p probity-policy --example readings < answers.jsonl`
//!
//! Each line out has `heard` (null where an answer does not say how sure it is), and the band of confidences `from` and
//! `below` at which the wording would say words that are heard so.

#![expect(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;
use std::io;

use probity_policy::Wording;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let own = json!({"hedge": "", "refuse": ""});
    let wording = Wording::new(&serde_json::from_value(json!({
        "tone": "verb", "offer_best_guess": false, "default_language": "en", "en": own, "zh": own,
    }))?)?;
    for line in io::stdin().lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let heard = wording.heard(&text("question"), &text("text"));
        let band = heard.map(|heard| wording.band(heard));
        println!("{}", json!({"heard": heard, "from": band.map(|band| band.0), "below": band.map(|band| band.1)}));
    }
    Ok(())
}
