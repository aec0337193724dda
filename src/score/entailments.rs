//! How answers stand to each other, in both directions, and how the sentences of one answer stand to other answers.

use probity_text::sentences;

use crate::cell::{self, Cell};
use crate::classes::Classes;
use crate::readings::Readings;
use crate::{Claim, Entailment, EntailmentJudge, Error, Missing, Pair};

impl Entailment {
    /// It follows for certain.
    pub const FOLLOWS: Self = Self { entailment: 1.0, neutral: 0.0, contradiction: 0.0 };
    /// Its contrary follows for certain.
    pub const CONTRADICTS: Self = Self { entailment: 0.0, neutral: 0.0, contradiction: 1.0 };

    /// The share of entailment in what is not neutral, `e / (e + c)`: the softmax of the two logits alone. One half
    /// where all is neutral.
    pub fn support(&self) -> f64 {
        let telling = self.entailment + self.contradiction;
        if telling > 0.0 { self.entailment / telling } else { 0.5 }
    }

    fn is_valid(&self) -> bool {
        let parts = [self.entailment, self.neutral, self.contradiction];
        parts.iter().all(|part| part.is_finite() && (0.0..=1.0).contains(part))
    }
}

/// Entailment of the ordered pairs of a few answers, or of some of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Entailments {
    size: usize,
    cells: Vec<Cell<Entailment>>,
}

impl Entailments {
    /// Judges all ordered pairs of distinct texts, in one batch, as `question answer` beside `question answer`. A text
    /// entails itself; what [guards](probity_text::guard) call the same entails each other, what they call different
    /// contradicts each other, and so does an answer and one that declines; all that decline entail each other.
    ///
    /// # Errors
    /// When the judge cannot judge.
    pub async fn judge<S: AsRef<str> + Sync>(
        judge: &dyn EntailmentJudge,
        question: &str,
        answers: &[S],
    ) -> Result<Self, Error> {
        let classes = Classes::new(question, answers);
        let size = classes.len();
        let places = (0..size).flat_map(|i| (0..size).map(move |j| (i, j))).collect();
        Self::of(judge, question, &classes, places).await
    }

    /// The same for the pairs of one answer with each other, in both directions. All other pairs remain unjudged.
    ///
    /// # Errors
    /// When the judge cannot judge.
    pub async fn judge_beside<S: AsRef<str> + Sync>(
        judge: &dyn EntailmentJudge,
        question: &str,
        answers: &[S],
        answer: usize,
    ) -> Result<Self, Error> {
        let classes = Classes::new(question, answers);
        let class = classes.of.get(answer).copied();
        let both = |class| (0..classes.len()).flat_map(move |other| [(class, other), (other, class)]);
        let places = class.into_iter().flat_map(both).collect();
        Self::of(judge, question, &classes, places).await
    }

    /// Judges the pairs of classes at these places.
    async fn of(
        judge: &dyn EntailmentJudge,
        question: &str,
        classes: &Classes<'_>,
        mut places: Vec<(usize, usize)>,
    ) -> Result<Self, Error> {
        let size = classes.len();
        let pair = |(i, j): (usize, usize)| Pair { a: classes.texts[i], b: classes.texts[j] };
        let mut cells = vec![Cell::Unjudged; size * size];
        (0..size).for_each(|class| cells[class * size + class] = Cell::Judged(Some(Entailment::FOLLOWS)));
        places.retain(|(i, j)| i != j);
        let readings = Readings::of(question, &places.iter().map(|place| pair(*place)).collect::<Vec<_>>());
        places.retain(|&(i, j)| {
            let settled = readings.settled(&pair((i, j))).map(certain);
            cells[i * size + j] = Cell::Judged(settled);
            settled.is_none()
        });
        let said: Vec<String> = classes.texts.iter().map(|answer| format!("{question} {answer}")).collect();
        let claim = |place: &(usize, usize)| Claim { premise: &said[place.0], hypothesis: &said[place.1] };
        let claims: Vec<Claim<'_>> = places.iter().map(claim).collect();
        for ((i, j), verdict) in places.iter().zip(entailed(judge, &claims).await?) {
            cells[i * size + j] = Cell::Judged(verdict);
        }
        let cells = classes.of.iter().flat_map(|i| classes.of.iter().map(|j| cells[*i * size + *j])).collect();
        Ok(Self { size: classes.of.len(), cells })
    }

    /// Given verdicts: `at(premise, hypothesis)` for all ordered pairs, the diagonal among them.
    pub fn from_fn(size: usize, at: impl Fn(usize, usize) -> Entailment) -> Self {
        let cells = (0..size * size).map(|place| Some(at(place / size, place % size)));
        Self { size, cells: cells.map(|cell| Cell::Judged(cell.filter(Entailment::is_valid))).collect() }
    }

