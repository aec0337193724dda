//! Token counts, and how they add up over several draws.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

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
    pub rest: Map<String, Value>,
}

impl Usage {
    /// Usage of `prompt` and `completion` tokens and nothing else.
    pub fn new(prompt: u64, completion: u64) -> Self {
        Self {
            prompt_tokens: prompt,
            completion_tokens: completion,
            total_tokens: prompt.saturating_add(completion),
            rest: Map::new(),
        }
    }

    /// Adds another usage: counts are summed, nested numeric details too; what is not a number keeps its first value
    /// (`null` is no value). Sums stop at the largest number instead of wrapping.
    pub fn add(&mut self, other: &Usage) {
        self.prompt_tokens = self.prompt_tokens.saturating_add(other.prompt_tokens);
        self.completion_tokens = self.completion_tokens.saturating_add(other.completion_tokens);
        self.total_tokens = self.total_tokens.saturating_add(other.total_tokens);
        add_members(&mut self.rest, &other.rest);
    }

    /// Reads raw JSON text. `None` for anything that is no usage: a `null`, a negative or fractional count, a number
    /// that nothing holds. An upstream's slip in its accounts must not cost the client the answer.
    pub(crate) fn read(raw: &[u8]) -> Option<Self> {
        serde_json::from_slice(raw).ok()
    }

    /// Raw JSON text.
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| "null".to_owned())
    }
}

fn add_members(sum: &mut Map<String, Value>, other: &Map<String, Value>) {
    for (key, value) in other {
        match sum.get_mut(key) {
            Some(Value::Number(number)) => {
                if let Value::Number(more) = value {
                    *number = add_numbers(number, more);
                }
            }
            Some(Value::Object(members)) => {
                if let Value::Object(more) = value {
                    add_members(members, more);
                }
            }
            Some(Value::Null) | None => {
                sum.insert(key.clone(), value.clone());
            }
            Some(_) => {}
        }
    }
}

fn add_numbers(a: &Number, b: &Number) -> Number {
    if let (Some(a), Some(b)) = (a.as_u64(), b.as_u64()) {
        return a.saturating_add(b).into();
    }
    let sum = a.as_f64().zip(b.as_f64()).and_then(|(a, b)| Number::from_f64(a + b));
    sum.unwrap_or_else(|| a.clone())
}
