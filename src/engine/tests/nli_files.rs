//! NLI checkpoints that cannot be run: each is refused when it is loaded, by a message that names the file and says what
//! to do.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use probity_engine::nli::{Config, Error, NliModel};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A copy of a sound checkpoint, to be spoiled.
struct Checkpoint {
    folder: TempDir,
}

impl Checkpoint {
    fn copied() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/nli/v3");
        for name in ["config.json", "tokenizer.json", "model.safetensors"] {
            fs::copy(golden.join(name), folder.path().join(name)).unwrap();
        }
        Self { folder }
    }

    fn set(self, key: &str, value: Value) -> Self {
        let path = self.file("config.json");
        let mut config: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        config[key] = value;
        fs::write(path, serde_json::to_vec(&config).unwrap()).unwrap();
        self
    }

    fn write(self, name: &str, bytes: &[u8]) -> Self {
        fs::write(self.file(name), bytes).unwrap();
        self
    }

    fn without(self, name: &str) -> Self {
        fs::remove_file(self.file(name)).unwrap();
        self
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn config(&self) -> Config {
        Config {
            path: self.folder.path().to_owned(),
            threads: 1,
            queue_tokens: 1000,
            batch_tokens: 1000,
            max_wait: Duration::from_secs(600),
        }
    }

    fn load(&self) -> Result<NliModel, Error> {
        NliModel::load(&self.config())
    }

    /// Its refusal, which names the file and holds all of the words.
    #[track_caller]
    fn refused(&self, file: &str, words: &[&str]) -> Error {
        let error = self.load().unwrap_err();
        let message = error.to_string();
        assert!(message.contains(&self.file(file).display().to_string()), "{message}");
        for word in words {
            assert!(message.contains(word), "{word:?} is not in: {message}");
        }
        error
    }
}

#[test]
fn an_untouched_copy_is_sound() {
    Checkpoint::copied().load().unwrap();
}

#[test]
fn a_convolution_layer_is_refused_in_words() {
    let error = Checkpoint::copied().set("conv_kernel_size", json!(3)).refused("config.json", &["convolution", "= 3"]);
    assert!(matches!(error, Error::Unsupported { .. }));
    Checkpoint::copied().set("conv_kernel_size", json!(0)).load().unwrap();
}

#[test]
fn other_architectures_are_refused_by_their_names() {
    let advice = "choose a DeBERTa-v2 or -v3 checkpoint";
    for other in ["bert", "roberta", "deberta", "modernbert"] {
        Checkpoint::copied().set("model_type", json!(other)).refused("config.json", &[other, advice]);
    }
    // Its keys are not even those of an encoder.
    let strange = br#"{"model_type": "t5", "d_model": 512}"#;
    let error = Checkpoint::copied().write("config.json", strange).refused("config.json", &["t5", advice]);
    assert!(matches!(error, Error::Unsupported { .. }));
    let masked = json!(["DebertaV2ForMaskedLM"]);
    Checkpoint::copied().set("architectures", masked).refused("config.json", &["DebertaV2ForMaskedLM", advice]);
    Checkpoint::copied().set("hidden_act", json!("mish")).refused("config.json", &["mish", advice]);
    Checkpoint::copied().set("pos_att_type", json!(["c2p", "p2p"])).refused("config.json", &["p2p", advice]);
    Checkpoint::copied().set("pooler_hidden_size", json!(8)).refused("config.json", &["pooler_hidden_size"]);
}

#[test]
fn labels_that_are_not_those_of_nli_are_listed() {
    let labels = json!({"0": "LABEL_0", "1": "LABEL_1", "2": "LABEL_2"});
    let words = ["LABEL_0", "LABEL_1", "LABEL_2", "id2label"];
    Checkpoint::copied().set("id2label", labels).refused("config.json", &words);
    let labels = json!({"0": "Contradiction", "1": "ENTAILMENT", "2": "neutral"});
    Checkpoint::copied().set("id2label", labels).load().unwrap();
    // Two labels, where the classifier has three outputs.
    let labels = json!({"0": "entailment", "1": "not_entailment"});
    Checkpoint::copied().set("id2label", labels).refused("model.safetensors", &["classifier.weight", "[3, 16]"]);
}

