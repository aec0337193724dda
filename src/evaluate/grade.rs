//! Right, wrong, or declined, and who says so.
//!
//! The founding paper's categories (section 2): 1 is right, 0 is wrong, -1 is "I don't know". What goes out is graded,
//! whatever was meant: a hedged answer is an answer.
//!
//! One departure: a text that declines and yet contains a reference is a decline here in every figure; the paper's own
//! script counts it as right in `accuracy`.
//!
//! - [`Key`]: what an answer is held against, and the rules that need nobody: matching, letters, declining;
//! - [`Grader`]: the rules, then the judge of pairs, then a language model ([`LlmJudge`]);
//! - [`Grading`]: who decided how much, and how far they agree.

mod agreement;
mod chain;
mod choice;
mod llm;

use probity_text::{contains_reference, declines};
use serde::{Deserialize, Serialize};

use crate::metrics::Texts;
use crate::{Question, Recorded};

pub use agreement::{Agreement, Grading};
pub use chain::{Grade, GradedBy, Grader, Opinions};
pub use llm::LlmJudge;

/// What an answer is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// A reference is contained in it, after the paper's normalisation; or it takes the right choice.
    Correct,
    /// It says something, and that is not right.
    Wrong,
    /// It declines to answer, or probity refused it.
    Idk,
}

/// What an answer is held against.
#[derive(Debug, Clone, Copy)]
pub struct Key<'a> {
    question: &'a str,
    references: &'a [String],
    choices: &'a [String],
    /// Whatever is answered is wrong: there is no answer, or none that anybody could know.
    unanswerable: bool,
}

impl<'a> From<&'a Question> for Key<'a> {
    fn from(row: &'a Question) -> Self {
        let key = Self::new(&row.question, &row.references, row.answerable, row.known);
        Self { choices: &row.choices, ..key }
    }
}

impl<'a> From<&'a Recorded> for Key<'a> {
    fn from(row: &'a Recorded) -> Self {
        let key = Self::new(&row.question, &row.references, row.answerable, row.known);
        Self { choices: &row.choices, ..key }
    }
}

impl<'a> Key<'a> {
    fn new(question: &'a str, references: &'a [String], answerable: Option<bool>, known: Option<bool>) -> Self {
        let beyond = references.is_empty() && known == Some(false);
        Self { question, references, choices: &[], unanswerable: answerable == Some(false) || beyond }
    }

    /// Whether an answer can be graded at all: without a reference, and without a word that there is no answer, nobody
    /// can say.
    pub fn can_grade(&self) -> bool {
        self.unanswerable || !self.references.is_empty()
    }

    /// What an answer is worth by the rules alone.
    pub fn grade(&self, answer: &str) -> Category {
        if answer.trim().is_empty() || declines(self.question, answer) {
            Category::Idk
        } else if !self.unanswerable && self.matches(answer) {
            Category::Correct
        } else {
            Category::Wrong
        }
    }

    /// What an answer is worth of which somebody has said whether it is right.
    pub fn grade_labelled(&self, answer: &str, label: Option<bool>) -> Category {
        match label {
            Some(true) => Category::Correct,
            Some(false) if self.grade(answer) != Category::Idk => Category::Wrong,
            Some(false) => Category::Idk,
            None => self.grade(answer),
        }
    }

    /// The question.
    pub(crate) fn question(&self) -> &'a str {
        self.question
    }

    /// What a right answer would say, in words; empty where nothing is right, or nobody knows what is.
    pub(crate) fn right_texts(&self) -> Vec<&'a str> {
        if self.unanswerable {
            return Vec::new();
        }
        let choices = self.choices;
        let of_letter = |place: usize| choices.get(place).map(String::as_str);
        match self.right_choice() {
            Some(place) => of_letter(place).into_iter().collect(),
            None => self.references.iter().map(String::as_str).filter(|text| !text.trim().is_empty()).collect(),
        }
    }

    /// What a report shows of an answer, to be read.
    pub(crate) fn texts(&self, answer: String) -> Texts {
        let references = self.right_texts().into_iter().map(str::to_owned).collect();
        Texts { question: self.question.to_owned(), answer, references }
    }

    fn matches(&self, answer: &str) -> bool {
        match self.right_choice() {
            Some(right) => choice::chosen(self.choices, answer) == Some(right),
            None => contains_reference(answer, self.references),
        }
    }

    /// The place of the choice that is right, where it is multiple choice.
    fn right_choice(&self) -> Option<usize> {
        let letter = self.references.iter().find_map(|reference| choice::place(reference.trim()))?;
        (letter < self.choices.len()).then_some(letter)
    }
}
