"""Golden values for `src/stats`, computed apart from it: `python tests/golden/stats.py` writes `stats.json` beside this
file. Needs scikit-learn (and with it numpy and scipy); seeded, so that the file comes out the same every time.

What scikit-learn has is taken from it: ROC, AUROC, the Brier score, the bins of a reliability curve. The tails of the
binomial and its bounds are scipy's. The rest is worked out here in the plainest form: loops over thresholds and bins,
numerical integration of the utility."""

import json
import warnings
from pathlib import Path

import numpy as np
from scipy import integrate, stats
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss, roc_auc_score, roc_curve

RANDOM = np.random.RandomState(11)
BINS = [1, 4, 5, 10]


def labelled(scores, truth):
    scores = np.round(scores, 6)
    return scores, (RANDOM.uniform(size=len(scores)) < truth(scores)).astype(int)


def data():
    """Name, scores, labels, and whether scores repeat."""
    uniform = np.unique(np.round(RANDOM.uniform(0.002, 0.998, 260), 6))
    yield "distinct", *labelled(RANDOM.permutation(uniform)[:253], lambda s: s**1.7), False
    yield "even", *labelled(RANDOM.permutation(uniform)[:200], lambda s: s), False
    confident = np.unique(np.round(RANDOM.beta(8, 1.5, 160), 6))
    yield "confident", *labelled(RANDOM.permutation(confident)[:150], lambda s: 0.6 * s), False
    yield "ties", *labelled(RANDOM.choice([0.125, 0.25, 0.5, 0.625, 0.875], 301, p=[0.1, 0.1, 0.15, 0.05, 0.6]), lambda s: s), True
    edges = np.concatenate([np.arange(0, 11) / 10] * 4)
    yield "edges", *labelled(edges, lambda s: 0.2 + 0.6 * s), True
    yield "worse", *labelled(RANDOM.uniform(0.1, 0.9, 40), lambda s: 1 - s), False


def bins_of(scores, labels, number):
    """Bins as [count, right, mean score], given the bin of each row."""
    found = []
    for one in sorted(set(number)):
        rows = number == one
        found.append([int(rows.sum()), int(labels[rows].sum()), float(scores[rows].mean())])
    return found


def error_of(bins):
    n = sum(count for count, _, _ in bins)
    return sum(abs(count * mean - right) for count, right, mean in bins) / n


def equal_width(scores, labels, bins):
    """scikit-learn's curve has no counts: they are those of its own rule for the edges."""
    number = np.searchsorted(np.linspace(0, 1, bins + 1)[1:-1], scores)
    found = bins_of(scores, labels, number)
    check(found, *calibration_curve(labels, scores, n_bins=bins, strategy="uniform"))
    return found


def equal_mass(scores, labels, bins, repeated):
    """Rows in the order of their scores; an item goes where its mid-rank lies. Without ties: scikit-learn's quantiles."""
    n = len(scores)
    ranks = stats.rankdata(scores, method="average") - 1
    cuts = [(n - 1) * i / bins for i in range(1, bins)]
    number = np.array([sum(rank > cut + 1e-9 for cut in cuts) for rank in ranks])
    found = bins_of(scores, labels, number)
    if not repeated:
        check(found, *calibration_curve(labels, scores, n_bins=bins, strategy="quantile"))
    return found


def check(found, shares, means):
    np.testing.assert_allclose([right / count for count, right, _ in found], shares, atol=1e-12)
    np.testing.assert_allclose([mean for _, _, mean in found], means, atol=1e-12)


def murphy(scores, labels, number):
    n, overall = len(scores), labels.mean()
    parts = dict(reliability=0.0, resolution=0.0, within=0.0)
    for one in set(number):
        f, o = scores[number == one], labels[number == one]
        parts["reliability"] += len(f) / n * (f.mean() - o.mean()) ** 2
        parts["resolution"] += len(f) / n * (o.mean() - overall) ** 2
        parts["within"] += len(f) / n * (f.var() - 2 * np.mean((f - f.mean()) * (o - o.mean())))
    parts["uncertainty"] = overall * (1 - overall)
    parts["score"] = float(brier_score_loss(labels, scores))
    total = parts["reliability"] - parts["resolution"] + parts["uncertainty"] + parts["within"]
    np.testing.assert_allclose(total, parts["score"], atol=1e-12)
    return {name: float(value) for name, value in parts.items()}


