//! What is made of a batch of lines: scores, each in its place, or why there are none.

use futures_util::{StreamExt, stream};
use probity_score::Error;
use probity_serve::Judges;
use probity_serve::scores::{PairRow, SampleRow, Samples, Wanted};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::lines::Line;

/// How many questions are before the judges at once: enough to fill their batches.
const QUESTIONS_AT_ONCE: usize = 8;

/// What to do about a row that is of the other kind.
const SAMPLES: &str = "lines of `a` and `b` are scored with --pairs";
const PAIRS: &str = "lines of `answers` are scored without --pairs";

/// What the lines hold, and what is wanted of them.
#[derive(Debug)]
pub(super) enum Work {
    /// Pairs.
    Pairs,
    /// Samples, and the scorers.
    Samples(Wanted),
}

/// A line's scores, as a line; or what was wrong with it.
#[derive(Debug)]
pub(super) struct Scored {
    pub(super) line: usize,
    pub(super) scores: Result<String, String>,
}

impl Work {
    /// What is lost where these judges have none of entailment among them, if anything is.
    pub(super) fn lost(&self, judges: &Judges) -> Option<&'static str> {
        match self {
            _ if judges.entailment.is_some() => None,
            Self::Pairs => Some("entailment, neutral and contradiction will be null"),
            Self::Samples(wanted) if wanted.need_entailment() => {
                Some("scorers that rest on entailment will be missing")
            }
            Self::Samples(_) => None,
        }
    }

    /// Scores for each line, in order.
    pub(super) async fn score(&self, judges: &Judges, batch: Vec<Line>) -> Vec<Scored> {
        match self {
            Self::Pairs => pairs(judges, batch).await,
            Self::Samples(wanted) => {
                let scoring = batch.into_iter().map(|line| async move {
                    let scores = match parse::<SampleRow>(line.text, SAMPLES) {
                        Ok(row) => samples(judges, row, wanted).await,
                        Err(error) => Err(error),
                    };
                    Scored { line: line.number, scores }
                });
                stream::iter(scoring).buffered(QUESTIONS_AT_ONCE).collect().await
            }
        }
    }
}

async fn samples(judges: &Judges, row: SampleRow, wanted: &Wanted) -> Result<String, String> {
    let samples: Samples = row.check().map_err(|invalid| invalid.to_string())?;
    let scores = judges.samples(samples, wanted).await.map_err(|error| error.to_string())?;
    line(&scores)
}

async fn pairs(judges: &Judges, batch: Vec<Line>) -> Vec<Scored> {
    let parsed: Vec<(usize, Result<PairRow, String>)> =
        batch.into_iter().map(|line| (line.number, parse(line.text, PAIRS))).collect();
    let rows: Vec<PairRow> = parsed.iter().filter_map(|(_, row)| row.as_ref().ok().cloned()).collect();
    let mut scored = judged(judges, &rows).await.into_iter();
    let scores = parsed.into_iter().map(|(line, row)| {
        let scores = row.and_then(|_| scored.next().unwrap_or_else(|| Err("it was not judged".to_owned())));
        Scored { line, scores }
    });
    scores.collect()
}

/// All rows at once; where that cannot be done, one by one, to know which of them cannot.
async fn judged(judges: &Judges, rows: &[PairRow]) -> Vec<Result<String, String>> {
    if let Ok(scores) = judges.pairs(rows).await {
        return scores.iter().map(line).collect();
    }
    let mut scored = Vec::with_capacity(rows.len());
    for row in rows {
        let scores = judges.pairs(std::slice::from_ref(row)).await;
        scored.push(match scores.as_deref() {
            Ok([scores]) => line(scores),
            Ok(_) => Err("it was not judged".to_owned()),
            Err(error) => Err(Error::to_string(error)),
        });
    }
    scored
}

/// Reads a row, and says which member is wrong where one is; `hint` is for a row without a member that it must have.
fn parse<T: DeserializeOwned>(text: Result<String, String>, hint: &str) -> Result<T, String> {
    let text = text?;
    // An array of the right length would do for a row, too; nobody means that.
    if !text.trim_start().starts_with('{') {
        return Err("the line is no JSON object".to_owned());
    }
    let mut reader = serde_json::Deserializer::from_str(&text);
    let row = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let (inner, said) = (error.inner(), told(error.inner()));
        match (path.as_str(), inner.classify()) {
            (".", Category::Data) if said.starts_with("missing field") => format!("{said}; {hint}"),
            (path, Category::Data) if path != "." => format!("'{path}': {said}"),
            (_, Category::Eof) => format!("{said}; each line must hold a whole JSON object"),
            _ => said,
        }
    })?;
    reader.end().map_err(|error| told(&error))?;
    Ok(row)
}

/// serde's place is a line of the text, which is always the first: the column says it all.
fn told(error: &serde_json::Error) -> String {
    error.to_string().replace(" at line 1 column ", " at column ")
}

fn line(scores: &impl Serialize) -> Result<String, String> {
    serde_json::to_string(scores).map_err(|error| error.to_string())
}
