"""How good the judge with the pair model is: `tests/bench/judge/run --data DIR [--only NAME ...] [--judges lexical]`.

Puts human-labelled pairs through `probity score --pairs` (guards, model and words together, as they serve where
judge.chain names them) and recorded samples through `probity score`; compares what comes out with the labels. Standard
library only. A set whose file is not under DIR is left out with a message.
"""

import argparse
import gzip
import json
import random
import subprocess
import sys
import time
from pathlib import Path


def read(path):
    """The rows of a JSON Lines file, gzipped or not."""
    path = path if path.exists() else path.with_name(path.name + ".gz")
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
    with opened as lines:
        return [json.loads(line) for line in lines if line.strip()]


def auroc(scores, labels):
    """Area under the ROC curve; ties count half."""
    order = sorted(range(len(scores)), key=lambda i: scores[i])
    ranks, start = [0.0] * len(order), 0
    while start < len(order):
        end = start
        while end < len(order) and scores[order[end]] == scores[order[start]]:
            end += 1
        for i in order[start:end]:
            ranks[i] = (start + end + 1) / 2
        start = end
    positives = sum(labels)
    above = sum(rank for rank, label in zip(ranks, labels) if label)
    return (above - positives * (positives + 1) / 2) / (positives * (len(labels) - positives))


def average_precision(scores, labels):
    """Area under the precision-recall curve as its step sum; ties enter together."""
    order = sorted(range(len(scores)), key=lambda i: -scores[i])
    found, total, area, start = 0, sum(labels), 0.0, 0
    while start < len(order):
        end = start
        while end < len(order) and scores[order[end]] == scores[order[start]]:
            end += 1
        gained = sum(labels[i] for i in order[start:end])
        found += gained
        area += gained / total * (found / end)
        start = end
    return area


