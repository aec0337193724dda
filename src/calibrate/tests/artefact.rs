//! The artefact: written and read again, held against what is in force, refitted, and refused when it is broken.
#![expect(clippy::unwrap_used, reason = "tests")]

use probity_calibrate::artefact::{About, Data, Match, Refit, all_draws};
use probity_calibrate::choice::Options;
use probity_calibrate::question::{Part, deal};
use probity_calibrate::{Artefact, Calibration, Error, Fingerprint, Method, Question};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const DRAWS: usize = 5;

fn about() -> About {
    About {
        name: "trivia".to_owned(),
        revision: 1,
        date: "2024-05-01".to_owned(),
        model: "m".to_owned(),
        endpoint: "http://localhost:1".to_owned(),
        sequences: Fingerprint::new().with("judge", "lexical-2").with("temperature", 0.8),
        policy: Fingerprint::new().with("max_draws", DRAWS),
        data: Data { name: "q.jsonl".to_owned(), sha256: "0".repeat(64), rows: 300 },
        draws: DRAWS,
    }
}

/// Each question has a share of draws that agree; its answer is right with the square of it. Some draws are missing, and
/// some agree by a third.
fn questions(n: usize) -> Vec<Question> {
    let mut random = ChaCha8Rng::seed_from_u64(11);
    let mut question = || {
        let share: f64 = random.random();
        let mut draw = || match random.random_range(0..10) {
            0 => None,
            1 => Some(1.0 / 3.0),
            _ => Some(f64::from(u8::from(random.random::<f64>() < share))),
        };
        let agreements = (0..DRAWS).map(|_| draw()).collect();
        Question { agreements, score: None, right: random.random::<f64>() < share * share, part: Part::Fit }
    };
    (0..n).map(|_| question()).collect()
}

fn fitted() -> Artefact {
    let mut questions = questions(300);
    deal(&mut questions, 0.4, 3);
    Artefact::fitted(about(), questions, all_draws(DRAWS), &Options::default()).unwrap()
}

fn refit(draws: usize) -> Refit {
    let date = "2024-06-01".to_owned();
    Refit { policy: Fingerprint::new().with("max_draws", draws), draws, date }
}

#[test]
fn it_is_the_same_after_the_way_through_a_file() {
    for methods in [[Method::Beta], [Method::Platt], [Method::VennAbers], [Method::Isotonic], [Method::Constant]] {
        let options = Options { methods: methods.to_vec(), ..Options::default() };
        let before = Artefact::fitted(about(), questions(200), all_draws(DRAWS), &options).unwrap();
        let json = before.to_json().unwrap();
        let after = Artefact::from_json(json.as_bytes()).unwrap();
        assert_eq!(after.questions, before.questions);
        assert_eq!(after.about, before.about);
        for k in 0..=1000 {
            let score = f64::from(k) / 1000.0;
            assert!((after.fit.map.apply(score) - before.fit.map.apply(score)).abs() < 1e-12);
        }
        for question in &before.questions {
            let Some(raw) = all_draws(DRAWS)(question) else { continue };
            let (here, there) = (before.calibration(), after.calibration());
            assert!((here.apply(raw) - there.apply(raw)).abs() < 1e-12);
            assert_eq!(here.interval(raw).is_some(), methods == [Method::VennAbers]);
        }
    }
}

#[test]
fn it_says_what_the_map_is_worth() {
    let artefact = fitted();
    let fit = &artefact.fit;
    assert!(fit.held_out);
    assert_eq!(fit.before.rows, fit.after.rows);
    assert!(fit.after.brier < fit.before.brier, "{fit:?}");
    assert!(fit.after.ece_equal_mass < fit.before.ece_equal_mass, "{fit:?}");
    assert!((0.02..0.2).contains(&fit.after.ece_equal_mass_perfect), "{fit:?}");
    let calibration = artefact.calibration();
    assert_eq!((calibration.name(), calibration.version(), calibration.is_fitted()), ("trivia", 1, true));
}

