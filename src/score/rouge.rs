//! ROUGE-L: the longest common subsequence of words, as an F score. Its mean over all pairs is the *lexical similarity*
//! of the uncertainty literature (there with its sign turned).

use probity_text::{normalise, words};

/// So many words of a text are compared: the work grows with the square of them.
const LONGEST: usize = 512;

/// ROUGE-L F of two texts, the first 512 words of each, words normalised and stemmed, CJK text by character; in [0, 1], symmetric.
pub fn rouge_l(a: &str, b: &str) -> f64 {
    f_score(&tokens(a), &tokens(b))
}

/// Mean ROUGE-L F over all pairs, in [0, 1]; `None` for fewer than two answers.
pub fn mean_pairwise<S: AsRef<str>>(answers: &[S]) -> Option<f64> {
    let all: Vec<Vec<String>> = answers.iter().map(|answer| tokens(answer.as_ref())).collect();
    let (mut sum, mut count) = (0.0, 0);
    for (i, a) in all.iter().enumerate() {
        for b in &all[i + 1..] {
            sum += f_score(a, b);
            count += 1;
        }
    }
    (count > 0).then(|| sum / f64::from(count))
}

fn tokens(text: &str) -> Vec<String> {
    let normal = normalise(text);
    if words::is_mostly_cjk(&normal) {
        return normal.chars().filter(|c| c.is_alphanumeric()).take(LONGEST).map(String::from).collect();
    }
    let words = normal.split(' ').filter(|word| !word.is_empty()).take(LONGEST);
    words.map(|word| words::stem(word).to_owned()).collect()
}

fn f_score(a: &[String], b: &[String]) -> f64 {
    if a.is_empty() || b.is_empty() {
        return if a.len() == b.len() { 1.0 } else { 0.0 };
    }
    2.0 * common(a, b) as f64 / (a.len() + b.len()) as f64
}

/// Length of the longest common subsequence.
fn common(a: &[String], b: &[String]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    row[b.len()]
}
