//! Code that a request carries or asks for. Two programs that both work agree on little, so agreement says nothing.

/// What only source code contains.
const SOURCE: &[&str] = &[
    "```",
    "~~~",
    "#include",
    "console.log",
    "system.out.print",
    "public static ",
    "public class ",
    "public int ",
    "int main(",
    "function(",
    "() {",
    "() =>",
    "=> {",
    "():",
    "\\begin{",
    "<?php",
    "</div>",
    "<html",
    "<script",
    "select * from",
    "import numpy",
    "if __name__",
    "std::",
    "&mut ",
];

/// Things of programming that one asks to be made, or how to make.
const ARTEFACTS: &[&str] = &[
    "code",
    "script",
    "scripts",
    "function",
    "program",
    "regex",
    "regexp",
    "sql",
    "html",
    "css",
    "javascript",
    "typescript",
    "python",
    "java",
    "c++",
    "c#",
    "rust",
    "golang",
    "ruby",
    "php",
    "bash",
    "shell",
    "latex",
    "luau",
    "gdscript",
    "godot",
    "typescript",
    "npm",
    "git",
    "json",
    "yaml",
    "api",
    "algorithm",
    "pygame",
];

/// Whether a text contains source code.
pub(super) fn is_carried(text: &str) -> bool {
    let lower = text.to_lowercase();
    SOURCE.iter().any(|mark| lower.contains(mark)) || defines_a_function(&lower) || ends_lines_as_code_does(text)
}

/// Whether a word names something of programming.
pub(super) fn is_artefact(word: &str) -> bool {
    ARTEFACTS.contains(&word)
}

/// `def name(`, `fn name(`, `func name(`.
fn defines_a_function(lower: &str) -> bool {
    ["def ", "fn ", "func "].iter().any(|keyword| {
        lower.match_indices(keyword).any(|(at, _)| {
            let begins = lower[..at].chars().next_back().is_none_or(char::is_whitespace);
            let rest = &lower[at + keyword.len()..];
            let name = rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').count();
            begins && name > 0 && rest.chars().nth(name) == Some('(')
        })
    })
}

fn ends_lines_as_code_does(text: &str) -> bool {
    let ends = |line: &&str| line.trim_end().ends_with([';', '{', '}']) || line.trim_end().ends_with("):");
    text.lines().filter(ends).count() >= 2
}
