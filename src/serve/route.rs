//! What a request is for: one of our few routes, or somebody else's business.

use http::Method;

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Route {
    /// Is the process alive?
    Live,
    /// Can it serve?
    Ready,
    /// What has been counted.
    Metrics,
    /// A chat completion, ours to judge or to pass.
    Chat,
    /// Scores of pairs or of samples.
    Score,
    /// Everything else goes upstream.
    Relay,
}

impl Route {
    /// The route of a request. What is not exactly ours is relayed, so that no path is ever hidden from a client.
    pub(crate) fn of(method: &Method, path: &str) -> Self {
        let reads = method == Method::GET || method == Method::HEAD;
        match path {
            // Also below other versions, prefixes and deployments, or a spelling would be a way around judging.
            path if method == Method::POST && is_chat(path) => Self::Chat,
            "/v1/probity/score" if method == Method::POST => Self::Score,
            "/health/live" if reads => Self::Live,
            "/health/ready" if reads => Self::Ready,
            "/metrics" if reads => Self::Metrics,
            _ => Self::Relay,
        }
    }

    /// The name in metrics.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Ready => "ready",
            Self::Metrics => "metrics",
            Self::Chat => "chat",
            Self::Score => "score",
            Self::Relay => "relay",
        }
    }

    /// Whether requests on it count towards the limit, and get an id. Probes never do: they must be answered when
    /// everything else is refused.
    pub(crate) fn is_work(self) -> bool {
        matches!(self, Self::Chat | Self::Score | Self::Relay)
    }
}

fn is_chat(path: &str) -> bool {
    path.trim_end_matches('/').ends_with("/chat/completions")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chat_is_chat_wherever_it_is_posted() {
        let table = [
            ("/v1/chat/completions", Route::Chat),
            ("/v1/chat/completions/", Route::Chat),
            ("/chat/completions", Route::Chat),
            ("/openai/deployments/mine/chat/completions", Route::Chat),
            ("/v1/chat/completions/chatcmpl-1", Route::Relay),
            ("/v1/completions", Route::Relay),
            ("/v1/chat", Route::Relay),
            ("/v1/probity/score", Route::Score),
            ("/v1/probity/scores", Route::Relay),
            ("/health/ready", Route::Relay),
        ];
        for (path, route) in table {
            assert_eq!(Route::of(&Method::POST, path), route, "{path}");
        }
        assert_eq!(Route::of(&Method::GET, "/v1/chat/completions"), Route::Relay);
        assert_eq!(Route::of(&Method::GET, "/v1/probity/score"), Route::Relay);
        assert_eq!(Route::of(&Method::GET, "/health/ready"), Route::Ready);
    }
}
