//! What the engine did, counted.

use std::sync::atomic::{AtomicU64, Ordering};

/// What the engine did since it was loaded. Counts only grow.
#[derive(Debug, Default)]
pub struct Counters {
    /// Tokens of answers that were generated, the ending token included.
    generated_tokens: AtomicU64,
    /// Tokens of prompts that were read.
    read_tokens: AtomicU64,
    /// Tokens of prompts that were remembered and not read again.
    reused_tokens: AtomicU64,
    /// Draws that were complete.
    finished_rows: AtomicU64,
    /// Draws that nobody waited for any more.
    cancelled_rows: AtomicU64,
    /// Passes over the weights.
    passes: AtomicU64,
    /// Passes that broke.
    panics: AtomicU64,
}

/// The counts at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Tokens of answers that were generated, the ending token included.
    pub generated_tokens: u64,
    /// Tokens of prompts that were read.
    pub read_tokens: u64,
    /// Tokens of prompts that were remembered and not read again.
    pub reused_tokens: u64,
    /// Draws that were complete.
    pub finished_rows: u64,
    /// Draws that nobody waited for any more.
    pub cancelled_rows: u64,
    /// Passes over the weights.
    pub passes: u64,
    /// Passes that broke; the draws in them failed.
    pub panics: u64,
}

/// One of the counts.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Count {
    GeneratedTokens,
    ReadTokens,
    ReusedTokens,
    FinishedRows,
    CancelledRows,
    Passes,
    Panics,
}

impl Counters {
    /// The counts as they stand.
    pub fn read(&self) -> Counts {
        let load = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Counts {
            generated_tokens: load(&self.generated_tokens),
            read_tokens: load(&self.read_tokens),
            reused_tokens: load(&self.reused_tokens),
            finished_rows: load(&self.finished_rows),
            cancelled_rows: load(&self.cancelled_rows),
            passes: load(&self.passes),
            panics: load(&self.panics),
        }
    }

    pub(crate) fn add(&self, count: Count, amount: usize) {
        let counter = match count {
            Count::GeneratedTokens => &self.generated_tokens,
            Count::ReadTokens => &self.read_tokens,
            Count::ReusedTokens => &self.reused_tokens,
            Count::FinishedRows => &self.finished_rows,
            Count::CancelledRows => &self.cancelled_rows,
            Count::Passes => &self.passes,
            Count::Panics => &self.panics,
        };
        counter.fetch_add(amount as u64, Ordering::Relaxed);
    }
}