#[test]
fn labels_to_certify_on_have_no_say_in_the_map() {
    let artefact = fitted();
    let held = artefact.labelled(Part::Certify, all_draws(DRAWS));
    let seen = artefact.labelled(Part::Fit, all_draws(DRAWS));
    assert!(held.len() + seen.len() + artefact.fit.unscored <= 300 && (110..=120).contains(&held.len()));
    assert_eq!(seen.len(), artefact.fit.before.rows);
    let mut turned = artefact.questions.clone();
    for question in turned.iter_mut().filter(|question| question.part == Part::Certify) {
        question.right = !question.right;
    }
    let again = Artefact::fitted(about(), turned, all_draws(DRAWS), &Options::default()).unwrap();
    assert_eq!(again.fit, artefact.fit);
}

#[test]
fn dealing_is_seeded_and_takes_the_share() {
    let parts = |share, seed| {
        let mut questions = questions(50);
        deal(&mut questions, share, seed);
        questions.iter().map(|question| question.part).collect::<Vec<_>>()
    };
    assert_eq!(parts(0.5, 1), parts(0.5, 1));
    assert_ne!(parts(0.5, 1), parts(0.5, 2));
    for (share, count) in [(0.0, 0), (0.3, 15), (1.0, 50), (7.0, 50), (f64::NAN, 0)] {
        assert_eq!(parts(share, 1).iter().filter(|part| **part == Part::Certify).count(), count);
    }
}

#[test]
fn it_tells_what_a_refit_mends_from_what_it_does_not() {
    let artefact = fitted();
    let About { sequences, policy, .. } = about();
    assert_eq!(artefact.held_against(&sequences, &policy), Match::Same);
    let fewer = policy.with("max_draws", 3);
    let found = artefact.held_against(&sequences, &fewer);
    assert!(matches!(found, Match::Policy(_)));
    assert_eq!(told(&found), ["max_draws: fitted with '5', in force is '3'"]);
    let found = artefact.held_against(&sequences.with("judge", "pair-1").with("guards", "on"), &fewer);
    assert!(matches!(found, Match::Sequences(_)));
    let guards = "guards: fitted with nothing, in force is 'on'";
    assert_eq!(told(&found), [guards, "judge: fitted with 'lexical-2', in force is 'pair-1'"]);
}

fn told(found: &Match) -> Vec<String> {
    match found {
        Match::Same => Vec::new(),
        Match::Policy(differences) | Match::Sequences(differences) => {
            differences.iter().map(ToString::to_string).collect()
        }
    }
}

#[test]
fn a_refit_replays_the_sequences() {
    let artefact = fitted();
    let refitted = artefact.clone().refitted(refit(3), all_draws(3), &Options::default()).unwrap();
    assert_eq!(refitted.about.revision, 2);
    assert_eq!(refitted.about.date, "2024-06-01");
    assert_eq!(refitted.about.policy.get("max_draws"), Some("3"));
    assert_eq!(refitted.questions, artefact.questions);
    let anew = Artefact::fitted(about(), artefact.questions.clone(), all_draws(3), &Options::default()).unwrap();
    assert_eq!(refitted.fit, anew.fit);
    let more = artefact.refitted(refit(6), all_draws(6), &Options::default()).unwrap_err();
    assert!(matches!(more, Error::Draws { made: 5, asked: 6 }), "{more}");
}

#[test]
fn a_missing_draw_is_not_a_disagreement() {
    let question = |agreements: &[Option<f64>]| Question {
        agreements: agreements.to_vec(),
        score: None,
        right: true,
        part: Part::Fit,
    };
    let found = question(&[Some(1.0), None, Some(0.5), Some(0.0)]).posterior(3).unwrap();
    assert_eq!((found.agreed, found.counted), (1.5, 2));
    assert!(question(&[None, None]).posterior(2).is_none());
    assert!(question(&[Some(1.0)]).posterior(0).is_none());
    let by_scorer = Question { score: Some(0.25), ..question(&[Some(1.0)]) };
    assert_eq!(all_draws(5)(&by_scorer), Some(0.25));
}

