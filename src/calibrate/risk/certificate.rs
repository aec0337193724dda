//! What comes of asking for a risk: a certificate with its coverage, or a shortfall that says what would help.

use std::fmt;

use serde::Serialize;

use super::{Labels, Risk, Tally};

/// How the thresholds were tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Learn then Test with fixed-sequence testing; see [`super::ltt`].
    Ltt,
    /// Selection with guaranteed risk; see [`super::sgr`].
    Sgr,
}

/// A risk was asked for: the answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It can be promised, and how.
    Certified(Certificate),
    /// It cannot be promised with these labels, and what would help.
    Short(Shortfall),
}

/// A threshold with its bound, and what it let through among the labelled rows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rung {
    /// What scores at or above it is answered.
    pub threshold: f64,
    /// What it let through.
    #[serde(flatten)]
    pub tally: Tally,
    /// The share of the labelled rows that it answers, in [0, 1].
    pub coverage: f64,
    /// The share of the answered rows that was wrong, in [0, 1].
    pub risk: f64,
    /// The upper bound on the risk at this threshold, in [0, 1]: the target itself where a test against the target was
    /// passed (LTT), the bound of Clopper and Pearson otherwise.
    pub bound: f64,
}

/// A risk that can be promised.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Certificate {
    /// How the thresholds were tested.
    pub method: Method,
    /// What is promised.
    pub asked: Risk,
    /// How many labelled rows it rests on.
    pub rows: usize,
    /// The threshold to serve with: of those that are certified, the one that answers most.
    pub rung: Rung,
    /// The stricter thresholds that were certified on the way, the strictest first: what to fall back to.
    pub stricter: Vec<Rung>,
}

/// A risk that cannot be promised with these labels.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shortfall {
    /// How the thresholds were tested.
    pub method: Method,
    /// What was asked for.
    pub asked: Risk,
    /// How many labelled rows there are.
    pub rows: usize,
    /// Of the thresholds that were tested, the one with the lowest bound.
    pub nearest: Rung,
    /// The least target that could have been certified with these rows and this delta, at `nearest.threshold`. `None`
    /// where nothing below 1 could.
    pub attainable: Option<f64>,
    /// How many more labelled rows would be needed; `None` where more of the same would not help.
    pub more: Option<Labels>,
}

impl Outcome {
    /// The certificate, if there is one.
    pub fn certificate(&self) -> Option<&Certificate> {
        match self {
            Self::Certified(certificate) => Some(certificate),
            Self::Short(_) => None,
        }
    }

    /// The shortfall, if there is one.
    pub fn shortfall(&self) -> Option<&Shortfall> {
        match self {
            Self::Certified(_) => None,
            Self::Short(shortfall) => Some(shortfall),
        }
    }
}

impl Rung {
    pub(super) fn new(threshold: f64, tally: Tally, rows: usize, bound: f64) -> Self {
        Self { threshold, tally, coverage: tally.accepted as f64 / rows as f64, risk: tally.risk(), bound }
    }
}

impl Certificate {
    /// Every certified threshold, the strictest first; the one to serve with is the last.
    pub fn thresholds(&self) -> impl Iterator<Item = f64> {
        self.stricter.iter().chain([&self.rung]).map(|rung| rung.threshold)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(match self {
            Self::Ltt => "fixed-sequence testing (LTT)",
            Self::Sgr => "selection with guaranteed risk (SGR)",
        })
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Certified(certificate) => certificate.fmt(to),
            Self::Short(shortfall) => shortfall.fmt(to),
        }
    }
}

impl fmt::Display for Rung {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { accepted, wrong } = self.tally;
        let (coverage, risk) = (100.0 * self.coverage, 100.0 * self.risk);
        write!(to, "at {:.4}: {coverage:.1} % answered, {wrong} of {accepted} wrong ({risk:.1} %)", self.threshold)
    }
}

impl fmt::Display for Certificate {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, asked, rows, rung, .. } = self;
        let (bound, delta) = (Upwards(rung.bound), asked.delta);
        write!(
            to,
            "certified by {method} on {rows} labelled rows: of the answers that are served, a share of at most "
        )?;
        write!(to, "{bound} is wrong (delta {delta}); {rung}")
    }
}

impl fmt::Display for Shortfall {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, asked, rows, nearest, .. } = self;
        let Risk { target, delta } = asked;
        write!(to, "cannot certify a risk of {target} at delta {delta} by {method} with {rows} labelled rows ")?;
        write!(to, "(nearest {nearest}): ")?;
        match self.more {
            Some(more) => write!(to, "{more} would be needed")?,
            None if nearest.tally.accepted == 0 => {
                to.write_str("no labelled row reaches the thresholds that were tested")?;
            }
            None => to.write_str("more labels would not help, as the answers there are wrong too often")?,
        }
        match self.attainable {
            Some(attainable) => write!(to, "; a target of {} could be certified now", Upwards(attainable)),
            None => to.write_str("; no target could be certified now"),
        }
    }
}

/// A bound in four places, rounded up: it must not look better than it is.
struct Upwards(f64);

impl fmt::Display for Upwards {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{:.4}", (self.0 * 1e4 - 1e-9).ceil() / 1e4)
    }
}
