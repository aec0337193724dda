//! Numbers of versions: 3.10 comes after 3.9, and is no way of writing 3.1.

use crate::lex::Token;
use crate::relations::Relation;
use crate::values::Value;

/// Up to four whole numbers with dots between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    parts: [u32; MOST],
    count: usize,
}

const MOST: usize = 4;

impl Version {
    /// How two versions relate: one that is said less fully is near.
    pub fn relate(&self, other: &Self) -> Relation {
        let shared = self.count.min(other.count);
        if self.parts[..shared] != other.parts[..shared] {
            return Relation::Different;
        }
        if self.count == other.count { Relation::Same } else { Relation::Near }
    }

    /// How a version relates to a plain number, whose trailing noughts are lost.
    pub fn relate_number(&self, amount: f64) -> Relation {
        if self.count > 2 {
            let whole = f64::from(self.parts[0]) == amount;
            return if whole { Relation::Near } else { Relation::Unrelated };
        }
        let written = format!("{}.{}", self.parts[0], self.parts[1]);
        let alike = f64::from(self.parts[0]) == amount || written.parse() == Ok(amount);
        if alike { Relation::Near } else { Relation::Different }
    }

    fn of(written: &str) -> Option<Self> {
        let mut version = Self { parts: [0; MOST], count: 0 };
        for part in written.split('.') {
            if version.count == MOST {
                return None;
            }
            version.parts[version.count] = part.parse().ok()?;
            version.count += 1;
        }
        Some(version)
    }
}

/// The version that begins at the token `at`, and how many tokens it takes: `3.10.2` anywhere, `v2` and `v2.1`, and
/// `3.10` behind the name of something that has versions.
pub(crate) fn read(tokens: &[Token], at: usize) -> Option<(Value, usize)> {
    let (mut written, plain) = opening(&tokens[at])?;
    let mut taken = 1;
    // One part more than there may be, so that a longer run of numbers is seen to be no version.
    while taken < 2 * MOST + 1
        && let Some([dot, next]) = tokens.get(at + taken..at + taken + 2)
        && dot.glued
        && dot.mark() == Some('.')
        && next.glued
        && next.amount().is_some()
    {
        written = format!("{written}.{}", next.text);
        taken += 2;
    }
    let dots = written.matches('.').count();
    let version = !plain || dots >= 2 || (dots == 1 && taken == 1 && is_named(tokens, at));
    let version = Version::of(&written).filter(|_| version)?;
    Some((Value::Version(version), taken))
}

/// A number that was read as an amount, as the version that it is where versions are asked for.
pub(crate) fn reread(tokens: &[Token], value: Value) -> Value {
    match (tokens, value) {
        ([token], Value::Quantity { unit: None, .. }) if token.text.contains('.') => {
            Version::of(&token.text).map_or(value, Value::Version)
        }
        _ => value,
    }
}

/// What a version may open with, and whether that is a plain number.
fn opening(token: &Token) -> Option<(String, bool)> {
    if token.amount().is_some() {
        let written = token.text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        return (written && !token.text.starts_with('.')).then(|| (token.text.clone(), true));
    }
    let digits = token.word()?.strip_prefix('v')?;
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then(|| (digits.to_owned(), false))
}

fn is_named(tokens: &[Token], at: usize) -> bool {
    let before = tokens[..at].iter().rev().take(2).find_map(Token::word);
    before.is_some_and(|word| NAMED.contains(&word))
}

/// What has versions.
const NAMED: &[&str] = &[
    "version",
    "versions",
    "v",
    "ver",
    "release",
    "python",
    "java",
    "php",
    "ruby",
    "perl",
    "rust",
    "go",
    "golang",
    "node",
    "django",
    "rails",
    "ios",
    "android",
    "macos",
    "os",
    "windows",
    "linux",
    "kernel",
    "ubuntu",
    "debian",
    "fedora",
    "gcc",
    "clang",
    "llvm",
    "chrome",
    "firefox",
    "postgresql",
    "postgres",
    "mysql",
    "sqlite",
    "usb",
    "bluetooth",
    "http",
    "tls",
    "ssl",
    "opengl",
    "directx",
    "html",
    "css",
    "unicode",
    "kubernetes",
    "docker",
    "cuda",
    "pytorch",
    "tensorflow",
    "numpy",
    "typescript",
    "kotlin",
    "swift",
    "scala",
    "julia",
];
