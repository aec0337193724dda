//! The watch over a promise: evidence by golden values, false alarms and delays by simulation, fallback, and going on
//! after a stop.

#![expect(clippy::unwrap_used, reason = "tests")]

use probity_calibrate::monitor::{Alarm, Monitor, Snapshot};
use probity_calibrate::risk::ltt::{self, Start};
use probity_calibrate::risk::{Error, Ladder, Risk};
use probity_stats::ranking::Labelled;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

const ASKED: Risk = Risk { target: 0.1, delta: 0.05 };

#[derive(Deserialize)]
struct Golden {
    monitor: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    target: f64,
    losses: Vec<f64>,
    evidence: Vec<f64>,
}

fn monitor(thresholds: &[f64], risk: Risk) -> Monitor {
    Monitor::new(&Ladder::new(thresholds.iter().copied()).unwrap(), risk).unwrap()
}

/// The label at which the first alarm is raised, if any is.
fn first_alarm(monitor: &mut Monitor, labels: usize, mut next: impl FnMut(usize) -> (f64, f64)) -> Option<usize> {
    (0..labels).find(|&label| {
        let (score, loss) = next(label);
        monitor.observe(score, loss).unwrap().is_some()
    })
}

fn drawn(random: &mut ChaCha8Rng, rate: f64) -> f64 {
    if random.random_bool(rate) { 1.0 } else { 0.0 }
}

fn median(mut values: Vec<usize>) -> usize {
    values.sort_unstable();
    values[values.len() / 2]
}

#[test]
fn the_evidence_agrees_with_the_golden_values() {
    let golden: Golden = serde_json::from_str(include_str!("../../../tests/golden/risk.json")).unwrap();
    for case in golden.monitor {
        let mut monitor = monitor(&[0.5], Risk { target: case.target, delta: 1e-9 });
        for (loss, want) in case.losses.into_iter().zip(case.evidence) {
            assert_eq!(monitor.observe(0.7, loss).unwrap(), None);
            let got = monitor.standings()[0].evidence;
            assert!((got - want).abs() <= 1e-9 * want.max(1.0), "got {got}, want {want}");
        }
    }
}

#[test]
fn a_promise_that_is_just_kept_is_falsely_alarmed_at_most_as_often_as_allowed() {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let streams = 1000;
    let alarms = (0..streams)
        .filter(|_| {
            let mut monitor = monitor(&[0.3, 0.6, 0.9], ASKED);
            first_alarm(&mut monitor, 3000, |_| (random.random(), drawn(&mut random, ASKED.target))).is_some()
        })
        .count();
    assert!(alarms as f64 <= ASKED.delta * f64::from(streams), "{alarms}");
}

#[test]
fn a_risk_that_comes_and_goes_below_the_target_raises_no_more_alarms() {
    // Good times, then the target exactly: new starts of the bets must not make false alarms likelier.
    let mut random = ChaCha8Rng::seed_from_u64(2);
    let streams = 400;
    let alarms = (0..streams)
        .filter(|_| {
            let mut monitor = monitor(&[0.5], ASKED);
            let rate = |label: usize| if label % 600 < 300 { 0.02 } else { ASKED.target };
            first_alarm(&mut monitor, 4000, |label| (0.8, drawn(&mut random, rate(label)))).is_some()
        })
        .count();
    assert!(alarms as f64 <= ASKED.delta * f64::from(streams), "{alarms}");
}

#[test]
fn doubled_risk_is_found_soon_even_after_long_good_times() {
    let mut random = ChaCha8Rng::seed_from_u64(3);
    for (good, soon) in [(0, 250), (2000, 500)] {
        let delays = (0..100)
            .map(|_| {
                let mut monitor = monitor(&[0.5], ASKED);
                let rate = |label| if label < good { 0.05 } else { 2.0 * ASKED.target };
                let alarm = first_alarm(&mut monitor, good + 5000, |label| (0.8, drawn(&mut random, rate(label))));
                alarm.unwrap().saturating_sub(good)
            })
            .collect();
        let delay = median(delays);
        assert!(delay <= soon, "{delay} labels after {good} good ones");
    }
}

#[test]
fn an_alarm_falls_back_to_the_next_stricter_threshold_until_none_is_left() {
    let mut monitor = monitor(&[0.9, 0.5, 0.7], ASKED);
    assert_eq!(monitor.threshold(), Some(0.5));
    let alarms = |monitor: &mut Monitor, score: f64| -> Vec<Alarm> {
        (0..60).filter_map(|_| monitor.observe(score, 1.0).unwrap()).collect()
    };
    let first = alarms(&mut monitor, 0.6);
    assert_eq!(first.len(), 1, "only what is in force alarms, and once");
    assert_eq!((first[0].failed.threshold, first[0].fallback), (0.5, Some(0.7)));
    assert!(first[0].failed.alarmed && first[0].failed.evidence >= 20.0 && first[0].failed.labels < 10);
    // Labels from above 0.9 speak of both thresholds left: both fail with the same label.
    let second = alarms(&mut monitor, 0.95);
    assert_eq!(second.iter().map(|alarm| alarm.fallback).collect::<Vec<_>>(), [None]);
    assert_eq!(monitor.threshold(), None);
    assert!(monitor.standings().iter().all(|standing| standing.alarmed));
    assert_eq!(monitor.observe(0.95, 1.0).unwrap(), None);
}

