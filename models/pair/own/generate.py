"""Write own training pairs: own_equivalence.jsonl and own_contrast.jsonl (seeded, standard library only)."""
import argparse
import collections
import json
import os

import contrast
import equivalence


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--out", required=True)
    ap.add_argument("--snli", help="nli/train.jsonl.gz: its SNLI-dev and MNLI premises are used too")
    ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--equivalence", type=int, default=8500)
    ap.add_argument("--contrast", type=int, default=14000)
    args = ap.parse_args()
    os.makedirs(args.out, exist_ok=True)
    for name, data in (("own_equivalence", equivalence.generate(args.seed, args.equivalence, contrast.sentence_pairs(args.seed, 600))),
                       ("own_contrast", contrast.generate(args.seed, args.contrast, args.snli))):
        with open(os.path.join(args.out, name + ".jsonl"), "w", encoding="utf-8") as f:
            for row in data:
                f.write(json.dumps(row, ensure_ascii=False) + "\n")
        count = collections.Counter(r["label"] for r in data)
        print(name, len(data), {k: f"{v} ({v / len(data):.1%})" for k, v in sorted(count.items(), key=str)},
              dict(collections.Counter(r["source"] for r in data)))


if __name__ == "__main__":
    main()
