"""Makes the tiny DeBERTa-v2/v3 checkpoints beside it, and what transformers says of them.

Each folder is a checkpoint in Hugging Face's layout (config.json, model.safetensors, tokenizer.json) with random
weights, and `expected.json`: pairs of texts of different lengths, their token ids, and the logits of one padded batch
of them all. `buckets.json` holds the log-bucketed relative positions of some settings.

    pip install torch==2.6.0 transformers==4.57.0 safetensors tokenizers
    python make.py

Large random weights, everywhere: small ones would leave all logits alike, and a wrong model would pass.
"""

import json
import pathlib
import shutil

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import DebertaV2Config, DebertaV2ForSequenceClassification, PreTrainedTokenizerFast
from transformers.models.deberta_v2.modeling_deberta_v2 import make_log_bucket_position

HERE = pathlib.Path(__file__).parent
SPECIAL = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"]
WORDS = (
    "the a is of in it was not capital city france paris lyon germany berlin what which where who when wrote king "
    "queen river largest first yes no one two three born died year"
).split()
PAIRS = [
    ("paris", "lyon"),
    ("what is the capital of france? paris", "what is the capital of france? it is not lyon."),
    ("berlin is the capital of germany.", "paris"),
    (" ".join(["the king of france was born in the year one,"] * 3), "who died first in berlin"),
    ("the king of zanzibar is", "the, river"),
    ("yes", " ".join(["no not the largest river"] * 10)),
]
BASE = dict(
    hidden_size=16,
    num_hidden_layers=2,
    num_attention_heads=2,
    intermediate_size=24,
    max_position_embeddings=64,
    hidden_dropout_prob=0.0,
    attention_probs_dropout_prob=0.0,
    relative_attention=True,
    architectures=["DebertaV2ForSequenceClassification"],
)
MODELS = {
    # As DeBERTa-v3 is configured.
    "v3": dict(
        position_buckets=8,
        norm_rel_ebd="layer_norm",
        share_att_key=True,
        pos_att_type="p2c|c2p",
        position_biased_input=False,
        type_vocab_size=0,
        id2label={0: "contradiction", 1: "entailment", 2: "neutral"},
    ),
    # Everything that v3 leaves out; positions are clamped at twelve.
    "v2": dict(
        max_relative_positions=12,
        share_att_key=False,
        pos_att_type=["c2p", "p2c"],
        position_biased_input=True,
        type_vocab_size=2,
        embedding_size=12,
        pooler_hidden_act="tanh",
        hidden_act="gelu_new",
        id2label={0: "ENTAILMENT", 1: "NEUTRAL", 2: "CONTRADICTION"},
    ),
    # One kind of relative position, two labels, half precision.
    "two": dict(
        max_relative_positions=12,
        share_att_key=False,
        pos_att_type=["p2c"],
        position_biased_input=False,
        pooler_hidden_act="relu",
        id2label={0: "entailment", 1: "not_entailment"},
    ),
}


def unigram() -> Tokenizer:
    pieces = [(piece, 0.0) for piece in SPECIAL]
    pieces += [("▁" + word, -3.0 - rank / 10) for rank, word in enumerate(WORDS)]
    pieces += [(letter, -12.0) for letter in "▁?.,abcdefghijklmnopqrstuvwxyzавежийлопрцьт"]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=SPECIAL.index("[UNK]")))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Strip(), normalizers.NFKC()])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    return tokenizer


def word_level() -> Tokenizer:
    words = SPECIAL + WORDS + list("?.,")
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return tokenizer


def finished(tokenizer: Tokenizer) -> Tokenizer:
    tokenizer.add_special_tokens(SPECIAL)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0",
        pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 1), ("[SEP]", 2)],
    )
    # As published checkpoints have it; it must not cut what the engine reads.
    tokenizer.enable_truncation(8)
    return tokenizer


def make(name: str, settings: dict, tokenizer: Tokenizer) -> None:
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    config = DebertaV2Config(vocab_size=tokenizer.get_vocab_size(), **(BASE | settings))
    torch.manual_seed(sum(name.encode()))
    model = DebertaV2ForSequenceClassification(config).eval()
    for key, parameter in model.named_parameters():
        gain = key.endswith("LayerNorm.weight")
        torch.nn.init.normal_(parameter, mean=1.0 if gain else 0.0, std=0.3)
    if name == "two":
        model = model.half()
    model.save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]")
    batch = fast([a for a, _ in PAIRS], [b for _, b in PAIRS], padding=True, return_tensors="pt",
                 return_token_type_ids=True)
    inputs = dict(batch) if config.type_vocab_size else {k: v for k, v in batch.items() if k != "token_type_ids"}
    with torch.no_grad():
        logits = model.float()(**inputs).logits
    rows = zip(PAIRS, batch["input_ids"].tolist(), batch["attention_mask"].tolist(), logits.tolist())
    cases = [
        dict(premise=a, hypothesis=b, ids=ids[: sum(mask)], logits=row) for (a, b), ids, mask, row in rows
    ]
    lines = ",\n".join(json.dumps(case) for case in cases)
    (folder / "expected.json").write_text(f"[\n{lines}\n]\n")


def buckets(size: int, most: int) -> dict:
    table = make_log_bucket_position(torch.arange(most), size, most)
    return dict(size=size, most=most, buckets=table.to(torch.long).tolist())


if __name__ == "__main__":
    make("v3", MODELS["v3"], finished(unigram()))
    make("v2", MODELS["v2"], finished(word_level()))
    make("two", MODELS["two"], finished(word_level()))
    tables = [buckets(*setting) for setting in [(256, 512), (8, 64), (128, 512), (32, 1024)]]
    (HERE / "buckets.json").write_text("[\n" + ",\n".join(json.dumps(table) for table in tables) + "\n]\n")
