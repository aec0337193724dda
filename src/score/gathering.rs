//! What signals look at, gathered: of all that could be judged, the least that covers what they need.

use crate::scorer::Need;
use crate::{Comparison, EntailmentJudge, Entailments, Error, Evidence, Matrix, SentenceChecks};

/// What was judged of the answers to one question.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gathered {
    matrix: Option<Matrix>,
    entailments: Option<Entailments>,
    sentences: Option<SentenceChecks>,
}

impl Gathered {
    /// Has judged what `needs` ask for and no pair beside that, `served` being the place of the served answer. What the
    /// comparison knows already is not judged again. Needs that no judge can meet are left to the caller, and so are
    /// those of entailment where there is no judge of it. Fewer than two answers need nothing.
    ///
    /// | need | pairs judged, of `U` distinct answers in `K` clusters |
    /// |---|---|
    /// | [`Need::ServedSameness`] | U − 1 |
    /// | [`Need::Clusters`] | at most K·U − K(K + 1)/2 |
    /// | [`Need::Sameness`] | U(U − 1)/2 |
    /// | [`Need::ServedEntailments`] | 2(U − 1), less what guards settle |
    /// | [`Need::Entailments`] | U(U − 1), less what guards settle |
    ///
    /// # Errors
    /// When a judge cannot judge.
    pub async fn of(
        comparison: &mut Comparison<'_>,
        entailment: Option<&dyn EntailmentJudge>,
        served: usize,
        needs: &[Need],
    ) -> Result<Self, Error> {
        if comparison.answers().len() < 2 {
            return Ok(Self::default());
        }
        sameness(comparison, served, needs).await?;
        let mut gathered = Self { matrix: Some(comparison.matrix()), ..Self::default() };
        let Some(judge) = entailment else { return Ok(gathered) };
        let (question, answers) = (comparison.question(), comparison.answers());
        if needs.contains(&Need::Entailments) {
            gathered.entailments = Some(Entailments::judge(judge, question, answers).await?);
        } else if needs.contains(&Need::ServedEntailments) {
            gathered.entailments = Some(Entailments::judge_beside(judge, question, answers, served).await?);
        }
        if let Some(own) = answers.get(served).filter(|_| needs.contains(&Need::Sentences)) {
            let others = answers.iter().enumerate().filter(|(place, _)| *place != served);
            let others: Vec<&str> = others.map(|(_, answer)| *answer).collect();
            gathered.sentences = Some(SentenceChecks::judge(judge, question, own, &others).await?);
        }
        Ok(gathered)
    }

    /// Evidence with what was gathered.
    pub fn beside<'a>(&'a self, mut evidence: Evidence<'a>) -> Evidence<'a> {
        if let Some(matrix) = &self.matrix {
            evidence = evidence.with_matrix(matrix);
        }
        if let Some(entailments) = &self.entailments {
            evidence = evidence.with_entailments(entailments);
        }
        if let Some(sentences) = &self.sentences {
            evidence = evidence.with_sentences(sentences);
        }
        evidence
    }
}

async fn sameness(comparison: &mut Comparison<'_>, served: usize, needs: &[Need]) -> Result<(), Error> {
    if needs.contains(&Need::Sameness) {
        return comparison.judge_all().await;
    }
    if needs.contains(&Need::ServedSameness) {
        comparison.judge_beside(served).await?;
    }
    for need in needs {
        if let Need::Clusters { same_at } = need {
            comparison.clusters(*same_at).await?;
        }
    }
    Ok(())
}
