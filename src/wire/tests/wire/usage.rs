//! Usage adds up.

use probity_wire::Usage;

fn usage(json: &str) -> Usage {
    serde_json::from_str(json).unwrap()
}

#[test]
fn counts_and_details_are_summed() {
    let mut sum = usage(
        r#"{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"prompt_tokens_details":{"cached_tokens":4,"tier":"a"},"cost":0.5,"x":null,"y":true}"#,
    );
    sum.add(&usage(
        r#"{"prompt_tokens":10,"completion_tokens":20,"total_tokens":30,"prompt_tokens_details":{"cached_tokens":40,"tier":"b","audio_tokens":5},"cost":0.25,"x":7,"y":8,"z":[1]}"#,
    ));
    assert_eq!(
        serde_json::to_string(&sum).unwrap(),
        r#"{"prompt_tokens":11,"completion_tokens":22,"total_tokens":33,"prompt_tokens_details":{"cached_tokens":44,"tier":"a","audio_tokens":5},"cost":0.75,"x":7,"y":true,"z":[1]}"#
    );
}

#[test]
fn sums_stop_at_the_largest_number() {
    let mut sum = Usage::new(u64::MAX, 1);
    assert_eq!(sum.total_tokens, u64::MAX);
    sum.rest.insert("a".to_owned(), u64::MAX.into());
    sum.rest.insert("b".to_owned(), f64::MAX.into());
    let other = sum.clone();
    sum.add(&other);
    assert_eq!((sum.prompt_tokens, sum.completion_tokens, sum.total_tokens), (u64::MAX, 2, u64::MAX));
    assert_eq!((&sum.rest["a"], &sum.rest["b"]), (&u64::MAX.into(), &f64::MAX.into()));
}

#[test]
fn adding_to_nothing_is_the_other() {
    let mut sum = Usage::default();
    let other = usage(r#"{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"details":{"a":-4}}"#);
    sum.add(&other);
    assert_eq!(sum, other);
    sum.add(&other);
    assert_eq!(sum.rest["details"]["a"].as_f64(), Some(-8.0));
}
