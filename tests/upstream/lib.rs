//! A scripted OpenAI-shaped upstream for tests and benchmarks.
