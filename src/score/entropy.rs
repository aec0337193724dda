//! Discrete entropies, in nats.

use std::collections::HashMap;

use probity_text::normalise;

/// Discrete semantic entropy `−Σ p ln p` with `p = size / n` (Farquhar et al., Nature 2024), in nats; 0 where there is
/// nothing.
pub fn discrete(sizes: &[usize]) -> f64 {
    let all: usize = sizes.iter().sum();
    let shares = sizes.iter().filter(|size| **size > 0).map(|size| *size as f64 / all as f64);
    // One cluster gives −0.0; adding 0.0 makes it 0.0.
    -shares.map(|p| p * p.ln()).sum::<f64>() + 0.0
}

/// `1 − H / ln n` over `n` answers, in [0, 1]: 1 where all agree, 0 where no two do; `None` for fewer than two answers,
/// which say nothing of agreement.
pub fn confidence(sizes: &[usize]) -> Option<f64> {
    let all: usize = sizes.iter().sum();
    (all > 1).then(|| (1.0 - discrete(sizes) / (all as f64).ln()).clamp(0.0, 1.0))
}

/// How many answers there are of each distinct text, normalised, in order of first appearance.
pub fn exact_sizes<S: AsRef<str>>(answers: &[S]) -> Vec<usize> {
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut sizes = Vec::new();
    for answer in answers {
        let index = *known.entry(normalise(answer.as_ref())).or_insert_with(|| {
            sizes.push(0);
            sizes.len() - 1
        });
        sizes[index] += 1;
    }
    sizes
}

/// Entropy of the distinct texts, normalised, in nats.
pub fn exact_match<S: AsRef<str>>(answers: &[S]) -> f64 {
    discrete(&exact_sizes(answers))
}

/// Semantic entropy of weighted answers: `−Σ_C p_C ln p_C` with `p_C` the sum over a cluster of the softmax of the
/// answers' (length-normalised) log-probabilities; in nats. `labels` and `log_probs` are of one length.
pub fn weighted(labels: &[usize], log_probs: &[f64]) -> f64 {
    let most = log_probs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = log_probs.iter().map(|log_prob| (log_prob - most).exp()).collect();
    let all: f64 = weights.iter().sum();
    let masses = masses(labels, &weights);
    -masses.iter().map(|mass| mass / all).filter(|p| *p > 0.0).map(|p| p * p.ln()).sum::<f64>() + 0.0
}

/// Kuhn et al.'s Monte-Carlo estimate (ICLR 2023): `−1/n Σ_i ln Σ_{j ∈ C(i)} exp(l_j)` of sequence log-probabilities `l`.
/// Here to compare with others' numbers; no scorer rests on it, since the masses do not sum to one and so a single
/// cluster does not score 0.
pub fn monte_carlo(labels: &[usize], log_probs: &[f64]) -> f64 {
    let likelihoods: Vec<f64> = log_probs.iter().map(|log_prob| log_prob.exp()).collect();
    let masses = masses(labels, &likelihoods);
    let logs: f64 = labels.iter().filter_map(|label| masses.get(*label)).map(|mass| mass.ln()).sum();
    -logs / labels.len().max(1) as f64
}

fn masses(labels: &[usize], weights: &[f64]) -> Vec<f64> {
    let mut masses = vec![0.0; labels.iter().max().map_or(0, |last| last + 1)];
    for (label, weight) in labels.iter().zip(weights) {
        masses[*label] += weight;
    }
    masses
}
