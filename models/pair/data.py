"""What the pair model is trained on: which rows of which source, in which phase."""

import gzip
import json
import random
import re
from pathlib import Path

from encoding import in_order

TEXT = 96
"""Tokens of one text that are read in training at most."""

LONG = 180
"""Tokens of a premise of several sentences that are read in training at most."""

# Rows of each source and label in each phase; a number above the rows there are takes all of them.
PHASES = [
    {
        "equivalence": {"*": 22_000},
        "entailment": {
            ("vitaminc", "*"): 20_000,
            ("snli_dev", "*"): 9_840,
            ("mnli_train10k", "*"): 9_822,
            ("chatprotect_llm_tag", "c"): 2_341,
            ("chatprotect_llm_tag", "not_c"): 3_500,
            ("conjnli_adv_train", "*"): 3_000,
            ("help", "*"): 1_500,
            ("foolmetwice_dev", "*"): 1_169,
            ("fever_symmetric_dev", "*"): 705,
        },
        "buried": {},
        "own": {},
        "gate": 0,
    },
    {
        "equivalence": {"evouna_NQ": 14_000, "evouna_TQ": 4_500, "efficientqa_human": 7_228, "stsb_train": 2_500},
        "entailment": {
            ("vitaminc", "*"): 5_500,
            ("snli_dev", "*"): 4_000,
            ("mnli_train10k", "*"): 4_000,
            ("chatprotect_llm_tag", "c"): 2_341,
            ("chatprotect_llm_tag", "not_c"): 2_500,
            ("conjnli_adv_train", "*"): 1_000,
            ("fever_symmetric_dev", "*"): 705,
        },
        # The same kind of claim, its evidence among other sentences, as an answer of several sentences holds it.
        "buried": {("vitaminc", "*"): 3_000, ("chatprotect_llm_tag", "c"): 1_200, ("chatprotect_llm_tag", "not_c"): 600},
        "own": {"own_equivalence": 9_000, "own_contrast": 11_000},
        "gate": 4,
    },
    # Two whole answers against each other, which is what a proxy compares: see `crossed` and `exchanged`.
    {
        "equivalence": {"evouna_NQ": 9_000, "evouna_TQ": 3_500, "efficientqa_human": 3_614, "stsb_train": 600},
        "crossed": 18_000,
        "exchanged": 7_000,
        "entailment": {
            ("vitaminc", "*"): 2_500,
            ("snli_dev", "*"): 1_800,
            ("mnli_train10k", "*"): 1_800,
            ("chatprotect_llm_tag", "c"): 1_200,
            ("chatprotect_llm_tag", "not_c"): 1_000,
            ("fever_symmetric_dev", "*"): 400,
        },
        "buried": {("vitaminc", "*"): 900, ("chatprotect_llm_tag", "c"): 300, ("chatprotect_llm_tag", "not_c"): 200},
        "own": {"own_equivalence": 4_000, "own_contrast": 4_000},
        "gate": 2,
    },
    # The gate's requests to the end, among a little of the rest so that nothing is forgotten.
    {
        "equivalence": {"evouna_NQ": 1_500, "evouna_TQ": 700, "efficientqa_human": 700},
        "crossed": 2_400,
        "exchanged": 900,
        "entailment": {("vitaminc", "*"): 500, ("snli_dev", "*"): 400, ("mnli_train10k", "*"): 400},
        "buried": {("vitaminc", "*"): 150},
        "own": {"own_equivalence": 600, "own_contrast": 900},
        "gate": 3,
    },
]


def read(path):
    """The rows of a JSON Lines file, gzipped or not."""
    opened = gzip.open(path, "rt", encoding="utf-8") if str(path).endswith(".gz") else open(path, encoding="utf-8")
    with opened as lines:
        return [json.loads(line) for line in lines if line.strip()]


def first(folder, name):
    """The file of that name, or its gzipped form."""
    plain = Path(folder) / name
    return plain if plain.exists() else plain.with_name(plain.name + ".gz")


