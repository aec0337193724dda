//! `probity serve`: the proxy, until it is told to stop.

use std::process::ExitCode;

use clap::Args;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::paint::{self, STRONG, styled};
use super::progress;
use crate::app::{App, Source};
use crate::settings::Settings;

/// What `serve` takes.
#[derive(Debug, Args, Default)]
pub(super) struct Arguments {
    /// Address to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<String>,
}

impl Arguments {
    pub(super) fn flags(&self) -> Vec<(&'static str, String)> {
        self.listen.iter().map(|listen| ("server.listen", listen.clone())).collect()
    }
}

/// Serves until SIGTERM or SIGINT, then drains; a second signal ends it at once.
pub(super) fn run(settings: Settings) -> anyhow::Result<ExitCode> {
    progress::start_logging(&settings.log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let app = App::compose(settings, &progress::Download::default())?;
        let source = app.source.clone();
        let server = app.bind().await?;
        welcome(&server.local_addr().to_string(), &source);
        let shutdown = CancellationToken::new();
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let serving = server.run(shutdown.clone());
        tokio::pin!(serving);
        let mut stopping = false;
        loop {
            tokio::select! {
                done = &mut serving => break Ok(done.map(|()| ExitCode::SUCCESS)?),
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            if stopping {
                paint::note("stopped at once, by a second signal");
                break Ok(ExitCode::FAILURE);
            }
            stopping = true;
            paint::note("draining; send the signal again to stop at once");
            shutdown.cancel();
        }
    })
}

fn welcome(address: &str, source: &Source) {
    let model = source.model();
    paint::line(&format!("probity listens on {}, in front of {source}", styled(STRONG, format!("http://{address}"))));
    paint::line("\nTry it:\n");
    paint::line(&format!(
        "  curl -s http://{address}/v1/chat/completions -H 'content-type: application/json' \\\n    \
         -d '{{\"model\": \"{model}\", \"messages\": [{{\"role\": \"user\", \"content\": \"What is the capital of Japan?\"}}]}}'\n"
    ));
    paint::line(&format!(
        "  python3 -c \"from openai import OpenAI; print(OpenAI(base_url='http://{address}/v1', api_key='none')\\\n    \
         .chat.completions.create(model='{model}', messages=[dict(role='user', content='What is the capital of Japan?')])\\\n    \
         .choices[0].message.content)\"\n"
    ));
}
