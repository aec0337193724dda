//! CSV: with a header that names its columns, or in MMLU's form, which has none.

use ::csv::{ByteRecord, ReaderBuilder};
use serde_json::Value;

use super::source::Source;
use super::table::{self, Cells};
use super::{Checked, Fault, row_of, the_row};
use crate::Error;

/// What a file's cells are called.
enum Header {
    /// By its first record, in lower case but for the single letters of choices.
    Named(Vec<String>),
    /// MMLU's: question, choices, letter.
    Choices,
}

pub(super) fn rows<T: Checked>(mut source: Source<'_>, delimiter: u8) -> Result<Vec<T>, Error> {
    let stem = source.stem();
    let reader = std::mem::replace(&mut source.reader, Box::new(std::io::empty()));
    let mut records = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(reader);
    let (mut rows, mut header, mut first, mut record) = (Vec::new(), None, true, ByteRecord::new());
    while records.read_byte_record(&mut record).map_err(|error| source.failed(error.into()))? {
        let line = record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(usize::MAX));
        let cells = cells(&record).map_err(|fault| source.fault(line, fault))?;
        let names = match &header {
            Some(names) => names,
            None => header.insert(Header::of(&cells).map_err(|fault| source.fault(line, fault))?),
        };
        // A header that names its columns is no row itself.
        if std::mem::take(&mut first) && matches!(names, Header::Named(_)) {
            continue;
        }
        rows.push(row(names, &cells, &stem, rows.len() + 1).map_err(|fault| source.fault(line, fault))?);
    }
    Ok(rows)
}

impl Header {
    fn of(cells: &[String]) -> Result<Self, Fault> {
        let names: Vec<String> = cells.iter().map(|cell| table::column(cell)).collect();
        if names.iter().any(|name| name == "question") {
            let twice = (1..names.len()).find(|at| !names[*at].is_empty() && names[..*at].contains(&names[*at]));
            return match twice {
                Some(at) => Err((names[at].clone(), "two columns have this name".to_owned())),
                None => Ok(Self::Named(names)),
            };
        }
        if is_choices(cells) {
            return Ok(Self::Choices);
        }
        let message = "no column is called question, and it is not MMLU's form either (question, choices, letter)";
        Err((the_row(), message.to_owned()))
    }

    fn named(&self, cells: &[String]) -> Result<Cells, Fault> {
        let value = |cell: &String| Value::String(cell.clone());
        match self {
            Self::Named(names) if names.len() == cells.len() => {
                Ok(names.iter().cloned().zip(cells.iter().map(value)).collect())
            }
            Self::Named(names) => {
                Err((the_row(), format!("it has {} cells where the header has {}", cells.len(), names.len())))
            }
            Self::Choices if is_choices(cells) => {
                let choices = &cells[1..cells.len() - 1];
                Ok([
                    ("question".to_owned(), value(&cells[0])),
                    ("choices".to_owned(), choices.iter().map(value).collect()),
                    ("answer".to_owned(), value(&cells[cells.len() - 1])),
                ]
                .into_iter()
                .collect())
            }
            Self::Choices => {
                Err((the_row(), "it is not a question, its choices, and the letter of one of them".to_owned()))
            }
        }
    }
}

fn row<T: Checked>(header: &Header, cells: &[String], stem: &str, number: usize) -> Result<T, Fault> {
    row_of(table::arranged(&header.named(cells)?, &format!("{stem}-{number}"))?)
}

/// A question, two choices or more, and the letter of one of them.
fn is_choices(cells: &[String]) -> bool {
    let place = cells.last().and_then(|letter| table::place_of_letter(letter.trim()));
    cells.len() >= 4 && place.is_some_and(|place| place < cells.len() - 2)
}

fn cells(record: &ByteRecord) -> Result<Vec<String>, Fault> {
    let cell = |(at, bytes): (usize, &[u8])| {
        let text = std::str::from_utf8(bytes);
        let message = "it is not UTF-8; save the file as UTF-8".to_owned();
        text.map(str::to_owned).map_err(|_| (format!("cell {}", at + 1), message))
    };
    record.iter().enumerate().map(cell).collect()
}
