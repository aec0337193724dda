//! Texts that came from elsewhere, made harmless.

use std::fmt::{self, Display, Formatter, Write};

/// A text as HTML shows it: no markup of its own, no control characters, and none that turn the direction of what
/// follows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Safe<'a>(pub(super) &'a str);

/// What is left of a longer text is shown by dots.
const LONGEST: usize = 600;

impl Display for Safe<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                '\'' => out.write_str("&#39;")?,
                '\n' | '\t' => out.write_char(character)?,
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.write_char('\u{fffd}')?,
                other if other.is_control() => out.write_char('\u{fffd}')?,
                other => out.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// As much of a text as is read at a glance.
pub(super) fn clipped(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
