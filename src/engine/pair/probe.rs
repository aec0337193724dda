//! Which precision is the fastest here: measured at start, on one matrix product of the model's own kind.

use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::pair::Precision;
use crate::pair::matrix::{CODE_MAX, Finish, Matrix, Scratch, Weights};

/// The shape of a feed-forward layer in small: large enough to tell, small enough not to delay the start.
const INPUTS: usize = 384;
const OUTPUTS: usize = 768;
const ROWS: usize = 48;
/// How often each is timed; the best counts, for what slows a run down is not the kernel.
const ROUNDS: usize = 6;

/// The fastest precision on the rayon pool that this is called in; takes some tens of milliseconds.
pub(crate) fn fastest() -> Precision {
    let values: Vec<f32> = (0..INPUTS * OUTPUTS).map(|at| ((at * 31 % 255) as f32 - 127.0) / 1024.0).collect();
    let weights = Weights { values: &values, scales: &vec![127.0 / 1024.0 / CODE_MAX; OUTPUTS], inputs: INPUTS };
    let bias = vec![0.0; OUTPUTS];
    // The first of equals wins: the more exact one.
    let candidates = [Precision::Float32, Precision::Int8, Precision::Bfloat16];
    let matrices = candidates.map(|precision| (precision, Matrix::pack(&weights, &bias, precision)));
    let mut best = candidates.map(|_| Duration::MAX);
    for _ in 0..ROUNDS {
        for ((_, matrix), best) in matrices.iter().zip(&mut best) {
            *best = (*best).min(time(matrix));
        }
    }
    let timed = matrices.iter().zip(best).min_by_key(|(_, time)| *time);
    timed.map_or(Precision::Float32, |((precision, _), _)| *precision)
}

fn time(matrix: &Matrix) -> Duration {
    let rows = vec![0.5; ROWS * INPUTS];
    let threads = rayon::current_num_threads();
    let begin = Instant::now();
    (0..threads).into_par_iter().with_max_len(1).for_each_init(
        || (Scratch::default(), vec![0.0; ROWS * matrix.stride()]),
        |(scratch, out), _| matrix.multiply(&rows, Finish::Plain, scratch, out),
    );
    begin.elapsed()
}
