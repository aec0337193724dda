"""Measures the pair model alone: `python3 evaluate.py --data DIR --weights FILE [--only NAME ...]`.

No guard, no word overlap: what the network itself knows. FILE is a checkpoint of train.py or the exported
pair.safetensors. Prints one JSON object; a metric that lacks its data is left out and named on stderr.
"""

import argparse
import json
import random
import sys
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import average_precision_score, roc_auc_score

import data
from encoding import Encoding, in_order
from export import read_weights
from model import GATE, PairModel, collate
from train import start_model

TOKENS = 4_096


class Judge:
    """The model, in batches of similar length."""

    def __init__(self, weights, threads):
        torch.set_num_threads(threads)
        self.encoding = Encoding(start_model())
        self.model = PairModel(start_model()).eval()
        self.model.load_state_dict(read_weights(weights))

    def logits(self, items):
        order = sorted(range(len(items)), key=lambda i: len(items[i].ids))
        out, start = [None] * len(items), 0
        while start < len(order):
            end = start + 1
            while end < len(order) and len(items[order[end]].ids) * (end + 1 - start) <= TOKENS:
                end += 1
            batch = collate([items[i] for i in order[start:end]])
            with torch.inference_mode():
                values = self.model(batch).double().numpy()
            for i, value in zip(order[start:end], values):
                out[i] = value
            start = end
        return np.array(out)

    def same(self, triples):
        """Probabilities for `(question, a, b)`; equal pairs are run once."""
        keys = [(q, *in_order(a, b)) for q, a, b in triples]
        distinct = list(dict.fromkeys(keys))
        logits = self.logits([self.encoding.equivalence(q, a, b, limit=200) for q, a, b in distinct])
        known = dict(zip(distinct, 1 / (1 + np.exp(-logits))))
        return np.array([known[key] for key in keys])

    def entail(self, pairs):
        distinct = list(dict.fromkeys(pairs))
        logits = self.logits([self.encoding.entailment(p, h, limit=250) for p, h in distinct])
        e = np.exp(logits - logits.max(-1, keepdims=True))
        known = dict(zip(distinct, e / e.sum(-1, keepdims=True)))
        return np.array([known[pair] for pair in pairs])

    def gate(self, requests):
        logits = self.logits([self.encoding.gate(request) for request in requests])
        e = np.exp(logits - logits.max(-1, keepdims=True))
        return e / e.sum(-1, keepdims=True)


def binary(scores, labels):
    labels = np.array(labels, bool)
    return {
        "rows": len(labels),
        "auroc": round(float(roc_auc_score(labels, scores)), 4),
        "accuracy": round(float(((scores >= 0.5) == labels).mean()), 4),
        "brier": round(float(((scores - labels) ** 2).mean()), 4),
    }


def nq301(judge, folder):
    rows = data.read(Path(folder) / "equivalence/nq301_human.jsonl")
    triples = [(row["question"], gold, row["answer"]) for row in rows for gold in row["gold"]]
    scores = iter(judge.same(triples))
    best = np.array([max(next(scores) for _ in row["gold"]) for row in rows])
    return binary(best, [row["label"] for row in rows])


def contextsl(judge, folder):
    rows = data.read(Path(folder) / "equivalence/contextsl_human.jsonl")
    return binary(judge.same([(r["question"], r["a"], r["b"]) for r in rows]), [r["label"] >= 0.5 for r in rows])


def held_out(judge, folder):
    rows = data.read(data.first(folder, "equivalence/train.jsonl"))
    rows = [row for row in rows if data.held_out(row["question"]) and row["question"] and row["label"] != 0.5]
    return binary(judge.same([(r["question"], r["a"], r["b"]) for r in rows]), [r["label"] == 1 for r in rows])


