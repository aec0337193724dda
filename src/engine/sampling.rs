//! From logits to a token: temperature, nucleus, seed; and what the token's probability was.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use crate::model::{Exponentials, dispatch};

/// How tokens are chosen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Choosing {
    /// 0 takes the likeliest.
    pub(crate) temperature: f32,
    /// The share of probability that is sampled from, likeliest tokens first; 1: all.
    pub(crate) top_p: f32,
    /// How many of the likeliest tokens are reported beside the chosen one.
    pub(crate) alternatives: usize,
}

/// A chosen token. Log-probabilities are the model's own: before temperature and nucleus.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chosen {
    pub(crate) token: u32,
    pub(crate) logprob: f64,
    /// The likeliest tokens, best first.
    pub(crate) alternatives: Vec<(u32, f64)>,
}

impl Choosing {
    /// Chooses the next token.
    pub(crate) fn choose(&self, logits: &[f32], rng: &mut ChaCha8Rng, scratch: &mut Vec<f32>) -> Chosen {
        let (best, peak) = likeliest(logits);
        let total = f64::from(peak) + exponentials(logits, peak, 1.0, scratch).ln();
        let token = if self.temperature > 0.0 { self.sample(logits, peak, rng, scratch) } else { best };
        let logprob = |token: usize| f64::from(logits[token]) - total;
        let alternatives = largest(logits, self.alternatives).into_iter();
        Chosen {
            token: id(token),
            logprob: logprob(token),
            alternatives: alternatives.map(|token| (id(token), logprob(token))).collect(),
        }
    }

    fn sample(&self, logits: &[f32], peak: f32, rng: &mut ChaCha8Rng, weights: &mut Vec<f32>) -> usize {
        let total = exponentials(logits, peak, 1.0 / self.temperature, weights);
        let point: f64 = rng.random();
        if self.top_p >= 1.0 {
            return pick(weights.iter().copied().enumerate(), point * total);
        }
        let nucleus = nucleus(weights, f64::from(self.top_p) * total);
        let total: f64 = nucleus.iter().map(|(_, weight)| f64::from(*weight)).sum();
        pick(nucleus.into_iter(), point * total)
    }
}

/// The likeliest token and its logit; the first of equals.
fn likeliest(logits: &[f32]) -> (usize, f32) {
    let peak = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    (logits.iter().position(|logit| *logit == peak).unwrap_or(0), peak)
}

/// Fills `out` with e^((logit - peak) · scale) and returns the sum.
fn exponentials(logits: &[f32], peak: f32, scale: f32, out: &mut Vec<f32>) -> f64 {
    out.resize(logits.len(), 0.0);
    dispatch(Exponentials { values: logits, peak, scale, out });
    out.chunks(256).map(|chunk| f64::from(chunk.iter().sum::<f32>())).sum()
}

/// The token at a point of the cumulative weights.
fn pick(weights: impl Iterator<Item = (usize, f32)>, point: f64) -> usize {
    let mut reached = 0.0;
    let mut last = 0;
    for (token, weight) in weights {
        if weight > 0.0 {
            reached += f64::from(weight);
            last = token;
            if reached > point {
                break;
            }
        }
    }
    last
}

/// The likeliest tokens that together weigh at least `share`, heaviest first. Sorting the whole vocabulary would take
/// longer than the model, so tokens are taken from above a bar that is lowered until there are enough.
fn nucleus(weights: &[f32], share: f64) -> Vec<(usize, f32)> {
    let mut bar = 0.1;
    loop {
        let heavy = |weight: f32| weight >= bar || bar < 1e-30;
        let mut tokens: Vec<(usize, f32)> =
            weights.iter().copied().enumerate().filter(|(_, weight)| heavy(*weight)).collect();
        let weight: f64 = tokens.iter().map(|(_, weight)| f64::from(*weight)).sum();
        if weight < share && bar >= 1e-30 {
            bar *= 0.05;
            continue;
        }
        tokens.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut reached = 0.0;
        let before = |(_, weight): &(usize, f32)| {
            let inside = reached < share;
            reached += f64::from(*weight);
            inside
        };
        let count = tokens.iter().map(before).take_while(|inside| *inside).count();
        tokens.truncate(count.max(1));
        return tokens;
    }
}

/// The `count` largest logits' tokens, largest first.
fn largest(logits: &[f32], count: usize) -> Vec<usize> {
    let mut best: Vec<usize> = Vec::with_capacity(count + 1);
    if count == 0 {
        return best;
    }
    for (token, logit) in logits.iter().enumerate() {
        if best.len() == count && best.last().is_some_and(|least| *logit <= logits[*least]) {
            continue;
        }
        let place = best.partition_point(|other| logits[*other] >= *logit);
        best.insert(place, token);
        best.truncate(count);
    }
    best
}

fn id(token: usize) -> u32 {
    u32::try_from(token).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    const LOGITS: [f32; 5] = [0.0, 2.0, 1.0, -4.0, 2.0];

    fn draws(choosing: Choosing, count: usize) -> Vec<f64> {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        let mut shares = vec![0.0; LOGITS.len()];
        for _ in 0..count {
            shares[choosing.choose(&LOGITS, &mut rng, &mut Vec::new()).token as usize] += 1.0 / count as f64;
        }
        shares
    }

    fn probabilities(temperature: f64) -> Vec<f64> {
        let weights: Vec<f64> = LOGITS.iter().map(|logit| (f64::from(*logit) / temperature).exp()).collect();
        let total: f64 = weights.iter().sum();
        weights.iter().map(|weight| weight / total).collect()
    }

    #[test]
    fn no_temperature_takes_the_first_of_the_likeliest() {
        let greedy = Choosing { temperature: 0.0, top_p: 1.0, alternatives: 2 };
        let chosen = greedy.choose(&LOGITS, &mut ChaCha8Rng::seed_from_u64(1), &mut Vec::new());
        assert_eq!(chosen.token, 1);
        assert!((chosen.logprob - probabilities(1.0)[1].ln()).abs() < 1e-6);
        assert_eq!(chosen.alternatives.iter().map(|(token, _)| *token).collect::<Vec<_>>(), [1, 4]);
    }

    #[test]
    fn samples_follow_the_tempered_distribution() {
        for temperature in [0.5, 1.0, 1.7] {
            let choosing = Choosing { temperature, top_p: 1.0, alternatives: 0 };
            for (share, probability) in draws(choosing, 20_000).iter().zip(probabilities(f64::from(temperature))) {
                assert!((share - probability).abs() < 0.015, "{share} for {probability} at {temperature}");
            }
        }
    }

    #[test]
    fn a_nucleus_leaves_the_rest_out() {
        // Two tokens of equal weight have .77 of the probability; the next brings it to .91.
        let shares = draws(Choosing { temperature: 1.0, top_p: 0.7, alternatives: 0 }, 2_000);
        assert_eq!([shares[0], shares[2], shares[3]], [0.0; 3]);
        let shares = draws(Choosing { temperature: 1.0, top_p: 0.8, alternatives: 0 }, 2_000);
        assert_eq!([shares[0], shares[3]], [0.0; 2]);
        assert!(shares[2] > 0.0);
    }

    #[test]
    fn the_probability_reported_is_the_models_own() {
        let choosing = Choosing { temperature: 0.3, top_p: 0.5, alternatives: 0 };
        let chosen = choosing.choose(&LOGITS, &mut ChaCha8Rng::seed_from_u64(3), &mut Vec::new());
        assert!((chosen.logprob - probabilities(1.0)[chosen.token as usize].ln()).abs() < 1e-6);
    }
}