def area(scores, labels):
    """The mean risk over all coverages, items of one score in every order at once."""
    risks = []
    for k in range(1, len(scores) + 1):
        edge = np.sort(scores)[::-1][k - 1]
        above, tie = scores > edge, scores == edge
        wrong = (1 - labels[above]).sum() + (1 - labels[tie]).mean() * (k - above.sum())
        risks.append(wrong / k)
    return float(np.mean(risks))


def at_risk(scores, labels, risk):
    best = None
    for threshold in np.unique(scores):
        answered = scores >= threshold
        found = (1 - labels[answered]).mean()
        if found <= risk and (best is None or answered.mean() > best[0]):
            best = [float(answered.mean()), float(found), float(threshold)]
    return best


def utility(scores, labels, target):
    return float(np.mean(np.where(scores >= target, np.where(labels == 1, 1.0, -target / (1 - target)), 0.0)))


def bas(scores, labels, cap):
    earned = []
    for score, right in zip(np.minimum(scores, cap), labels):
        worth = (lambda t: 1.0) if right else (lambda t: -t / (1 - t))
        earned.append(integrate.quad(worth, 0, score, epsabs=1e-13, epsrel=1e-13)[0])
    return float(np.mean(earned))


def case(name, scores, labels, repeated):
    width = lambda bins: np.searchsorted(np.linspace(0, 1, bins + 1)[1:-1], scores)
    curve = roc_curve(labels, scores, drop_intermediate=False)
    ideal = area(labels.astype(float), labels)
    return {
        "name": name,
        "scores": scores.tolist(),
        "labels": labels.tolist(),
        "auroc": float(roc_auc_score(labels, scores)),
        "roc": [[float(fpr), float(tpr)] for fpr, tpr, _ in zip(*curve)] if len(scores) < 200 or repeated else None,
        "thresholds": curve[2][1:].tolist() if len(scores) < 200 or repeated else None,
        "brier": float(brier_score_loss(labels, scores)),
        "equal_width": {str(bins): equal_width(scores, labels, bins) for bins in BINS},
        "equal_mass": {str(bins): equal_mass(scores, labels, bins, repeated) for bins in BINS},
        "ece": {str(bins): error_of(equal_width(scores, labels, bins)) for bins in BINS},
        "ece_equal_mass": {str(bins): error_of(equal_mass(scores, labels, bins, repeated)) for bins in BINS},
        "murphy_10": murphy(scores, labels, width(10)),
        "murphy_distinct": murphy(scores, labels, np.unique(scores, return_inverse=True)[1]),
        "aurc": area(scores, labels),
        "e_aurc": area(scores, labels) - ideal,
        "coverage_at_risk": [[risk, at_risk(scores, labels, risk)] for risk in (0.0, 0.05, 0.1, 0.2, 0.35, 1.0)],
        "utility": [[target, utility(scores, labels, target)] for target in (0.0, 0.25, 0.5, 0.75, 0.9)],
        "bas": [[cap, bas(scores, labels, cap)] for cap in (0.9, 0.999)],
    }


def binomial():
    tails, bounds = [], []
    for n in (1, 2, 16, 58, 250, 5000, 1_000_000):
        for p in (1e-9, 0.001, 0.05, 0.2, 0.5, 0.8, 0.999):
            spread = (n * p * (1 - p)) ** 0.5
            for away in (-12, -3, -1, 0, 1, 3, 12):
                k = int(min(max(round(n * p + away * spread), 0), n))
                law = stats.binom(n, p)
                tails.append([n, k, p, float(law.pmf(k)), float(law.cdf(k)), float(law.sf(k - 1))])
        for k in sorted({0, 1, n // 20, n // 5, n // 2, n - 1, n}):
            for alpha in (1e-6, 0.05, 0.5):
                low = 0.0 if k == 0 else float(stats.beta.ppf(alpha, k, n - k + 1))
                high = 1.0 if k == n else float(stats.beta.isf(alpha, k + 1, n - k))
                bounds.append([n, k, alpha, low, high])
    return {"tails": tails, "bounds": bounds}


def main():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        golden = {"cases": [case(*one) for one in data()], "binomial": binomial()}
    path = Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
