//! The rules, then the judge of pairs, then a language model.

use std::sync::Arc;

use probity_score::{Pair, PairJudge};
use serde::{Deserialize, Serialize};

use super::{Category, Key, LlmJudge};

/// Who says whether answers are right. An answer that holds a reference, or declines, needs nobody else; of any other,
/// the language model's word stands where it gave one, else the pair judge's, else the rules'. (The founding paper
/// counts an answer as right if it holds a reference *or* its judge says so: the same.) All of them are asked of every
/// answer that claims something, so that it is seen how far they agree.
#[derive(Debug, Clone, Default)]
pub struct Grader {
    pair: Option<Arc<dyn PairJudge>>,
    llm: Option<Arc<LlmJudge>>,
}

/// Who decided what an answer is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GradedBy {
    /// Somebody had said so in the data.
    Label,
    /// The rules: a reference is contained or not, the letter is right or not, it declines.
    #[default]
    Match,
    /// The judge of pairs: the answer and a reference are the same.
    Pair,
    /// A language model.
    Llm,
}

/// Whether an answer is right, to each who was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Opinions {
    /// Of the data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<bool>,
    /// Of the rules.
    #[serde(default, rename = "match", skip_serializing_if = "Option::is_none")]
    pub matched: Option<bool>,
    /// Of the judge of pairs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pair: Option<bool>,
    /// Of the language model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub llm: Option<bool>,
}

impl GradedBy {
    /// As it is written in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Match => "match",
            Self::Pair => "pair",
            Self::Llm => "llm",
        }
    }
}

/// What an answer is worth, and by whose word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    /// What it is worth.
    pub category: Category,
    /// Whose word that is.
    pub by: GradedBy,
    /// What each said who was asked.
    pub opinions: Opinions,
}

/// From this on two answers are the same.
const SAME: f64 = 0.5;

impl Grader {
    /// With a judge of pairs, which compares the answer with each reference.
    #[must_use]
    pub fn with_pair(self, judge: Arc<dyn PairJudge>) -> Self {
        Self { pair: Some(judge), ..self }
    }

    /// With a language model.
    #[must_use]
    pub fn with_llm(self, judge: LlmJudge) -> Self {
        Self { llm: Some(Arc::new(judge)), ..self }
    }

    /// Who grades, by name, in the order in which they are asked.
    pub fn names(&self) -> Vec<String> {
        let pair = self.pair.iter().map(|judge| format!("pair: {}", judge.name()));
        let llm = self.llm.iter().map(|judge| format!("llm: {}", judge.name()));
        std::iter::once("match".to_owned()).chain(pair).chain(llm).collect()
    }

    /// What an answer is worth. `label` says whether it is right, where somebody said so: then that stands. A judge that
    /// fails, or cannot read it, has no opinion.
    pub async fn grade(&self, key: &Key<'_>, answer: &str, label: Option<bool>) -> Grade {
        let by_rules = key.grade(answer);
        let right = key.right_texts();
        if by_rules == Category::Idk || right.is_empty() {
            let matched = key.can_grade().then_some(false);
            let by = if label.is_some() { GradedBy::Label } else { GradedBy::Match };
            let opinions = Opinions { label, matched, ..Opinions::default() };
            return Grade { category: key.grade_labelled(answer, label), by, opinions };
        }
        let opinions = Opinions {
            label,
            matched: Some(by_rules == Category::Correct),
            pair: self.compare(key, answer, &right).await,
            llm: match &self.llm {
                Some(judge) => judge.is_right(key.question(), &right, answer).await,
                None => None,
            },
        };
        opinions.concluded()
    }

    async fn compare(&self, key: &Key<'_>, answer: &str, right: &[&str]) -> Option<bool> {
        let judge = self.pair.as_ref()?;
        let pairs: Vec<Pair<'_>> = right.iter().map(|reference| Pair { a: reference, b: answer }).collect();
        let verdicts = judge.same(key.question(), &pairs).await.ok()?;
        let likeliest = verdicts.into_iter().flatten().filter(|verdict| !verdict.is_nan()).reduce(f64::max)?;
        Some(likeliest >= SAME)
    }
}

impl Opinions {
    /// What follows from them for an answer that claims something.
    fn concluded(self) -> Grade {
        let matched = self.matched == Some(true);
        let (right, by) = match (self.label, self.llm, self.pair) {
            (Some(right), ..) => (right, GradedBy::Label),
            _ if matched => (true, GradedBy::Match),
            (None, Some(right), _) => (right, GradedBy::Llm),
            (None, None, Some(right)) => (right, GradedBy::Pair),
            (None, None, None) => (false, GradedBy::Match),
        };
        Grade { category: if right { Category::Correct } else { Category::Wrong }, by, opinions: self }
    }

    /// Each with its opinion, in the order in which they are asked.
    pub(super) fn each(&self) -> [(GradedBy, Option<bool>); 4] {
        [
            (GradedBy::Label, self.label),
            (GradedBy::Match, self.matched),
            (GradedBy::Pair, self.pair),
            (GradedBy::Llm, self.llm),
        ]
    }
}
