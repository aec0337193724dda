//! Parquet, as Hugging Face writes it: snappy, lz4 or no compression, lists and structures read as what they are.

use std::io::Read;

use bytes::Bytes;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use serde_json::Value;

use super::source::Source;
use super::table::{self, Cells};
use super::{Checked, Fault, row_of};
use crate::Error;

pub(super) fn rows<T: Checked>(mut source: Source<'_>) -> Result<Vec<T>, Error> {
    let mut bytes = Vec::new();
    source.reader.read_to_end(&mut bytes).map_err(|error| source.failed(error))?;
    let failed = |error| unreadable(&source, error);
    let file = SerializedFileReader::new(Bytes::from(bytes)).map_err(failed)?;
    let stem = source.stem();
    let mut rows = Vec::new();
    for record in file.get_row_iter(None).map_err(failed)? {
        let number = rows.len() + 1;
        let fault =
            |(field, message): Fault| Error::Record { path: source.path.to_owned(), row: number, field, message };
        let cells = cells(&record.map_err(failed)?);
        let arranged = table::arranged(&cells, &format!("{stem}-{number}")).map_err(fault)?;
        rows.push(row_of(arranged).map_err(fault)?);
    }
    Ok(rows)
}

fn unreadable(source: &Source<'_>, error: parquet::errors::ParquetError) -> Error {
    source.failed(std::io::Error::new(std::io::ErrorKind::InvalidData, error))
}

fn cells(row: &Row) -> Cells {
    row.get_column_iter().map(|(name, field)| (table::column(name), value(field))).collect()
}

/// What a cell says. Times, decimals, maps and raw bytes say nothing that a row wants.
fn value(field: &Field) -> Value {
    match field {
        Field::Str(text) => Value::String(text.clone()),
        Field::Bool(flag) => Value::Bool(*flag),
        Field::Byte(number) => Value::from(*number),
        Field::Short(number) => Value::from(*number),
        Field::Int(number) => Value::from(*number),
        Field::Long(number) => Value::from(*number),
        Field::UByte(number) => Value::from(*number),
        Field::UShort(number) => Value::from(*number),
        Field::UInt(number) => Value::from(*number),
        Field::ULong(number) => Value::from(*number),
        // What JSON has no number for is nothing.
        Field::Float(number) => Value::from(f64::from(*number)),
        Field::Double(number) => Value::from(*number),
        Field::Group(row) => Value::Object(cells(row)),
        Field::ListInternal(list) => list.elements().iter().map(value).collect(),
        _ => Value::Null,
    }
}
