//! Residual and layer normalisation in one pass over a row.

use crate::pair::lanes::{LANES, Lanes, Loop, sum};

/// Gain and offset of a layer normalisation (Ba et al., arXiv 1607.06450, eq. 4).
#[derive(Debug)]
pub(crate) struct Norm {
    pub(crate) gain: Vec<f32>,
    pub(crate) offset: Vec<f32>,
    pub(crate) epsilon: f32,
}

/// `state = norm(state + change)`, row by row.
pub(crate) struct AddNorm<'a> {
    pub(crate) norm: &'a Norm,
    pub(crate) change: &'a [f32],
    pub(crate) state: &'a mut [f32],
}

impl Loop for AddNorm<'_> {
    type Output = ();

    #[inline(always)]
    fn with<L: Lanes>(self, lanes: L) {
        let width = self.norm.gain.len();
        let (gains, _) = self.norm.gain.as_chunks::<LANES>();
        let (offsets, _) = self.norm.offset.as_chunks::<LANES>();
        for (state, change) in self.state.chunks_exact_mut(width).zip(self.change.chunks_exact(width)) {
            let (state, _) = state.as_chunks_mut::<LANES>();
            let (change, _) = change.as_chunks::<LANES>();
            let mut total = lanes.splat(0.0);
            for (state, change) in state.iter_mut().zip(change) {
                let value = lanes.add(lanes.load(state), lanes.load(change));
                total = lanes.add(total, value);
                *state = lanes.store(value);
            }
            let mean = lanes.splat(sum(lanes, total) / width as f32);
            let mut squares = lanes.splat(0.0);
            for state in state.iter() {
                let value = lanes.sub(lanes.load(state), mean);
                squares = lanes.fma(value, value, squares);
            }
            let scale = lanes.splat(1.0 / (sum(lanes, squares) / width as f32 + self.norm.epsilon).sqrt());
            for ((state, gain), offset) in state.iter_mut().zip(gains).zip(offsets) {
                let value = lanes.mul(lanes.sub(lanes.load(state), mean), scale);
                *state = lanes.store(lanes.fma(value, lanes.load(gain), lanes.load(offset)));
            }
        }
    }
}
