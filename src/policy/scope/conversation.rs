//! A whole request: its shape, and what was said before the last turn.

use probity_wire::Question;
use probity_wire::chat::ChatRequest;

use super::reading::Certainty;
use super::sentences::{sentences, words};
use super::vocabulary::{BACKWARD, SYSTEM_TASK_FRAMES, SYSTEM_TASKS};
use super::{Doubt, Pass, Scope, phrases, turn};

/// What the rules make of a request.
///
/// # Errors
/// Why it is passed, beyond doubt.
pub(super) fn scope(request: &ChatRequest) -> Result<Scope, Pass> {
    check_shape(request)?;
    let mut question = request.question().ok_or(Pass::NoQuestion)?;
    if question.context.iter().any(|(role, text)| is_system(role) && transforms(text)) {
        return Err(Pass::CarriesText);
    }
    let request = question.turn.clone();
    let reading = turn::read(&request);
    if let Some(pass) = points_back_to_a_task(&question) {
        return Err(reading.rules.err().unwrap_or(pass));
    }
    match (reading.rules, reading.certainty) {
        (rules, Certainty::Unsure(asked)) => {
            asked.clone_into(&mut question.turn);
            Ok(Scope::Unsure(Doubt { question, rules: rules.map(|_| ()), request }))
        }
        (Ok(asked), Certainty::Sure) => {
            asked.clone_into(&mut question.turn);
            Ok(Scope::Judge(question))
        }
        (Err(pass), Certainty::Sure) => Err(pass),
    }
}

fn check_shape(request: &ChatRequest) -> Result<(), Pass> {
    let has =
        |key: &str| request.raw(key).is_some_and(|raw| !raw.chars().filter(|c| !c.is_whitespace()).eq("[]".chars()));
    let tool_turn = |role: &str| role == "tool" || role == "function";
    let tools = ["tools", "functions", "web_search_options"].iter().any(|key| has(key));
    if tools || request.messages().iter().any(|message| message.calls_tools || tool_turn(&message.role)) {
        return Err(Pass::Tools);
    }
    if request.raw("response_format").is_some_and(|format| !is_text_format(format)) {
        return Err(Pass::ResponseFormat);
    }
    if has("audio") || request.messages().iter().any(probity_wire::chat::Message::has_attachments) {
        return Err(Pass::Attachment);
    }
    if request.n() > 1 {
        return Err(Pass::Choices);
    }
    // A predicted output is a text that the answer is expected to repeat for the most part.
    if has("prediction") { Err(Pass::CarriesText) } else { Ok(()) }
}

/// `{"type": "text"}`, however it is spaced. Whatever else it says is not plain text.
fn is_text_format(raw: &str) -> bool {
    raw.chars().filter(|letter| !letter.is_whitespace()).eq("{\"type\":\"text\"}".chars())
}

fn is_system(role: &str) -> bool {
    role == "system" || role == "developer"
}

/// A system message that makes every turn a text to transform: "Translate what the user says into French."
fn transforms(system: &str) -> bool {
    sentences(system).iter().any(|sentence| {
        let frame = SYSTEM_TASK_FRAMES.iter().find(|frame| phrases::starts(&sentence.words, frame));
        let bare = &sentence.words[frame.map_or(0, |frame| frame.split(' ').count())..];
        bare.first().is_some_and(|first| SYSTEM_TASKS.contains(&first.as_str()))
    }) || ["翻译", "润色", "改写", "总结"]
        .iter()
        .any(|task| system.trim_start_matches(['请', '你', '将', '把']).starts_with(task))
}

/// Whether the turn speaks of what an earlier task brought forth: "What does the second line mean?" after a poem.
fn points_back_to_a_task(question: &Question) -> Option<Pass> {
    let asked = words(&question.turn);
    let points = BACKWARD.iter().any(|phrase| phrases::contains(&asked, phrase))
        || ["它", "这", "那", "上面", "上述", "前面", "刚才"].iter().any(|word| question.turn.contains(word));
    let task = question
        .context
        .iter()
        .rev()
        .filter(|(role, _)| role == "user")
        .find_map(|(_, text)| turn::read(text).rules.err());
    let earlier = task.filter(|pass| matches!(pass, Pass::Code | Pass::CarriesText | Pass::Imperative))?;
    points.then_some(earlier)
}
