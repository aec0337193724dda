//! A table of vectors that are looked up, never multiplied: kept as it is in the file.

/// Vectors of equal length.
#[derive(Debug)]
pub(crate) enum Table {
    /// As fractions.
    Floats {
        /// Floats of one vector.
        width: usize,
        /// All of them.
        values: Vec<f32>,
    },
    /// As 8-bit codes with a scale for each vector.
    Codes {
        /// What the codes of each vector are multiplied by.
        scales: Vec<f32>,
        /// All of them, of equal length for each scale.
        codes: Vec<i8>,
    },
}

impl Table {
    /// Adds a vector to `out`; one that does not exist adds nothing.
    pub(crate) fn add(&self, index: usize, out: &mut [f32]) {
        match self {
            Self::Floats { width, values } => {
                let values = values.get(index * width..(index + 1) * width).unwrap_or_default();
                for (out, value) in out.iter_mut().zip(values) {
                    *out += value;
                }
            }
            Self::Codes { scales, codes } => {
                let width = codes.len() / scales.len().max(1);
                let codes = codes.get(index * width..(index + 1) * width).unwrap_or_default();
                let scale = scales.get(index).copied().unwrap_or_default();
                for (out, code) in out.iter_mut().zip(codes) {
                    *out += f32::from(*code) * scale;
                }
            }
        }
    }
}
