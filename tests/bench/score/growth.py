"""Pairs that probity judges, against the number of draws and of distinct answers among them."""

import argparse
import os
from pathlib import Path

from program import Counting, Program

DRAWS = [2, 3, 5, 10, 20, 40]
DISTINCT = [1, 2, 3, 5, 10, 20, 40]
SCORERS = {
    "agreement_soft": "agreement with the served answer",
    "semantic_entropy": "semantic entropy",
    "eigv_entail": "eigenvalues over entailment, both directions",
}
QUESTION = "Why was the old harbour given up?"
# Forty answers that no number, negation or list settles: only a judge of meaning can tell them apart.
WHO = ["fishermen", "merchants", "pilots", "settlers", "shipwrights", "traders", "sailors", "garrison"]
WHY = [
    "left when the bay filled with sand",
    "moved to the deeper river mouth",
    "fled from a fire in the storehouses",
    "could not pay the new tolls",
    "followed the railway inland",
]
ANSWERS = [f"The {who} {why}." for why in WHY for who in WHO]


def rows(draws, distinct):
    """`draws` answers, `distinct` of them different, the served one among these."""
    return [{"question": QUESTION, "answers": [ANSWERS[at % distinct] for at in range(draws)]}]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", help="folder of the pair model [default: what was compiled in]")
    options = parser.parse_args()
    weights = Path(options.weights).resolve() if options.weights else ""
    with Counting(Program(os.environ["PROBITY"], weights)) as counting:
        for scorer, title in SCORERS.items():
            print(f"\n{title} ({scorer}): pairs judged, by draws (down) and distinct answers among them (across)")
            print("draws " + "".join(f"{distinct:7}" for distinct in DISTINCT))
            for draws in DRAWS:
                fitting = [distinct for distinct in DISTINCT if distinct <= draws]
                counted = [counting.pairs(rows(draws, distinct), [scorer]) for distinct in fitting]
                print(f"{draws:5} " + "".join(f"{pairs:7}" for pairs in counted), flush=True)


if __name__ == "__main__":
    main()
