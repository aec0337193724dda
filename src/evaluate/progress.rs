//! How far it is.

use std::io::Write;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Is told how an evaluation gets on. Must not block.
pub trait Progress: Send + Sync + std::fmt::Debug {
    /// It begins, with so many questions before it.
    fn begin(&self, questions: usize);
    /// One more question is done.
    fn advance(&self);
    /// It is over.
    fn end(&self);
}

/// Says nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quiet;

/// A bar on standard error; where that is no terminal, a line for each tenth.
#[derive(Debug)]
pub struct Bar(ProgressBar);

const TEMPLATE: &str = "{elapsed_precise} {wide_bar} {pos}/{len} ({eta} left)";

impl Progress for Quiet {
    fn begin(&self, _questions: usize) {}
    fn advance(&self) {}
    fn end(&self) {}
}

impl Default for Bar {
    fn default() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        Self(bar.with_style(ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_| ProgressStyle::default_bar())))
    }
}

impl Progress for Bar {
    fn begin(&self, questions: usize) {
        self.0.set_length(questions as u64);
        self.0.reset();
    }

    fn advance(&self) {
        self.0.inc(1);
        let (done, all) = (self.0.position(), self.0.length().unwrap_or(0));
        if self.0.is_hidden() && all > 0 && done * 10 / all != done.saturating_sub(1) * 10 / all {
            // A reader that went away is no reason to stop measuring.
            let _ = writeln!(std::io::stderr(), "{done} of {all} questions after {:.0?}", self.0.elapsed());
        }
    }

    fn end(&self) {
        self.0.finish_and_clear();
    }
}
