//! The maps from raw score to probability behind one type.

use probity_stats::ranking::Labelled;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::beta::Beta;
use crate::isotonic::Isotonic;
use crate::levels::{levels, on_grid, totals};
use crate::platt::Platt;
use crate::venn_abers::VennAbers;

/// A way to fit a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// One probability for every score: all there is to say where scores tell nothing apart.
    Constant,
    /// [`Beta`].
    Beta,
    /// [`Platt`].
    Platt,
    /// [`VennAbers`].
    VennAbers,
    /// [`Isotonic`].
    Isotonic,
}

/// A fitted map. Monotone, never outside [0, 1], the same wherever it is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
pub enum Map {
    /// One probability for every score.
    Constant(Constant),
    /// A sigmoid that bends each end by itself.
    Beta(Beta),
    /// A sigmoid of the score.
    Platt(Platt),
    /// Steps, with an interval.
    VennAbers(VennAbers),
    /// Straight pieces.
    Isotonic(Isotonic),
}

/// The share right after n labels by the rule of succession, (right + 1) / (n + 2).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Constant {
    probability: f64,
}

impl Method {
    /// What files and reports call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Constant => "constant",
            Self::Beta => "beta",
            Self::Platt => "platt",
            Self::VennAbers => "venn_abers",
            Self::Isotonic => "isotonic",
        }
    }
}

impl Map {
    /// The fit of a method to labelled scores. Time grows as n log n.
    ///
    /// # Errors
    /// No rows, or a score outside [0, 1].
    pub fn fit(method: Method, items: &[Labelled]) -> Result<Self, Error> {
        Ok(match method {
            Method::Constant => Self::Constant(Constant::fit(items)?),
            Method::Beta => Self::Beta(Beta::fit(items)?),
            Method::Platt => Self::Platt(Platt::fit(items)?),
            Method::VennAbers => Self::VennAbers(VennAbers::fit(items)?),
            Method::Isotonic => Self::Isotonic(Isotonic::fit(items)?),
        })
    }

    /// How it was fitted.
    pub fn method(&self) -> Method {
        match self {
            Self::Constant(_) => Method::Constant,
            Self::Beta(_) => Method::Beta,
            Self::Platt(_) => Method::Platt,
            Self::VennAbers(_) => Method::VennAbers,
            Self::Isotonic(_) => Method::Isotonic,
        }
    }

    /// The probability of being right that a raw score stands for. A score is taken to nine decimals and into [0, 1];
    /// what is no number counts as 0.
    pub fn apply(&self, score: f64) -> f64 {
        let score = on_grid(score);
        let probability = match self {
            Self::Constant(constant) => constant.probability,
            Self::Beta(beta) => beta.apply(score),
            Self::Platt(platt) => platt.apply(score),
            Self::VennAbers(venn_abers) => venn_abers.apply(score),
            Self::Isotonic(isotonic) => isotonic.apply(score),
        };
        probability.clamp(0.0, 1.0)
    }

    /// The interval around it, where the method gives one.
    pub fn interval(&self, score: f64) -> Option<(f64, f64)> {
        match self {
            Self::VennAbers(venn_abers) => Some(venn_abers.interval(on_grid(score))),
            Self::Constant(_) | Self::Beta(_) | Self::Platt(_) | Self::Isotonic(_) => None,
        }
    }

    /// The same, if it is monotone and within [0, 1].
    pub(crate) fn checked(self) -> Result<Self, Error> {
        Ok(match self {
            Self::Constant(constant) => Self::Constant(constant.checked()?),
            Self::Beta(beta) => Self::Beta(beta.checked()?),
            Self::Platt(platt) => Self::Platt(platt.checked()?),
            Self::VennAbers(venn_abers) => Self::VennAbers(venn_abers.checked()?),
            Self::Isotonic(isotonic) => Self::Isotonic(isotonic.checked()?),
        })
    }
}

impl Constant {
    fn fit(items: &[Labelled]) -> Result<Self, Error> {
        let (rows, right) = totals(&levels(items)?);
        Ok(Self { probability: (right + 1.0) / (rows + 2.0) })
    }

    fn checked(self) -> Result<Self, Error> {
        let is_probability = (0.0..=1.0).contains(&self.probability);
        if is_probability { Ok(self) } else { Err(Error::Map("its probability lies outside 0 to 1")) }
    }
}
