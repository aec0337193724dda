"""The pair model's entailment head as a sequence classifier that `transformers` loads by folder, so that uqlm and
lm-polygraph run it through their own public constructors, as they would run a model of their choice.

`write(weights, folder)` makes the folder. Importing this module registers the classes with `transformers`.
"""

import json
import sys
from pathlib import Path
from unittest.mock import patch

import torch
from transformers import (
    AutoConfig,
    AutoModelForSequenceClassification,
    BertConfig,
    BertModel,
    PreTrainedModel,
    PreTrainedTokenizerFast,
)
from transformers.modeling_outputs import SequenceClassifierOutput

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "models" / "pair"))

from encoding import SEP, Encoding
from export import read_weights
from model import PairModel, collate

LABELS = ["contradiction", "neutral", "entailment"]
"""In the order that uqlm takes for granted; lm-polygraph asks for the names."""
BERT = {"hidden": "hidden_size", "layers": "num_hidden_layers", "heads": "num_attention_heads"}
BERT |= {"intermediate": "intermediate_size", "vocab": "vocab_size", "positions": "max_position_embeddings"}


class PairConfig(BertConfig):
    """BERT's, under a name of its own."""

    model_type = "probity_pair"


class PairClassifier(PreTrainedModel):
    """Premise and hypothesis in, three logits out. Counts what it is asked."""

    config_class = PairConfig
    _supports_sdpa = True

    def __init__(self, config):
        super().__init__(config)
        bert = BertConfig(**{name: getattr(config, name) for name in [*BERT.values(), "layer_norm_eps"]})
        bert._attn_implementation = "sdpa"
        blank = patch.object(BertModel, "from_pretrained", lambda _, **__: BertModel(bert, add_pooling_layer=False))
        with blank:
            self.pair = PairModel(None)
        self.judged = self.tokens = self.padded = 0
        self.post_init()

    @property
    def deberta(self):
        """Where lm-polygraph looks for the labels."""
        return self

    def forward(self, input_ids, attention_mask, token_type_ids, **_):
        self.judged += input_ids.shape[0]
        self.tokens += int(attention_mask.sum())
        self.padded += input_ids.numel()
        mask = attention_mask.bool()
        text = mask & (input_ids != SEP)
        text[:, 0] = False
        second = token_type_ids.bool()
        batch = {"ids": input_ids, "types": token_type_ids, "mask": mask, "a": text & ~second, "b": text & second}
        entailment, neutral, contradiction = self.pair({**batch, "task": "entailment"}).float().unbind(-1)
        return SequenceClassifierOutput(logits=torch.stack([contradiction, neutral, entailment], dim=-1))


AutoConfig.register(PairConfig.model_type, PairConfig)
AutoModelForSequenceClassification.register(PairConfig, PairClassifier)


def write(weights, folder):
    """Writes float32 weights, configuration and tokeniser of `weights` (as the engine loads them) to `folder`."""
    given = json.loads((Path(weights) / "config.json").read_text())
    config = PairConfig(
        **{there: given[here] for here, there in BERT.items()},
        layer_norm_eps=given["layer_norm_eps"],
        id2label=dict(enumerate(LABELS)),
        label2id={label: at for at, label in enumerate(LABELS)},
    )
    model = PairClassifier(config)
    model.pair.load_state_dict(read_weights(Path(weights) / "pair.safetensors"))
    model.save_pretrained(folder)
    names = {name: f"[{name[:3].upper()}]" for name in ("cls_token", "sep_token", "unk_token", "pad_token")}
    names["mask_token"] = "[MASK]"
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(Path(weights) / "tokenizer.json"), model_max_length=given["positions"], **names
    )
    tokenizer.save_pretrained(folder)


@torch.no_grad()
def entailments(model, weights, pairs):
    """Contradiction, neutral and entailment of pairs, read as the engine reads them: what all else is held against."""
    encoding = Encoding(weights)
    rows = []
    for premise, hypothesis in pairs:
        logits = model.pair(collate([encoding.entailment(premise, hypothesis)]))
        rows.append(logits.float().softmax(-1)[0].flip(0).tolist())
    return rows