#[test]
fn hostile_labels_are_named() {
    let fit = |questions| Artefact::fitted(about(), questions, all_draws(DRAWS), &Options::default());
    let said = |questions| fit(questions).unwrap_err().to_string();
    let mut rows = questions(20);
    rows[7].agreements[2] = Some(f64::NAN);
    assert!(said(rows.clone()).starts_with("row 8, draw 3: NaN"));
    rows[7].agreements[2] = Some(1.5);
    assert!(said(rows.clone()).starts_with("row 8, draw 3: 1.5"));
    rows[7].agreements[2] = None;
    rows[9].score = Some(-1.0);
    assert!(said(rows).starts_with("row 10"));
    assert!(said(Vec::new()).contains("of 0 labelled questions"));
    let mut unread = questions(4);
    unread.iter_mut().for_each(|question| question.agreements = vec![None; 5]);
    assert!(said(unread).contains("of 4 labelled questions"));
}

#[test]
fn what_is_no_artefact_is_refused() {
    let json = fitted().to_json().unwrap();
    let read = |json: &str| Artefact::from_json(json.as_bytes()).map(|_| ()).unwrap_err().to_string();
    assert!(read("").contains("no calibration artefact"));
    assert!(read("[1, 2]").contains("no calibration artefact"));
    assert!(read(&json[..json.len() / 2]).contains("no calibration artefact"));
    assert!(read(&json.replacen("\"format\": 1", "\"format\": 9", 1)).contains("format 9"));
    assert!(read(&json.replacen("[1.0", "[1.5", 1)).contains("no agreement"));
    assert!(Artefact::from_json(b"\xff\xfe{\0").is_err());
}

#[test]
fn a_broken_map_is_refused() {
    let broken = [
        r#"{"method": "isotonic", "knots": []}"#,
        r#"{"method": "isotonic", "knots": [[0.1, 0.9], [0.5, 0.2]]}"#,
        r#"{"method": "isotonic", "knots": [[0.1, 1.9]]}"#,
        r#"{"method": "venn_abers", "levels": []}"#,
        r#"{"method": "venn_abers", "levels": [[0.5, 0.9, 0.1]]}"#,
        r#"{"method": "venn_abers", "levels": [[0.5, 0.0, 0.0]]}"#,
        r#"{"method": "venn_abers", "levels": [[0.5, 0.1, 0.9], [0.6, 0.0, 0.9]]}"#,
        r#"{"method": "platt", "slope": -1.0, "intercept": 0.0, "seen": [0.1, 0.9]}"#,
        r#"{"method": "platt", "slope": 1.0, "intercept": 0.0, "seen": [0.9, 0.1]}"#,
        r#"{"method": "beta", "a": 1.0, "b": -0.1, "c": 0.0, "seen": [0.1, 0.9]}"#,
        r#"{"method": "beta", "a": 1.0, "b": 1.0, "c": 0.0, "seen": [-1.0, 0.9]}"#,
        r#"{"method": "constant", "probability": 2.0}"#,
    ];
    let good = serde_json::to_value(fitted()).unwrap();
    for map in broken {
        let mut value = good.clone();
        value["fit"]["map"] = serde_json::from_str(map).unwrap();
        let found = Artefact::from_json(value.to_string().as_bytes());
        assert!(matches!(found, Err(Error::Map(_))), "{map}: {found:?}");
    }
    assert!(Artefact::from_json(good.to_string().as_bytes()).is_ok());
}

#[test]
fn an_uncalibrated_map_is_not_a_fitted_one() {
    assert_ne!(fitted().calibration(), Calibration::uncalibrated());
}