    /// How many answers there are.
    pub fn len(&self) -> usize {
        self.size
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// How answer `hypothesis` stands to answer `premise`; `None` where it could not be read, or was not
    /// judged.
    pub fn at(&self, premise: usize, hypothesis: usize) -> Option<Entailment> {
        self.cell(premise, hypothesis).verdict()
    }

    /// Whether that was judged, be it that it could not be read.
    pub fn is_judged(&self, premise: usize, hypothesis: usize) -> bool {
        self.cell(premise, hypothesis).is_judged()
    }

    /// Whether there is a verdict on every pair.
    pub fn is_complete(&self) -> bool {
        self.complete().is_ok()
    }

    /// What it lacks for those who need every pair.
    pub(crate) fn complete(&self) -> Result<(), Missing> {
        cell::complete(&self.cells, Missing::NoEntailments)
    }

    pub(crate) fn cell(&self, premise: usize, hypothesis: usize) -> Cell<Entailment> {
        let inside = premise < self.size && hypothesis < self.size;
        if inside { self.cells[premise * self.size + hypothesis] } else { Cell::Unjudged }
    }
}

/// The sentences of one answer, each checked against other answers.
#[derive(Debug, Clone, PartialEq)]
pub struct SentenceChecks {
    rows: Vec<(usize, Vec<Option<Entailment>>)>,
}

impl SentenceChecks {
    /// Given verdicts: for each sentence its length, in any unit, and how it stands to each of the other answers.
    pub fn new(rows: Vec<(usize, Vec<Option<Entailment>>)>) -> Self {
        let valid = |check: Option<Entailment>| check.filter(Entailment::is_valid);
        let row = |(length, checks): (usize, Vec<_>)| (length, checks.into_iter().map(valid).collect());
        Self { rows: rows.into_iter().map(row).collect() }
    }

    /// Judges each sentence of `served` as a hypothesis of each distinct text of `samples`, in one batch. A sample that
    /// declines supports nothing.
    ///
    /// # Errors
    /// When the judge cannot judge.
    pub async fn judge<S: AsRef<str> + Sync>(
        judge: &dyn EntailmentJudge,
        question: &str,
        served: &str,
        samples: &[S],
    ) -> Result<Self, Error> {
        let parts = sentences(served);
        let classes = Classes::new(question, samples);
        let telling: Vec<usize> = (0..classes.len()).filter(|class| !classes.declines(*class)).collect();
        let premises: Vec<&str> = telling.iter().map(|class| classes.texts[*class]).collect();
        let asked = |hypothesis| premises.iter().map(move |premise| Claim { premise, hypothesis });
        let claims: Vec<Claim<'_>> = parts.iter().flat_map(|part| asked(part)).collect();
        let verdicts = entailed(judge, &claims).await?;
        let row = |(at, part): (usize, &&str)| {
            let mut checks = vec![Some(Entailment::CONTRADICTS); classes.len()];
            let own = &verdicts[at * telling.len()..(at + 1) * telling.len()];
            telling.iter().zip(own).for_each(|(class, verdict)| checks[*class] = *verdict);
            (part.chars().count(), classes.of.iter().map(|class| checks[*class]).collect())
        };
        Ok(Self { rows: parts.iter().enumerate().map(row).collect() })
    }

    /// For each sentence its length and its support, the mean of [`Entailment::support`] over the answers that could be
    /// read, in [0, 1]; `None` where none could.
    pub fn supports(&self) -> Vec<(usize, Option<f64>)> {
        let support = |checks: &Vec<Option<Entailment>>| {
            let read: Vec<f64> = checks.iter().flatten().map(Entailment::support).collect();
            (!read.is_empty()).then(|| read.iter().sum::<f64>() / read.len() as f64)
        };
        self.rows.iter().map(|(length, checks)| (*length, support(checks))).collect()
    }
}

fn certain(sameness: f64) -> Entailment {
    if sameness >= 0.5 { Entailment::FOLLOWS } else { Entailment::CONTRADICTS }
}

/// Asks the judge, unless there is nothing to ask, and holds it to its contract.
async fn entailed(judge: &dyn EntailmentJudge, claims: &[Claim<'_>]) -> Result<Vec<Option<Entailment>>, Error> {
    if claims.is_empty() {
        return Ok(Vec::new());
    }
    let verdicts = judge.entail(claims).await?;
    if verdicts.len() != claims.len() || !verdicts.iter().flatten().all(Entailment::is_valid) {
        let message = format!("'{}' gave {} verdicts for {} claims", judge.name(), verdicts.len(), claims.len());
        return Err(Error::Failed(message));
    }
    Ok(verdicts)
}
