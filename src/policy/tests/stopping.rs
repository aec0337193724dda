//! When drawing stops: against brute force, and by its promises.

use probity_policy::{Action, Next, Rule, Tally, Thresholds};
use proptest::prelude::*;

fn rule(answer: f64, hedge: f64, budget: usize, epsilon: Option<f64>, least: usize) -> Rule {
    Rule { thresholds: Thresholds { answer, hedge }, budget, epsilon, least }
}

fn tally(agreed: f64, counted: usize) -> Tally {
    Tally { agreed, counted, ..Tally::default() }
}

/// The action at the full budget, written out.
fn at_full(rule: &Rule, agreed: f64, budget: usize) -> Action {
    rule.thresholds.action((agreed + 1.0) / (budget as f64 + 2.0))
}

/// Draws one at a time, as the rule asks, and says how many were started and what was decided.
fn replay(rule: &Rule, agreements: &[f64]) -> (usize, Action) {
    let mut tally = Tally { in_flight: rule.first_round(), ..Tally::default() };
    let mut started = tally.in_flight;
    loop {
        match rule.next(&tally) {
            Next::Stop(action) => return (started, action),
            Next::Draw(more) => {
                assert!(more > 0);
                started += more;
                tally.in_flight += more;
            }
            Next::Wait => {
                assert!(tally.in_flight > 0, "waits for nothing");
                tally.in_flight -= 1;
                tally.agreed += agreements[tally.counted];
                tally.counted += 1;
            }
        }
    }
}

fn rules() -> impl Strategy<Value = Rule> {
    let epsilon = prop_oneof![Just(None), Just(Some(0.0)), (0.0..0.49_f64).prop_map(Some)];
    (0.05..0.95_f64, 0.0..=1.0_f64, 0_usize..24, epsilon, 1_usize..6)
        .prop_map(|(answer, share, budget, epsilon, least)| rule(answer, answer * share, budget, epsilon, least))
}

#[test]
fn first_rounds_are_the_fewest_that_could_decide() {
    let table = [
        // (answer, hedge, budget, epsilon, least, round)
        (0.7, 0.7, 5, Some(0.0), 1, 2),  // four of five must agree: two that do not decide
        (0.85, 0.5, 5, Some(0.0), 1, 3), // three that do not agree refuse
        (0.85, 0.85, 5, Some(0.0), 1, 1), // all must agree: one that does not decides
        (0.5, 0.5, 19, Some(0.0), 1, 10), // half of nineteen
        (0.5, 0.5, 19, Some(0.05), 1, 3), // after three that do not, (7·8·9·10)/(17·18·19·20) = 4.3 % for ten of sixteen
        (0.5, 0.5, 19, Some(0.05), 6, 6), // but not before six
        (0.7, 0.5, 19, None, 3, 19),
        (0.7, 0.5, 1, Some(0.02), 3, 1),
        (0.7, 0.5, 0, Some(0.02), 3, 0),
    ];
    for (answer, hedge, budget, epsilon, least, round) in table {
        let rule = rule(answer, hedge, budget, epsilon, least);
        assert_eq!(rule.first_round(), round, "{rule:?}");
    }
}

#[test]
fn a_decision_that_nothing_could_change_still_takes_a_draw() {
    let rule = rule(0.95, 0.95, 5, Some(0.0), 3);
    assert_eq!(rule.reach(), (Action::Refuse, Action::Refuse));
    assert_eq!(rule.first_round(), 1);
    assert_eq!(rule.next(&Tally::default()), Next::Draw(1));
    assert_eq!(rule.next(&tally(1.0, 1)), Next::Stop(Action::Refuse));
}

#[test]
fn reach_shows_a_budget_too_small_for_a_threshold() {
    assert_eq!(rule(0.85, 0.5, 5, None, 1).reach(), (Action::Refuse, Action::Answer));
    assert_eq!(rule(0.9, 0.5, 5, None, 1).reach(), (Action::Refuse, Action::Hedge));
    assert_eq!(rule(0.9, 0.1, 5, None, 1).reach(), (Action::Hedge, Action::Hedge));
}

#[test]
fn two_thresholds_keep_drawing_where_one_would_stop() {
    // Three of three disagree of five: refused for certain under (.85, .5). Two agree of three: hedge or refuse is open.
    let both = rule(0.85, 0.5, 5, Some(0.0), 1);
    assert_eq!(both.next(&tally(0.0, 3)), Next::Stop(Action::Refuse));
    assert_eq!(both.next(&tally(2.0, 3)), Next::Draw(1));
    assert_eq!(rule(0.85, 0.85, 5, Some(0.0), 1).next(&tally(2.0, 3)), Next::Stop(Action::Refuse));
}

#[test]
fn failed_draws_lower_the_budget() {
    let rule = rule(0.7, 0.7, 5, Some(0.0), 1);
    // Of five, four must agree; of three that are left, all three: (3 + 1) / 5 = .8, (2 + 1) / 5 = .6.
    assert_eq!(rule.next(&tally(2.0, 3)), Next::Draw(1));
    assert_eq!(rule.next(&Tally { failed: 2, ..tally(2.0, 3) }), Next::Stop(Action::Refuse));
    assert_eq!(rule.next(&Tally { failed: 2, ..tally(3.0, 3) }), Next::Stop(Action::Answer));
    assert_eq!(rule.next(&Tally { failed: 5, ..Tally::default() }), Next::Stop(Action::Refuse));
    assert_eq!(rule.next(&Tally { failed: 9, ..Tally::default() }), Next::Stop(Action::Refuse));
}

