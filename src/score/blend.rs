//! Several signals made one, by weights that are fitted elsewhere.

use serde::Deserialize;

use crate::scorer::{self, LeftOut, Measure, Need, Scored, Scorer, UnknownScorer};
use crate::{Evidence, Missing};

/// A blend as it is configured.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Its name in reports and fingerprints.
    pub name: String,
    /// How the parts are put together.
    pub link: Link,
    /// What happens when a part has no value.
    pub missing: OnMissing,
    /// Log-odds where all parts are neutral; 0 for a linear blend.
    pub bias: f64,
    /// The parts.
    pub parts: Vec<Part>,
}

/// A scorer and its weight.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The scorer's name; see [`scorer::names`].
    pub scorer: String,
    /// Its weight: at least 0 in a linear blend, any number in one of log-odds.
    pub weight: f64,
}

/// How the confidences `v` of the parts make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// `Σ w v / Σ w`: a weighted mean, for weights set by hand.
    Linear,
    /// `σ(bias + Σ w logit(v))`: what a logistic fit on labels gives. A part is believed up to odds of 999 to 1, for
    /// a share of five draws is no certainty.
    LogOdds,
}

/// What happens when a part has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnMissing {
    /// The others take over its weight, in proportion; which were left out is in the result.
    Renormalise,
    /// The blend has no value either.
    Refuse,
}

/// A recipe that makes no blend.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BadRecipe {
    /// It names a scorer that is none.
    #[error(transparent)]
    Unknown(#[from] UnknownScorer),
    /// It names one twice.
    #[error("the blend '{blend}' names '{scorer}' twice")]
    Twice {
        /// The blend.
        blend: String,
        /// The scorer.
        scorer: String,
    },
    /// Its weights make no blend.
    #[error("the blend '{blend}' has weights that make no blend: {why}")]
    Weights {
        /// The blend.
        blend: String,
        /// What is wrong with them.
        why: &'static str,
    },
}

/// Several signals made one.
#[derive(Debug)]
pub struct Blend {
    name: String,
    link: Link,
    missing: OnMissing,
    bias: f64,
    parts: Vec<(Box<dyn Scorer>, f64)>,
}

const SUREST: f64 = 1e-3;

impl Blend {
    /// A blend by its recipe.
    ///
    /// # Errors
    /// When the recipe names what there is not, or its weights are not finite, all zero, or negative in a linear blend.
    pub fn new(recipe: &Recipe) -> Result<Self, BadRecipe> {
        let weights = |why| Err(BadRecipe::Weights { blend: recipe.name.clone(), why });
        let mut all = recipe.parts.iter().map(|part| part.weight);
        if !recipe.bias.is_finite() || !all.clone().all(f64::is_finite) {
            return weights("not all of them are numbers");
        }
        if all.clone().all(|weight| weight == 0.0) {
            return weights("none of them weighs anything");
        }
        if recipe.link == Link::Linear && (all.any(|weight| weight < 0.0) || recipe.bias != 0.0) {
            return weights("a linear blend takes no negative weight and no bias");
        }
        let mut parts: Vec<(Box<dyn Scorer>, f64)> = Vec::new();
        for part in &recipe.parts {
            if parts.iter().any(|(known, _)| known.name() == part.scorer) {
                return Err(BadRecipe::Twice { blend: recipe.name.clone(), scorer: part.scorer.clone() });
            }
            parts.push((scorer::by_name(&part.scorer)?, part.weight));
        }
        let Recipe { name, link, missing, bias, .. } = recipe;
        Ok(Self { name: name.clone(), link: *link, missing: *missing, bias: *bias, parts })
    }

    /// One confidence of those that there are, with their weights. A missing part's weight goes to the others.
    fn combine(&self, there: &[(f64, f64)]) -> f64 {
        let size = |weights: &mut dyn Iterator<Item = f64>| weights.map(f64::abs).sum::<f64>();
        let all = size(&mut self.parts.iter().map(|(_, weight)| *weight));
        let left = size(&mut there.iter().map(|(_, weight)| *weight));
        let logit = |value: f64| {
            let p = value.clamp(SUREST, 1.0 - SUREST);
            (p / (1.0 - p)).ln()
        };
        match self.link {
            Link::Linear => there.iter().map(|(value, weight)| weight * value).sum::<f64>() / left,
            Link::LogOdds => {
                let odds: f64 = there.iter().map(|(value, weight)| weight * logit(*value)).sum();
                1.0 / (1.0 + (-(self.bias + odds * all / left)).exp())
            }
        }
    }
}

impl Scorer for Blend {
    fn name(&self) -> &str {
        &self.name
    }

    fn needs(&self) -> Vec<Need> {
        let mut needs: Vec<Need> = Vec::new();
        for need in self.parts.iter().flat_map(|(part, _)| part.needs()) {
            if !needs.contains(&need) {
                needs.push(need);
            }
        }
        needs
    }

    fn measure(&self, evidence: &Evidence<'_>) -> Result<Measure, Missing> {
        let Scored { value, why_not, left_out, .. } = self.score(evidence);
        let confidence = value.ok_or(why_not.unwrap_or(Missing::Parts))?;
        Ok(Measure { confidence, raw: confidence, left_out })
    }

    /// Written out, so that a blend that is refused says what it lacked.
    fn score(&self, evidence: &Evidence<'_>) -> Scored {
        let (mut there, mut left_out) = (Vec::new(), Vec::new());
        for (part, weight) in self.parts.iter().filter(|(_, weight)| *weight != 0.0) {
            let scored = part.score(evidence);
            match scored.value {
                Some(value) => there.push((value, *weight)),
                None => left_out.push(LeftOut { name: scored.name, why: scored.why_not.unwrap_or(Missing::Invalid) }),
            }
        }
        let name = self.name.clone();
        if there.is_empty() || (self.missing == OnMissing::Refuse && !left_out.is_empty()) {
            return Scored { name, value: None, raw: None, why_not: Some(Missing::Parts), left_out };
        }
        let declines = evidence.served().is_ok_and(|served| evidence.declines(served));
        let raw = self.combine(&there);
        Scored { name, value: Some(if declines { 0.0 } else { raw }), raw: Some(raw), why_not: None, left_out }
    }
}
