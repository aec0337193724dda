"""Scores by probity, uqlm and lm-polygraph, from the same samples through the same weights, in turns.

Prints seconds per 100 questions, pairs judged and ratios. See README.md for what may be compared and what may not.
"""

import os

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import argparse
import json
import platform
import statistics
import tempfile
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import pair_torch
import torch
from make_samples import recorded
from peers import Polygraph, Uqlm, entropy, spectral
from program import Counting, Program

HERE = Path(__file__).resolve().parent
NLI = ["semantic_negentropy", "noncontradiction", "entailment", "semantic_sets_confidence"]
GRAPH = ["eigv_entail", "degree_entail", "eccentricity_entail"]


@dataclass
class Contestant:
    """One line of a table: `measure` gives seconds, pairs, tokens and padded tokens (`None` where not known)."""

    package: str
    kind: str
    measure: object
    rounds: list = field(default_factory=list)

    @property
    def seconds(self):
        return statistics.median(took for took, *_ in self.rounds)


def load(options):
    """Rows of question, served and samples, each with as many samples as the longest case needs."""
    most = max(options.draws)
    if options.data:
        rows, source = list(recorded(options.data, options.rows, most)), f"recorded answers below {options.data}"
    else:
        path = options.samples or HERE / "samples.jsonl"
        rows = [json.loads(line) for line in Path(path).read_text().splitlines() if line.strip()]
        source = f"{path}" if options.samples else "the 60 questions of samples.jsonl"
    rows = [row for row in rows if row.get("served") and len(row["samples"]) >= most][: options.rows]
    if not rows:
        raise SystemExit(f"no row of {source} has a served answer and {most} samples")
    return rows, source


def with_draws(rows, count):
    return [{"question": row["question"], "answers": row["samples"][:count], "served": row["served"]} for row in rows]


def cases(programs, counting, folder):
    """Title and contestants of each table. The first of the peers named is what the ratio is to."""

    def ours(scorers):
        counted = {}

        def measure(program, rows):
            _, seconds = program.scores(rows, "--scorer", ",".join(scorers))
            draws = len(rows[0]["answers"])
            if draws not in counted:
                counted[draws] = counting.pairs(rows, scorers)
            return seconds, counted[draws], None, None

        return [Contestant("probity", p.precision, lambda rows, p=p: measure(p, rows)) for p in programs]

    def theirs(peer):
        def measure(dtype, rows):
            with peer.at(dtype):
                return peer.timed(rows)

        kinds = {"float32": torch.float32, "bfloat16": torch.bfloat16}
        return [Contestant(peer.package, kind, lambda rows, d=d: measure(d, rows)) for kind, d in kinds.items()]

    noncontradiction, every = Uqlm(folder, ["noncontradiction"]), Uqlm(folder, NLI)
    return [
        (
            "graph measures of entailment (EigV, degree, eccentricity): all pairs",
            theirs(Polygraph(folder, spectral())) + ours(GRAPH),
        ),
        (
            "semantic entropy",
            theirs(Polygraph(folder, entropy())) + theirs(Uqlm(folder, None)) + ours(["semantic_entropy"]),
        ),
        ("non-contradiction", theirs(noncontradiction) + ours(["noncontradiction"])),
        (
            "all of these at once",
            theirs(Polygraph(folder, spectral() + entropy()))
            + theirs(every)
            + ours([*GRAPH, "semantic_entropy", "noncontradiction"]),
        ),
        (
            "agreement with the served answer (ours) against all that uqlm finds by entailment",
            theirs(every) + ours(["agreement_soft"]),
        ),
    ]


