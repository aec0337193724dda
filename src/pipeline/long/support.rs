//! What the draws say of each statement of a long answer, and what follows from it. Pure arithmetic.

use probity_calibrate::Posterior;
use probity_policy::{Action, Rule, Thresholds};
use probity_score::Entailment;

/// When a statement is supported, and when a whole answer is not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bar {
    /// A statement is supported from this mean support on.
    pub(crate) support_at: f64,
    /// An answer is refused where a greater share of it than this is unsupported.
    pub(crate) refuse_above: f64,
}

/// The draws' support of each statement.
#[derive(Debug, Clone)]
pub(crate) struct Supports {
    bar: Bar,
    statements: Vec<Tally>,
    /// Draws of which something could be read.
    heard: usize,
}

#[derive(Debug, Clone, Copy)]
struct Tally {
    weight: f64,
    sum: f64,
    read: usize,
}

/// What draws to come say of every statement.
#[derive(Debug, Clone, Copy)]
enum Outlook {
    AllSupport,
    NoneSupports,
}

/// How far a statement is supported, in [0, 1]: where the draw speaks of it, the share of entailment in what is not
/// neutral, `e / (e + c)` (SelfCheckGPT's NLI score, arXiv 2303.08896 §5.4, turned round); where it does not, the plain
/// probability of entailment; in between the mean of the two weighted by how neutral it is, which is `e · (1 + n)`.
pub(crate) fn support(verdict: &Entailment) -> f64 {
    (verdict.entailment * (1.0 + verdict.neutral)).clamp(0.0, 1.0)
}

impl Supports {
    pub(crate) fn new(bar: Bar, weights: impl Iterator<Item = f64>) -> Self {
        let statements = weights.map(|weight| Tally { weight, sum: 0.0, read: 0 }).collect();
        Self { bar, statements, heard: 0 }
    }

    /// Takes in one draw's support of each statement. Gives their weighted mean; `None`, and nothing is taken in, where
    /// no statement could be read beside that draw.
    pub(crate) fn add(&mut self, row: &[Option<f64>]) -> Option<f64> {
        let (mut sum, mut weight) = (0.0, 0.0);
        for (statement, support) in self.statements.iter_mut().zip(row) {
            let Some(support) = support else { continue };
            statement.sum += support;
            statement.read += 1;
            sum += statement.weight * support;
            weight += statement.weight;
        }
        self.heard += usize::from(weight > 0.0);
        (weight > 0.0).then(|| sum / weight)
    }

    /// How many draws said something that could be read.
    pub(crate) fn heard(&self) -> usize {
        self.heard
    }

    /// The mean support of each statement, in [0, 1]; `None` where it was never read.
    pub(crate) fn means(&self) -> Vec<Option<f64>> {
        self.statements.iter().map(|tally| (tally.read > 0).then(|| tally.sum / tally.read as f64)).collect()
    }

    /// Whether a statement of this mean support is supported.
    pub(crate) fn is_supported(&self, mean: f64) -> bool {
        // A sum of thirds may fall short of a half by its last digit.
        mean >= self.bar.support_at - 1e-9
    }

    /// The share of the answer that is supported, by weight, as a number of agreeing draws: so that the confidence is
    /// a posterior mean on the same scale as a short answer's.
    pub(crate) fn posterior(&self) -> Posterior {
        Posterior { agreed: self.share(0, Outlook::NoneSupports) * self.heard as f64, counted: self.heard }
    }

    /// What the draws so far lead to.
    pub(crate) fn action(&self, thresholds: &Thresholds) -> Action {
        self.outcome(self.share(0, Outlook::NoneSupports), self.heard, thresholds)
    }

    /// The action of the full budget, where no further draw can change it.
    pub(crate) fn settled(&self, rule: &Rule, budget: usize) -> Option<Action> {
        let left = budget.saturating_sub(self.heard);
        if left > 0 && (rule.epsilon.is_none() || self.heard == 0) {
            return None;
        }
        let at = |outlook| self.outcome(self.share(left, outlook), self.heard + left, &rule.thresholds);
        let (least, most) = (at(Outlook::NoneSupports), at(Outlook::AllSupport));
        (least == most).then_some(least)
    }

    /// The fewest further draws that could settle it, were they all to support everything or all to support nothing.
    pub(crate) fn fewest(&self, rule: &Rule, budget: usize) -> usize {
        let left = budget.saturating_sub(self.heard);
        let after = |more: usize, support: f64| {
            let mut supports = self.clone();
            let row = vec![Some(support); self.statements.len()];
            for _ in 0..more {
                supports.add(&row);
            }
            supports.settled(rule, budget).is_some()
        };
        (1..=left).find(|more| after(*more, 1.0) || after(*more, 0.0)).unwrap_or(left)
    }

