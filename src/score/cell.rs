//! What is known of a pair. That nobody judged it and that nobody could read it are two things: the first is for whoever
//! needs the pair to have it judged, the second is a finding.

use crate::Missing;

/// What is known of a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Cell<T> {
    Unjudged,
    /// `None`: no judge could read it.
    Judged(Option<T>),
}

impl<T: Copy> Cell<T> {
    pub(crate) fn verdict(self) -> Option<T> {
        match self {
            Self::Unjudged => None,
            Self::Judged(verdict) => verdict,
        }
    }

    pub(crate) fn is_judged(self) -> bool {
        matches!(self, Self::Judged(_))
    }

    /// The verdict for someone who cannot do without; `unjudged` is what is missing where nobody judged.
    pub(crate) fn needed(self, unjudged: Missing) -> Result<T, Missing> {
        match self {
            Self::Unjudged => Err(unjudged),
            Self::Judged(verdict) => verdict.ok_or(Missing::Unreadable),
        }
    }
}

/// What all these cells lack, if anything: first that they were not judged, then that they could not be read.
pub(crate) fn complete<T: Copy>(cells: &[Cell<T>], unjudged: Missing) -> Result<(), Missing> {
    if cells.iter().any(|cell| !cell.is_judged()) {
        return Err(unjudged);
    }
    cells.iter().try_for_each(|cell| cell.needed(unjudged).map(drop))
}
