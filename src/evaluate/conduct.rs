//! How a run went, whatever it found: who graded, what was left out and why, and what it took.

use std::fmt::Write;

use serde::Serialize;

use crate::grade::Grading;
use crate::knowledge::Knowledge;
use crate::limits::Spent;

/// How a run went.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Conduct {
    /// Who graded the primary answers, and how far they agree.
    pub grading: Grading,
    /// Questions left out: what the run might take was spent before their turn.
    pub not_asked: usize,
    /// Answers that a journal held from an earlier run, which were not asked again.
    pub resumed: usize,
    /// What this run took (an earlier one that it resumes not counted): questions, graders, baselines and samples of
    /// knowledge up to the time of the report.
    pub spent: Spent,
    /// What the model knows, where that was estimated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub knowledge: Option<Knowledge>,
}

impl Conduct {
    /// Who graded and what it took, as text for a terminal; nothing where the rules alone graded and nothing was bounded.
    pub fn render(&self) -> String {
        let mut out = self.grading.render();
        let Spent { prompt_tokens, completion_tokens, cost, estimated } = self.spent;
        if self.resumed > 0 {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{} answers taken from the journal of an earlier run", self.resumed);
        }
        if self.not_asked > 0 {
            let _ = writeln!(out, "{} questions not asked: what the run may take was spent", self.not_asked);
        }
        if prompt_tokens + completion_tokens > 0 {
            let about = if estimated { ", in part estimated" } else { "" };
            let money = cost.map(|cost| format!(", {cost:.4} in money")).unwrap_or_default();
            let _ = writeln!(out, "spent {prompt_tokens} + {completion_tokens} tokens{money}{about}");
        }
        if let Some(knowledge) = &self.knowledge {
            out.push_str(&knowledge.render());
        }
        out
    }
}
