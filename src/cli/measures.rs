//! What `eval` takes beside questions and policy: who grades, what the model knows, baselines, bounds, and where an
//! interrupted run goes on.

use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};
use probity_draw::Sampler;
use probity_evaluate::{
    Baseline, Bench, Dataset, Grader, Journal, Knowing, Knowledge, Limits, Live, LlmJudge, Options, Prices, Purse,
    Question, Recorded, Report, baseline, dataset, estimate, estimate_recorded,
};
use probity_upstream::{Endpoint, Http};

use crate::app;
use crate::settings::Settings;

/// What is measured beside honesty, and within which bounds.
#[derive(Debug, Args)]
pub(super) struct Measures {
    /// Who says whether answers are right [default: match, then the pair model where judge.chain loads it, then the
    /// language model where --grader-model names one]
    #[arg(long, value_name = "GRADER", value_delimiter = ',', value_enum, help_heading = "Grading")]
    grade: Vec<GraderName>,
    /// The language model that grades, in two steps: take the short answer out, rate it against the reference
    #[arg(long, value_name = "NAME", help_heading = "Grading")]
    grader_model: Option<String>,
    /// Base URL of the OpenAI-compatible endpoint that has it [default: upstream.url]
    #[arg(long, value_name = "URL", requires = "grader_model", help_heading = "Grading")]
    grader_upstream: Option<String>,
    /// The environment variable with the key for --grader-upstream
    #[arg(long, value_name = "VARIABLE", requires = "grader_upstream", help_heading = "Grading")]
    grader_key_env: Option<String>,
    /// Its prices for a million tokens, as PROMPT/COMPLETION
    #[arg(long, value_name = "PRICES", requires = "grader_model", help_heading = "Grading")]
    grader_prices: Option<Prices>,

    /// Estimate what the model knows by sampling: k(x), and the honest value of its answers
    #[arg(long, help_heading = "Knowledge")]
    knowledge: bool,
    /// Samples for each question
    #[arg(long, value_name = "M", default_value_t = 10, requires = "knowledge", help_heading = "Knowledge")]
    knowledge_samples: usize,
    /// The temperature that they are sampled at
    #[arg(long, value_name = "T", default_value_t = 1.0, requires = "knowledge", help_heading = "Knowledge")]
    knowledge_temperature: f64,
    /// A question is known from this share of right samples on
    #[arg(long, value_name = "P", default_value_t = 0.1, requires = "knowledge", help_heading = "Knowledge")]
    knowledge_at: f64,
    /// Write the questions that the model knows and answers right to FILE, as a set for --data
    #[arg(long, value_name = "FILE", requires = "knowledge", help_heading = "Knowledge")]
    known_set: Option<PathBuf>,

