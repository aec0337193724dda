//! probity: an honesty proxy for language models.
fn main() {}
