//! The English words and phrases that the rules go by. Phrases are words in small letters, one space between.

mod commands;
mod framing;
mod personal;
mod questions;

pub(super) use commands::*;
pub(super) use framing::*;
pub(super) use personal::*;
pub(super) use questions::*;
