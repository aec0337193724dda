//! Token counts, and how they add up over several draws.

use serde::{Deserialize, Serialize};

/// Tokens that a completion took, as OpenAI's `usage` object. Details that we do not read are kept as raw members.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens of the prompt.
    #[serde(default)]
    pub prompt_tokens: u64,
    /// Tokens that were generated.
    #[serde(default)]
    pub completion_tokens: u64,
    /// Their sum as the upstream reports it.
    #[serde(default)]
    pub total_tokens: u64,
    /// What else the upstream reports (`prompt_tokens_details`, `completion_tokens_details`, …), in order.
    #[serde(flatten)]
    pub rest: serde_json::Map<String, serde_json::Value>,
}

impl Usage {
    /// Usage of `prompt` and `completion` tokens and nothing else.
    pub fn new(prompt: u64, completion: u64) -> Self {
        Self {
            prompt_tokens: prompt,
            completion_tokens: completion,
            total_tokens: prompt + completion,
            rest: serde_json::Map::new(),
        }
    }

    /// Adds another usage: counts are summed, nested numeric details too; what is not a number keeps its first value.
    pub fn add(&mut self, other: &Usage) {
        unimplemented!("{other:?}")
    }
}
