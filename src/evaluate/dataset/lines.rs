//! A JSON object on each line, one line in memory at a time.

use std::io::{BufRead, Read};

use super::source::Source;
use super::{Checked, Fault, checked, the_row, unfit};
use crate::Error;

/// No row is longer, in bytes; what is, was not meant as one.
const LONGEST: u64 = 64 << 20;
const BYTE_ORDER_MARK: char = '\u{feff}';
/// How UTF-16 begins, either way round.
const UTF16: [[u8; 2]; 2] = [[0xff, 0xfe], [0xfe, 0xff]];

pub(super) fn rows<T: Checked>(mut source: Source<'_>) -> Result<Vec<T>, Error> {
    let (mut rows, mut bytes, mut line) = (Vec::new(), Vec::new(), 0);
    loop {
        bytes.clear();
        line += 1;
        let taken = source.reader.by_ref().take(LONGEST).read_until(b'\n', &mut bytes);
        if taken.map_err(|error| source.failed(error))? == 0 {
            return Ok(rows);
        }
        let text = text(&bytes, line).map_err(|fault| source.fault(line, fault))?;
        if !text.trim().is_empty() {
            rows.push(row(text).map_err(|fault| source.fault(line, fault))?);
        }
    }
}

fn text(bytes: &[u8], line: usize) -> Result<&str, Fault> {
    if bytes.len() as u64 == LONGEST && !bytes.ends_with(b"\n") {
        return Err((the_row(), format!("it is longer than {} MiB", LONGEST >> 20)));
    }
    if line == 1 && UTF16.iter().any(|mark| bytes.starts_with(mark)) {
        return Err((the_row(), "the file is UTF-16; save it as UTF-8".to_owned()));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let from = error.valid_up_to() + 1;
        (the_row(), format!("it is not UTF-8 from its byte {from} on; save the file as UTF-8"))
    })?;
    Ok(if line == 1 { text.trim_start_matches(BYTE_ORDER_MARK) } else { text })
}

fn row<T: Checked>(line: &str) -> Result<T, Fault> {
    // An array of the right length would do for a row, too; nobody means that.
    if !line.trim_start().starts_with('{') {
        return Err((the_row(), "it is no JSON object".to_owned()));
    }
    let mut deserializer = serde_json::Deserializer::from_str(line);
    let row: T = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| unfit(&error))?;
    deserializer.end().map_err(|_| (the_row(), "more follows after its end".to_owned()))?;
    checked(row)
}
