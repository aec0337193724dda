//! What a classifier's outputs mean, by the names that its configuration gives them.

use std::collections::BTreeMap;

use probity_score::judge::Entailment;

/// What one output stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It follows.
    Entailment,
    /// It does not: of a model with two labels, what is no entailment is neutral too.
    Neutral,
    /// Its contrary follows.
    Contradiction,
}

/// The role of each output, from `id2label`. The error says what is wrong with the names.
pub(crate) fn roles(id2label: &BTreeMap<String, String>) -> Result<Vec<Role>, String> {
    let mut names = Vec::new();
    for index in 0..id2label.len() {
        let name = id2label.get(&index.to_string());
        names.push(name.ok_or_else(|| format!("its id2label has {} labels, but none for {index}", id2label.len()))?);
    }
    let simple: Vec<String> = names.iter().map(|name| simple(name)).collect();
    let roles: Option<Vec<Role>> = simple.iter().map(|name| role(name)).collect();
    let mut sorted: Vec<&str> = simple.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    match (roles, &sorted[..]) {
        (Some(roles), ["contradiction", "entailment", "neutral"] | ["entailment", "not_entailment"]) => Ok(roles),
        _ => Err(format!(
            "its labels are {names:?}, not entailment, neutral and contradiction, nor entailment and not_entailment \
             (set them in id2label if they are only called otherwise)"
        )),
    }
}

/// Probabilities from logits.
pub(crate) fn entailment(logits: &[f32], roles: &[Role]) -> Entailment {
    let peak = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let weights: Vec<f64> = logits.iter().map(|logit| f64::from(logit - peak).exp()).collect();
    let total: f64 = weights.iter().sum();
    let mass = |wanted: Role| {
        weights.iter().zip(roles).filter(|(_, role)| **role == wanted).map(|(weight, _)| weight / total).sum()
    };
    Entailment {
        entailment: mass(Role::Entailment),
        neutral: mass(Role::Neutral),
        contradiction: mass(Role::Contradiction),
    }
}

fn role(simple: &str) -> Option<Role> {
    match simple {
        "entailment" => Some(Role::Entailment),
        "neutral" | "not_entailment" => Some(Role::Neutral),
        "contradiction" => Some(Role::Contradiction),
        _ => None,
    }
}

fn simple(name: &str) -> String {
    name.trim().to_lowercase().replace(['-', ' '], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[&str]) -> Result<Vec<Role>, String> {
        roles(&names.iter().enumerate().map(|(index, name)| (index.to_string(), (*name).to_owned())).collect())
    }

    #[test]
    fn names_count_in_any_order_and_case() {
        use Role::{Contradiction, Entailment, Neutral};
        assert_eq!(named(&["entailment", "neutral", "contradiction"]).unwrap(), [Entailment, Neutral, Contradiction]);
        assert_eq!(named(&["CONTRADICTION", "Entailment", "neutral"]).unwrap(), [Contradiction, Entailment, Neutral]);
        assert_eq!(named(&["not_entailment", "entailment"]).unwrap(), [Neutral, Entailment]);
        assert_eq!(named(&["Entailment", "Not-Entailment"]).unwrap(), [Entailment, Neutral]);
    }

    #[test]
    fn ten_labels_are_in_the_order_of_their_numbers_and_refused() {
        let names: Vec<String> = (0..11).map(|index| format!("LABEL_{index}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert!(named(&names).unwrap_err().contains("\"LABEL_9\", \"LABEL_10\""));
    }

    #[test]
    fn other_names_are_refused_and_listed() {
        for names in [
            &["LABEL_0", "LABEL_1", "LABEL_2"][..],
            &["entailment", "neutral"],
            &["entailment", "entailment", "neutral"],
            &["entailment", "not_entailment", "contradiction"],
            &["positive", "negative"],
        ] {
            let reason = named(names).unwrap_err();
            assert!(names.iter().all(|name| reason.contains(name)), "{reason}");
        }
        assert!(named(&[]).is_err());
        let gap = [("0".to_owned(), "entailment".to_owned()), ("2".to_owned(), "not_entailment".to_owned())];
        assert!(roles(&gap.into_iter().collect()).unwrap_err().contains("none for 1"));
    }

    #[test]
    fn probabilities_sum_to_one_and_what_is_not_entailed_is_neutral() {
        let two = entailment(&[0.0, 0.0], &named(&["not_entailment", "entailment"]).unwrap());
        assert_eq!(two, Entailment { entailment: 0.5, neutral: 0.5, contradiction: 0.0 });
        let three = entailment(&[1000.0, -1000.0, 0.0], &named(&["contradiction", "entailment", "neutral"]).unwrap());
        assert_eq!(three, Entailment { entailment: 0.0, neutral: 0.0, contradiction: 1.0 });
    }
}
