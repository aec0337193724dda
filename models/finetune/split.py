"""Splits questions into those to train on and those to check on:

    python split.py --data A.jsonl B.jsonl --train train.jsonl --test test.jsonl [--share .5] [--most 1000]

A question's own words decide where it goes (their sha256, without case and punctuation), so that the same question in
two files never stands on both sides and a later run splits alike. Files are JSON lines of `question` and
`references[]`, gzipped or not. Questions without a reference are only checked on: there is nothing to grade samples by."""

import argparse
import gzip
import hashlib
import json
import re
from pathlib import Path


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", nargs="+", required=True, help="files of questions")
    parser.add_argument("--train", required=True, help="where the questions to train on are written")
    parser.add_argument("--test", required=True, help="where the questions to check on are written")
    parser.add_argument("--share", type=float, default=0.5, help="of the questions that may be trained on")
    parser.add_argument("--most", type=int, help="at most so many questions of each file on each side")
    return parser.parse_args()


def rows(path):
    with (gzip.open if str(path).endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def place(question):
    """A number from 0 to 1 that only the question's words decide."""
    words = " ".join(re.findall(r"\w+", question.casefold()))
    return int(hashlib.sha256(words.encode()).hexdigest()[:12], 16) / 16**12


def split(path, share, most):
    """Both sides of one file, each in the order of the questions' numbers; the last ones go where there are too many."""
    ordered = sorted(rows(path), key=lambda row: place(row["question"]))
    to_train = [row for row in ordered if place(row["question"]) < share and row["references"]]
    to_test = [row for row in ordered if place(row["question"]) >= share or not row["references"]]
    return to_train[:most], to_test[:most]


def write(path, parts):
    seen = set()
    with open(path, "w", encoding="utf-8") as out:
        for row in (row for part in parts for row in part):
            number = place(row["question"])
            if number not in seen:
                seen.add(number)
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return len(seen)


def main():
    args = arguments()
    parts = [split(path, args.share, args.most) for path in args.data]
    for path, part in zip((args.train, args.test), zip(*parts)):
        print(f"{write(path, part)} questions in {Path(path).name}")


if __name__ == "__main__":
    main()
