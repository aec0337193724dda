"""The pair model: one BERT encoder, three heads over pooled features."""

import torch
from torch import nn
from torch.nn import functional as F
from transformers import BertModel

GATE = ["question", "reasoning", "writing", "code", "transformation", "opinion", "chat"]


class Head(nn.Module):
    """`out(gelu(dense(features)))`."""

    def __init__(self, features, width, outputs):
        super().__init__()
        self.dense = nn.Linear(features, width)
        self.out = nn.Linear(width, outputs)

    def forward(self, features):
        return self.out(F.gelu(self.dense(features)))


class PairModel(nn.Module):
    """Encoder and heads."""

    def __init__(self, start):
        super().__init__()
        self.encoder = BertModel.from_pretrained(
            start,
            add_pooling_layer=False,
            attn_implementation="sdpa",
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        hidden = self.encoder.config.hidden_size
        self.heads = nn.ModuleDict(
            {
                "equivalence": Head(5 * hidden, hidden, 1),
                "entailment": Head(5 * hidden, hidden, 3),
                "gate": Head(hidden, hidden, len(GATE)),
            }
        )
        # The vocabulary is half of all weights, and a fine-tuning of this size would teach it nothing.
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False

    def forward(self, batch):
        """Logits of a batch of one task (see `collate`)."""
        mask = batch["mask"]
        ragged = None if bool(mask.all()) else mask.long()
        states = self.encoder(batch["ids"], attention_mask=ragged, token_type_ids=batch["types"]).last_hidden_state
        whole = mean(states, mask)
        if batch["task"] == "gate":
            return self.heads["gate"](whole)
        a, b = mean(states, batch["a"]), mean(states, batch["b"])
        features = torch.cat([whole, a, b, (a - b).abs(), a * b], dim=-1)
        logits = self.heads[batch["task"]](features)
        return logits.squeeze(-1) if batch["task"] == "equivalence" else logits


def mean(states, mask):
    """The mean over the masked tokens; zeros over none."""
    weights = mask.to(states.dtype)
    return torch.einsum("blh,bl->bh", states, weights) / weights.sum(1, keepdim=True).clamp(min=1)


def collate(items):
    """Items of one task as tensors, padded to the longest."""
    longest = max(len(item.ids) for item in items)
    ids = torch.zeros(len(items), longest, dtype=torch.long)
    types = torch.zeros_like(ids)
    masks = {name: torch.zeros(len(items), longest, dtype=torch.bool) for name in ("mask", "a", "b")}
    for row, item in enumerate(items):
        n = len(item.ids)
        ids[row, :n] = torch.tensor(item.ids)
        types[row, :n] = torch.tensor(item.types)
        masks["mask"][row, :n] = True
        masks["a"][row, item.a[0] : item.a[1]] = True
        masks["b"][row, item.b[0] : item.b[1]] = True
    return {"ids": ids, "types": types, **masks, "task": items[0].task, "labels": [item.label for item in items]}


def loss(logits, batch):
    """The loss of a batch, by its task."""
    labels = batch["labels"]
    if batch["task"] == "equivalence":
        return F.binary_cross_entropy_with_logits(logits, torch.tensor(labels, dtype=logits.dtype))
    if batch["task"] == "gate":
        return F.cross_entropy(logits, torch.tensor([GATE.index(label) for label in labels]), label_smoothing=0.05)
    # `not_c` says only what a pair is not.
    logs = F.log_softmax(logits, dim=-1)
    not_c = torch.logsumexp(logs[:, :2], dim=-1)
    columns = torch.stack([logs[:, 0], logs[:, 1], logs[:, 2], not_c], dim=-1)
    index = torch.tensor([["e", "n", "c", "not_c"].index(label) for label in labels])
    return -columns.gather(1, index[:, None]).mean()
