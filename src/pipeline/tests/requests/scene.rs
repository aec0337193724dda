//! What most tests need: settings, a question, a pipeline, and the records it leaves.

use std::sync::{Arc, Mutex};

use futures_util::FutureExt;
use probity_draw::{Ask, Record, Sampler, Sink};
use probity_pipeline::{Answer, Config, Controls, Outcome, Pipeline, Plan, Settings};
use probity_policy::Wording;
use probity_score::PairJudge;
use probity_wire::chat::ChatRequest;
use serde_json::{Value, json};
use tokio::task::{AbortHandle, JoinSet};

use crate::judges::Words;
use crate::script::Script;

pub(crate) const QUESTION: &str =
    r#"{"model":"m","messages":[{"role":"user","content":"What is the capital of France?"}]}"#;
pub(crate) const STREAMED: &str =
    r#"{"model":"m","stream":true,"messages":[{"role":"user","content":"What is the capital of France?"}]}"#;
pub(crate) const STREAMED_WITH_USAGE: &str = r#"{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"What is the capital of France?"}]}"#;

#[derive(Debug, Default)]
pub(crate) struct Records(Mutex<Vec<Record>>);

impl Sink for Records {
    fn record(&self, record: Record) {
        self.0.lock().unwrap().push(record);
    }
}

impl Records {
    /// The only record.
    pub(crate) fn only(&self) -> Record {
        let mut records = self.0.lock().unwrap().clone();
        assert_eq!(records.len(), 1, "{records:?}");
        records.remove(0)
    }

    pub(crate) fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

/// A pipeline and all that a test has to hold of it.
pub(crate) struct Scene {
    pub(crate) script: Arc<Script>,
    pub(crate) records: Arc<Records>,
    pub(crate) pipeline: Pipeline,
}

/// The shipped `[honesty]` section's values, some of them changed.
pub(crate) fn honesty(changes: Value) -> Config {
    let mut config = json!({
        "mode": "enforce", "max_draws": 5, "draws_cap": 10, "client_controls": true, "temperature": 1.0,
        "verification_max_tokens": 256, "serve": "primary", "on_failure": "open", "quorum": 2,
        "judge_timeout": "30s", "extension": "full", "scorer": "agreement", "blends": [], "gate_timeout": "200ms",
    });
    merge(&mut config, changes);
    serde_json::from_value(config).unwrap()
}

/// Answered from a half, refused below three tenths: three draws of five that agree are enough.
pub(crate) fn settings(changes: Value) -> Settings {
    let policy = json!({
        "answer_at": 0.5, "hedge_at": 0.3, "stop": "decision", "epsilon": 0.0, "least": 3, "max_sentences": 3,
        "long_support_at": 0.5, "long_refuse_above": 0.6, "long_max_sentences": 24, "long_windows": 3,
        "gate_judge_at": 0.5, "gate_rescue_at": 0.9,
    });
    let own = json!({"hedge": "HEDGED {{ original }}", "refuse": "REFUSED {{ percent }}"});
    let wording = json!({
        "tone": "verb", "offer_best_guess": false, "default_language": "en", "en": own,
        "zh": {"hedge": "", "refuse": ""},
    });
    Settings {
        honesty: honesty(changes),
        policy: serde_json::from_value(policy).unwrap(),
        wording: Wording::new(&serde_json::from_value(wording).unwrap()).unwrap(),
    }
}

fn merge(config: &mut Value, changes: Value) {
    if let Value::Object(changes) = changes {
        config.as_object_mut().unwrap().extend(changes);
    }
}

impl Scene {
    pub(crate) fn new() -> Self {
        Self::with(Value::Null)
    }

    pub(crate) fn with(changes: Value) -> Self {
        Self::judged_by(Arc::new(Words::default()), changes)
    }

    pub(crate) fn judged_by(judge: Arc<dyn PairJudge>, changes: Value) -> Self {
        let script = Script::new();
        let records = Arc::new(Records::default());
        let sampler: Arc<dyn Sampler> = script.clone();
        let pipeline = Pipeline::new(sampler, judge, records.clone(), settings(changes));
        Self { script, records, pipeline }
    }

    /// The same with another pipeline: one with a gate, or with a judge of sentences.
    pub(crate) fn and(self, more: impl FnOnce(Pipeline) -> Pipeline) -> Self {
        Self { pipeline: more(self.pipeline), ..self }
    }

    /// The plan of a request where there is no gate to wait for.
    pub(crate) fn plan(&self, body: &'static str) -> (Ask, Plan) {
        let request = ChatRequest::parse(body.into()).unwrap();
        let plan = self.pipeline.plan(&request, &Controls::default()).now_or_never().unwrap();
        (Ask::new(request), plan)
    }

    pub(crate) fn begin(&self, body: &'static str) -> probity_pipeline::Run {
        let (ask, plan) = self.plan(body);
        assert!(plan.scope.is_ok(), "{:?}", plan.scope);
        self.pipeline.begin(ask, &plan)
    }

    /// Runs a request to its end.
    pub(crate) async fn finish(&self, body: &'static str) -> Outcome {
        self.begin(body).finish().await.unwrap()
    }
}

/// The JSON of a plain answer.
pub(crate) fn plain(answer: &Answer) -> Value {
    match answer {
        Answer::Plain(body) => serde_json::from_slice(body).unwrap(),
        Answer::Frames(frames) => unreachable!("a stream of {} frames", frames.len()),
    }
}

/// What a plain answer says.
pub(crate) fn content(outcome: &Outcome) -> String {
    plain(&outcome.answer)["choices"][0]["message"]["content"].as_str().unwrap().to_owned()
}

/// Waits until a spawned future has got as far as it can.
pub(crate) async fn breathe() {
    for _ in 0..8 {
        tokio::task::yield_now().await;
    }
}

/// A future that goes on by itself.
pub(crate) struct Waiting<T> {
    tasks: JoinSet<T>,
    handle: AbortHandle,
}

impl<T: Send + 'static> Waiting<T> {
    pub(crate) fn on(future: impl Future<Output = T> + Send + 'static) -> Self {
        let mut tasks = JoinSet::new();
        let handle = tasks.spawn(future);
        Self { tasks, handle }
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.handle.is_finished()
    }

    /// Waits for its end.
    pub(crate) async fn end(mut self) -> T {
        self.tasks.join_next().await.unwrap().unwrap()
    }

    /// Drops it half way, as a server does when the client goes.
    pub(crate) async fn leave(mut self) {
        self.tasks.abort_all();
        assert!(self.tasks.join_next().await.unwrap().is_err_and(|error| error.is_cancelled()));
    }
}
