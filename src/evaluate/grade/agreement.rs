//! Who graded how much, and how far those agree who graded the same answers.

use std::fmt::Write;

use serde::Serialize;

use super::{GradedBy, Grader, Opinions};
use crate::metrics::{Row, share};
use crate::render::percent;

/// Who graded the primary answers.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Grading {
    /// Who was there to grade, by name, in the order in which they are asked.
    pub judges: Vec<String>,
    /// By whose word how many answers stand as they do.
    pub decided: Vec<Decided>,
    /// How far two agree, for each two who graded the same answers.
    pub agreement: Vec<Agreement>,
}

/// By whose word how many answers stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Decided {
    /// Whose word.
    pub by: GradedBy,
    /// How many answers.
    pub n: usize,
}

/// How far two agree on which answers are right.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Agreement {
    /// The one.
    pub a: GradedBy,
    /// The other.
    pub b: GradedBy,
    /// Answers that both graded.
    pub n: usize,
    /// The share of them on which they agree.
    pub agreement: f64,
    /// Cohen's kappa: what is left of it once what chance gives is taken away; `null` where chance gives all.
    pub kappa: Option<f64>,
}

impl Grading {
    /// Over the primary answers of rows.
    pub(crate) fn of(rows: &[Row], grader: &Grader) -> Self {
        const ALL: [GradedBy; 4] = [GradedBy::Label, GradedBy::Match, GradedBy::Pair, GradedBy::Llm];
        let decided = ALL.map(|by| Decided { by, n: rows.iter().filter(|row| row.graded_by == by).count() });
        let pairs = (0..ALL.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
        let agreement = pairs.filter_map(|(a, b)| {
            let both = rows.iter().filter_map(|row: &Row| both(&row.opinions, a, b));
            Agreement::of(ALL[a], ALL[b], both)
        });
        Self {
            judges: grader.names(),
            agreement: agreement.collect(),
            decided: decided.into_iter().filter(|decided| decided.n > 0).collect(),
        }
    }

    /// As text for a terminal.
    pub(crate) fn render(&self) -> String {
        let decided: Vec<String> =
            self.decided.iter().map(|decided| format!("{} {}", decided.n, decided.by.name())).collect();
        let mut out = format!("graded by {}: {}\n", self.judges.join(", then "), decided.join(", "));
        for Agreement { a, b, n, agreement, kappa } in &self.agreement {
            let kappa = kappa.map(|kappa| format!(", kappa {kappa:.2}")).unwrap_or_default();
            let share = percent(Some(*agreement));
            // Writing to a string cannot fail.
            let _ = writeln!(out, "  {} and {} agree on {share} of {n}{kappa}", a.name(), b.name());
        }
        out
    }
}

impl Agreement {
    fn of(a: GradedBy, b: GradedBy, verdicts: impl Iterator<Item = (bool, bool)>) -> Option<Self> {
        let mut counts = [[0_usize; 2]; 2];
        for (one, other) in verdicts {
            counts[usize::from(one)][usize::from(other)] += 1;
        }
        let [[neither, only_b], [only_a, both]] = counts;
        let n = neither + only_b + only_a + both;
        let agreement = share(neither + both, n)?;
        let (right_a, right_b) = (share(only_a + both, n)?, share(only_b + both, n)?);
        let chance = right_a * right_b + (1.0 - right_a) * (1.0 - right_b);
        let kappa = (chance < 1.0).then(|| (agreement - chance) / (1.0 - chance));
        Some(Self { a, b, n, agreement, kappa })
    }
}

fn both(opinions: &Opinions, a: usize, b: usize) -> Option<(bool, bool)> {
    let each = opinions.each();
    Some((each[a].1?, each[b].1?))
}
