//! Encoder and heads together, on threads of their own.

use rayon::ThreadPool;

use crate::pair::encoder::{Batch, Encoder, Scratch};
use crate::pair::heads::Heads;
use crate::pair::reading::Sequence;
use crate::worker::Forward;

/// The whole model.
#[derive(Debug)]
pub(crate) struct Network {
    encoder: Encoder,
    heads: Heads,
    pool: ThreadPool,
    batch: Batch,
    scratch: Scratch,
}

impl Network {
    pub(crate) fn new(encoder: Encoder, heads: Heads, pool: ThreadPool) -> Self {
        Self { encoder, heads, pool, batch: Batch::default(), scratch: Scratch::default() }
    }
}

impl Forward<Sequence> for Network {
    fn forward(&mut self, sequences: &[&Sequence]) -> Result<Vec<Vec<f32>>, String> {
        let Self { encoder, heads, pool, batch, scratch } = self;
        batch.clear();
        for sequence in sequences {
            batch.push(&sequence.tokens, &sequence.types);
        }
        Ok(pool.install(|| heads.run(sequences, encoder.forward(batch, scratch))))
    }
}
