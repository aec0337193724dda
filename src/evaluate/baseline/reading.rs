//! Guesses and probabilities out of replies that should hold nothing else, and often do.

use super::Baseline;

/// A guess, and how likely the model says that it is right.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Guess {
    pub(super) text: String,
    pub(super) probability: Option<f64>,
}

impl Baseline {
    /// The guess that is likeliest by the model's own word; the whole reply where it holds no guess as asked for.
    pub(super) fn read(self, first: &str, second: &str) -> Guess {
        let numbers = match self {
            Self::Prompt => return Guess { text: first.trim().to_owned(), probability: None },
            Self::VerbalOnce(_) => first,
            Self::VerbalTwice(_) => second,
        };
        let guesses = (1..=self.guesses()).filter_map(|place| {
            let text = behind(first, &[format!("g{place}:"), "guess:".to_owned()][..labels(self)])?;
            let number = behind(numbers, &[format!("p{place}:"), "probability:".to_owned()][..labels(self)]);
            Some(Guess { text: text.to_owned(), probability: number.and_then(probability) })
        });
        let likelier = |best: Guess, next: Guess| if next.probability > best.probability { next } else { best };
        guesses.reduce(likelier).unwrap_or_else(|| Guess {
            text: first.trim().to_owned(),
            // Asked for one number, a model may well say that alone.
            probability: (self == Self::VerbalTwice(1)).then(|| probability(second)).flatten(),
        })
    }
}

/// Where one guess is asked for, it has no number.
fn labels(baseline: Baseline) -> usize {
    if baseline.guesses() == 1 { 2 } else { 1 }
}

/// What stands behind the first of these labels that occurs, up to the line's end or to the label of a probability.
fn behind<'a>(text: &'a str, labels: &[String]) -> Option<&'a str> {
    // Lower case of ASCII only, so that places stay what they are.
    let folded = text.to_ascii_lowercase();
    let start = labels.iter().find_map(|label| Some(folded.find(label.as_str())? + label.len()))?;
    let line = text[start..].lines().next().unwrap_or_default();
    let folded = line.to_ascii_lowercase();
    let end = (1..10).filter_map(|place| folded.find(&format!("p{place}:"))).chain(folded.find("probability:")).min();
    let said = line[..end.unwrap_or(line.len())].trim().trim_matches(['*', '"', '<', '>']).trim();
    (!said.is_empty()).then_some(said)
}

/// `0.85`, `.85`, `85 %` or `85`; nothing else is one.
fn probability(text: &str) -> Option<f64> {
    let start = text.find(|c: char| c.is_ascii_digit() || c == '.')?;
    if text[..start].ends_with('-') {
        return None;
    }
    let number = &text[start..];
    let end = number.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(number.len());
    let (digits, rest) = number.split_at(end);
    let value: f64 = digits.trim_end_matches('.').parse().ok()?;
    let percent = rest.trim_start().starts_with('%') || value > 1.0;
    let share = if percent { value / 100.0 } else { value };
    (0.0..=1.0).contains(&share).then_some(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(baseline: Baseline, first: &str, second: &str) -> (String, Option<f64>) {
        let Guess { text, probability } = baseline.read(first, second);
        (text, probability)
    }

    #[test]
    fn the_likeliest_guess_is_taken() {
        let said = |text: &str, probability| (text.to_owned(), probability);
        let once = Baseline::VerbalOnce(1);
        assert_eq!(read(once, "Guess: Paris\nProbability: 0.9", ""), said("Paris", Some(0.9)));
        assert_eq!(read(once, "**Guess:** Paris\nProbability: 85%", ""), said("Paris", Some(0.85)));
        assert_eq!(read(once, "G1: Paris P1: .5", ""), said("Paris", Some(0.5)));
        assert_eq!(read(once, "I don't know.", ""), said("I don't know.", None));
        assert_eq!(read(once, "Guess: Paris\nProbability: high", ""), said("Paris", None));
        assert_eq!(read(once, "Guess: Paris\nProbability: -0.5", ""), said("Paris", None));
        let two = "G1: Lyon\nP1: 0.2\nG2: Paris\nP2: 0.7";
        assert_eq!(read(Baseline::VerbalOnce(2), two, ""), said("Paris", Some(0.7)));
        let twice = Baseline::VerbalTwice(2);
        assert_eq!(read(twice, "G1: Lyon\nG2: Paris", "P1: 0.3\nP2: 60"), said("Paris", Some(0.6)));
        assert_eq!(read(twice, "G1: Lyon\nG2: Paris", "I cannot say."), said("Lyon", None));
        assert_eq!(read(Baseline::VerbalTwice(1), "Guess: Lyon", "0.4"), said("Lyon", None));
        assert_eq!(read(Baseline::VerbalTwice(1), "Guess: Lyon", "Probability: 0.4"), said("Lyon", Some(0.4)));
    }
}
