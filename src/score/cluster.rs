//! Clusters of answers: first fit, *with* the break. An answer joins the first cluster whose representative it is the
//! same as, and only that one; without the break it may join several, and entropies come out too high.

use std::convert::Infallible;

use crate::{Matrix, Missing};

/// From this sameness on, two answers count as the same.
pub const SAME_AT: f64 = 0.5;

/// A partition of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clusters {
    labels: Vec<usize>,
    sizes: Vec<usize>,
}

impl Clusters {
    /// First fit in the order of the answers, two being the same from `same_at` on. Declining answers form one cluster
    /// of their own.
    pub fn first_fit(matrix: &Matrix, same_at: f64) -> Self {
        let Ok(clusters) = Self::fit::<Infallible>(matrix, |i, j| Ok(matrix.same(i, j) >= same_at));
        clusters
    }

    /// The same, where a pair that first fit looks at must not lack its verdict.
    pub(crate) fn of(matrix: &Matrix, same_at: f64) -> Result<Self, Missing> {
        Self::fit(matrix, |i, j| Ok(matrix.cell(i, j).needed(Missing::NoSameness)? >= same_at))
    }

    fn fit<E>(matrix: &Matrix, same: impl Fn(usize, usize) -> Result<bool, E>) -> Result<Self, E> {
        let (mut representatives, mut sizes): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        let mut labels = Vec::with_capacity(matrix.len());
        for i in 0..matrix.len() {
            let mut label = sizes.len();
            for (known, &first) in representatives.iter().enumerate() {
                if matrix.declines(first) == matrix.declines(i) && same(first, i)? {
                    label = known;
                    break;
                }
            }
            if label == sizes.len() {
                representatives.push(i);
                sizes.push(0);
            }
            sizes[label] += 1;
            labels.push(label);
        }
        Ok(Self { labels, sizes })
    }

    /// The cluster of each answer; clusters are numbered by first appearance.
    pub fn labels(&self) -> &[usize] {
        &self.labels
    }

    /// How many answers each cluster has.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// How many clusters there are (the number of semantic sets).
    pub fn len(&self) -> usize {
        self.sizes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }
}
