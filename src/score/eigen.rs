//! Eigenvalues of small symmetric matrices, by Jacobi rotations: as exact as doubles go, and at the few dozen answers of
//! a question faster than anything cleverer is to set up.

/// A square matrix, by rows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Square {
    size: usize,
    cells: Vec<f64>,
}

/// Eigenvalues, and their orthonormal eigenvectors in the same order.
#[derive(Debug)]
pub(crate) struct Eigen {
    pub(crate) values: Vec<f64>,
    /// `vectors.at(i, k)` is the i-th part of the k-th vector.
    pub(crate) vectors: Square,
}

/// Sweeps over all pairs; convergence is quadratic, and ten are plenty.
const SWEEPS: usize = 60;
/// Off the diagonal, relative to the whole, this is zero.
const ZERO: f64 = 1e-15;

impl Square {
    pub(crate) fn from_fn(size: usize, cell: impl Fn(usize, usize) -> f64) -> Self {
        Self { size, cells: (0..size * size).map(|place| cell(place / size, place % size)).collect() }
    }

    pub(crate) fn len(&self) -> usize {
        self.size
    }

    pub(crate) fn at(&self, i: usize, j: usize) -> f64 {
        self.cells[i * self.size + j]
    }

    pub(crate) fn row(&self, i: usize) -> &[f64] {
        &self.cells[i * self.size..(i + 1) * self.size]
    }

    /// The sum of each row.
    pub(crate) fn degrees(&self) -> Vec<f64> {
        (0..self.size).map(|i| self.row(i).iter().sum()).collect()
    }

    /// Eigenvalues and vectors of a symmetric matrix, in no order.
    pub(crate) fn eigen(mut self) -> Eigen {
        let size = self.size;
        let mut vectors = Self::from_fn(size, |i, j| if i == j { 1.0 } else { 0.0 });
        let whole: f64 = self.cells.iter().map(|cell| cell * cell).sum::<f64>().sqrt();
        for _ in 0..SWEEPS {
            if self.off_diagonal() <= ZERO * whole {
                break;
            }
            for p in 0..size {
                for q in p + 1..size {
                    self.rotate(&mut vectors, p, q);
                }
            }
        }
        Eigen { values: (0..size).map(|i| self.at(i, i)).collect(), vectors }
    }

    fn off_diagonal(&self) -> f64 {
        let off = |place: &usize| place / self.size != place % self.size;
        (0..self.cells.len()).filter(off).map(|place| self.cells[place] * self.cells[place]).sum::<f64>().sqrt()
    }

    /// Turns the plane of axes `p` and `q` so that their product vanishes.
    fn rotate(&mut self, vectors: &mut Self, p: usize, q: usize) {
        let product = self.at(p, q);
        if product == 0.0 {
            return;
        }
        let half = (self.at(q, q) - self.at(p, p)) / (2.0 * product);
        let tangent = half.signum() / (half.abs() + half.hypot(1.0));
        let cosine = 1.0 / tangent.hypot(1.0);
        let sine = tangent * cosine;
        self.turn_columns(p, q, cosine, sine);
        for k in 0..self.size {
            let (x, y) = (self.at(p, k), self.at(q, k));
            self.cells[p * self.size + k] = cosine * x - sine * y;
            self.cells[q * self.size + k] = sine * x + cosine * y;
        }
        vectors.turn_columns(p, q, cosine, sine);
    }

    fn turn_columns(&mut self, p: usize, q: usize, cosine: f64, sine: f64) {
        for row in self.cells.chunks_exact_mut(self.size) {
            let (x, y) = (row[p], row[q]);
            row[p] = cosine * x - sine * y;
            row[q] = sine * x + cosine * y;
        }
    }
}
