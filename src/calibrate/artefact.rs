//! The calibration artefact: a fitted map with all that says what it is worth, when it holds, and how to fit it anew.
//!
//! It keeps, for each question, the sequence of agreements and the label, and no text. So when thresholds or the number
//! of draws change, the map is refitted by replaying the sequences under the stopping policy in force, and no question
//! need be asked again. What changes the sequences themselves makes the labels worthless: that is the other fingerprint.

use probity_stats::ranking::Labelled;
use serde::{Deserialize, Serialize};

use crate::calibration::Calibration;
use crate::choice::{Candidate, Choice, Grounds, Options};
use crate::fingerprint::{Difference, Fingerprint};
use crate::map::Map;
use crate::metrics::Metrics;
use crate::question::{Part, Question};
use crate::{Error, Posterior};

/// The format that is written and read.
pub const FORMAT: u32 = 1;

/// What is written to a file and read again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Artefact {
    /// The format of the file; [`FORMAT`].
    pub format: u32,
    /// Where it comes from.
    pub about: About,
    /// The map and its figures.
    pub fit: Fit,
    /// The labelled questions.
    pub questions: Vec<Question>,
}

/// Where an artefact comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// What verdicts call the map.
    pub name: String,
    /// Grows with every fit under the same name, from 1.
    pub revision: u32,
    /// When it was fitted, as the caller writes dates.
    pub date: String,
    /// The model that answered.
    pub model: String,
    /// The endpoint that it was asked at. For the reader: the same model elsewhere is no difference.
    pub endpoint: String,
    /// What the sequences of agreements depend on: scorer, judge and its checksum, guards, temperature, models, which
    /// answer is served.
    pub sequences: Fingerprint,
    /// What the score depends on beyond the sequences: thresholds, draws, the stopping rule.
    pub policy: Fingerprint,
    /// The data that the questions came from.
    pub data: Data,
    /// How many draws were made for each question: no more can be replayed.
    pub draws: usize,
}

/// The data that the questions came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Data {
    /// Its name, such as that of the file.
    pub name: String,
    /// The checksum of its bytes.
    pub sha256: String,
    /// How many rows it has.
    pub rows: usize,
}

/// A fitted map and its figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// The map.
    pub map: Map,
    /// Why this one.
    pub grounds: Grounds,
    /// How each method did, in order of preference.
    pub candidates: Vec<Candidate>,
    /// How many questions to fit on had no score (no draw that counts), and so no part in it.
    pub unscored: usize,
    /// The raw scores, taken as probabilities.
    pub before: Metrics,
    /// What the map makes of them: of rows that it had not seen, where `held_out`.
    pub after: Metrics,
    /// Whether `after` was taken by cross-validation; otherwise it flatters.
    pub held_out: bool,
}

/// What a refit changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refit {
    /// The policy in force.
    pub policy: Fingerprint,
    /// Its number of draws.
    pub draws: usize,
    /// When it is refitted.
    pub date: String,
}

/// Whether an artefact fits what is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// It does.
    Same,
    /// It was fitted under another policy: [`Artefact::refitted`] makes it fit.
    Policy(Vec<Difference>),
    /// Its sequences would be others now: only new labels help.
    Sequences(Vec<Difference>),
}

/// The format, which is looked at before anything else.
#[derive(Deserialize)]
struct Head {
    format: u32,
}

impl Artefact {
    /// Fits a map to the questions whose part is [`Part::Fit`].
    ///
    /// `score` gives the raw score that the policy in force would come to, `None` where it would come to none: for
    /// agreement the posterior mean of the draws that its stopping rule would have counted. Thresholds that are meant for
    /// probabilities are found among raw scores by [`Calibration::least_raw`]: fit to [`all_draws`] first, take the
    /// stopping rule's raw thresholds from that map, and fit again by replaying under them. They belong into `policy`.
    ///
    /// # Errors
    /// No question that can be scored, an agreement or a score outside [0, 1], or no method.
    pub fn fitted(
        about: About,
        questions: Vec<Question>,
        score: impl Fn(&Question) -> Option<f64>,
        options: &Options,
    ) -> Result<Self, Error> {
        for (row, question) in questions.iter().enumerate() {
            question.check(row)?;
        }
        let questions: Vec<Question> = questions.into_iter().map(Question::rounded).collect();
        let fit = Fit::of(&questions, score, options)?;
        Ok(Self { format: FORMAT, about, fit, questions })
    }

