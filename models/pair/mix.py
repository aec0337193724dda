"""Fits how the model's verdict is weighed with the likeness of the words: `python3 mix.py --data DIR --program PROBITY`.

On the questions that training held out (see data.py), of pairs that texts and guards leave open. Prints the three
numbers for `[judge.mix]` in config/default.toml, and the log-loss with and without the words.
"""

import argparse
import json
import random
import subprocess

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score

import data
from train import SEED


def verdicts(program, judges, rows):
    """What a chain of judges says of the pairs, taken as it is."""
    lines = "\n".join(json.dumps({"question": r["question"] or "", "a": r["a"], "b": r["b"]}) for r in rows)
    command = ["env", "PROBITY__JUDGE__MIX__BIAS=0", "PROBITY__JUDGE__MIX__MODEL=1", "PROBITY__JUDGE__MIX__WORDS=0"]
    command += [program, "score", "--pairs", "-", "--judges", judges]
    done = subprocess.run(command, input=lines, stdout=subprocess.PIPE, text=True, check=True)
    return np.array([json.loads(line)["equivalence"] for line in done.stdout.splitlines()], dtype=float)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--program", default="../../target/release/probity")
    options = parser.parse_args()
    rows = data.read(data.first(options.data, "equivalence/train.jsonl"))
    rows = [row for row in rows if data.held_out(row["question"]) and row["question"] and row["label"] != 0.5]
    # A proxy compares whole answers with each other as well as short ones.
    rng = random.Random(SEED)
    rows += data.crossed(rows, len(rows), rng)
    model, words = (verdicts(options.program, judges, rows) for judges in ("pair,lexical", "lexical"))
    labels = np.array([row["label"] == 1 for row in rows])
    unsettled = (model > 0) & (model < 1)
    p = np.clip(model[unsettled], 1e-6, 1 - 1e-6)
    features = np.stack([np.log(p / (1 - p)), words[unsettled]], axis=1)
    truth = labels[unsettled]
    fit = LogisticRegression(C=10.0).fit(features, truth)
    mixed = fit.predict_proba(features)[:, 1]
    print(f"{len(rows)} pairs, {unsettled.sum()} of them open")
    print(f"log-loss: model alone {log_loss(truth, p):.4f}, with the words {log_loss(truth, mixed):.4f}")
    print(f"AUROC: model alone {roc_auc_score(truth, p):.4f}, with the words {roc_auc_score(truth, mixed):.4f}")
    print(f"bias = {fit.intercept_[0]:.3f}\nmodel = {fit.coef_[0][0]:.3f}\nwords = {fit.coef_[0][1]:.3f}")


if __name__ == "__main__":
    main()
