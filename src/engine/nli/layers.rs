//! The parts of a network: matrix products by candle, and what comes after each, in place.

use candle_core::{CpuStorage, InplaceOp1, InplaceOp3, Layout, Result, Tensor, bail};

use crate::nli::Error;
use crate::nli::lanes::{self, Activation, Scores};
use crate::nli::positions::Window;
use crate::nli::weights::Weights;

/// A matrix with a bias: y = x · wᵀ + b, bent where an activation is named.
#[derive(Debug)]
pub(crate) struct Dense {
    /// wᵀ, as a view.
    weight: Tensor,
    finish: Finish,
}

/// Layer normalisation.
#[derive(Debug)]
pub(crate) struct Norm {
    gain: Vec<f32>,
    offset: Vec<f32>,
    epsilon: f32,
}

/// Products of queries and keys, in place: positions added, scaled, and turned into weights.
#[derive(Debug)]
pub(crate) struct Weigh<'a> {
    pub(crate) window: &'a Window,
    /// Tokens of the batch.
    pub(crate) tokens: usize,
    /// The sequence's first token, and how many it has.
    pub(crate) span: (usize, usize),
    pub(crate) scale: f32,
}

#[derive(Debug)]
struct Finish {
    bias: Vec<f32>,
    activation: Option<Activation>,
}

impl Dense {
    /// Reads `NAME.weight` and `NAME.bias` of each name, stacked.
    pub(crate) fn read(
        weights: &mut Weights,
        names: &[String],
        inputs: usize,
        outputs: usize,
    ) -> std::result::Result<Self, Error> {
        let (mut matrices, mut bias) = (Vec::new(), Vec::new());
        for name in names {
            matrices.push(weights.floats(&format!("{name}.weight"), &[outputs, inputs])?);
            bias.extend(weights.list(&format!("{name}.bias"), outputs)?);
        }
        let stacked = Tensor::cat(&matrices, 0).and_then(|matrix| matrix.t());
        let weight = stacked.map_err(|error| weights.broken(error.to_string()))?;
        Ok(Self { weight, finish: Finish { bias, activation: None } })
    }

    /// Bends what comes out.
    pub(crate) fn bent(mut self, activation: Activation) -> Self {
        self.finish.activation = Some(activation);
        self
    }

    pub(crate) fn forward(&self, input: &Tensor) -> Result<Tensor> {
        let output = input.matmul(&self.weight)?;
        output.inplace_op1(&self.finish)?;
        Ok(output)
    }
}

impl Norm {
    /// Reads `NAME.weight` and `NAME.bias`.
    pub(crate) fn read(
        weights: &mut Weights,
        name: &str,
        size: usize,
        epsilon: f32,
    ) -> std::result::Result<Self, Error> {
        let gain = weights.list(&format!("{name}.weight"), size)?;
        Ok(Self { gain, offset: weights.list(&format!("{name}.bias"), size)?, epsilon })
    }

    /// Normalises the rows of a tensor that nothing else holds.
    pub(crate) fn forward(&self, rows: Tensor) -> Result<Tensor> {
        rows.inplace_op1(self)?;
        Ok(rows)
    }
}

impl InplaceOp1 for Finish {
    fn name(&self) -> &'static str {
        "finish"
    }

    fn cpu_fwd(&self, storage: &mut CpuStorage, layout: &Layout) -> Result<()> {
        lanes::finish(floats_mut(storage, layout)?, &self.bias, self.activation);
        Ok(())
    }
}

impl InplaceOp1 for Norm {
    fn name(&self) -> &'static str {
        "normalise"
    }

    fn cpu_fwd(&self, storage: &mut CpuStorage, layout: &Layout) -> Result<()> {
        lanes::normalise(floats_mut(storage, layout)?, &self.gain, &self.offset, self.epsilon);
        Ok(())
    }
}

impl InplaceOp3 for Weigh<'_> {
    fn name(&self) -> &'static str {
        "weigh"
    }

    fn cpu_fwd(
        &self,
        scores: &mut CpuStorage,
        layout: &Layout,
        to_position: &CpuStorage,
        to_layout: &Layout,
        from_position: &CpuStorage,
        from_layout: &Layout,
    ) -> Result<()> {
        let (start, length) = self.span;
        let scores = floats_mut(scores, layout)?;
        let added = Scores {
            to_position: floats(to_position, to_layout)?,
            from_position: floats(from_position, from_layout)?,
            window: self.window,
            tokens: self.tokens,
            start,
            length,
            scale: self.scale,
        };
        lanes::attend(scores, &added);
        Ok(())
    }
}

fn floats<'a>(storage: &'a CpuStorage, layout: &Layout) -> Result<&'a [f32]> {
    match (storage, layout.contiguous_offsets()) {
        (CpuStorage::F32(values), Some((from, to))) => Ok(&values[from..to]),
        _ => bail!("rows of 32-bit fractions are wanted, one after the other"),
    }
}

fn floats_mut<'a>(storage: &'a mut CpuStorage, layout: &Layout) -> Result<&'a mut [f32]> {
    match (storage, layout.contiguous_offsets()) {
        (CpuStorage::F32(values), Some((from, to))) => Ok(&mut values[from..to]),
        _ => bail!("rows of 32-bit fractions are wanted, one after the other"),
    }
}
