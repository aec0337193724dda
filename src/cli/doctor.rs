//! `probity doctor`: looks at this machine and says what would stand in the way.

use std::net::TcpListener;
use std::process::ExitCode;
use std::thread;

use probity_engine::weights::{self, State};
use probity_upstream::{Endpoint, Http};

use super::paint::{self, BAD, WARN, styled};
use crate::app::Bench;
use crate::settings::{JudgeName, Settings};

/// How bad a finding is.
enum Finding {
    Good(String),
    Doubtful(String),
    Bad(String),
}

/// Looks, and prints what it found; the exit code is 1 where something is bad.
pub(super) fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    let mut findings = vec![Finding::Good("the configuration is good".to_owned()), listener(settings), threads()];
    if settings.upstream.url.is_empty() {
        findings.push(model(settings));
    } else {
        findings.push(upstream(settings)?);
    }
    findings.push(judges(settings)?);
    let bad = findings.iter().any(|finding| matches!(finding, Finding::Bad(_)));
    for finding in findings {
        match finding {
            Finding::Good(what) => paint::good(&what),
            Finding::Doubtful(what) => paint::line(&format!("{} {what}", styled(WARN, "??"))),
            Finding::Bad(what) => paint::line(&format!("{} {what}", styled(BAD, "no"))),
        }
    }
    Ok(if bad { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn listener(settings: &Settings) -> Finding {
    let address = &settings.server.listen;
    match TcpListener::bind(address) {
        Ok(_) => Finding::Good(format!("{address} is free to listen on")),
        Err(error) => Finding::Bad(format!("cannot listen on {address}: {error}; choose another with --listen")),
    }
}

fn threads() -> Finding {
    match thread::available_parallelism() {
        Ok(count) if count.get() >= 2 => Finding::Good(format!("{count} cores")),
        Ok(_) => Finding::Doubtful("one core: the embedded model and the listener will share it".to_owned()),
        Err(error) => Finding::Doubtful(format!("cannot tell how many cores there are: {error}")),
    }
}

fn model(settings: &Settings) -> Finding {
    let status = match weights::status(&settings.engine) {
        Ok(status) => status,
        Err(error) => return Finding::Bad(error.to_string()),
    };
    let path = status.path.display();
    match status.state {
        State::Verified => Finding::Good(format!("the embedded model is at {path}, its checksum is right")),
        State::Own => Finding::Good(format!("the embedded model is your own {path}")),
        State::Absent => {
            Finding::Doubtful(format!("the embedded model is not at {path} yet; the first start fetches it"))
        }
        State::Damaged { .. } => Finding::Doubtful(format!("{path} is damaged; the next start fetches it again")),
    }
}

fn upstream(settings: &Settings) -> anyhow::Result<Finding> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let url = &settings.upstream.url;
    let found = runtime.block_on(async {
        let endpoint = Http::new(&settings.upstream).map_err(|error| error.to_string())?;
        endpoint.ready().await.map_err(|error| error.to_string())
    });
    Ok(match found {
        Ok(()) => Finding::Good(format!("{url} answers")),
        Err(error) => Finding::Bad(error),
    })
}

/// Which judge of meaning is in force, and the models behind it.
fn judges(settings: &Settings) -> anyhow::Result<Finding> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let _context = runtime.enter();
    let Bench { judges, pair, .. } = match Bench::alone(settings) {
        Ok(bench) => bench,
        Err(error) => return Ok(Finding::Bad(format!("the judge of meaning cannot be had: {error:#}"))),
    };
    let mut found = format!("the judge of meaning is {}", judges.meaning.name());
    if let Some(model) = pair {
        found += &format!(", the pair model at {}", model.precision());
    }
    if settings.judge.chain.contains(&JudgeName::Nli) {
        found += &format!(", the NLI checkpoint from {}", settings.judge.nli_path.display());
    }
    if settings.judge.lacks_key(&settings.upstream) {
        found += "; the upstream will read nothing without a key of its own: set upstream.api_key_env or \
                  upstream.api_key_file, or judge.upstream.needs_key = false where it wants none";
        return Ok(Finding::Doubtful(found));
    }
    Ok(Finding::Good(found))
}
