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
