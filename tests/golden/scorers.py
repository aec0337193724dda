"""Golden values for the signals of `src/score`, computed apart from it: `python tests/golden/scorers.py` writes
`scorers.json` beside this file. Needs numpy and nothing else; seeded, so that the file comes out the same every time.
Formulas as the literature has them, in the plainest form; see the documentation of `src/score/scorers`."""

import json
import math
from pathlib import Path

import numpy as np

RANDOM = np.random.RandomState(7)
WORDS = ["paris", "rome", "berlin", "madrid", "oslo", "north", "river", "old"]


def digamma(x):
    total = 0.0
    while x < 40:
        total -= 1 / x
        x += 1
    return total + math.log(x) - 1 / (2 * x) - 1 / (12 * x**2) + 1 / (120 * x**4) - 1 / (252 * x**6)


def trigamma(x):
    total = 0.0
    while x < 40:
        total += 1 / x**2
        x += 1
    return total + 1 / x + 1 / (2 * x**2) + 1 / (6 * x**3) - 1 / (30 * x**5) + 1 / (42 * x**7)


def softmax(logits):
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def make(labels, declining=(), served=0):
    """Answers of these meanings: texts, logits (contradiction, neutral, entailment), sameness, log-probabilities."""
    n = len(labels)
    logits = np.zeros((n, n, 3))
    same = np.eye(n)
    for i in range(n):
        for j in range(n):
            if i == j:
                logits[i, j] = [-4, -2, 5]
                continue
            alike = labels[i] == labels[j]
            center = [-2.5, -0.5, 3] if alike else [2.5, 0.2, -2]
            logits[i, j] = np.round(RANDOM.normal(center, 0.7), 3)
            if i < j:
                value = RANDOM.uniform(0.55, 0.99) if alike else RANDOM.uniform(0.01, 0.45)
                same[i, j] = same[j, i] = round(value, 4)
    texts = []
    for i, label in enumerate(labels):
        more = RANDOM.choice(WORDS[5:], size=RANDOM.randint(0, 3), replace=False)
        texts.append(" ".join([WORDS[label % 5], *more]))
    for i in declining:
        texts[i] = "I don't know."
        for j in range(n):
            if i == j:
                continue
            both = j in declining
            same[i, j] = same[j, i] = float(both)
            logits[i, j] = logits[j, i] = [-60, -60, 60] if both else [60, -60, -60]
    tokens = [[round(-float(x), 4) for x in RANDOM.exponential(0.8, size=RANDOM.randint(1, 6))] for _ in labels]
    embeddings = np.round(RANDOM.normal(size=(n, 6)), 2)
    return {
        "texts": texts,
        "served": served,
        "declining": list(declining),
        "logits_C_N_E": logits.tolist(),
        "same": same.tolist(),
        "token_log_probs": tokens,
        "embeddings": embeddings.tolist(),
    }


def first_fit(same, declining):
    representatives, labels = [], []
    for i in range(len(same)):
        for k, r in enumerate(representatives):
            if (r in declining) == (i in declining) and same[r, i] >= 0.5:
                labels.append(k)
                break
        else:
            labels.append(len(representatives))
            representatives.append(i)
    return labels


def bayes(sizes):
    """Mean and variance of the entropy, every meaning for itself."""
    k, n = len(sizes), sum(sizes)
    weights, firsts, seconds = [], [], []
    for supports in range(k, k + 33):
        prior = 1 / (supports * (supports + 1))
        ways = math.prod(supports - i for i in range(k))
        data = math.prod(0.5 * supports + i for i in range(n))
        weights.append(prior * ways / data)
        a = np.array([0.5 + size for size in sizes] + [0.5] * (supports - k))
        total = a.sum()
        firsts.append(digamma(total + 1) - sum(x / total * digamma(x + 1) for x in a))
        base, spread = digamma(total + 2), trigamma(total + 2)
        lean = np.array([digamma(x + 1) - base for x in a])
        second = 0.0
        for i, x in enumerate(a):
            for j, y in enumerate(a):
                if i != j:
                    second += x * y * (lean[i] * lean[j] - spread)
            own = digamma(x + 2) - base
            second += x * (x + 1) * (own * own + trigamma(x + 2) - spread)
        seconds.append(second / (total * (total + 1)))
    weights = np.array(weights) / sum(weights)
    mean, second = float(weights @ firsts), float(weights @ seconds)
    return mean, second - mean * mean


def graph(w, served):
    n = len(w)
    d = w.sum(axis=1)
    laplacian = np.eye(n) - w / np.sqrt(np.outer(d, d))
    values, vectors = np.linalg.eigh(laplacian)
    eigv = float(np.maximum(0, 1 - values).sum())
    v = vectors[:, values < 0.9]
    away = v - v.mean(axis=0)
    return {
        "eigv": [(n - eigv) / (n - 1), eigv],
        "degree": [(d[served] - w[served, served]) / (n - 1), float((n - d).sum() / n**2)],
        "eccentricity": [1 - float(np.linalg.norm(away[served])), float(np.linalg.norm(away))],
    }


def von_neumann(w, t):
    n = len(w)
    values, vectors = np.linalg.eigh(np.diag(w.sum(axis=1)) - w)
    kernel = vectors @ np.diag(np.exp(-t * values)) @ vectors.T
    scale = np.sqrt(np.diag(kernel))
    values = np.linalg.eigvalsh(kernel / np.outer(scale, scale) / n)
    values = values[values > 0]
    return float(-(values * np.log(values)).sum())