def nli(judge, folder, cap=2_500):
    sources = {}
    for row in data.read(data.first(folder, "nli/eval.jsonl")):
        sources.setdefault(row["source"], []).append(row)
    out = {}
    for source, rows in sources.items():
        rows = rows if len(rows) <= cap else random.Random(1).sample(rows, cap)
        p = judge.entail([(row["premise"], row["hypothesis"]) for row in rows])
        labels = [row["label"] for row in rows]
        if "not_c" in labels:
            right = [(q[2] >= 0.5) == (label == "c") for q, label in zip(p, labels)]
        elif "not_e" in labels:
            right = [(q[0] >= 0.5) == (label == "e") for q, label in zip(p, labels)]
        elif "n" in labels:
            right = ["enc"[q.argmax()] == label for q, label in zip(p, labels)]
        else:
            right = ["ec"[int(q[2] > q[0])] == label for q, label in zip(p, labels)]
        out[source] = {"rows": len(rows), "accuracy": round(float(np.mean(right)), 4)}
    return out


def correct(row, served):
    if row["served_correct"] is not None:
        return row["served_correct"]
    plain = lambda text: " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())
    return any(f" {plain(ref)} " in f" {plain(served)} " for ref in row["references"] if plain(ref))


def recorded(judge, folder, draws=5):
    out = {}
    for path in sorted((Path(folder) / "recorded").glob("*.jsonl.gz")):
        if path.name.startswith(("last", "math")):
            continue
        triples, truths = [], []
        for row in data.read(path):
            served = row["served"]
            samples = row["samples"][:draws] if served is not None else row["samples"][1 : draws + 1]
            served = served if served is not None else row["samples"][0]
            triples += [(row["question"], served, sample) for sample in samples]
            truths.append(bool(correct(row, served)))
        same = judge.same(triples)
        same = np.array([1.0 if a.strip().lower() == b.strip().lower() else s for s, (_, a, b) in zip(same, triples)])
        out[path.name.split(".")[0]] = round(float(roc_auc_score(truths, same.reshape(-1, draws).mean(1))), 4)
    return out


def wikibio(judge, folder, passages=238, samples=10):
    scores, bad, sentences, premises = [], [], 0, []
    rows = data.read(data.first(folder, "longform/wikibio_gpt3.jsonl"))[:passages]
    for row in rows:
        for sentence in row["sentences"]:
            premises += [(sample, sentence) for sample in row["samples"][:samples]]
    p = judge.entail(premises)
    score = (p[:, 2] / (p[:, 0] + p[:, 2])).reshape(-1, samples).mean(1)
    labels = np.array([label != "accurate" for row in rows for label in row["labels"]])
    return {
        "sentences": len(labels),
        "samples": samples,
        "auc_pr_non_factual": round(100 * float(average_precision_score(labels, score)), 2),
        "auc_pr_factual": round(100 * float(average_precision_score(~labels, -score)), 2),
    }


def gate(judge, folder, at=0.5):
    rows = data.read(Path(folder) / "prompts/gate.jsonl")
    p = judge.gate([row["request"] for row in rows])
    ours = p[:, GATE.index("question")] + p[:, GATE.index("reasoning")]
    other = np.array([row["label"] == "other" for row in rows])
    out = {"other_judged": round(float((ours[other] >= at).mean()), 4), "ours_judged": round(float((ours[~other] >= at).mean()), 4)}
    for path in sorted((Path(folder) / "qa").glob("*.jsonl*")):
        q = judge.gate([row["question"] for row in data.read(path)][:500])
        out[path.name.split(".")[0]] = round(float((q[:, 0] + q[:, 1] >= at).mean()), 4)
    return out


MEASURES = {"held_out": held_out, "nq301": nq301, "contextsl": contextsl, "nli": nli, "recorded": recorded, "gate": gate, "wikibio": wikibio}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--weights", required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", nargs="*", choices=MEASURES, default=list(MEASURES))
    options = parser.parse_args()
    judge = Judge(options.weights, options.threads)
    out = {}
    for name in options.only:
        try:
            out[name] = MEASURES[name](judge, options.data)
            print(f"{name}: {json.dumps(out[name])}", file=sys.stderr, flush=True)
        except FileNotFoundError as missing:
            print(f"{name}: left out, {missing.filename} is not there", file=sys.stderr)
    print(json.dumps(out, indent=1))


if __name__ == "__main__":
    main()
