//! Examples as JSON lines, in either format.

use std::io::{self, Write};

use serde::Serialize;

use super::fill::fill;
use super::graded::Graded;
use super::method::Said;
use super::{Config, Format};

#[derive(Serialize)]
struct Chat<'a> {
    messages: Vec<Message<'a>>,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

/// The fields that the paper's scripts read, and the two that they make.
#[derive(Serialize)]
struct Paper<'a> {
    id: &'a str,
    question: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    gold_answer: Option<&'a str>,
    greedy_pred_text: Option<&'a str>,
    greedy_label: &'static str,
    sampling_pred_text: &'a [String],
    sampling_labels: Vec<&'static str>,
    sampling_knowns: usize,
    input: &'a str,
    output: &'a str,
}

/// Writes one example and the end of its line.
pub(super) fn write(
    graded: &Graded<'_>,
    said: &Said<'_>,
    config: &Config,
    format: Format,
    out: &mut dyn Write,
) -> io::Result<()> {
    let input = fill(&config.prompt, &[("question", &graded.row.question), ("refusal", &config.refusal)]);
    let output = said.text(config);
    match format {
        Format::Chat => line(&chat(&config.system, &input, output), out),
        Format::Paper => line(&paper(graded, &input, output), out),
    }
}

fn line(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

fn chat<'a>(system: &'a str, input: &'a str, output: &'a str) -> Chat<'a> {
    let system = (!system.is_empty()).then_some(Message { role: "system", content: system });
    let turns = [Message { role: "user", content: input }, Message { role: "assistant", content: output }];
    Chat { messages: system.into_iter().chain(turns).collect() }
}

fn paper<'a>(graded: &Graded<'a>, input: &'a str, output: &'a str) -> Paper<'a> {
    Paper {
        id: &graded.row.id,
        question: &graded.row.question,
        gold_answer: graded.row.references.first().map(String::as_str),
        greedy_pred_text: graded.greedy,
        greedy_label: label(graded.greedy_right),
        sampling_pred_text: graded.samples,
        sampling_labels: graded.right.iter().map(|right| label(*right)).collect(),
        sampling_knowns: graded.rights(),
        input,
        output,
    }
}

fn label(right: bool) -> &'static str {
    if right { "known" } else { "unknown" }
}
