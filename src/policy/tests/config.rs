//! The policy's section: read strictly, checked at start.

use probity_policy::config::{Config, Stop};

fn config() -> Config {
    Config {
        answer_at: 0.8,
        hedge_at: 0.5,
        stop: Stop::Decision,
        epsilon: 0.02,
        least: 4,
        max_sentences: 3,
        long_support_at: 0.5,
        long_refuse_above: 0.5,
        long_max_sentences: 24,
        long_windows: 3,
        gate_judge_at: 0.5,
        gate_rescue_at: 0.9,
    }
}

#[test]
fn good_values_pass() {
    assert_eq!(config().validate(), Ok(()));
    assert_eq!(Config { hedge_at: 0.8, epsilon: 0.0, ..config() }.validate(), Ok(()));
}

#[test]
fn bad_values_are_named() {
    let table = [
        (Config { answer_at: 1.0, ..config() }, "policy.answer_at = 1 must lie between 0 and 1, both excluded"),
        (Config { answer_at: f64::NAN, ..config() }, "policy.answer_at = NaN must lie between 0 and 1, both excluded"),
        (Config { hedge_at: 0.0, ..config() }, "policy.hedge_at = 0 must lie between 0 and 1, both excluded"),
        (Config { hedge_at: 0.9, ..config() }, "policy.hedge_at = 0.9 must not be above policy.answer_at = 0.8"),
        (Config { epsilon: 0.5, ..config() }, "policy.epsilon = 0.5 must lie from 0 to below 0.5"),
        (Config { epsilon: -0.1, ..config() }, "policy.epsilon = -0.1 must lie from 0 to below 0.5"),
        (Config { least: 0, ..config() }, "policy.least = 0 must lie at 1 or above"),
        (Config { max_sentences: 0, ..config() }, "policy.max_sentences = 0 must lie at 1 or above"),
        (
            Config { long_support_at: 1.0, ..config() },
            "policy.long_support_at = 1 must lie between 0 and 1, both excluded",
        ),
        (Config { long_refuse_above: 1.5, ..config() }, "policy.long_refuse_above = 1.5 must lie from 0 to 1"),
        (Config { long_max_sentences: 0, ..config() }, "policy.long_max_sentences = 0 must lie at 1 or above"),
        (Config { long_windows: 0, ..config() }, "policy.long_windows = 0 must lie at 1 or above"),
        (Config { gate_judge_at: -0.5, ..config() }, "policy.gate_judge_at = -0.5 must lie from 0 to 1"),
        (Config { gate_rescue_at: f64::NAN, ..config() }, "policy.gate_rescue_at = NaN must lie from 0 to 1"),
    ];
    for (config, complaint) in table {
        assert_eq!(config.validate().unwrap_err().to_string(), complaint);
    }
}

#[test]
fn the_section_reads_strictly() {
    let section = r#"{"answer_at":0.8,"hedge_at":0.5,"stop":"decision","epsilon":0.02,"least":4,"max_sentences":3,
        "long_support_at":0.5,"long_refuse_above":0.5,"long_max_sentences":24,"long_windows":3,"gate_judge_at":0.5,
        "gate_rescue_at":0.9}"#;
    assert_eq!(serde_json::from_str::<Config>(section).unwrap(), config());
    assert!(serde_json::from_str::<Config>(&section.replace("least", "lest")).is_err());
    assert!(serde_json::from_str::<Config>(&section.replace("\"least\":4,", "")).is_err());
    assert!(serde_json::from_str::<Config>(&section.replace("decision", "sometimes")).is_err());
}

#[test]
fn the_rule_takes_the_sections_values() {
    let rule = config().rule(5);
    assert_eq!((rule.budget, rule.epsilon, rule.least), (5, Some(0.02), 4));
    assert_eq!((rule.thresholds.answer, rule.thresholds.hedge), (0.8, 0.5));
    assert_eq!(Config { stop: Stop::None, ..config() }.rule(5).epsilon, None);
}