def kernel(w):
    n = len(w)
    one = von_neumann(np.ones((n, n)), 6 / n)
    raw = (von_neumann(w, 6 / n) - one) / (math.log(n) - one)
    raw = min(max(raw, 0.0), 1.0)
    return [1 - raw, raw]


def rouge_l(a, b):
    a, b = a.split(), b.split()
    table = np.zeros((len(a) + 1, len(b) + 1), dtype=int)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1, j + 1] = table[i, j] + 1 if x == y else max(table[i, j + 1], table[i + 1, j])
    return 2 * table[-1, -1] / (len(a) + len(b))


def by_text(case, alike):
    n, declining = len(case["texts"]), case["declining"]
    out = np.eye(n)
    for i in range(n):
        for j in range(n):
            if i != j:
                both = (i in declining) + (j in declining)
                out[i, j] = {0: alike(case["texts"][i], case["texts"][j]), 1: 0.0, 2: 1.0}[both]
    return out


def jaccard(a, b):
    a, b = set(a.split()), set(b.split())
    return len(a & b) / len(a | b)


def expected(case):
    n, served, declining = len(case["texts"]), case["served"], case["declining"]
    others = [j for j in range(n) if j != served]
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j]
    same = np.array(case["same"])
    c, u, e = np.moveaxis(softmax(np.array(case["logits_C_N_E"])), -1, 0)
    labels = first_fit(same, declining)
    sizes = [labels.count(k) for k in range(max(labels) + 1)]
    p = np.array(sizes) / n
    entropy = float(-(p * np.log(p)).sum())
    means = np.array([np.mean(tokens) for tokens in case["token_log_probs"]])
    weights = softmax(means)
    masses = np.array([weights[[i for i in range(n) if labels[i] == k]].sum() for k in range(len(sizes))])
    likelihood = float(-(masses * np.log(masses)).sum())
    mean, variance = bayes(sizes)
    texts = ["" if i in declining else text for i, text in enumerate(case["texts"])]
    q = np.array([texts.count(text) for text in sorted(set(texts))]) / n
    exact = float(-(q * np.log(q)).sum())
    soft = float(same[served, others].mean())
    x = np.array(case["embeddings"])
    x = x.astype(np.float32).astype(float)
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    cosines = x @ x.T
    for i, j in pairs:
        both = (i in declining) + (j in declining)
        cosines[i, j] = {0: cosines[i, j], 1: -1.0, 2: 1.0}[both]
    cosine = float(cosines[served, others].mean())
    tokens = case["token_log_probs"][served]
    surprise = -float(np.mean(tokens))
    rouge = float(np.mean([by_text(case, rouge_l)[i, j] for i, j in pairs]))
    luq = float(np.mean([e[i, j] / (e[i, j] + c[i, j]) for i, j in pairs]))
    both_ways = (e + e.T) / 2 + (u + u.T) / 4
    noncontra = 1 - (c + c.T) / 2
    hard = float((same[served, others] >= 0.5).mean())
    out = {
        "agreement_soft": [soft, soft],
        "agreement_hard": [hard, hard],
        "semantic_sets": [(n - len(sizes)) / (n - 1), len(sizes)],
        "semantic_entropy": [1 - entropy / math.log(n), entropy],
        "semantic_entropy_likelihood": [1 - likelihood / math.log(n), likelihood],
        "semantic_entropy_bayes": [math.exp(-mean), mean],
        "exact_match": [1 - exact / math.log(n), exact],
        "noncontradiction": [float(noncontra[served, others].mean())] * 2,
        "kernel_entropy_same": kernel(same),
        "kernel_entropy_entail": kernel(both_ways),
        "lexical_similarity": [rouge, -rouge],
        "embedding_cosine": [0.5 + cosine / 2, cosine],
        "luq": [luq, 1 - luq],
        "mean_logprob": [math.exp(-surprise), -surprise],
        "min_logprob": [math.exp(min(tokens)), min(tokens)],
        "cocoa": [math.exp(-surprise) * soft, surprise * (1 - soft)],
    }
    affinities = {"same": same, "entail": (e + e.T) / 2, "noncontra": noncontra, "jaccard": by_text(case, jaccard)}
    for name, w in affinities.items():
        for signal, value in graph(w, served).items():
            out[f"{signal}_{name}"] = value
    sums = np.array([sum(tokens) for tokens in case["token_log_probs"]])
    clusters = [[i for i in range(n) if labels[i] == k] for k in range(len(sizes))]
    monte_carlo = -np.mean([math.log(sum(math.exp(sums[j]) for j in clusters[labels[i]])) for i in range(n)])
    published = von_neumann(e + e.T + (u + u.T) / 2, 0.3) / math.log(n)
    return {
        "scores": out,
        "clusters": labels,
        "bayes_variance": variance,
        "monte_carlo": float(monte_carlo),
        "kernel_published": published,
    }


def main():
    cases = [
        make([0, 0]),
        make([0, 1], served=1),
        make([0, 0, 0, 0, 0]),
        make([0, 1, 2, 3]),
        make([0, 0, 1, 0, 2], served=2),
        make([0, 1, 0, 1, 0, 1, 1], served=3),
        make([0, 0, 5, 1, 0, 5], declining=(2, 5)),
        make([0, 1, 1, 2, 2, 2, 3, 0, 3, 2], served=5),
        make([0] * 12 + [1] * 5 + [2] * 3, served=13),
    ]
    for case in cases:
        case["expected"] = expected(case)
    rows = ",\n".join(json.dumps(case) for case in cases)
    Path(__file__).with_suffix(".json").write_text(f"[\n{rows}\n]\n")


if __name__ == "__main__":
    main()