class Probity:
    """The program, asked through a pipe."""

    def __init__(self, program, judges):
        self.program, self.judges = program, judges

    def lines(self, arguments, rows):
        command = [self.program, "score", *arguments, "-"]
        command += ["--judges", self.judges]
        text = "\n".join(json.dumps(row) for row in rows)
        done = subprocess.run(command, input=text, stdout=subprocess.PIPE, text=True, check=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def pairs(self, triples):
        return self.lines(["--pairs"], [{"question": q or "", "a": a, "b": b} for q, a, b in triples])

    def same(self, triples):
        return [0.0 if row["equivalence"] is None else row["equivalence"] for row in self.pairs(triples)]


def binary(scores, labels):
    right = sum((score >= 0.5) == label for score, label in zip(scores, labels))
    return {"rows": len(labels), "auroc": round(auroc(scores, labels), 4), "accuracy": round(right / len(labels), 4)}


def nq301(probity, folder):
    """Answers against gold answers: the best of the golds counts."""
    rows = read(folder / "equivalence/nq301_human.jsonl")
    scores = iter(probity.same([(row["question"], gold, row["answer"]) for row in rows for gold in row["gold"]]))
    labels = [bool(row["label"]) for row in rows]
    out = {"probity": binary([max(next(scores) for _ in row["gold"]) for row in rows], labels)}
    out["bem"] = binary([row["bem"] for row in rows], labels)
    gpt4 = sum(bool(row["gpt4"]) == label for row, label in zip(rows, labels))
    out["gpt4"] = {"rows": len(rows), "accuracy": round(gpt4 / len(rows), 4)}
    return out


def contextsl(probity, folder):
    rows = read(folder / "equivalence/contextsl_human.jsonl")
    return binary(probity.same([(r["question"], r["a"], r["b"]) for r in rows]), [r["label"] >= 0.5 for r in rows])


def entailment(probity, folder, cap=3_000):
    """Accuracy on each source, on at most so many of its rows."""
    sources = {}
    for row in read(folder / "nli/eval.jsonl"):
        sources.setdefault(row["source"], []).append(row)
    out = {}
    for source, rows in sources.items():
        rows = rows if len(rows) <= cap else random.Random(1).sample(rows, cap)
        found = probity.pairs([("", row["premise"], row["hypothesis"]) for row in rows])
        labels = {row["label"] for row in rows}
        right = sum(verdict(row, labels) == said["label"] for row, said in zip(found, rows))
        out[source] = {"rows": len(rows), "accuracy": round(right / len(rows), 4)}
    return out


def verdict(row, labels):
    if row["entailment"] is None:
        return None
    if "not_c" in labels:
        return "c" if row["contradiction"] >= 0.5 else "not_c"
    if "not_e" in labels:
        return "e" if row["entailment"] >= 0.5 else "not_e"
    known = {"e": "entailment", "n": "neutral", "c": "contradiction"}
    return max(labels, key=lambda label: row[known[label]])


def recorded(probity, folder, draws=5):
    """AUROC of agreement with the served answer at so many draws, against whether that answer is right; beside it that of
    plain word overlap (mean Jaccard index of the words)."""
    out = {}
    for path in sorted((folder / "recorded").glob("*.jsonl*")):
        if path.name.startswith("last_letters"):
            continue
        asked, truths = [], []
        for row in read(path):
            served = row["served"]
            samples = row["samples"][:draws] if served is not None else row["samples"][1 : draws + 1]
            served = served if served is not None else row["samples"][0]
            asked.append({"question": row["question"], "served": served, "answers": samples})
            truths.append(correct(row, served))
        scored = probity.lines(["--scorer", "agreement_soft"], asked)
        scores = [row["scores"].get("agreement_soft", 0.0) for row in scored]
        overlap = [sum(jaccard(row["served"], text) for text in row["answers"]) / draws for row in asked]
        out[path.name.split(".")[0]] = {
            "rows": len(truths),
            "probity": round(auroc(scores, truths), 4),
            "word_overlap": round(auroc(overlap, truths), 4),
        }
    return out


def correct(row, served):
    """The file's own word, or whether a reference stands in the answer (Yang et al., 2024, has_match)."""
    if row["served_correct"] is not None:
        return bool(row["served_correct"])
    return any(plain(reference) in plain(served) for reference in row["references"] if plain(reference))


def plain(text):
    words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
    return " ".join(word for word in words if word not in ("a", "an", "the"))


def jaccard(a, b):
    a, b = set(plain(a).split()), set(plain(b).split())
    return len(a & b) / len(a | b) if a | b else 1.0


def wikibio(probity, folder, samples=20):
    """SelfCheck-NLI: a sentence's score is its mean e-against-c contradiction by the samples (Manakul et al., 2023)."""
    rows = read(folder / "longform/wikibio_gpt3.jsonl")
    claims = [("", sample, s) for row in rows for s in row["sentences"] for sample in row["samples"][:samples]]
    found = iter(probity.pairs(claims))
    scores, labels = [], []
    for row in rows:
        for label in row["labels"]:
            judged = [next(found) for _ in row["samples"][:samples]]
            shares = [p["contradiction"] / (p["contradiction"] + p["entailment"]) for p in judged if p["entailment"] is not None]
            scores.append(sum(shares) / max(len(shares), 1))
            labels.append(label != "accurate")
    return {
        "sentences": len(labels),
        "auc_pr_non_factual": round(100 * average_precision(scores, labels), 2),
        "auc_pr_factual": round(100 * average_precision([-s for s in scores], [not label for label in labels]), 2),
    }


MEASURES = {"nq301": nq301, "contextsl": contextsl, "entailment": entailment, "recorded": recorded, "wikibio": wikibio}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--program", default="target/release/probity")
    parser.add_argument("--judges", default="pair,lexical", help="as `probity score` takes them [%(default)s]")
    parser.add_argument("--only", nargs="*", choices=MEASURES, default=list(MEASURES))
    options = parser.parse_args()
    probity = Probity(options.program, options.judges)
    for name in options.only:
        since = time.monotonic()
        try:
            found = MEASURES[name](probity, options.data)
        except FileNotFoundError as missing:
            print(f"{name}: left out, {missing.filename} is not there", file=sys.stderr)
            continue
        print(json.dumps({name: found, "seconds": round(time.monotonic() - since, 1)}), flush=True)


if __name__ == "__main__":
    main()
