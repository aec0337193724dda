//! What the answers say of each other: which of them mean the same, and which agrees most with all.

use probity_policy::Thresholds;
use probity_score::{Clusters, Matrix, SAME_AT};
use probity_text::short_answer;

use crate::Cluster;
use crate::panel::Draw;
use crate::ruling::Judged;

/// The primary and the judged draws, in their order of arrival, as they are compared.
pub(crate) fn answers<'a>(primary: &'a str, judged: &[&'a Draw]) -> Vec<&'a str> {
    std::iter::once(primary).chain(judged.iter().map(|draw| compared(draw))).collect()
}

/// A draw as it is compared: what refused in the protocol's own way declines, whatever it says.
pub(crate) fn compared(draw: &Draw) -> &str {
    if draw.refused { "" } else { &draw.text }
}

/// The place of the answer that agrees most with all others, among those that may be served; the first of equals.
pub(crate) fn medoid(matrix: &Matrix, may_be_served: impl Fn(usize) -> bool) -> usize {
    let mut best = (0, matrix.agreement(0).unwrap_or(1.0));
    for place in (1..matrix.len()).filter(|place| may_be_served(*place) && !matrix.declines(*place)) {
        let agreement = matrix.agreement(place).unwrap_or(0.0);
        // Sums of the same numbers in another order differ in the last digit: that is no lead.
        if agreement > best.1 + 1e-9 {
            best = (place, agreement);
        }
    }
    best.0
}

/// How far each draw agrees with the answer at `served`; in that answer's own place stands the primary.
pub(crate) fn agreements_with(matrix: &Matrix, served: usize) -> Vec<f64> {
    (1..matrix.len()).map(|place| matrix.same(served, if place == served { 0 } else { place })).collect()
}

/// A judgement by the agreements with another answer.
pub(crate) fn rejudged(judged: &Judged, agreements: &[f64], thresholds: &Thresholds) -> Judged {
    let mut posterior = judged.posterior;
    posterior.agreed = agreements.iter().sum();
    Judged { action: thresholds.action(posterior.mean()), posterior, ..*judged }
}

/// The longest text of an answer that is shown, in characters.
const SHOWN: usize = 160;

/// The answers by meaning, largest cluster first. For the eye only: no decision hangs on it.
pub(crate) fn clusters(question: &str, answers: &[&str], matrix: &Matrix, served: usize) -> Vec<Cluster> {
    let groups = Clusters::first_fit(matrix, SAME_AT);
    let shown = |place: usize| -> String {
        let text = if matrix.declines(place) { answers[place] } else { short_answer(question, answers[place]) };
        text.trim().chars().take(SHOWN).collect()
    };
    let mut clusters: Vec<Cluster> = Vec::with_capacity(groups.len());
    for (place, &label) in groups.labels().iter().enumerate() {
        if label == clusters.len() {
            clusters.push(Cluster { answer: Some(shown(place)), count: groups.sizes()[label], served: false });
        }
        clusters[label].served |= place == served;
    }
    clusters.sort_by_key(|cluster| std::cmp::Reverse(cluster.count));
    clusters
}
