//! P(True) by sampling: the model is asked several times whether its answer is true. The prompt and the reading of
//! replies are here; who calls is elsewhere.

use crate::scorer::{Measure, Need, Scorer};
use crate::{Evidence, Missing};

/// `yes / (yes + no)` over the replies that are one or the other, in [0, 1].
///
/// Needs extra calls, some five to ten of one token each; no pairs. Kadavath et al. 2022 (arXiv 2207.05221), by sampling
/// in place of the token's probability, so that it works without log-probabilities.
#[derive(Debug, Clone, Copy, Default)]
pub struct PTrue;

/// The question that is put to the model: its own ideas first, then the answer at stake.
pub fn prompt(question: &str, ideas: &[&str], answer: &str) -> String {
    let ideas: String = ideas.iter().map(|idea| format!("- {}\n", idea.trim())).collect();
    let ideas = if ideas.is_empty() { ideas } else { format!("Ideas that came up:\n{ideas}\n") };
    format!(
        "Question: {}\n\n{ideas}Proposed answer: {}\n\nIs the proposed answer:\n(A) True\n(B) False\n\nReply with A or B \
         and nothing else.",
        question.trim(),
        answer.trim()
    )
}

/// What a reply to [`prompt`] says; `None` unless it is a plain A or B, True or False, Yes or No, whatever the dress.
pub fn parse(reply: &str) -> Option<bool> {
    let bare = |c: char| !c.is_alphanumeric();
    let words: Vec<String> = reply.split(bare).filter(|word| !word.is_empty()).map(str::to_lowercase).take(3).collect();
    let vote = |word: &str| match word {
        "a" | "true" | "yes" => Some(true),
        "b" | "false" | "no" => Some(false),
        _ => None,
    };
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [one] => vote(one),
        // `(A) True`
        [letter @ ("a" | "b"), word @ ("true" | "false")] => vote(letter).filter(|said| vote(word) == Some(*said)),
        _ => None,
    }
}

impl Scorer for PTrue {
    fn name(&self) -> &'static str {
        "p_true"
    }

    fn needs(&self) -> Vec<Need> {
        vec![Need::Votes]
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        let votes = &evidence.reports().ok_or(Missing::NoVotes)?.votes;
        let count = votes.iter().flatten().count();
        if count == 0 {
            return Err(Missing::NoVotes);
        }
        Ok(Measure::of(votes.iter().flatten().filter(|vote| **vote).count() as f64 / count as f64))
    }
}
