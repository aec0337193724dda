//! Prompts that were read, remembered: all draws of one question are read once, and so is what two questions begin with.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::model::Cache;

/// A prompt that was read to its end.
#[derive(Debug, Clone)]
pub(crate) struct Prefix {
    pub(crate) tokens: Arc<[u32]>,
    pub(crate) cache: Arc<Cache>,
    /// What the model expects after its last token.
    pub(crate) logits: Arc<[f32]>,
}

/// The prompts that were used last.
#[derive(Debug)]
pub(crate) struct Prefixes {
    /// Newest last.
    held: VecDeque<Prefix>,
    capacity: usize,
}

impl Prefixes {
    /// Remembers at most `capacity` prompts.
    pub(crate) fn new(capacity: usize) -> Self {
        Self { held: VecDeque::new(), capacity }
    }

    /// The prompt itself, if it is remembered; it then counts as the newest.
    pub(crate) fn find(&mut self, tokens: &[u32]) -> Option<Prefix> {
        let place = self.held.iter().position(|prefix| &*prefix.tokens == tokens)?;
        let prefix = self.held.remove(place)?;
        self.held.push_back(prefix.clone());
        Some(prefix)
    }

    /// The longest beginning that a remembered prompt shares with this one, short of its last token, whose logits are
    /// still wanted.
    pub(crate) fn beginning(&self, tokens: &[u32]) -> Option<Cache> {
        let common = |prefix: &Prefix| prefix.tokens.iter().zip(tokens).take_while(|(a, b)| a == b).count();
        let (length, best) =
            self.held.iter().map(|prefix| (common(prefix), prefix)).max_by_key(|(length, _)| *length)?;
        let length = length.min(tokens.len().saturating_sub(1));
        (length > 0).then(|| best.cache.head(length))
    }

    /// Remembers a prompt, and forgets the one that was not used for longest.
    pub(crate) fn remember(&mut self, prefix: Prefix) {
        self.held.push_back(prefix);
        while self.held.len() > self.capacity {
            self.held.pop_front();
        }
    }

    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.held.clear();
    }
}
