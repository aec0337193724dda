"""Texts to token ids, as the engine does it to the last id: see `Input` in src/engine."""

from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

CLS, SEP = 101, 102
QUESTION = 64
"""Tokens of a question that are read at most: its end, where what is asked stands."""
GATE_HEAD, GATE_TAIL = 80, 46
"""Tokens of a long request that are read: its beginning and its end."""


@dataclass
class Item:
    """One input: ids, token types, and where the two texts lie (half-open; empty for the gate)."""

    ids: list
    types: list
    a: tuple
    b: tuple
    task: str
    label: object = None


class Encoding:
    """The tokeniser, and the layout of each task's input."""

    def __init__(self, folder):
        self.tokenizer = Tokenizer.from_file(str(Path(folder) / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()

    def ids(self, text):
        return self.tokenizer.encode(text or "", add_special_tokens=False).ids

    def equivalence(self, question, a, b, label=None, limit=None):
        """`[CLS] question [SEP] a [SEP] b [SEP]`; the caller puts a and b in order."""
        q, a, b = self.ids(question)[-QUESTION:], self.ids(a)[:limit], self.ids(b)[:limit]
        ids = [CLS, *q, SEP, *a, SEP, *b, SEP]
        start_a = len(q) + 2
        start_b = start_a + len(a) + 1
        types = [0] * start_b + [1] * (len(b) + 1)
        return Item(ids, types, (start_a, start_a + len(a)), (start_b, start_b + len(b)), "equivalence", label)

    def entailment(self, premise, hypothesis, label=None, limit=None):
        """`[CLS] premise [SEP] hypothesis [SEP]`."""
        p, h = self.ids(premise)[:limit], self.ids(hypothesis)[:limit]
        ids = [CLS, *p, SEP, *h, SEP]
        start = len(p) + 2
        types = [0] * start + [1] * (len(h) + 1)
        return Item(ids, types, (1, 1 + len(p)), (start, start + len(h)), "entailment", label)

    def gate(self, request, label=None):
        """`[CLS] request [SEP]`, a long request without its middle."""
        r = self.ids(request)
        if len(r) > GATE_HEAD + GATE_TAIL:
            r = r[:GATE_HEAD] + r[-GATE_TAIL:]
        ids = [CLS, *r, SEP]
        return Item(ids, [0] * len(ids), (0, 0), (0, 0), "gate", label)


def in_order(a, b):
    """The order in which the engine reads a pair, whichever way round it was given."""
    return (a, b) if (len(a), a.encode()) <= (len(b), b.encode()) else (b, a)
