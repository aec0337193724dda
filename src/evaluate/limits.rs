//! What a run may take: tokens, money, and how fast it may ask.

use std::num::NonZeroU32;
use std::str::FromStr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::Error;

/// Tokens of prompts and of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tokens {
    /// Of prompts.
    pub prompt: u64,
    /// Generated.
    pub completion: u64,
}

/// What a source takes, in any currency, for a million tokens. As text: `PROMPT/COMPLETION`, `0.15/0.60`.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Prices {
    /// Of prompts.
    pub prompt: f64,
    /// Generated.
    pub completion: f64,
}

/// A price that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is no price: write it as PROMPT/COMPLETION for a million tokens, such as 0.15/0.60")]
pub struct NoPrices(String);

/// Where a run ends, and how fast it goes. The default has no bounds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Limits {
    /// At most so many tokens, prompt and completion.
    pub tokens: Option<u64>,
    /// At most so much money; needs `prices`.
    pub cost: Option<f64>,
    /// What the source takes.
    pub prices: Option<Prices>,
    /// At most so many questions begun in a minute.
    pub per_minute: Option<NonZeroU32>,
}

/// What a run has taken.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Spent {
    /// Tokens of prompts.
    pub prompt_tokens: u64,
    /// Tokens generated.
    pub completion_tokens: u64,
    /// Money, where prices were given, in their currency.
    pub cost: Option<f64>,
    /// Whether part of it is an estimate: what reports no usage is reckoned at a token for every three bytes.
    pub estimated: bool,
}

/// Pays for a run, and says when there is nothing left. Shared by all parts of a run.
///
/// Questions that were begun are finished, so that the bounds may be passed by what `concurrency` questions take.
#[derive(Debug, Default)]
pub struct Purse {
    limits: Limits,
    spent: Mutex<Spent>,
    next: Mutex<Option<Instant>>,
}

/// Prices are for so many tokens.
const MILLION: f64 = 1e6;
/// Fewer bytes than a token has in any language but Chinese, so that an estimate is high rather than low.
const BYTES_PER_TOKEN: u64 = 3;

impl Tokens {
    /// What is not reported, reckoned by the bytes of prompt and answer.
    pub(crate) fn estimated(prompt: usize, completion: usize) -> Self {
        let tokens = |bytes: usize| (bytes as u64).div_ceil(BYTES_PER_TOKEN);
        Self { prompt: tokens(prompt), completion: tokens(completion) }
    }

    /// These and others.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            prompt: self.prompt.saturating_add(other.prompt),
            completion: self.completion.saturating_add(other.completion),
        }
    }

    /// Both.
    pub fn sum(&self) -> u64 {
        self.prompt.saturating_add(self.completion)
    }
}

impl Prices {
    /// What so many tokens cost.
    pub fn of(&self, tokens: Tokens) -> f64 {
        (tokens.prompt as f64 * self.prompt + tokens.completion as f64 * self.completion) / MILLION
    }
}

impl FromStr for Prices {
    type Err = NoPrices;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let price = |part: &str| part.trim().parse::<f64>().ok().filter(|price| price.is_finite() && *price >= 0.0);
        let parts = text.split_once('/').and_then(|(prompt, completion)| Some((price(prompt)?, price(completion)?)));
        let (prompt, completion) = parts.ok_or_else(|| NoPrices(text.to_owned()))?;
        Ok(Self { prompt, completion })
    }
}

impl Purse {
    /// A purse with bounds.
    ///
    /// # Errors
    /// A bound on money without prices; prices or bounds that are negative or no numbers.
    pub fn new(limits: Limits) -> Result<Self, Error> {
        let bad = |number: f64| !(number.is_finite() && number >= 0.0);
        if limits.cost.is_some() && limits.prices.is_none() {
            return Err(Error::Limits("a bound on cost needs prices to reckon it by"));
        }
        let prices = limits.prices.map_or([0.0; 2], |prices| [prices.prompt, prices.completion]);
        if prices.into_iter().chain(limits.cost).any(bad) {
            return Err(Error::Limits("prices and the bound on cost must be numbers, at least 0"));
        }
        let spent = Spent { cost: limits.prices.map(|_| 0.0), ..Spent::default() };
        Ok(Self { limits, spent: Mutex::new(spent), next: Mutex::default() })
    }

    /// What the source takes, where that is known.
    pub fn prices(&self) -> Option<Prices> {
        self.limits.prices
    }

    /// What was taken so far.
    pub fn spent(&self) -> Spent {
        *held(&self.spent)
    }

    /// Waits until another question may be begun; whether it may at all.
    pub(crate) async fn admit(&self) -> bool {
        if self.is_empty() {
            return false;
        }
        if let Some(turn) = self.turn() {
            tokio::time::sleep_until(turn).await;
        }
        !self.is_empty()
    }

    /// Takes what a question cost at the source's own prices.
    pub(crate) fn take(&self, tokens: Tokens, estimated: bool) {
        self.pay(tokens, estimated, self.limits.prices.as_ref());
    }

    /// Takes what something cost, at its prices.
    pub(crate) fn pay(&self, tokens: Tokens, estimated: bool, prices: Option<&Prices>) {
        let mut spent = held(&self.spent);
        spent.prompt_tokens = spent.prompt_tokens.saturating_add(tokens.prompt);
        spent.completion_tokens = spent.completion_tokens.saturating_add(tokens.completion);
        spent.estimated |= estimated;
        if let Some(prices) = prices {
            spent.cost = Some(spent.cost.unwrap_or_default() + prices.of(tokens));
        }
    }

    fn is_empty(&self) -> bool {
        let spent = self.spent();
        let tokens = spent.prompt_tokens.saturating_add(spent.completion_tokens);
        let money = self.limits.cost.zip(spent.cost).is_some_and(|(most, cost)| cost >= most);
        money || self.limits.tokens.is_some_and(|most| tokens >= most)
    }

    /// When the next question may be begun, where there is a pace to keep.
    fn turn(&self) -> Option<Instant> {
        let pace = Duration::from_secs(60) / self.limits.per_minute?.get();
        let mut next = held(&self.next);
        let now = Instant::now();
        let turn = next.map_or(now, |next| next.max(now));
        *next = Some(turn + pace);
        Some(turn)
    }
}

/// A panic elsewhere leaves a sum of money what it was.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
