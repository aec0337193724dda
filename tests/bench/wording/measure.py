"""How far the bands of config/wording.toml lie from what people hear in hedged answers.

    python tests/bench/wording/measure.py ANSWERS.jsonl

ANSWERS.jsonl holds answers that people have read: `question`, `text` and `human_confidence`, the mean of what they heard,
from 0 to 100. (Those that the table was made with are described in its head; they are not part of this repository.)

The answers are split in two by their phrase, not by row: an answer's phrase is its first three words that are neither
names nor the question's own, and a phrase lies on one side or the other by its hash. The table's phrases were sorted, and
their means taken, on the half called `seen`; of the half called `held out` no more was known beforehand than a count of
the commonest openings in all answers, with what was heard in them. The hearing is the program's
own (src/policy/examples/readings.rs). The gap of an answer is the distance, in points of a hundred, from the middle of the
band that would say such words to what people heard. An answer in which the program hears nothing counts in the last
column, as if it were said with certainty, and not in the others.
"""

import hashlib
import json
import re
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FRAME = set("i it is was be been the a that".split())


def words(text):
    return re.findall(r"[a-z']+", text.lower().replace("’", "'"))


def phrase(row):
    asked = set(words(row["question"])) - FRAME
    kept = []
    for place, token in enumerate(re.findall(r"[A-Za-z'’]+", row["text"])):
        word = token.lower().replace("’", "'")
        is_name = place > 0 and token[0].isupper() and not word.startswith("i'") and word != "i"
        if word not in asked and not is_name:
            kept.append(word)
    return " ".join(kept[:3])


def is_seen(row):
    return hashlib.sha256(phrase(row).encode()).digest()[0] % 2 == 0


def readings(rows):
    asked = "".join(json.dumps({"question": row["question"], "text": row["text"]}) + "\n" for row in rows)
    command = ["cargo", "run", "-q", "-p", "probity-policy", "--example", "readings"]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True, cwd=ROOT)
    return [json.loads(line) for line in done.stdout.splitlines()]


def mean(values):
    return f"{statistics.mean(values):7.2f}" if values else "      –"


def middle(reading):
    return 50 * (reading["from"] + reading["below"])


def gap(row):
    return abs(middle(row["reading"]) - row["human_confidence"])


def table(name, rows):
    heard = [row for row in rows if row["reading"]["heard"] is not None]
    silent = [abs(97.5 - row["human_confidence"]) for row in rows if row["reading"]["heard"] is None]
    gaps = [gap(row) for row in heard]
    print(f"\n{name}: {len(rows)} answers, {len({phrase(row) for row in rows})} phrases; nothing heard in {len(silent)}")
    print("   band        answers  people heard     gap   gap with those in which nothing is heard")
    for band in sorted({(row["reading"]["from"], row["reading"]["below"]) for row in heard}):
        own = [row for row in heard if (row["reading"]["from"], row["reading"]["below"]) == band]
        human = mean([row["human_confidence"] for row in own])
        print(f"   {band[0]:.2f}–{band[1]:.2f} {len(own):9}       {human} {mean([gap(row) for row in own])}")
    print(f"   all       {len(heard):9}       {mean([row['human_confidence'] for row in heard])} {mean(gaps)} {mean(gaps + silent)}")


def ladder(rows):
    """The words that the wording itself says: the middle of their band against what people heard in them."""
    print("\nthe ladder's own words, where they occur (both halves)")
    steps = tomllib.loads((ROOT / "config/wording.toml").read_text())["verb"]
    start = 0.0
    for step in steps:
        end = min(step["below"], 1.0)
        said = step.get("phrase")
        own = [row for row in rows if said and said in row["text"].lower().replace("’", "'")]
        human = [row["human_confidence"] for row in own]
        gaps = [abs(50 * (start + end) - heard) for heard in human]
        print(f"   {start:.2f}–{end:.2f}  {said or '(odds)':18} {len(own):4} answers, people heard {mean(human)}, gap {mean(gaps)}")
        start = end


def main():
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text().splitlines()]
    for row, reading in zip(rows, readings(rows), strict=True):
        row["reading"] = reading
    table("seen", [row for row in rows if is_seen(row)])
    table("held out", [row for row in rows if not is_seen(row)])
    ladder(rows)


if __name__ == "__main__":
    main()