#[test]
fn what_is_in_flight_is_not_started_again() {
    let rule = rule(0.5, 0.5, 19, Some(0.0), 1);
    assert_eq!(rule.next(&Tally { in_flight: 10, ..Tally::default() }), Next::Wait);
    assert_eq!(rule.next(&Tally { in_flight: 9, ..tally(1.0, 1) }), Next::Wait);
    assert_eq!(rule.next(&Tally { in_flight: 3, ..Tally::default() }), Next::Draw(7));
    assert_eq!(rule.next(&Tally { in_flight: 4, ..tally(8.0, 15) }), Next::Wait);
}

proptest! {
    #[test]
    fn certain_stops_are_those_of_brute_force(
        rule in rules(), quarters in prop::collection::vec(0_u8..=4, 1..9), budget in 1_usize..10,
    ) {
        let rule = Rule { budget, epsilon: Some(0.0), ..rule };
        let counted = quarters.len().min(budget);
        let agreed: f64 = quarters[..counted].iter().map(|&q| f64::from(q) / 4.0).sum();
        // Every final sum that can still come about, in quarters.
        let reachable: Vec<Action> = (0..=4 * (budget - counted))
            .map(|q| at_full(&rule, agreed + q as f64 / 4.0, budget))
            .collect();
        let certain = reachable.iter().all(|action| *action == reachable[0]);
        let next = rule.next(&tally(agreed, counted));
        prop_assert_eq!(next == Next::Stop(reachable[0]), certain, "{:?} {:?}", next, reachable);
    }

    #[test]
    fn uncertain_stops_hold_their_probability(rule in rules(), yes in 0_usize..20, no in 0_usize..20, epsilon in 0.01..0.4_f64) {
        let counted = yes + no;
        prop_assume!(counted > 0);
        let rule = Rule { epsilon: Some(epsilon), budget: counted + rule.budget, ..rule };
        let left = rule.budget - counted;
        // Pólya's urn, draw by draw: the predictive written out by another road.
        let mut chances = vec![1.0_f64];
        for step in 0..left {
            let mut later = vec![0.0; step + 2];
            for (more, chance) in chances.iter().enumerate() {
                let rate = (yes + more + 1) as f64 / (counted + step + 2) as f64;
                later[more + 1] += chance * rate;
                later[more] += chance * (1.0 - rate);
            }
            chances = later;
        }
        let chance_of = |action: Action| -> f64 {
            let ends = chances.iter().enumerate();
            ends.filter(|(more, _)| at_full(&rule, (yes + more) as f64, rule.budget) == action).map(|(_, p)| p).sum()
        };
        match rule.next(&tally(yes as f64, counted)) {
            Next::Stop(action) => prop_assert!(chance_of(action) >= 1.0 - epsilon - 1e-9),
            Next::Wait | Next::Draw(_) => {
                for action in [Action::Refuse, Action::Hedge, Action::Answer] {
                    let chance = chance_of(action);
                    prop_assert!(chance < 1.0 - epsilon + 1e-9 || (counted < rule.least && chance < 1.0));
                }
            }
        }
    }

    #[test]
    fn no_more_is_drawn_than_the_budget(rule in rules(), agreements in prop::collection::vec(0.0..=1.0_f64, 24)) {
        let (started, _) = replay(&rule, &agreements);
        prop_assert!(started <= rule.budget);
        prop_assert!(rule.budget == 0 || started >= 1);
    }

    #[test]
    fn whatever_is_told_the_budget_holds(
        rule in rules(), agreed in 0.0..30.0_f64, counted in 0_usize..30, failed in 0_usize..30, in_flight in 0_usize..30,
    ) {
        if let Next::Draw(more) = rule.next(&Tally { agreed, counted, failed, in_flight }) {
            prop_assert!(more >= 1 && counted + failed + in_flight + more <= rule.budget);
        }
    }

    #[test]
    fn without_epsilon_the_full_budget_is_drawn(rule in rules(), agreements in prop::collection::vec(0.0..=1.0_f64, 24)) {
        let rule = Rule { epsilon: None, ..rule };
        let (started, action) = replay(&rule, &agreements);
        prop_assert_eq!(started, rule.budget);
        prop_assert_eq!(action, at_full(&rule, agreements[..rule.budget].iter().sum(), rule.budget));
    }

    #[test]
    fn certain_stops_decide_as_the_full_budget_would(rule in rules(), eighths in prop::collection::vec(0_u8..=8, 24)) {
        let rule = Rule { epsilon: Some(0.0), ..rule };
        let agreements: Vec<f64> = eighths.iter().map(|&e| f64::from(e) / 8.0).collect();
        let (_, action) = replay(&rule, &agreements);
        prop_assert_eq!(action, at_full(&rule, agreements[..rule.budget].iter().sum(), rule.budget));
    }

    #[test]
    fn more_confidence_never_does_less(hedge in 0.01..0.99_f64, gap in 0.0..0.5_f64, low in 0.0..1.0_f64, step in 0.0..0.5_f64) {
        let thresholds = Thresholds { answer: hedge + gap, hedge };
        prop_assert!(thresholds.action(low) <= thresholds.action(low + step));
    }
}