    /// The same labels fitted anew under another policy, as the next revision; `score` as for [`Artefact::fitted`].
    ///
    /// # Errors
    /// More draws than were made, or as for [`Artefact::fitted`].
    pub fn refitted(
        mut self,
        refit: Refit,
        score: impl Fn(&Question) -> Option<f64>,
        options: &Options,
    ) -> Result<Self, Error> {
        if refit.draws > self.about.draws {
            return Err(Error::Draws { made: self.about.draws, asked: refit.draws });
        }
        self.fit = Fit::of(&self.questions, score, options)?;
        self.about.policy = refit.policy;
        self.about.date = refit.date;
        self.about.revision = self.about.revision.saturating_add(1);
        Ok(self)
    }

    /// Whether it fits what is in force.
    pub fn held_against(&self, sequences: &Fingerprint, policy: &Fingerprint) -> Match {
        let foreign = self.about.sequences.differences(sequences);
        if !foreign.is_empty() {
            return Match::Sequences(foreign);
        }
        let changed = self.about.policy.differences(policy);
        if changed.is_empty() { Match::Same } else { Match::Policy(changed) }
    }

    /// The map, under its name.
    pub fn calibration(&self) -> Calibration {
        Calibration::fitted(&self.about.name, self.about.revision, self.fit.map.clone())
    }

    /// The raw scores and labels of a part; a question without a score is left out.
    pub fn labelled(&self, part: Part, score: impl Fn(&Question) -> Option<f64>) -> Vec<Labelled> {
        scored(&self.questions, part, score)
    }

    /// The artefact as JSON, a question to a line.
    ///
    /// # Errors
    /// None that a fitted artefact can cause.
    pub fn to_json(&self) -> Result<String, Error> {
        let mut json = String::from("{\n");
        json += &format!("\"format\": {},\n", self.format);
        json += &format!("\"about\": {},\n", serde_json::to_string_pretty(&self.about)?);
        json += &format!("\"fit\": {},\n\"questions\": [", serde_json::to_string_pretty(&self.fit)?);
        for (row, question) in self.questions.iter().enumerate() {
            json += if row == 0 { "\n" } else { ",\n" };
            json += &serde_json::to_string(question)?;
        }
        json += "\n]\n}\n";
        Ok(json)
    }

    /// Reads what [`Artefact::to_json`] wrote.
    ///
    /// # Errors
    /// No JSON, another format, a map that is not monotone or leaves [0, 1], an agreement outside [0, 1].
    pub fn from_json(json: &[u8]) -> Result<Self, Error> {
        let Head { format } = serde_json::from_slice(json)?;
        if format != FORMAT {
            return Err(Error::Format { found: format, known: FORMAT });
        }
        let mut read: Self = serde_json::from_slice(json)?;
        for (row, question) in read.questions.iter().enumerate() {
            question.check(row)?;
        }
        read.questions = read.questions.into_iter().map(Question::rounded).collect();
        read.fit.map = read.fit.map.checked()?;
        Ok(read)
    }
}

impl Fit {
    fn of(questions: &[Question], score: impl Fn(&Question) -> Option<f64>, options: &Options) -> Result<Self, Error> {
        let rows = questions.iter().filter(|question| question.part == Part::Fit).count();
        let items = scored(questions, Part::Fit, score);
        if items.is_empty() {
            return Err(Error::NothingScored { rows });
        }
        let Choice { map, grounds, candidates, held_out } = Choice::of(&items, options)?;
        let was_held_out = !held_out.is_empty();
        let seen = || items.iter().map(|item| Labelled::new(map.apply(item.score), item.right)).collect();
        let mapped: Vec<Labelled> = if was_held_out { held_out } else { seen() };
        Ok(Self {
            before: Metrics::of(&items, options.seed)?,
            after: Metrics::of(&mapped, options.seed)?,
            held_out: was_held_out,
            unscored: rows - items.len(),
            map,
            grounds,
            candidates,
        })
    }
}

/// The raw score of a question under a policy that makes `draws` draws and never stops early.
pub fn all_draws(draws: usize) -> impl Fn(&Question) -> Option<f64> {
    move |question| question.score.or_else(|| question.posterior(draws).map(Posterior::mean))
}

fn scored(questions: &[Question], part: Part, score: impl Fn(&Question) -> Option<f64>) -> Vec<Labelled> {
    let wanted = questions.iter().filter(|question| question.part == part);
    wanted.filter_map(|question| Some(Labelled::new(score(question)?, question.right))).collect()
}
