//! Clusters of answers: first fit, *with* the break. An answer joins the first cluster whose representative it is the
//! same as, and only that one; without the break it may join several, and entropies come out too high.

use crate::Matrix;

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
        let mut representatives: Vec<usize> = Vec::new();
        let mut sizes: Vec<usize> = Vec::new();
        let mut labels = Vec::with_capacity(matrix.len());
        for i in 0..matrix.len() {
            let fits = |r: &usize| matrix.declines(*r) == matrix.declines(i) && matrix.same(*r, i) >= same_at;
            let label = representatives.iter().position(fits).unwrap_or_else(|| {
                representatives.push(i);
                sizes.push(0);
                sizes.len() - 1
            });
            sizes[label] += 1;
            labels.push(label);
        }
        Self { labels, sizes }
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
