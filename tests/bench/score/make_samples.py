"""Samples for the benchmark from a folder of recorded answers: `python3 make_samples.py --data DIR --out FILE`.

Reads every `*.jsonl` or `*.jsonl.gz` of DIR/recorded, or of DIR itself, whose lines have `question` and `samples`,
takes turns among the files so that no model or question set rules, and writes JSON lines of `question`, `served`,
`samples`. Where no served answer was recorded the first sample stands for it. Rows with a text longer than 400
characters are left out: contestants cut long texts, or decline them, each in its own way.
"""

import argparse
import gzip
import json
import sys
from pathlib import Path

LONGEST = 400
"""Characters of a question or an answer."""


def usable(path, draws):
    """Rows of one file that have enough answers."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            samples = row.get("samples")
            if not row.get("question") or not isinstance(samples, list):
                continue
            samples = [sample for sample in samples if isinstance(sample, str) and sample.strip()]
            served = row.get("served") or (samples.pop(0) if samples else None)
            texts = [row["question"], served or "", *samples[:draws]]
            if served and len(samples) >= draws and max(map(len, texts)) <= LONGEST:
                yield {"question": row["question"], "served": served, "samples": samples[:draws]}


def recorded(folder, count, draws):
    """At most `count` rows, each with `draws` samples."""
    folder = Path(folder)
    below = folder / "recorded"
    files = sorted((below if below.is_dir() else folder).glob("*.jsonl*"))
    files = [path for path in files if path.name.endswith((".jsonl", ".jsonl.gz"))]
    if not files:
        raise SystemExit(f"there are no *.jsonl in {folder}")
    sources = [usable(path, draws) for path in files]
    taken = 0
    while sources and taken < count:
        for source in list(sources):
            row = next(source, None)
            if row is None:
                sources.remove(source)
            elif taken < count:
                taken += 1
                yield row


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", default="-")
    parser.add_argument("--rows", type=int, default=100)
    parser.add_argument("--draws", type=int, default=10, help="samples of each row")
    options = parser.parse_args()
    out = sys.stdout if options.out == "-" else open(options.out, "w")
    for row in recorded(options.data, options.rows, options.draws):
        print(json.dumps(row, ensure_ascii=False), file=out)


if __name__ == "__main__":
    main()
