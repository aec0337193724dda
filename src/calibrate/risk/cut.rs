//! A cut through scored parts of answers: what lies strictly above it is kept.

use serde::Serialize;

/// Where to cut, and what that did to the labelled rows. The promise is made for rows to come, on average over them and
/// over the draw of the labelled ones; it is no bound on any one kind of row.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cut {
    /// What scores strictly above this is kept; `None` keeps everything. Strictly, because the score itself is one at
    /// which keeping was seen to fail.
    pub above: Option<f64>,
    /// How many labelled rows it rests on.
    pub rows: usize,
    /// The share of their parts that it keeps, in [0, 1]; 1 where there were no parts.
    pub kept: f64,
    /// The mean loss of the labelled rows when they are cut here.
    pub risk: f64,
}

impl Cut {
    /// Whether a part of this score is kept. A score that is no number is not.
    pub fn keeps(&self, score: f64) -> bool {
        match self.above {
            Some(above) => score > above,
            None => !score.is_nan(),
        }
    }
}

/// The share of these scores above the cut.
pub(super) fn share_kept(above: Option<f64>, scores: impl Iterator<Item = f64>) -> f64 {
    let (mut kept, mut all) = (0_usize, 0_usize);
    for score in scores {
        all += 1;
        kept += usize::from(above.is_none_or(|above| score > above));
    }
    if all == 0 { 1.0 } else { kept as f64 / all as f64 }
}