def take(rows, count, rng):
    """So many of the rows: whole rounds of all, and a random part of one."""
    rounds, rest = divmod(count, len(rows))
    return rows * rounds + rng.sample(rows, rest)


def held_out(question):
    """Whether a question is kept for choosing the calibration: one in twenty, by the question."""
    return sum((question or "").encode()) % 20 == 7


def phase(number, folder, own, encoding, seed):
    """The items of a phase, in no order."""
    rng = random.Random(f"{seed}/{number}")
    plan = PHASES[number]
    items = []
    pairs = [row for row in read(first(folder, "equivalence/train.jsonl")) if not held_out(row["question"])]
    for source, count in plan["equivalence"].items():
        rows = [row for row in pairs if source in ("*", row["source"])]
        items += [pair(encoding, row, rng) for row in take(rows, min(count, 2 * len(rows)), rng)]
    items += [pair(encoding, row, rng) for row in crossed(pairs, plan.get("crossed", 0), rng)]
    items += [pair(encoding, row, rng) for row in exchanged(pairs, plan.get("exchanged", 0), rng)]
    claims = read(first(folder, "nli/train.jsonl"))
    for (source, label), count in plan["entailment"].items():
        rows = [row for row in claims if row["source"] == source and label in ("*", row["label"])]
        items += [claim(encoding, row) for row in take(rows, min(count, len(rows)), rng)]
    for (source, label), count in plan["buried"].items():
        rows = [row for row in claims if row["source"] == source and label in ("*", row["label"])]
        items += [buried(encoding, row, rows, rng) for row in take(rows, count, rng)]
    if "own_equivalence" in plan["own"]:
        asked = evaluation_questions(folder)
        rows = [row for row in read(Path(own) / "own_equivalence.jsonl") if words(row["question"]) not in asked]
        items += [pair(encoding, row, rng) for row in take(rows, min(plan["own"]["own_equivalence"], len(rows)), rng)]
        rows = read(Path(own) / "own_contrast.jsonl")
        items += [claim(encoding, row) for row in take(rows, min(plan["own"]["own_contrast"], len(rows)), rng)]
    for _ in range(plan["gate"]):
        items += [encoding.gate(row["request"], row["label"]) for row in requests()]
    return items


def judged_answers(rows):
    """By question and source: the reference, the answers that people judged right, and those they judged wrong."""
    answers = {}
    for row in rows:
        if row["source"].startswith(("evouna", "efficientqa")) and row["label"] in (0, 1):
            _, right, wrong = answers.setdefault((row["question"], row["source"]), (row["a"], set(), set()))
            (right if row["label"] else wrong).add(row["b"])
    return {key: (a, sorted(right), sorted(wrong - right)) for key, (a, right, wrong) in answers.items()}


def crossed(rows, count, rng):
    """Pairs of two answers to one question, from how people judged each against the reference: two right ones are the
    same, a right one and a wrong one are not; of two wrong ones nobody knows. Nearly half are the same."""
    same, other = [], []
    for (question, source), (_, right, wrong) in judged_answers(rows).items():
        make = lambda a, b, label: {"source": source, "question": question, "a": a, "b": b, "label": label}
        same += [make(a, b, 1) for i, a in enumerate(right) for b in right[i + 1 :]]
        other += [make(a, b, 0) for a in right for b in wrong]
    rng.shuffle(same)
    rng.shuffle(other)
    return same[: int(count * 0.45)] + other[: count - int(count * 0.45)]


