//! Confidence as the model states it, in one turn with a guess or in a second turn. Prompts and the reading of replies
//! are here; who calls is elsewhere.

use crate::scorer::{Measure, Need, Scorer};
use crate::{Evidence, Missing, Reports};

/// The probability that the model stated together with its guess, in [0, 1].
///
/// Needs one extra call; no other answers. Verb. 1S top-1 of Tian et al., EMNLP 2023 (arXiv 2305.14975).
#[derive(Debug, Clone, Copy, Default)]
pub struct OneStage;

/// The probability that the model stated when shown its answer, in [0, 1].
///
/// Needs one extra call; no other answers. Verb. 2S top-1 of Tian et al., EMNLP 2023 (arXiv 2305.14975).
#[derive(Debug, Clone, Copy, Default)]
pub struct TwoStage;

/// A guess, and how sure of it the model says it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// The guess.
    pub guess: String,
    /// In [0, 1].
    pub probability: f64,
}

/// Asks for a guess and its probability in one turn.
pub fn one_stage_prompt(question: &str) -> String {
    format!(
        "Answer the question with your best guess, and say how likely it is that the guess is correct. Reply with these \
         two lines and nothing else:\nGuess: <the guess, as short as possible>\nProbability: <a number between 0.0 and \
         1.0>\n\nThe question: {}",
        question.trim()
    )
}

/// Asks, as a second turn after the answer, for its probability.
pub fn two_stage_prompt() -> &'static str {
    "How likely is it that your answer is correct? Reply with a number between 0.0 and 1.0 and nothing else."
}

/// Reads a reply to [`one_stage_prompt`]: a line `Guess:` and after it a line `Probability:`, each with something in it,
/// and no other line but empty ones.
pub fn parse_one_stage(reply: &str) -> Option<Stated> {
    let lines: Vec<&str> = reply.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let [guess, probability] = lines.as_slice() else { return None };
    let guess = labelled(guess, "guess").filter(|guess| !guess.is_empty())?;
    Some(Stated { guess: guess.to_owned(), probability: number(labelled(probability, "probability")?)? })
}

/// Reads a reply to [`two_stage_prompt`]: a number from 0 to 1 or a percentage, perhaps after `Probability:`.
pub fn parse_two_stage(reply: &str) -> Option<f64> {
    let reply = reply.trim();
    number(labelled(reply, "probability").unwrap_or(reply))
}

fn labelled<'a>(line: &'a str, label: &str) -> Option<&'a str> {
    let (head, rest) = line.split_once(':')?;
    let plain = |text: &'a str| text.trim().trim_matches('*').trim();
    plain(head).eq_ignore_ascii_case(label).then(|| plain(rest))
}

/// `0.85`, `.85`, `1`, `85%`; a full stop may follow.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let text = text.strip_suffix('.').unwrap_or(text);
    let (digits, whole) = text.strip_suffix('%').map_or((text, 1.0), |digits| (digits.trim_end(), 100.0));
    // No signs, no exponents, no names of numbers.
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    let value = digits.parse::<f64>().ok()? / whole;
    (0.0..=1.0).contains(&value).then_some(value)
}

impl Scorer for OneStage {
    fn name(&self) -> &'static str {
        "verbalised_1s"
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::OneStage]
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        stated(evidence, |reports| reports.one_stage)
    }
}

impl Scorer for TwoStage {
    fn name(&self) -> &'static str {
        "verbalised_2s"
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::TwoStage]
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        stated(evidence, |reports| reports.two_stage)
    }
}

fn stated(evidence: &Evidence<'_>, of: impl Fn(&Reports) -> Option<f64>) -> Result<Measure, Missing> {
    let probability = evidence.reports().and_then(of).ok_or(Missing::NoStatement)?;
    if (0.0..=1.0).contains(&probability) { Ok(Measure::of(probability)) } else { Err(Missing::Invalid) }
}
