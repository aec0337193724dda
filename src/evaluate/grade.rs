//! Right, wrong, or declined.
//!
//! The founding paper's categories (section 2): 1 is right, 0 is wrong, -1 is "I don't know". What goes out is graded,
//! whatever was meant: a hedged answer is an answer.
//!
//! One departure: a text that declines and yet contains a reference is a decline here in every figure; the paper's own
//! script counts it as right in `accuracy`.

use probity_text::{contains_reference, declines};
use serde::Serialize;

use crate::{Question, Recorded};

/// What an answer is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// A reference is contained in it, after the paper's normalisation.
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
    /// Whatever is answered is wrong: there is no answer, or none that anybody could know.
    unanswerable: bool,
}

impl<'a> From<&'a Question> for Key<'a> {
    fn from(row: &'a Question) -> Self {
        Self::new(&row.question, &row.references, row.answerable, row.known)
    }
}

impl<'a> From<&'a Recorded> for Key<'a> {
    fn from(row: &'a Recorded) -> Self {
        Self::new(&row.question, &row.references, row.answerable, row.known)
    }
}

impl<'a> Key<'a> {
    fn new(question: &'a str, references: &'a [String], answerable: Option<bool>, known: Option<bool>) -> Self {
        let beyond = references.is_empty() && known == Some(false);
        Self { question, references, unanswerable: answerable == Some(false) || beyond }
    }

    /// Whether an answer can be graded at all: without a reference, and without a word that there is no answer, nobody
    /// can say.
    pub fn can_grade(&self) -> bool {
        self.unanswerable || !self.references.is_empty()
    }

    /// What an answer is worth.
    pub fn grade(&self, answer: &str) -> Category {
        if answer.trim().is_empty() || declines(self.question, answer) {
            Category::Idk
        } else if !self.unanswerable && contains_reference(answer, self.references) {
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
}
