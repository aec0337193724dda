//! So many requests in any minute, and no more: judging must not run up a bill that nobody asked for.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

const MINUTE: Duration = Duration::from_secs(60);

/// A budget over a minute that slides.
#[derive(Debug)]
pub(super) struct Budget {
    most: usize,
    /// When the last minute's requests went out, the oldest first; never more than `most`.
    spent: Mutex<VecDeque<Instant>>,
}

impl Budget {
    /// At most so many in any minute.
    pub(super) fn new(most: usize) -> Self {
        Self { most, spent: Mutex::default() }
    }

    /// Takes one, if there is one left.
    pub(super) fn take(&self) -> bool {
        let now = Instant::now();
        // A panic elsewhere leaves a list of moments, which is whole whatever happened.
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        while spent.front().is_some_and(|moment| now.duration_since(*moment) >= MINUTE) {
            spent.pop_front();
        }
        if spent.len() >= self.most {
            return false;
        }
        spent.push_back(now);
        true
    }
}
