//! What people see on a terminal: colour where there is one, plain text where there is none.

use std::error::Error;
use std::io::Write;

use anstyle::{AnsiColor, Style};

pub(super) const GOOD: Style = AnsiColor::Green.on_default();
pub(super) const WARN: Style = AnsiColor::Yellow.on_default();
pub(super) const BAD: Style = AnsiColor::Red.on_default();
pub(super) const STRONG: Style = Style::new().bold();
pub(super) const FAINT: Style = Style::new().dimmed();

/// Text in a style.
pub(super) fn styled(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Prints to standard output as it is. A reader that went away (`| head`) is no error.
pub(super) fn text(text: &str) {
    let _ = anstream::stdout().write_all(text.as_bytes());
}

/// A line to standard output.
pub(super) fn line(line: &str) {
    let _ = writeln!(anstream::stdout(), "{line}");
}

/// A line to standard error.
pub(super) fn note(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// Something is as it should be.
pub(super) fn good(what: &str) {
    line(&format!("{} {what}", styled(GOOD, "ok")));
}

/// An error with its causes, on standard error.
pub(super) fn error(error: &(dyn Error + 'static)) {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text.push_str(": ");
            text.push_str(&inner_text);
        }
        cause = inner.source();
    }
    note(&format!("{} {text}", styled(BAD.bold(), "error:")));
}

/// A bar of `width` cells for a share in [0, 1].
pub(super) fn bar(share: f64, width: usize) -> String {
    let full = (share.clamp(0.0, 1.0) * width as f64).round() as usize;
    format!("{}{}", "█".repeat(full), "░".repeat(width.saturating_sub(full)))
}
