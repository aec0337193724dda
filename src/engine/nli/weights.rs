//! Reads `model.safetensors`, a tensor at a time: a checkpoint of a gigabyte need not be in memory twice.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use candle_core::{DType, Device, Tensor};
use serde::Deserialize;

use crate::nli::Error;

/// Bytes of the number that says how long the header is.
const PREFIX: u64 = 8;
/// The longest header that the format allows.
const HEADER_MAX: u64 = 100_000_000;

/// An open file of weights.
#[derive(Debug)]
pub(crate) struct Weights {
    path: PathBuf,
    file: File,
    /// Where tensors begin.
    start: u64,
    /// Bytes from there to the end of the file.
    length: u64,
    entries: HashMap<String, Entry>,
}

#[derive(Debug, Clone, Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: (u64, u64),
}

impl Weights {
    /// Reads the header.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let io = |source| Error::io(path, source);
        let mut file = File::open(path).map_err(io)?;
        let size = file.metadata().map_err(io)?.len();
        let mut prefix = [0; PREFIX as usize];
        let cut = |_| Error::broken(path, "it is too short for a safetensors file");
        file.read_exact(&mut prefix).map_err(cut)?;
        let header = u64::from_le_bytes(prefix);
        if header > HEADER_MAX || header > size - PREFIX {
            return Err(Error::broken(path, "it is no safetensors file, or was cut"));
        }
        let mut text = vec![0; header as usize];
        file.read_exact(&mut text).map_err(io)?;
        let entries: HashMap<String, serde_json::Value> =
            serde_json::from_slice(&text).map_err(|_| Error::broken(path, "its header is no JSON"))?;
        // Besides tensors there may be `__metadata__`.
        let entry = |(name, value)| serde_json::from_value(value).ok().map(|entry| (name, entry));
        let start = PREFIX + header;
        let entries = entries.into_iter().filter_map(entry).collect();
        Ok(Self { path: path.to_owned(), file, start, length: size - start, entries })
    }

    /// A tensor of 32-bit fractions, of the shape that the configuration promises.
    pub(crate) fn floats(&mut self, name: &str, shape: &[usize]) -> Result<Tensor, Error> {
        let tensor = self.stored(name, shape)?;
        tensor.to_dtype(DType::F32).map_err(|error| self.broken(format!("{name}: {error}")))
    }

    /// The same as a list.
    pub(crate) fn list(&mut self, name: &str, length: usize) -> Result<Vec<f32>, Error> {
        let tensor = self.floats(name, &[length])?;
        tensor.to_vec1().map_err(|error| self.broken(format!("{name}: {error}")))
    }

    /// A tensor of the numbers that are in the file.
    pub(crate) fn stored(&mut self, name: &str, shape: &[usize]) -> Result<Tensor, Error> {
        let entry = self.entries.get(name).ok_or_else(|| self.broken(format!("it lacks the tensor {name}")))?;
        if entry.shape != shape {
            let reason = format!("its tensor {name} is {:?}, where config.json wants {shape:?}", entry.shape);
            return Err(self.broken(reason));
        }
        let dtype = match entry.dtype.as_str() {
            "F32" => DType::F32,
            "F16" => DType::F16,
            "BF16" => DType::BF16,
            other => return Err(self.broken(format!("its tensor {name} is of {other}, not F32, F16 or BF16"))),
        };
        let (begin, end) = entry.data_offsets;
        let elements: usize = shape.iter().product();
        let bytes = elements * dtype.size_in_bytes();
        if end > self.length || begin > end || end - begin != bytes as u64 {
            return Err(self.broken(format!("it was cut: not all of the tensor {name} is there")));
        }
        let mut data = vec![0; bytes];
        self.file
            .seek(SeekFrom::Start(self.start + begin))
            .and_then(|_| self.file.read_exact(&mut data))
            .map_err(|source| Error::io(&self.path, source))?;
        Tensor::from_raw_buffer(&data, dtype, shape, &Device::Cpu)
            .map_err(|error| self.broken(format!("{name}: {error}")))
    }

    /// The file is at fault.
    pub(crate) fn broken(&self, reason: String) -> Error {
        Error::broken(&self.path, reason)
    }
}
