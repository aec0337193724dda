//! A question's recorded answers, and which of them are right.

use super::Config;
use crate::Recorded;
use crate::grade::{Category, Key};

/// A question with its greedy answer and its samples, graded.
#[derive(Debug)]
pub(super) struct Graded<'a> {
    pub(super) row: &'a Recorded,
    /// The greedy answer, where one was recorded.
    pub(super) greedy: Option<&'a str>,
    pub(super) greedy_right: bool,
    /// As many samples as are used, and whether each is right.
    pub(super) samples: &'a [String],
    pub(super) right: Vec<bool>,
}

/// Why a row cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LeftOut {
    /// Nobody can say what would be right.
    Ungraded,
    /// There are fewer samples than are needed.
    TooFewSamples,
}

impl<'a> Graded<'a> {
    /// Grades the greedy answer (by its recorded label, where it has one) and the first `samples` samples.
    pub(super) fn of(row: &'a Recorded, samples: usize) -> Result<Self, LeftOut> {
        let key = Key::from(row);
        if !key.can_grade() {
            return Err(LeftOut::Ungraded);
        }
        let samples = row.samples.get(..samples).ok_or(LeftOut::TooFewSamples)?;
        let greedy = row.served.as_deref();
        let right = |text: &str| key.grade_labelled(text, row.served_correct) == Category::Correct;
        let greedy_right = greedy.is_some_and(|text| !text.trim().is_empty() && right(text));
        let right = samples.iter().map(|sample| key.grade(sample) == Category::Correct).collect();
        Ok(Self { row, greedy, greedy_right, samples, right })
    }

    /// How many samples are right.
    pub(super) fn rights(&self) -> usize {
        self.right.iter().filter(|right| **right).count()
    }

    /// The model's own right answer: the greedy one, else the first right sample.
    pub(super) fn answer(&self) -> Option<&'a str> {
        let sampled = || self.samples.iter().zip(&self.right).find(|(_, right)| **right).map(|(text, _)| text.as_str());
        self.greedy.filter(|_| self.greedy_right).or_else(sampled)
    }

    /// Whether the samples alone show that the model knows it.
    pub(super) fn known_by_samples(&self, config: &Config) -> bool {
        config.enough(self.rights(), self.samples.len())
    }

    /// Whether the model knows it: k(x) of the paper.
    pub(super) fn known(&self, config: &Config) -> bool {
        self.known_by_samples(config) || config.greedy_suffices && self.greedy_right
    }
}
