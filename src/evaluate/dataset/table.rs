//! Named cells, of CSV or parquet, brought into the schema of a row: other people's names for a column, lists written as
//! text, nested answers, and the letters of multiple choice.

use serde_json::{Map, Value, json};

use super::Fault;

/// A row as named cells.
pub(super) type Cells = Map<String, Value>;

/// What a column of right answers may be called; the first that says something counts.
const REFERENCES: [&str; 7] = ["references", "answers", "answer", "gold_answer", "gold", "answerkey", "aliases"];
/// What a column of choices may be called.
const CHOICES: [&str; 2] = ["choices", "options"];
/// Columns of text.
const TEXTS: [&str; 3] = ["source", "model", "served"];
/// Columns of yes and no.
const FLAGS: [&str; 3] = ["answerable", "known", "served_correct"];
/// The members of a nested answer that hold texts: TriviaQA's, SQuAD's and ARC's.
const NESTED: [&str; 3] = ["value", "aliases", "text"];
/// Letters end.
const MOST_CHOICES: usize = 26;

/// The row in the schema. `id` is its name where it brings none.
pub(super) fn arranged(cells: &Cells, id: &str) -> Result<Value, Fault> {
    let mut row = Map::new();
    let own = cells.get("id").and_then(text);
    row.insert("id".to_owned(), own.unwrap_or_else(|| id.to_owned()).into());
    // An empty question is told as such, rather than as a missing one.
    row.extend(cells.get("question").map(|cell| ("question".to_owned(), text(cell).unwrap_or_default().into())));
    for name in TEXTS {
        if let Some(text) = cells.get(name).and_then(text) {
            row.insert(name.to_owned(), text.into());
        }
    }
    for name in FLAGS {
        row.insert(name.to_owned(), cells.get(name).map_or(Ok(Value::Null), |cell| flag(name, cell))?);
    }
    if let Some(temperature) = cells.get("temperature") {
        row.insert("temperature".to_owned(), number("temperature", temperature)?);
    }
    if let Some(samples) = cells.get("samples") {
        row.insert("samples".to_owned(), each(samples).into());
    }
    let mut named = REFERENCES.iter().filter_map(|name| Some((*name, cells.get(*name)?)));
    let gold = named.find(|(_, cell)| !texts(cell).is_empty());
    let choices = choices(cells)?;
    if choices.is_empty() {
        row.insert("references".to_owned(), gold.map(|(_, cell)| texts(cell)).unwrap_or_default().into());
    } else {
        choose(&mut row, &choices, gold, cells)?;
    }
    Ok(Value::Object(row))
}

/// A column's name as rows go by it: lower case, but for single capitals, which are choices.
pub(super) fn column(name: &str) -> String {
    let name = name.trim().trim_start_matches('\u{feff}');
    if name.len() == 1 { name.to_owned() } else { name.to_lowercase() }
}

/// The place of a choice by its letter, A being 0.
pub(super) fn place_of_letter(letter: &str) -> Option<usize> {
    let &[byte] = letter.as_bytes() else { return None };
    byte.is_ascii_alphabetic().then(|| usize::from(byte.to_ascii_uppercase() - b'A'))
}

/// The letter of a place below [`MOST_CHOICES`].
fn letter_of_place(place: usize) -> char {
    char::from(b'A' + u8::try_from(place % MOST_CHOICES).unwrap_or_default())
}

/// Writes the question with its choices, and the letter that is right.
fn choose(
    row: &mut Map<String, Value>,
    choices: &[String],
    gold: Option<(&str, &Value)>,
    cells: &Cells,
) -> Result<(), Fault> {
    let mut question = row.get("question").and_then(Value::as_str).unwrap_or_default().trim_end().to_owned();
    if question.trim().is_empty() {
        return Err(("question".to_owned(), "it is empty".to_owned()));
    }
    for (place, choice) in choices.iter().enumerate() {
        question.push_str(&format!("\n{}) {}", letter_of_place(place), choice.trim()));
    }
    row.insert("question".to_owned(), question.into());
    row.insert("choices".to_owned(), json!(choices));
    let Some((name, gold)) = gold else { return Ok(()) };
    let none = || (name.to_owned(), format!("it names none of the {} choices", choices.len()));
    let place = place(gold, choices, &labels(cells)).filter(|place| *place < choices.len()).ok_or_else(none)?;
    row.insert("references".to_owned(), json!([letter_of_place(place).to_string()]));
    Ok(())
}

