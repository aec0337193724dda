//! The scripted upstream as a program, for benchmarks.
fn main() {}
