//! Relative positions: which row of the table of positions stands for the distance between two tokens.

use crate::nli::shape::Relative;

/// The rows for all distances within sequences of up to `length` tokens, counted from the lowest one that is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Window {
    /// The first row that is used.
    pub(crate) first: usize,
    /// How many are used.
    pub(crate) rows: usize,
    /// By distance + length - 1, query minus key.
    places: Vec<usize>,
    length: usize,
}

impl Window {
    /// The window of sequences of up to `length` tokens, at least 1.
    pub(crate) fn new(relative: &Relative, length: usize) -> Self {
        let length = length.max(1);
        let reach = length as i64 - 1;
        let rows: Vec<usize> = (-reach..=reach).map(|distance| row(relative, distance)).collect();
        let first = rows.iter().copied().min().unwrap_or(0);
        let last = rows.iter().copied().max().unwrap_or(0);
        let places = rows.into_iter().map(|row| row - first).collect();
        Self { first, rows: last + 1 - first, places, length }
    }

    /// The window of a model without relative positions: one row for every distance.
    pub(crate) fn flat(length: usize) -> Self {
        let length = length.max(1);
        Self { first: 0, rows: 1, places: vec![0; 2 * length - 1], length }
    }

    /// For a query, the places of keys in a sequence of `length` tokens, the last key first.
    pub(crate) fn places(&self, query: usize, length: usize) -> &[usize] {
        let first_key = query + self.length - 1;
        &self.places[first_key + 1 - length..=first_key]
    }
}

/// The row of a distance: its bucket, moved so that the lowest is 0, and held within the table.
fn row(relative: &Relative, distance: i64) -> usize {
    let bucket = match relative.buckets {
        Some(buckets) => bucket(distance, buckets, relative.most),
        None => distance,
    };
    (bucket + relative.span as i64).clamp(0, 2 * relative.span as i64 - 1) as usize
}

/// Near distances are themselves, up to half of the buckets; farther ones share buckets that widen logarithmically (He et
/// al., DeBERTaV3, ICLR 2023; in 32 bits as there, because the edges depend on the rounding).
fn bucket(distance: i64, buckets: usize, most: usize) -> i64 {
    let middle = buckets as i64 / 2;
    if distance.abs() <= middle {
        return distance;
    }
    let far = (distance.abs() as f32 / middle as f32).ln();
    let farthest = ((most as f64 - 1.0) / middle as f64) as f32;
    // Within the table in a sound model; a strange one must not overflow.
    let limit = 4.0 * buckets as f32;
    let steps = (far / farthest.ln() * (middle - 1) as f32).ceil().clamp(-limit, limit) as i64;
    (steps + middle) * distance.signum()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Table {
        size: usize,
        most: usize,
        buckets: Vec<i64>,
    }

    fn relative(span: usize, buckets: Option<usize>, most: usize) -> Relative {
        Relative {
            span,
            buckets,
            most,
            shared: true,
            content_to_position: true,
            position_to_content: true,
            normed: false,
        }
    }

    #[test]
    fn buckets_are_those_of_transformers() {
        let tables: Vec<Table> = serde_json::from_str(include_str!("../../../tests/golden/nli/buckets.json")).unwrap();
        for Table { size, most, buckets } in tables {
            for (distance, expected) in (0..).zip(buckets) {
                assert_eq!(bucket(distance, size, most), expected, "{distance} of {size}, {most}");
                assert_eq!(bucket(-distance, size, most), -expected);
            }
        }
    }

    #[test]
    fn a_window_holds_only_the_rows_that_are_used() {
        let window = Window::new(&relative(256, Some(256), 512), 3);
        assert_eq!((window.first, window.rows), (254, 5));
        assert_eq!(window.places(0, 3), [0, 1, 2]);
        assert_eq!(window.places(2, 3), [2, 3, 4]);
        assert_eq!(window.places(1, 2), [2, 3]);
    }

    #[test]
    fn far_distances_are_held_within_the_table() {
        let window = Window::new(&relative(2, None, 2), 6);
        assert_eq!((window.first, window.rows), (0, 4));
        assert_eq!(window.places(5, 6), [2, 3, 3, 3, 3, 3]);
        assert_eq!(window.places(0, 6), [0, 0, 0, 0, 1, 2]);
    }
}