/// Which choice is meant: by its label, its letter, its place from 0, or its text.
fn place(gold: &Value, choices: &[String], labels: &[String]) -> Option<usize> {
    let said = texts(gold).into_iter().next()?;
    let said = said.trim();
    let labelled = labels.iter().position(|label| label == said);
    let is_there = |place: &usize| *place < choices.len();
    let by_letter = || place_of_letter(said).filter(is_there);
    let by_place = || said.parse().ok().filter(is_there);
    let by_text = || choices.iter().position(|choice| choice.trim() == said);
    labelled.or_else(by_letter).or_else(by_place).or_else(by_text)
}

fn choices(cells: &Cells) -> Result<Vec<String>, Fault> {
    let named = CHOICES.iter().find_map(|name| Some((*name, cells.get(*name)?)));
    let Some((name, cell)) = named else {
        let lettered = (0..MOST_CHOICES).map_while(|at| cells.get(&letter_of_place(at).to_string()));
        let found: Vec<String> = lettered.map(|cell| text(cell).unwrap_or_default()).collect();
        return Ok(if found.len() > 1 { found } else { Vec::new() });
    };
    let found = each(cell);
    match found.len() {
        1 => Err((name.to_owned(), "one choice is none".to_owned())),
        many if many > MOST_CHOICES => Err((name.to_owned(), format!("there are {many}, and only 26 letters"))),
        _ => Ok(found),
    }
}

/// The labels that choices bring along (ARC's `{text: […], label: […]}`).
fn labels(cells: &Cells) -> Vec<String> {
    let cell = CHOICES.iter().find_map(|name| cells.get(*name));
    cell.and_then(|cell| cell.get("label")).map(each).unwrap_or_default()
}

/// The items of a list, every one in its place: letters count on it, and samples are counted.
fn each(cell: &Value) -> Vec<String> {
    match cell {
        Value::Array(items) => items.iter().map(|item| text(item).unwrap_or_default()).collect(),
        Value::Object(members) => members.get("text").map(each).unwrap_or_default(),
        Value::String(written) => {
            let read = serde_json::from_str::<Vec<Value>>(written).unwrap_or_default();
            read.iter().map(|item| text(item).unwrap_or_default()).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

/// A cell as one text; `None` where it says nothing.
fn text(cell: &Value) -> Option<String> {
    match cell {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::String(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A cell as texts: a list, a JSON array written as text, a nested answer, or a single text. Each once.
fn texts(cell: &Value) -> Vec<String> {
    let mut found = match cell {
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(members) => NESTED.iter().filter_map(|name| members.get(*name)).flat_map(texts).collect(),
        Value::String(written) if written.trim_start().starts_with('[') => {
            let read = serde_json::from_str::<Vec<Value>>(written);
            read.map_or_else(|_| text(cell).into_iter().collect(), |items| items.iter().filter_map(text).collect())
        }
        _ => text(cell).into_iter().collect::<Vec<_>>(),
    };
    let mut seen = std::collections::HashSet::new();
    found.retain(|text| seen.insert(text.clone()));
    found
}

/// A cell as yes, no, or nothing said.
fn flag(name: &str, cell: &Value) -> Result<Value, Fault> {
    let Some(said) = text(cell) else { return Ok(Value::Null) };
    match said.trim().to_lowercase().as_str() {
        "true" | "yes" | "1" => Ok(true.into()),
        "false" | "no" | "0" => Ok(false.into()),
        _ => Err((name.to_owned(), format!("{said:?} is neither true nor false"))),
    }
}

fn number(name: &str, cell: &Value) -> Result<Value, Fault> {
    let Some(said) = text(cell) else { return Ok(Value::Null) };
    let number = said.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    number.map(Value::from).ok_or_else(|| (name.to_owned(), format!("{said:?} is no number")))
}
