"""Fits the gate's head on the finished encoder: `python3 gate.py --data DIR --weights phase1.pt --out pair.pt`.

The joint training shows the encoder what requests look like; here the head alone is fitted to the end, on our own
requests and, as further questions, some that EVOUNA and EfficientQA ask. Takes a minute or two.
"""

import argparse
import random

import torch
from torch.nn import functional as F

import data
from encoding import Encoding
from model import GATE, Head, PairModel, collate, mean
from train import SEED, start_model

QUESTIONS = 700
"""Questions of others, so that the gate knows the ways of quiz sets and search boxes."""
STEPS, RATE, DECAY = 300, 3e-3, 3e-2


def requests(folder):
    """Requests and labels: our own, and questions."""
    rng = random.Random(SEED)
    rows = data.read(data.first(folder, "equivalence/train.jsonl"))
    asked = sorted({row["question"] for row in rows if row["source"] in ("evouna_NQ", "evouna_TQ", "efficientqa_human")})
    own = [(row["request"], row["label"]) for row in data.requests()]
    return own + [(question, "question") for question in rng.sample(asked, QUESTIONS)]


def features(model, items):
    """The mean token state of each."""
    out = []
    with torch.inference_mode():
        for start in range(0, len(items), 16):
            batch = collate(items[start : start + 16])
            states = model.encoder(batch["ids"], attention_mask=batch["mask"].long(), token_type_ids=batch["types"])
            out.append(mean(states.last_hidden_state, batch["mask"]))
    return torch.cat(out).clone()


def fit(x, labels):
    """A head fitted to all rows at once."""
    torch.manual_seed(SEED)
    head = Head(x.shape[1], x.shape[1], len(GATE))
    optimizer = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=DECAY)
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = RATE * (1 - step / STEPS)
        F.cross_entropy(head(F.dropout(x, 0.1)), labels, label_smoothing=0.05).backward()
        optimizer.step()
        optimizer.zero_grad()
    return head


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--weights", required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    encoding = Encoding(start_model())
    model = PairModel(start_model()).eval()
    model.load_state_dict(torch.load(options.weights))
    rows = requests(options.data)
    x = features(model, [encoding.gate(request) for request, _ in rows])
    labels = torch.tensor([GATE.index(label) for _, label in rows])
    held = torch.arange(len(rows)) % 5 == 0
    trial = fit(x[~held], labels[~held])
    ours = lambda y: y <= GATE.index("reasoning")
    guess = trial(x[held]).argmax(-1)
    print(f"held-out fifth: accuracy {(guess == labels[held]).float().mean():.3f}, ours or not {(ours(guess) == ours(labels[held])).float().mean():.3f}")
    model.heads["gate"].load_state_dict(fit(x, labels).state_dict())
    torch.save(model.state_dict(), options.out)


if __name__ == "__main__":
    main()