    /// The share by weight of the statements that are supported after so many more draws. What was never read does not
    /// count.
    fn share(&self, more: usize, outlook: Outlook) -> f64 {
        let (mut supported, mut all) = (0.0, 0.0);
        for tally in self.statements.iter().filter(|tally| tally.read + more > 0) {
            let to_come = match outlook {
                Outlook::AllSupport => more as f64,
                Outlook::NoneSupports => 0.0,
            };
            all += tally.weight;
            if self.is_supported((tally.sum + to_come) / (tally.read + more) as f64) {
                supported += tally.weight;
            }
        }
        if all > 0.0 { supported / all } else { 0.0 }
    }

    fn outcome(&self, share: f64, draws: usize, thresholds: &Thresholds) -> Action {
        if 1.0 - share > self.bar.refuse_above {
            return Action::Refuse;
        }
        let posterior = Posterior { agreed: share * draws as f64, counted: draws };
        if posterior.mean() >= thresholds.answer { Action::Answer } else { Action::Hedge }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BAR: Bar = Bar { support_at: 0.5, refuse_above: 0.5 };
    const RULE: Rule =
        Rule { thresholds: Thresholds { answer: 0.7, hedge: 0.3 }, budget: 5, epsilon: Some(0.02), least: 4 };

    fn after(weights: &[f64], rows: &[&[f64]]) -> Supports {
        let mut supports = Supports::new(BAR, weights.iter().copied());
        for row in rows {
            let row: Vec<Option<f64>> = row.iter().copied().map(Some).collect();
            supports.add(&row);
        }
        supports
    }

    #[test]
    fn support_is_entailment_where_nothing_is_neutral_and_little_where_all_is() {
        let verdict =
            |entailment, neutral| Entailment { entailment, neutral, contradiction: 1.0 - entailment - neutral };
        assert_eq!(support(&verdict(0.8, 0.0)), 0.8);
        assert_eq!(support(&verdict(0.0, 1.0)), 0.0);
        assert!((support(&verdict(0.5, 0.5)) - 0.75).abs() < 1e-12);
        assert!(support(&verdict(0.05, 0.9)) < 0.1);
    }

    #[test]
    fn the_share_is_weighted_by_length() {
        let supports = after(&[3.0, 1.0], &[&[1.0, 0.0], &[1.0, 0.0]]);
        assert_eq!(supports.posterior(), Posterior { agreed: 1.5, counted: 2 });
        assert_eq!(supports.means(), [Some(1.0), Some(0.0)]);
    }

    #[test]
    fn most_of_it_unsupported_is_refused_half_of_it_hedged_all_of_it_supported_answered() {
        let five = |row: &[f64]| after(&[1.0, 1.0, 1.0, 1.0], &[row; 5]).action(&RULE.thresholds);
        assert_eq!(five(&[1.0, 0.0, 0.0, 0.0]), Action::Refuse);
        assert_eq!(five(&[1.0, 1.0, 0.0, 0.0]), Action::Hedge);
        assert_eq!(five(&[1.0, 1.0, 1.0, 1.0]), Action::Answer);
    }

    #[test]
    fn it_is_settled_when_no_draw_to_come_can_change_it() {
        let (all, none): (&[f64], &[f64]) = (&[1.0, 1.0], &[0.0, 0.0]);
        assert_eq!(after(&[1.0, 1.0], &[all, all]).settled(&RULE, 5), None);
        assert_eq!(after(&[1.0, 1.0], &[all, all, all]).settled(&RULE, 5), Some(Action::Answer));
        assert_eq!(after(&[1.0, 1.0], &[all, all, all]).settled(&Rule { epsilon: None, ..RULE }, 5), None);
        assert_eq!(after(&[1.0, 1.0], &[none, none, none]).settled(&RULE, 5), Some(Action::Refuse));
        assert_eq!(after(&[1.0, 1.0], &[]).fewest(&RULE, 5), 3);
        assert_eq!(after(&[1.0, 1.0], &[all]).fewest(&RULE, 5), 2);
    }

    #[test]
    fn what_cannot_be_read_does_not_count() {
        let mut supports = Supports::new(BAR, [1.0, 1.0].into_iter());
        assert_eq!(supports.add(&[None, None]), None);
        assert_eq!(supports.heard(), 0);
        assert_eq!(supports.add(&[Some(1.0), None]), Some(1.0));
        assert_eq!(supports.posterior(), Posterior { agreed: 1.0, counted: 1 });
        assert_eq!(supports.means(), [Some(1.0), None]);
    }
}