    /// Run these beside it on the same questions
    #[arg(
        long,
        value_name = "BASELINE",
        value_delimiter = ',',
        value_enum,
        requires = "data",
        help_heading = "Baselines"
    )]
    baseline: Vec<BaselineName>,
    /// Guesses that a verbal baseline asks for [default: 1 of verbal-1s, 4 of verbal-2s]
    #[arg(long, value_name = "K", requires = "baseline", help_heading = "Baselines")]
    guesses: Option<NonZeroUsize>,

    /// Keep answers in FILE as they come, and take from it what an interrupted run had already
    #[arg(long, value_name = "FILE", requires = "data", help_heading = "Bounds")]
    resume: Option<PathBuf>,
    /// The `seed` of requests, for endpoints that heed one
    #[arg(long, value_name = "N", help_heading = "Bounds")]
    seed: Option<i64>,
    /// Prices for a million tokens, as PROMPT/COMPLETION, in any currency
    #[arg(long, value_name = "PRICES", help_heading = "Bounds")]
    prices: Option<Prices>,
    /// Begin no further question once so much money is spent
    #[arg(long, value_name = "MONEY", requires = "prices", help_heading = "Bounds")]
    max_cost: Option<f64>,
    /// Begin no further question once so many tokens are spent, prompts and answers
    #[arg(long, value_name = "N", help_heading = "Bounds")]
    max_total_tokens: Option<u64>,
    /// Begin at most so many questions in a minute
    #[arg(long, value_name = "N", help_heading = "Bounds")]
    per_minute: Option<NonZeroU32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GraderName {
    /// Rules: a reference is contained, the letter is right
    Match,
    /// The pair model: the answer and a reference are the same
    Pair,
    /// The language model of --grader-model
    Llm,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum BaselineName {
    /// The prompt of the founding paper, which allows the model to decline
    Prompt,
    /// Guess and probability in one reply
    #[value(name = "verbal-1s")]
    Verbal1s,
    /// Guesses first, then their probabilities
    #[value(name = "verbal-2s")]
    Verbal2s,
}

/// As many guesses as the two-step baseline is known with.
const GUESSES: usize = 4;

impl Measures {
    /// What the run may take.
    pub(super) fn purse(&self) -> anyhow::Result<Arc<Purse>> {
        let limits = Limits {
            tokens: self.max_total_tokens,
            cost: self.max_cost,
            prices: self.prices,
            per_minute: self.per_minute,
        };
        Ok(Arc::new(Purse::new(limits)?))
    }

    /// Where answers are kept, where they are to be.
    pub(super) fn journal(&self) -> anyhow::Result<Option<Arc<Journal>>> {
        let journal = self.resume.as_deref().map(Journal::open).transpose()?;
        Ok(journal.map(Arc::new))
    }

    /// The seed of requests.
    pub(super) fn seed(&self) -> Option<i64> {
        self.seed
    }

    /// Who grades. What was not named is asked where it is there; what was named must be.
    pub(super) fn grader(
        &self,
        settings: &Settings,
        judges: &app::Bench,
        purse: &Arc<Purse>,
    ) -> anyhow::Result<Grader> {
        let named = |name| self.grade.contains(&name);
        let wanted = |name| self.grade.is_empty() || named(name);
        let mut grader = Grader::default();
        if judges.pair.is_some() && wanted(GraderName::Pair) {
            grader = grader.with_pair(Arc::clone(&judges.judges.meaning));
        } else if named(GraderName::Pair) {
            bail!("--grade names pair, but judge.chain does not load it (--judges pair,lexical)");
        }
        match &self.grader_model {
            Some(model) if wanted(GraderName::Llm) => {
                let prices = self.grader_prices.or(self.prices);
                grader =
                    grader.with_llm(LlmJudge::new(self.source(settings)?, model.clone(), prices, Arc::clone(purse)));
            }
            None if named(GraderName::Llm) => bail!("--grade names llm: name the model that grades in --grader-model"),
            Some(_) | None => {}
        }
        Ok(grader)
    }

    /// What is asked beside a live run: what the model knows, then the baselines. The report, and theirs.
    pub(super) async fn beside(&self, asked: Live<'_>, mut report: Report) -> anyhow::Result<Vec<Report>> {
        let Live { bench, sampler, data, options, progress } = asked;
        if let Some(knowing) = self.knowing() {
            let estimates = estimate(bench, Arc::clone(sampler), data, options, &knowing, progress).await?;
            let knowledge = Knowledge::of(estimates, &report, &knowing);
            self.write_known(&mut report, knowledge, &data.rows)?;
        }
        let mut reports = vec![report];
        for kind in self.baselines() {
            let plain = reports.first().context("there is a report")?;
            let other = baseline(kind, &asked, plain).await?;
            reports.push(other);
        }
        Ok(reports)
    }

    /// The same of recorded answers, whose samples are there already.
    pub(super) async fn beside_recorded(
        &self,
        bench: &Bench,
        data: &Dataset<Recorded>,
        options: &Options,
        mut report: Report,
    ) -> anyhow::Result<Report> {
        if let Some(knowing) = self.knowing() {
            let estimates = estimate_recorded(bench, data, options, &knowing).await?;
            let questions: Vec<Question> = data.rows.iter().map(Recorded::asked).collect();
            let knowledge = Knowledge::of(estimates, &report, &knowing);
            self.write_known(&mut report, knowledge, &questions)?;
        }
        Ok(report)
    }

    fn write_known(&self, report: &mut Report, knowledge: Knowledge, questions: &[Question]) -> anyhow::Result<()> {
        if let Some(path) = &self.known_set {
            dataset::write(path, &knowledge.known_set(questions))?;
        }
        report.conduct.knowledge = Some(knowledge);
        Ok(())
    }

    /// How knowledge is to be estimated, where it is.
    fn knowing(&self) -> Option<Knowing> {
        self.knowledge.then_some(Knowing {
            samples: self.knowledge_samples,
            temperature: self.knowledge_temperature,
            threshold: self.knowledge_at,
        })
    }

    /// The baselines to run, in the order in which they were named.
    fn baselines(&self) -> Vec<Baseline> {
        let guesses = |default| self.guesses.map_or(default, NonZeroUsize::get);
        let of = |name: &BaselineName| match name {
            BaselineName::Prompt => Baseline::Prompt,
            BaselineName::Verbal1s => Baseline::VerbalOnce(guesses(1)),
            BaselineName::Verbal2s => Baseline::VerbalTwice(guesses(GUESSES)),
        };
        self.baseline.iter().map(of).collect()
    }

    /// Where the model that grades is.
    fn source(&self, settings: &Settings) -> anyhow::Result<Arc<dyn Sampler>> {
        let mut upstream = settings.upstream.clone();
        if let Some(url) = &self.grader_upstream {
            upstream.url.clone_from(url);
            // The key of the upstream under test is nobody else's business.
            upstream.api_key_env = self.grader_key_env.clone().unwrap_or_default();
            upstream.api_key_file = PathBuf::new();
        }
        if upstream.url.is_empty() {
            bail!("--grader-model needs an endpoint: give --grader-upstream or --upstream");
        }
        Ok(Http::new(&upstream).context("--grader-upstream")?.sampler())
    }
}
