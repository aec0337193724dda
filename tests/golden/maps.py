"""Makes maps.json: what fitted calibration maps say, computed by other means than src/calibrate.

Isotonic regression and Platt's scaling are scikit-learn's own, the beta map is its logistic regression on the two
logarithms, and a Venn-Abers interval is two isotonic regressions for each score asked, from scratch.

    python tests/golden/maps.py      # scikit-learn 1.9, numpy 2
"""

import json
from pathlib import Path

import numpy as np
from sklearn.calibration import _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

MARGIN = 1e-3


def isotonic(scores, right, asked):
    least = 1 / (len(scores) + 2)
    fit = IsotonicRegression(y_min=least, y_max=1 - least, out_of_bounds="clip").fit(scores, right)
    return fit.predict(asked)


def platt(scores, right, asked):
    return _SigmoidCalibration().fit(scores, right).predict(asked)


def softened(right):
    """Each row twice, as right and as wrong, weighed by Platt's targets."""
    good = right.sum()
    target = np.where(right == 1, (good + 1) / (good + 2), 1 / (len(right) - good + 2))
    return np.r_[np.ones(len(right)), np.zeros(len(right))], np.r_[target, 1 - target]


def logarithms(scores):
    kept = np.clip(scores, MARGIN, 1 - MARGIN)
    return np.c_[np.log(kept), -np.log1p(-kept)]


def beta(scores, right, asked):
    """The best of the fits with every subset of the two logarithms whose coefficients are not negative."""
    labels, weights = softened(right)
    best = None
    for used in ([0, 1], [0], [1]):
        x = logarithms(scores)[:, used]
        fit = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-13, max_iter=1000)
        fit.fit(np.r_[x, x], labels, sample_weight=weights)
        if (fit.coef_ < 0).any():
            continue
        said = fit.predict_proba(np.r_[x, x])
        loss = -(weights * np.log(said[np.arange(len(labels)), labels.astype(int)])).sum()
        if best is None or loss < best[0]:
            best = loss, fit.predict_proba(logarithms(asked)[:, used])[:, 1]
    if best is None:
        return np.full(len(asked), weights[labels == 1].sum() / len(right))
    return best[1]


def venn_abers(scores, right, asked):
    found = []
    for score in asked:
        ends = []
        for label in (0, 1):
            fit = IsotonicRegression().fit(np.r_[scores, score], np.r_[right, label])
            ends.append(float(fit.predict([score])[0]))
        found.append(ends)
    return found


def case(name, scores, right):
    scores, right = np.round(np.asarray(scores, float), 6), np.asarray(right, int)
    # The two sigmoids are flat outside the scores that they were fitted on.
    asked = np.unique(np.round(np.r_[scores[:20], np.linspace(0, 1, 21)], 6))
    seen = np.clip(asked, scores.min(), scores.max())
    rising = np.corrcoef(scores, right)[0, 1] > 0
    return {
        "name": name,
        "scores": scores.tolist(),
        "right": [bool(label) for label in right],
        "asked": asked.tolist(),
        "isotonic": isotonic(scores, right, asked).tolist(),
        "platt": platt(scores, right, seen).tolist() if rising else None,
        "beta": beta(scores, right, seen).tolist(),
        "venn_abers": venn_abers(scores, right, asked),
    }


def main():
    rng = np.random.default_rng(7)
    few = (rng.integers(0, 6, 120) + 1) / 7
    many = rng.uniform(0.02, 0.98, 80)
    bent = rng.uniform(0.02, 0.98, 300)
    cases = [
        case("five draws", few, rng.random(120) < few**2),
        case("no ties", many, rng.random(80) < many),
        case("worse than chance", many, rng.random(80) < 1 - many),
        case("an end that falls", bent, rng.random(300) < np.where(bent < 0.3, 0.1, np.where(bent < 0.8, 0.9, 0.6))),
        case("four rows", [0.2, 0.4, 0.6, 0.8], [0, 1, 0, 1]),
    ]
    lines = ",\n".join(json.dumps(case) for case in cases)
    Path(__file__).with_suffix(".json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