def table(title, contestants, rows, draws, rounds):
    for contestant in contestants:
        contestant.rounds = []
    for at in range(rounds + 1):
        for contestant in contestants:
            took = contestant.measure(rows)
            # The first round warms up: PyTorch prepares kernels for every new length of a batch.
            if at:
                contestant.rounds.append(took)
    print(f"\n{title}; {draws} samples beside the served answer, {len(rows)} questions")
    bases = [one for one in contestants if one.package != "probity" and one.kind == "float32"]
    heads = [f"faster than {base.package}" for base in bases]
    print("  ".join([f"{'':24}", "s per 100 questions", "pairs a question", "tokens a pair", *heads]))
    for contestant in contestants:
        _, pairs, tokens, padded = contestant.rounds[-1]
        per_pair = "-" if tokens is None or not pairs else f"{tokens / pairs:.1f} ({padded / pairs:.1f})"
        cells = [
            f"{contestant.package} {contestant.kind}".ljust(24),
            f"{contestant.seconds * 100 / len(rows):19.3f}",
            f"{pairs / len(rows):16.1f}",
            f"{per_pair:>13}",
            *(f"{base.seconds / contestant.seconds:{len(head)}.2f}" for base, head in zip(bases, heads)),
        ]
        print("  ".join(cells), flush=True)


def same_weights(program, folder, weights, rows):
    """How far the three ways of running the entailment head lie apart: what makes this one comparison of one model."""
    pairs = [(row["served"], sample) for row in rows for sample in row["answers"][:2] if sample != row["served"]][:40]
    peer = Uqlm(folder, ["noncontradiction"])
    truth = pair_torch.entailments(peer.model, weights, pairs)
    adapter = peer.nli.predict_batch(pairs).tolist()
    asked = [{"a": premise, "b": hypothesis} for premise, hypothesis in pairs]
    answers, _ = program.scores(asked, "--pairs", "-")
    ours = [[answer[label] for label in pair_torch.LABELS] for answer in answers]

    def furthest(others):
        read = [(a, b) for a, b in zip(truth, others) if None not in b]
        return max(abs(x - y) for a, b in read for x, y in zip(a, b)), len(read)

    print(f"one model: largest difference of probabilities to the recipe's own reading, over {len(pairs)} pairs:")
    print("  in uqlm {:.1e};".format(furthest(adapter)[0]), "in probity {:.1e} ({} read)".format(*furthest(ours)))
    if furthest(adapter)[0] > 1e-4:
        raise SystemExit("the peers do not run this model as it is meant")


def machine(options, rows, source):
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if "model name" in line), "")
    print(f"measured on {model or platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    if os.getloadavg()[0] > 0.5:
        print("WARNING: this machine has other work; threads that wait for each other suffer most; figures are void")
    print(f"{len(rows)} questions of {source}; weights of {options.weights}; {options.threads} threads each")
    names = ["uqlm", "lm-polygraph", "torch", "transformers"]
    print(", ".join(f"{name} {version(name)}" for name in names) + f"; median of {options.rounds} rounds in turn")


def counts(text):
    return [int(part) for part in text.split(",")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", required=True, help="folder with config.json, tokenizer.json, pair.safetensors")
    parser.add_argument("--data", help="folder of recorded answers: JSON lines of question, served, samples")
    parser.add_argument("--samples", help="one such file")
    parser.add_argument("--rows", type=int, default=100, help="questions at most [100]")
    parser.add_argument("--draws", type=counts, default=[5, 10], help="samples of a question [5,10]")
    parser.add_argument("--rounds", type=int, default=3, help="rounds in turn [3]")
    parser.add_argument("--threads", type=int, default=2, help="threads of each contestant [2]")
    parser.add_argument("--precisions", default="auto,float32", help="of probity [auto,float32]")
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    rows, source = load(options)
    weights = Path(options.weights).resolve()
    programs = [
        Program(os.environ["PROBITY"], weights, options.threads, name) for name in options.precisions.split(",")
    ]
    machine(options, rows, source)
    with tempfile.TemporaryDirectory() as folder, Counting(programs[0]) as counting:
        pair_torch.write(weights, folder)
        same_weights(programs[-1], folder, weights, with_draws(rows, max(options.draws)))
        tables = cases(programs, counting, folder)
        for draws in options.draws:
            for title, contestants in tables:
                table(title, contestants, with_draws(rows, draws), draws, options.rounds)


if __name__ == "__main__":
    main()
