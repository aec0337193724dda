//! Lines in batches: as many as are there at once, so that a file goes in large steps and a conversation in single
//! lines; none of them larger than can be meant.

use std::io::{self, BufRead, BufReader, Read};

/// What is read at once, in bytes.
const BUFFER: usize = 256 * 1024;

/// The longest line that is read, in bytes.
const LONGEST: u64 = 16 * 1024 * 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The most lines and bytes of a batch.
const MOST_LINES: usize = 512;
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// A line and its number, from 1.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: usize,
    /// Its text, or what is wrong with it.
    pub(super) text: Result<String, String>,
}

/// Numbered lines of a reader; empty ones are left out.
pub(super) struct Lines<R> {
    reader: BufReader<R>,
    number: usize,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader: BufReader::with_capacity(BUFFER, reader), number: 0 }
    }

    /// At least one line, and those after it that need not be waited for; none at the end.
    pub(super) fn batch(&mut self) -> io::Result<Vec<Line>> {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while batch.len() < MOST_LINES && bytes < MOST_BYTES && (batch.is_empty() || self.has_a_line_at_hand()) {
            let Some(line) = self.next()? else { break };
            bytes += line.as_ref().map_or(0, Vec::len);
            let text = line.and_then(decoded);
            if !text.as_ref().is_ok_and(|text| text.trim().is_empty()) {
                batch.push(Line { number: self.number, text });
            }
        }
        Ok(batch)
    }

    /// The next line without its end. The inner error is a line that is too long, which has been skipped.
    fn next(&mut self) -> io::Result<Option<Result<Vec<u8>, String>>> {
        let mut line = Vec::new();
        let read = (&mut self.reader).take(LONGEST + 1).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if line.len() as u64 > LONGEST {
            self.reader.skip_until(b'\n')?;
            return Ok(Some(Err(format!("the line is longer than {LONGEST} bytes"))));
        }
        if self.number == 1 && line.starts_with(BYTE_ORDER_MARK) {
            line.drain(..BYTE_ORDER_MARK.len());
        }
        Ok(Some(Ok(line)))
    }

    /// Whether what has been read already holds another line.
    fn has_a_line_at_hand(&self) -> bool {
        self.reader.buffer().contains(&b'\n')
    }
}

fn decoded(line: Vec<u8>) -> Result<String, String> {
    String::from_utf8(line)
        .map_err(|error| format!("the line is not UTF-8 (at byte {})", error.utf8_error().valid_up_to() + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives what it has piece by piece, as a pipe does.
    struct Pipe(Vec<&'static [u8]>);

    impl Read for Pipe {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                return Ok(0);
            }
            let piece = self.0.remove(0);
            into[..piece.len()].copy_from_slice(piece);
            Ok(piece.len())
        }
    }

    fn batches(reader: impl Read) -> Vec<Vec<(usize, Result<String, String>)>> {
        let mut lines = Lines::new(reader);
        let next = || Some(lines.batch().unwrap()).filter(|batch| !batch.is_empty());
        let plain = |batch: Vec<Line>| batch.into_iter().map(|line| (line.number, line.text)).collect();
        std::iter::from_fn(next).map(plain).collect()
    }

    #[test]
    fn what_is_there_is_a_batch_and_nothing_is_waited_for() {
        let pipe = Pipe(vec![b"one\ntwo\n", b"thr", b"ee\n\n", b"four"]);
        let text = |text: &str| Ok(text.to_owned());
        let expected =
            vec![vec![(1, text("one")), (2, text("two"))], vec![(3, text("three"))], vec![(5, text("four"))]];
        assert_eq!(batches(pipe), expected);
    }

    #[test]
    fn a_file_goes_in_bounded_steps() {
        let text = "x\n".repeat(2 * MOST_LINES + 1);
        let sizes: Vec<usize> = batches(text.as_bytes()).iter().map(Vec::len).collect();
        assert_eq!(sizes, [MOST_LINES, MOST_LINES, 1]);
    }

    #[test]
    fn a_line_that_is_too_long_or_no_text_is_told_of_and_the_next_one_is_read() {
        let long = "x".repeat(LONGEST as usize + 1);
        let mut bytes = b"\xef\xbb\xbfa\r\n\xff\n".to_vec();
        bytes.extend_from_slice(long.as_bytes());
        bytes.extend_from_slice(b"\nlast");
        let all: Vec<_> = batches(&bytes[..]).concat();
        assert_eq!(all[0], (1, Ok("a\r".to_owned())));
        assert!(all[1].1.as_ref().is_err_and(|error| error.contains("UTF-8")), "{:?}", all[1]);
        assert!(all[2].1.as_ref().is_err_and(|error| error.contains("longer")), "{:?}", all[2].0);
        assert_eq!(all[3], (4, Ok("last".to_owned())));
    }
}
