//! What the answers say of each other: which of them mean the same, and which agrees most with all.

use probity_policy::Thresholds;
use probity_score::{Agreement, Clusters, Comparison, Matrix};
use probity_text::short_answer;

use crate::Cluster;
use crate::panel::Draw;
use crate::ruling::Judged;

/// The name of the signal that is always there.
pub(crate) const AGREEMENT: &str = "agreement";

/// The primary and the judged draws, in their order of arrival, as they are compared.
pub(crate) fn answers<'a>(primary: &'a str, judged: &[&'a Draw]) -> Vec<&'a str> {
    std::iter::once(primary).chain(judged.iter().map(|draw| compared(draw))).collect()
}

/// A draw as it is compared: what refused in the protocol's own way declines, whatever it says.
pub(crate) fn compared(draw: &Draw) -> &str {
    if draw.refused { "" } else { &draw.text }
}

/// Tells a comparison what is known of the primary and the draws, so that no pair is judged again.
pub(crate) fn recall(comparison: &mut Comparison<'_>, agreements: &[Agreement]) {
    for (place, agreement) in agreements.iter().enumerate() {
        comparison.know(0, place + 1, agreement.sameness());
    }
}

/// Tells a comparison of the same answers all that is known of them.
pub(crate) fn take_over(comparison: &mut Comparison<'_>, known: &Matrix) {
    for i in 0..known.len() {
        for j in (i + 1..known.len()).filter(|j| known.is_judged(i, *j)) {
            comparison.know(i, j, known.verdict(i, j));
        }
    }
}

/// How far each draw agrees with the answer at `served`, `None` where that could not be read; in that answer's own
/// place stands the primary.
pub(crate) fn agreements_with(matrix: &Matrix, served: usize) -> Vec<Option<f64>> {
    (1..matrix.len()).map(|place| matrix.verdict(served, if place == served { 0 } else { place })).collect()
}

/// A judgement by the agreements with another answer.
pub(crate) fn rejudged(judged: &Judged, agreements: &[Option<f64>], thresholds: &Thresholds) -> Judged {
    let read = agreements.iter().flatten();
    let mut posterior = judged.posterior;
    (posterior.agreed, posterior.counted) = (read.clone().sum(), read.count());
    Judged { action: thresholds.action(posterior.mean()), posterior, ..*judged }
}

/// The longest text of an answer that is shown, in characters.
const SHOWN: usize = 160;

/// The answers by meaning, largest cluster first. For the eye only: no decision hangs on it.
pub(crate) fn clusters(
    question: &str,
    answers: &[&str],
    groups: &Clusters,
    matrix: &Matrix,
    served: usize,
) -> Vec<Cluster> {
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
