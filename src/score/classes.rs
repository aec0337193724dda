//! Answers by text: those that are one but for dress stand together, and so do all that decline.

use std::collections::HashMap;

use probity_text::{declines, identity};

/// The classes of a few answers, numbered by first appearance.
#[derive(Debug)]
pub(crate) struct Classes<'a> {
    /// One text for each class, the first of its kind.
    pub(crate) texts: Vec<&'a str>,
    /// The class that declines, if any does.
    pub(crate) declining: Option<usize>,
    /// The class of each answer.
    pub(crate) of: Vec<usize>,
}

impl<'a> Classes<'a> {
    pub(crate) fn new<S: AsRef<str>>(question: &str, answers: &'a [S]) -> Self {
        let mut known: HashMap<Option<String>, usize> = HashMap::new();
        let (mut texts, mut of) = (Vec::new(), Vec::with_capacity(answers.len()));
        for answer in answers.iter().map(AsRef::as_ref) {
            let key = (!declines(question, answer)).then(|| identity(answer));
            of.push(*known.entry(key).or_insert_with(|| {
                texts.push(answer);
                texts.len() - 1
            }));
        }
        Self { texts, declining: known.get(&None).copied(), of }
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether a class is the one that declines.
    pub(crate) fn declines(&self, class: usize) -> bool {
        self.declining == Some(class)
    }
}
