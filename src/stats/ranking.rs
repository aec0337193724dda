//! How well a score ranks right above wrong: ROC and the area under it, the risk–coverage curve, AURC and the
//! prediction–rejection ratio.
//!
//! A score is a confidence: higher should mean right. Ties are never broken by the order of the input: items of one
//! score count as if they stood in every order at once, so that each number is a function of the set alone.

use crate::error::Error;

/// A score, and whether what it speaks of was right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Labelled {
    /// The confidence; any finite number.
    pub score: f64,
    /// Whether the answer was right.
    pub right: bool,
}

/// A point of the risk–coverage curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Share of the items that are answered, in (0, 1].
    pub coverage: f64,
    /// Share of the answered that is wrong, in [0, 1].
    pub risk: f64,
    /// The score at or above which an item is answered.
    pub threshold: f64,
}

/// A point of the ROC curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RocPoint {
    /// Of the wrong items, the share that scores at or above the threshold, in [0, 1].
    pub false_positive_rate: f64,
    /// Of the right items, the share that scores at or above the threshold, in [0, 1].
    pub true_positive_rate: f64,
    /// The score from which an item counts as right; infinite at the first point, where none does.
    pub threshold: f64,
}

/// Items of one score.
pub(crate) struct Tie {
    score: f64,
    right: usize,
    wrong: usize,
}

impl Labelled {
    /// A score and its label.
    pub fn new(score: f64, right: bool) -> Self {
        Self { score, right }
    }
}

/// The probability that a right item scores above a wrong one, ties counting one half (Mann–Whitney), in [0, 1].
/// `None` when there is no right item, no wrong item, or a score that is no number.
pub fn auroc(items: &[Labelled]) -> Option<f64> {
    let ties = descending(items)?;
    let right: usize = ties.iter().map(|tie| tie.right).sum();
    let wrong = items.len() - right;
    if right == 0 || wrong == 0 {
        return None;
    }
    let mut above = 0.0;
    let mut won = 0.0;
    for tie in &ties {
        won += tie.wrong as f64 * (above + tie.right as f64 / 2.0);
        above += tie.right as f64;
    }
    Some(won / (right as f64 * wrong as f64))
}

/// The area under the risk–coverage curve: the mean over k = 1…n of the risk among the k highest scores (Geifman and
/// El-Yaniv 2017), in [0, 1], lower is better. `None` for no items or a score that is no number.
pub fn aurc(items: &[Labelled]) -> Option<f64> {
    let ties = descending(items)?;
    (!items.is_empty()).then(|| mean_risk(&ties, items.len()))
}

/// The prediction–rejection ratio (Malinin et al.): how much of the way from random to perfect rejection the score
/// goes; 1 is an oracle, 0 is chance, below 0 is worse than chance. `None` where every item is right or every one is
/// wrong, or for a score that is no number.
pub fn prr(items: &[Labelled]) -> Option<f64> {
    let ties = descending(items)?;
    let wrong: usize = ties.iter().map(|tie| tie.wrong).sum();
    let right = items.len() - wrong;
    if right == 0 || wrong == 0 {
        return None;
    }
    let random = wrong as f64 / items.len() as f64;
    let best = mean_risk(&oracle(right, wrong), items.len());
    Some((random - mean_risk(&ties, items.len())) / (random - best))
}

/// The risk–coverage curve, one point for each distinct score, from the highest down. Empty for no items or a score
/// that is no number.
pub fn curve(items: &[Labelled]) -> Vec<Point> {
    let (mut answered, mut wrong) = (0, 0);
    descending(items)
        .unwrap_or_default()
        .iter()
        .map(|tie| {
            answered += tie.right + tie.wrong;
            wrong += tie.wrong;
            Point {
                coverage: answered as f64 / items.len() as f64,
                risk: wrong as f64 / answered as f64,
                threshold: tie.score,
            }
        })
        .collect()
}

/// The ROC curve: (0, 0), then a point for each distinct score from the highest down, the last of them (1, 1). The area
/// under its straight lines is [`auroc`].
///
/// # Errors
/// No rows, a score that is no number, or rows that are all right or all wrong.
pub fn roc(items: &[Labelled]) -> Result<Vec<RocPoint>, Error> {
    if let Some(row) = items.iter().position(|item| item.score.is_nan()) {
        return Err(Error::NotANumber { row });
    }
    let ties = descending(items).unwrap_or_default();
    let all_right: usize = ties.iter().map(|tie| tie.right).sum();
    let all_wrong = items.len() - all_right;
    match (all_right, all_wrong) {
        (0, 0) => return Err(Error::Empty),
        (0, _) | (_, 0) => return Err(Error::OneClass { rows: items.len(), right: all_wrong == 0 }),
        _ => {}
    }
    let mut points = vec![RocPoint { false_positive_rate: 0.0, true_positive_rate: 0.0, threshold: f64::INFINITY }];
    let (mut right, mut wrong) = (0, 0);
    points.extend(ties.iter().map(|tie| {
        right += tie.right;
        wrong += tie.wrong;
        RocPoint {
            false_positive_rate: wrong as f64 / all_wrong as f64,
            true_positive_rate: right as f64 / all_right as f64,
            threshold: tie.score,
        }
    }));
    Ok(points)
}

/// The ranking that no score can beat: everything right before everything wrong.
pub(crate) fn oracle(right: usize, wrong: usize) -> [Tie; 2] {
    [Tie { score: 1.0, right, wrong: 0 }, Tie { score: 0.0, right: 0, wrong }]
}

pub(crate) fn descending(items: &[Labelled]) -> Option<Vec<Tie>> {
    if items.iter().any(|item| item.score.is_nan()) {
        return None;
    }
    let mut sorted: Vec<_> = items.iter().collect();
    sorted.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut ties: Vec<Tie> = Vec::new();
    for item in sorted {
        // Compared as numbers, not as bits: 0.0 and -0.0 are one score.
        let known = ties.last_mut().filter(|tie| tie.score == item.score);
        match known {
            Some(tie) => tie.add(item.right),
            None => ties.push(Tie::of(item)),
        }
    }
    Some(ties)
}

/// Within a tie the expected number of wrong items grows evenly: that is the mean over all its orders.
pub(crate) fn mean_risk(ties: &[Tie], n: usize) -> f64 {
    let (mut answered, mut wrong, mut sum) = (0.0, 0.0, 0.0);
    for tie in ties {
        let size = tie.right + tie.wrong;
        let share = tie.wrong as f64 / size as f64;
        for k in 1..=size {
            sum += (wrong + share * k as f64) / (answered + k as f64);
        }
        answered += size as f64;
        wrong += tie.wrong as f64;
    }
    sum / n as f64
}

impl Tie {
    fn of(item: &Labelled) -> Self {
        let mut tie = Self { score: item.score, right: 0, wrong: 0 };
        tie.add(item.right);
        tie
    }

    fn add(&mut self, right: bool) {
        if right {
            self.right += 1;
        } else {
            self.wrong += 1;
        }
    }
}