def exchanged(rows, count, rng):
    """Pairs of right answers in whose sentences the reference is exchanged for that of another question of its kind:
    in both alike they are the same answer (though a wrong one), in one alone, or differently, they are not. So the
    likeness of two sentences is told from the sameness of what they say."""
    known = judged_answers(rows)
    kinds = {}
    for (question, _), (reference, _, _) in known.items():
        for name in reference.split("/"):
            kinds.setdefault(kind(question, name), set()).add(name)
    kinds = {key: sorted(names) for key, names in kinds.items()}
    made = []
    for (question, source), (reference, right, _) in known.items():
        names = [name for name in reference.split("/") if len(name) > 1]
        holds = [(text, name) for text in right for name in names if re.search(rf"\b{re.escape(name)}\b", text, re.I)]
        if not holds or len(holds[0][0].split()) < 2:
            continue
        others = [w for w in kinds[kind(question, names[0])] if not any(w.lower() in t.lower() for t in [*right, reference])]
        if len(others) < 3:
            continue
        x, y = rng.sample(others, 2)
        put = lambda held, w: re.sub(rf"\b{re.escape(held[1])}\b", lambda _: w, held[0], flags=re.I)
        make = lambda a, b, label: {"source": source, "question": question, "a": a, "b": b, "label": label}
        first, second = rng.choice(holds), rng.choice(holds)
        made += [make(put(first, x), put(second, y), 0), make(put(first, x), second[0], 0)]
        made += [make(x, put(first, x), 1), make(y, put(second, x), 0)]
        if first[0] != second[0]:
            made += [make(put(first, x), put(second, x), 1)] * 2
    rng.shuffle(made)
    return made[:count]


def kind(question, name):
    """What a reference must share with another to stand in its place."""
    asked = re.search(r"\b(who|whose|when|where|what year|how many|how|which|what|why)\b", question.lower())
    shape = ("digit" if re.search(r"\d", name) else "name" if name[:1].isupper() else "word", min(len(name.split()), 4))
    return (asked.group(1) if asked else "", *shape)


def evaluation_questions(folder):
    """The questions of everything that is measured on, as sets of words: none of them is trained on."""
    measured = [*Path(folder).glob("recorded/*.jsonl*"), *Path(folder).glob("qa/*.jsonl*")]
    measured += Path(folder).glob("equivalence/*_human.jsonl*")
    return {words(row["question"]) for path in measured for row in read(path)}


def words(question):
    """The words that tell one question from another; `None` without a question."""
    if not question:
        return None
    told = re.findall(r"[a-z0-9]+", question.lower())
    return frozenset(told) - {"the", "a", "an", "of", "is", "was", "in", "what", "which", "who", "does", "did", "do", "city"}


def requests():
    """Our own labelled requests."""
    folder = Path(__file__).parent / "data"
    return [row for path in sorted(folder.glob("gate_*.jsonl")) for row in read(path)]


def pair(encoding, row, rng):
    """An equivalence row: seven in ten as the engine orders them, the others the other way round."""
    a, b = in_order(row["a"], row["b"])
    if rng.random() < 0.3:
        a, b = b, a
    return encoding.equivalence(row["question"], a, b, float(row["label"]), TEXT)


def claim(encoding, row):
    """An entailment row."""
    return encoding.entailment(row["premise"], row["hypothesis"], row["label"], TEXT)


def buried(encoding, row, others, rng):
    """An entailment row whose premise stands among one to four others."""
    premises = [row["premise"], *(other["premise"] for other in rng.sample(others, rng.randint(1, 4)))]
    rng.shuffle(premises)
    # Never cut what the claim hangs on.
    while len(premises) > 1 and len(encoding.ids(" ".join(premises))) > LONG:
        last = -1 if premises[-1] != row["premise"] else 0
        premises.pop(last)
    return encoding.entailment(" ".join(premises), row["hypothesis"], row["label"], LONG)


def batches(items, tokens, rng):
    """Batches of one task each, of similar lengths, of at most so many padded tokens; in random order."""
    made = []
    for task in ("equivalence", "entailment", "gate"):
        mine = [item for item in items if item.task == task]
        mine.sort(key=lambda item: len(item.ids) + rng.random() * 6)
        batch = []
        for item in mine:
            if batch and max(len(item.ids), max(len(i.ids) for i in batch)) * (len(batch) + 1) > tokens:
                made.append(batch)
                batch = []
            batch.append(item)
        if batch:
            made.append(batch)
    rng.shuffle(made)
    return made