#[test]
fn a_label_speaks_only_of_thresholds_that_let_its_answer_through() {
    let mut monitor = monitor(&[0.5, 0.7], ASKED);
    monitor.observe(0.6, 0.0).unwrap();
    monitor.observe(0.7, 0.5).unwrap();
    monitor.observe(0.4, 1.0).unwrap();
    let seen: Vec<(u64, f64)> = monitor.standings().iter().map(|one| (one.labels, one.wrong)).collect();
    assert_eq!(seen, [(2, 0.5), (1, 0.5)]);
}

#[test]
fn it_goes_on_where_it_was_stopped() {
    let mut random = ChaCha8Rng::seed_from_u64(4);
    let labels: Vec<(f64, f64)> = (0..600).map(|_| (random.random(), drawn(&mut random, 0.2))).collect();
    let thresholds = [0.2, 0.5, 0.8];
    let (mut whole, mut stopped) = (monitor(&thresholds, ASKED), monitor(&thresholds, ASKED));
    for (place, &(score, loss)) in labels.iter().enumerate() {
        let alarm = whole.observe(score, loss).unwrap().map(|alarm| alarm.fallback);
        assert_eq!(stopped.observe(score, loss).unwrap().map(|alarm| alarm.fallback), alarm);
        if place % 50 == 7 {
            let written = serde_json::to_string(&stopped.snapshot()).unwrap();
            let read: Snapshot = serde_json::from_str(&written).unwrap();
            stopped = monitor(&thresholds, ASKED).resume(read).unwrap();
        }
    }
    assert_ne!(whole.threshold(), Some(0.2), "this stream fails the loosest threshold");
    for (one, other) in whole.standings().iter().zip(stopped.standings()) {
        assert!((one.evidence - other.evidence).abs() <= 1e-9 * one.evidence);
        assert_eq!((one.labels, one.alarmed), (other.labels, other.alarmed));
    }
}

#[test]
fn a_state_of_another_monitor_or_a_damaged_one_is_refused() {
    let mut first = monitor(&[0.5], ASKED);
    first.observe(0.6, 1.0).unwrap();
    let resume = |thresholds: &[f64], risk, snapshot| monitor(thresholds, risk).resume(snapshot);
    assert!(resume(&[0.5], ASKED, first.snapshot()).is_ok());
    let refused = [
        resume(&[0.6], ASKED, first.snapshot()),
        resume(&[0.5, 0.6], ASKED, first.snapshot()),
        resume(&[0.5], Risk { target: 0.2, ..ASKED }, first.snapshot()),
    ];
    assert!(refused.iter().all(|refused| matches!(refused, Err(Error::Foreign { .. }))));
    for (key, value) in [("purse", "-1.0"), ("peak", "0.5"), ("pools", "[]"), ("wrong", "7.0")] {
        let mut damaged = serde_json::to_value(first.snapshot()).unwrap();
        damaged["watches"][0]["evidence"][key] = serde_json::from_str(value).unwrap();
        let damaged: Snapshot = serde_json::from_value(damaged).unwrap();
        assert!(matches!(resume(&[0.5], ASKED, damaged), Err(Error::Foreign { .. })), "{key}");
    }
}

#[test]
fn it_watches_what_was_certified() {
    let items: Vec<Labelled> = (0..400).map(|row| Labelled::new(f64::from(row % 10) / 10.0, row % 50 != 0)).collect();
    let ladder = Ladder::even(0.0, 1.0, 10).unwrap();
    let outcome = ltt::certify(&items, &ladder, Start::Coverage(0.3), ASKED).unwrap();
    let certificate = outcome.certificate().unwrap();
    let monitor = Monitor::of(certificate).unwrap();
    assert_eq!(monitor.threshold(), Some(certificate.rung.threshold));
    assert_eq!(monitor.standings().len(), certificate.stricter.len() + 1);
}

#[test]
fn hostile_labels_change_nothing() {
    let mut monitor = monitor(&[0.5], ASKED);
    let before = monitor.clone();
    assert!(monitor.observe(f64::NAN, 1.0).is_err());
    for loss in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
        assert!(monitor.observe(0.9, loss).is_err(), "{loss}");
    }
    assert_eq!(monitor, before);
    let one = Ladder::new([0.5]).unwrap();
    assert!(Monitor::new(&one, Risk { delta: 0.0, ..ASKED }).is_err());
    // Extreme risks stay defined.
    for risk in [Risk { target: 1e-12, delta: 1e-300 }, Risk { target: 1.0 - 1e-12, delta: 0.999 }] {
        let mut monitor = Monitor::new(&one, risk).unwrap();
        for label in 0..3000 {
            monitor.observe(1.0, f64::from(label % 2)).unwrap();
            assert!(monitor.standings()[0].evidence >= 0.0);
        }
    }
}
