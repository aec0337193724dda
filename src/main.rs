//! probity: an honesty proxy for language models.
//!
//! This is the front door: [`cli`] reads what was typed, [`settings`] resolves it, [`app`] composes the rooms. What
//! each room is for stands in `src/ARCHITECTURE.md`.

mod app;
mod cli;
mod settings;

use std::process::ExitCode;

fn main() -> ExitCode {
    // Before anything can open a connection: one TLS provider for the process, whatever a dependency brings along.
    // A second installation can only fail because the first one stands.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    cli::run()
}
