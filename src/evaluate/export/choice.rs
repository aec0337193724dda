//! Which questions are exported: all, the first ones, or as many known as unknown ones.

use std::num::NonZeroUsize;

use sha2::{Digest, Sha256};

use super::Options;
use super::graded::Graded;

/// The places of the chosen questions, in order. The draw depends on the seed and on the questions alone, not on their
/// order.
pub(super) fn choose(usable: &[Graded<'_>], known: &[bool], options: &Options) -> Vec<usize> {
    let limit = options.limit.map_or(usize::MAX, NonZeroUsize::get);
    let Some(seed) = options.balance else { return (0..usable.len().min(limit)).collect() };
    let mut lots: Vec<([u8; 32], usize)> = usable.iter().map(|graded| lot(seed, graded)).zip(0..).collect();
    lots.sort_unstable();
    let (yes, no): (Vec<usize>, Vec<usize>) =
        lots.into_iter().map(|(_, place)| place).partition(|place| known.get(*place) == Some(&true));
    let each = yes.len().min(no.len()).min(limit / 2);
    let mut chosen: Vec<usize> = yes.into_iter().take(each).chain(no.into_iter().take(each)).collect();
    chosen.sort_unstable();
    chosen
}

fn lot(seed: u64, graded: &Graded<'_>) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(seed.to_le_bytes());
    digest.update(graded.row.id.as_bytes());
    digest.update([0]);
    digest.update(graded.row.question.as_bytes());
    digest.finalize().into()
}