#[test]
fn what_is_missing_is_named_with_the_way_to_make_it() {
    Checkpoint::copied().without("config.json").refused("config.json", &["Hugging Face's layout"]);
    Checkpoint::copied().without("tokenizer.json").refused("tokenizer.json", &["save_pretrained"]);
    let error = Checkpoint::copied().without("model.safetensors").refused("model.safetensors", &["save_pretrained"]);
    assert!(matches!(error, Error::Io { .. }));
}

#[test]
fn broken_files_are_named() {
    let again = "fetch the checkpoint's files again";
    for bytes in [&b""[..], b"{", b"[]", b"{\"model_type\": \"deberta-v2\"}", b"\xFF\xFE"] {
        let checkpoint = Checkpoint::copied().write("config.json", bytes);
        assert!(matches!(checkpoint.load().unwrap_err(), Error::Broken { .. } | Error::Unsupported { .. }));
    }
    Checkpoint::copied().write("config.json", b"{").refused("config.json", &[again]);
    Checkpoint::copied().write("tokenizer.json", b"{}").refused("tokenizer.json", &[again]);
    for bytes in [&b""[..], b"short", &[0xFF; 64], b"\x02\0\0\0\0\0\0\0{}", b"\x02\0\0\0\0\0\0\0{{"] {
        Checkpoint::copied().write("model.safetensors", bytes).refused("model.safetensors", &[again]);
    }
    let checkpoint = Checkpoint::copied();
    let whole = fs::read(checkpoint.file("model.safetensors")).unwrap();
    let cut = checkpoint.write("model.safetensors", &whole[..whole.len() - 100]);
    assert!(matches!(cut.refused("model.safetensors", &["cut", again]), Error::Broken { .. }));
}

#[test]
fn files_that_do_not_belong_together_are_named() {
    let words = ["layer.2", "lacks the tensor"];
    Checkpoint::copied().set("num_hidden_layers", json!(3)).refused("model.safetensors", &words);
    Checkpoint::copied().set("intermediate_size", json!(32)).refused("model.safetensors", &["[24, 16]", "[32, 16]"]);
    Checkpoint::copied().set("vocab_size", json!(10)).refused("tokenizer.json", &["vocab_size is 10"]);
    Checkpoint::copied().set("num_attention_heads", json!(3)).refused("config.json", &["3 heads"]);
    Checkpoint::copied().set("num_attention_heads", json!(0)).refused("config.json", &["num_attention_heads is 0"]);
    let words = ["rel_embeddings", "[16, 16]", "[2, 16]"];
    Checkpoint::copied().set("position_buckets", json!(1)).refused("model.safetensors", &words);
}

#[test]
fn weights_that_are_no_numbers_are_refused() {
    let checkpoint = Checkpoint::copied();
    let mut weights = fs::read(checkpoint.file("model.safetensors")).unwrap();
    let start = 8 + u64::from_le_bytes(weights[..8].try_into().unwrap()) as usize;
    weights[start..].fill(0xFF);
    checkpoint.write("model.safetensors", &weights).refused("model.safetensors", &["numbers run over"]);
}

#[test]
fn impossible_settings_are_named() {
    let checkpoint = Checkpoint::copied();
    let sound = checkpoint.config();
    let spoiled = [
        ("path", Config { path: PathBuf::new(), ..sound.clone() }),
        ("queue_tokens", Config { queue_tokens: 0, ..sound.clone() }),
        ("batch_tokens", Config { batch_tokens: 0, ..sound.clone() }),
        ("max_wait", Config { max_wait: Duration::ZERO, ..sound }),
    ];
    for (key, config) in spoiled {
        assert!(config.check().unwrap_err().to_string().starts_with(&format!("nli.{key}: ")));
        assert!(matches!(NliModel::load(&config).unwrap_err(), Error::Config { .. }));
    }
}
