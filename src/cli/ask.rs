//! `probity ask`: one question, and everything that was thought about it, as a person would like to read it.

use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use probity_draw::record::Forget;
use probity_draw::{Ask, Failure};
use probity_pipeline::{Answer, Controls, Decision, Outcome, Verdict};
use probity_wire::chat::{ChatRequest, ChatResponse};

use super::paint::{self, BAD, FAINT, GOOD, STRONG, WARN, bar, styled};
use super::progress;
use crate::app::App;
use crate::settings::{JudgeName, Settings};

/// What `ask` takes.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The question
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    question: String,
    /// The model to ask [default: the embedded model's id]
    #[arg(long)]
    model: Option<String>,
    /// At most so many verification draws
    #[arg(long, value_name = "N")]
    max_draws: Option<usize>,
    /// The judges, in the order in which they are tried [default: judge.chain]
    #[arg(long, value_name = "JUDGE", value_delimiter = ',', value_enum)]
    judges: Vec<JudgeName>,
    /// Print the response's JSON and nothing else
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(super) fn flags(&self) -> Vec<(&'static str, String)> {
        let mut flags = super::judges_flag(&self.judges);
        flags.extend(self.max_draws.map(|draws| ("honesty.max_draws", draws.to_string())));
        flags
    }
}

/// Asks, and prints the draws, the clusters, the confidence and the decision.
pub(super) fn run(settings: Settings, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    progress::start_logging(&settings.log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let app = {
        let _context = runtime.enter();
        App::compose(settings, &progress::Download::default())?
    };
    let outcome = runtime.block_on(ask(&app, arguments))?;
    let Answer::Plain(body) = &outcome.answer else { anyhow::bail!("a plain request was answered by a stream") };
    if arguments.json {
        paint::line(&String::from_utf8_lossy(body));
        return Ok(ExitCode::SUCCESS);
    }
    let response = ChatResponse::parse(body.clone())?;
    let text = response.choices().first().and_then(|choice| choice.content.clone()).unwrap_or_default();
    print(&arguments.question, &app, &outcome, &text);
    Ok(ExitCode::SUCCESS)
}

async fn ask(app: &App, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let model = arguments.model.as_deref().unwrap_or_else(|| app.source.model());
    let body = serde_json::json!({
        "model": model,
        "messages": [{"role": "user", "content": arguments.question}],
    });
    let request = ChatRequest::parse(body.to_string().into())?;
    let pipeline = app.pipeline(app.endpoint.sampler(), Arc::new(Forget));
    let plan = pipeline.plan(&request, &Controls::default()).await;
    let ask = Ask::new(request);
    pipeline.begin(ask, &plan).finish().await.map_err(|failure| explain(&failure))
}

fn explain(failure: &Failure) -> anyhow::Error {
    let body = failure.rejection.as_ref().map(|rejection| String::from_utf8_lossy(&rejection.body).into_owned());
    match body {
        Some(body) if !body.is_empty() => anyhow::anyhow!("{}: {}", failure.message, body.trim()),
        _ => anyhow::anyhow!("{}", failure.message),
    }
}

fn print(question: &str, app: &App, outcome: &Outcome, text: &str) {
    let verdict = &outcome.verdict;
    paint::line(&format!("{}  {}", styled(STRONG, question), styled(FAINT, format!("({})", app.source))));
    paint::line("");
    print_draws(outcome);
    print_clusters(verdict);
    print_unsupported(verdict);
    print_decision(verdict);
    paint::line(&format!("\n{text}"));
}

fn print_draws(outcome: &Outcome) {
    paint::line(&format!("{} {}", styled(FAINT, "served  "), one_line(&outcome.served)));
    for (number, draw) in outcome.draws.iter().enumerate() {
        let agreement = draw.agreement.map_or_else(|| " –  ".to_owned(), |agreement| format!("{agreement:.2}"));
        let label = styled(FAINT, format!("draw {:<3}", number + 1));
        paint::line(&format!("{label} {agreement}  {}", one_line(&draw.text)));
    }
}

fn print_clusters(verdict: &Verdict) {
    let Some(clusters) = &verdict.clusters else { return };
    let all: usize = clusters.iter().map(|cluster| cluster.count).sum();
    paint::line("");
    for cluster in clusters {
        let share = cluster.count as f64 / all.max(1) as f64;
        let mark = if cluster.served { styled(STRONG, "●") } else { styled(FAINT, "○") };
        let answer = cluster.answer.as_deref().map(one_line).unwrap_or_default();
        paint::line(&format!("{mark} {} {:>2}  {answer}", bar(share, 20), cluster.count));
    }
}

/// The sentences of a long answer that the draws do not support.
fn print_unsupported(verdict: &Verdict) {
    let unsupported = verdict.unsupported.as_deref().unwrap_or_default();
    if !unsupported.is_empty() {
        paint::line(&styled(WARN, "\nnot supported by the draws"));
    }
    for sentence in unsupported {
        let said = sentence.sentence.as_deref().map(one_line).unwrap_or_default();
        paint::line(&format!("{} {:.2}  {said}", bar(sentence.support, 20), sentence.support));
    }
}

fn print_decision(verdict: &Verdict) {
    let decision = verdict.would_be.unwrap_or(verdict.decision);
    let style = match decision {
        Decision::Answered => GOOD,
        Decision::Hedged | Decision::Unavailable => WARN,
        Decision::Refused => BAD,
        Decision::Passed => FAINT,
    };
    let name = styled(style.bold(), decision.name());
    let Some(confidence) = verdict.confidence else {
        paint::line(&format!("\n{name} ({})", verdict.reason));
        return;
    };
    let interval = verdict.confidence_interval.map_or_else(String::new, |[low, high]| format!(" ({low:.2}–{high:.2})"));
    paint::line(&format!("\n{name}  confidence {} {confidence:.2}{interval}", bar(confidence, 20)));
    let unread = match verdict.draws_unreadable {
        0 => String::new(),
        count => format!(" ({count} unreadable)"),
    };
    paint::line(&styled(
        FAINT,
        format!(
            "{} draws finished{unread}, {} cancelled, {} saved · {} · {:.0} ms, of which {:.2} ms judging",
            verdict.draws_finished,
            verdict.draws_cancelled,
            verdict.draws_saved,
            verdict.calibration,
            verdict.elapsed_ms,
            verdict.overhead_ms
        ),
    ));
}

/// The first 100 characters of a text, on one line.
fn one_line(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = flat.chars().take(100).collect();
    if short.len() < flat.len() {
        short.push('…');
    }
    short
}
