"""Golden values for `src/calibrate/risk` and `src/calibrate/monitor`, computed apart from them:
`python tests/golden/risk.py` writes `risk.json` beside this file. Needs numpy and scipy; seeded, so that the file comes
out the same every time. Every procedure in its plainest form: bounds from scipy's Beta distribution, cuts by trying every
candidate, evidence as the sum over every bet and every starting time."""

import json
import math
from pathlib import Path

import numpy as np
from scipy.stats import beta, binom

RANDOM = np.random.RandomState(11)


def upper(accepted, wrong, alpha):
    return 1.0 if wrong == accepted else float(beta.ppf(1 - alpha, wrong + 1, accepted - wrong))


def rows(n, slope):
    """Scores in two places, with ties; the higher, the more often right."""
    score = np.round(RANDOM.beta(2, 1.2, n), 2)
    right = RANDOM.rand(n) < 1 - slope * (1 - score)
    return [[float(s), bool(r)] for s, r in zip(score, right)]


def tally(items, threshold):
    accepted = [right for score, right in items if score >= threshold]
    return len(accepted), sum(not right for right in accepted)


def shortest(items, threshold, target, level):
    """The fewest further rows if everything scales, by counting up."""
    accepted, wrong = tally(items, threshold)
    if accepted == 0 or wrong / accepted >= target:
        return None
    for count in range(accepted, 1_000_000):
        if binom.cdf(math.ceil(count * wrong / accepted - 1e-9), count, target) <= level:
            return max(1, math.ceil(count * (len(items) / accepted)) - len(items))
    return None


def ltt(items, ladder, coverage, target, delta):
    start = next((i for i, t in enumerate(ladder) if tally(items, t)[0] >= coverage * len(items)), len(ladder) - 1)
    passed = []
    for threshold in ladder[start:]:
        accepted, wrong = tally(items, threshold)
        if binom.cdf(wrong, accepted, target) > delta:
            break
        passed.append(threshold)
    bound = upper(*tally(items, ladder[start]), delta)
    return {"passed": passed, "start": ladder[start], "bound": bound}


def sgr(items, ladder, target, delta):
    level = delta / (math.floor(math.log2(len(ladder))) + 1)
    low, high, passed, failed = 0, len(ladder), [], []
    while low < high:
        middle = (low + high) // 2
        bound = upper(*tally(items, ladder[middle]), level)
        if bound <= target:
            passed.append([ladder[middle], bound])
            low = middle + 1
        else:
            failed.append(bound)
            high = middle
    return {"passed": passed, "lowest": min(failed, default=None)}


def selective():
    cases = []
    for n, slope, target, delta in [
        (250, 0.5, 0.1, 0.1), (250, 0.8, 0.2, 0.05), (600, 0.6, 0.15, 0.05), (1000, 0.4, 0.05, 0.05), (60, 0.9, 0.1, 0.05),
        (25, 0.3, 0.05, 0.05), (400, 0.9, 0.3, 0.01), (40, 1.0, 0.02, 0.1),
    ]:
        items = rows(n, slope)
        ladder = [round(1 - k / 25, 2) for k in range(26)]
        case = {"items": items, "ladder": ladder, "coverage": 0.2, "target": target, "delta": delta}
        case["ltt"] = ltt(items, ladder, 0.2, target, delta)
        case["sgr"] = sgr(items, ladder, target, delta)
        cases.append(case)
    return cases


def planned():
    """One threshold that lets all through: what the labels at hand would have to grow to."""
    cases = []
    for n, wrong, target, delta in [(20, 0, 0.05, 0.05), (40, 1, 0.05, 0.05), (100, 8, 0.1, 0.05), (7, 0, 0.2, 0.1)]:
        items = [[1.0, i >= wrong] for i in range(n)]
        more = shortest(items, 0.5, target, delta)
        cases.append({"rows": n, "wrong": wrong, "target": target, "delta": delta, "more": more})
    return cases


def answers(n):
    made = []
    for _ in range(n):
        score = np.round(RANDOM.rand(RANDOM.randint(0, 9)) * 5, 1)
        made.append([[float(s), bool(RANDOM.rand() < 0.6 + 0.08 * s)] for s in score])
    return made


def failing(claims, fraction):
    """As the paper's own program goes about it: down the scores until the kept claims fall short."""
    for threshold in sorted({score for score, _ in claims}, reverse=True):
        kept = [supported for score, supported in claims if score >= threshold]
        if np.mean(kept) < fraction:
            return threshold
    return -math.inf


def conformal():
    cases = []
    for n, alpha, fraction in [(50, 0.1, 1.0), (50, 0.15, 1.0), (99, 0.3, 0.8), (19, 0.05, 1.0), (60, 0.7, 1.0), (80, 0.2, 0.9)]:
        made = answers(n)
        ranked = sorted(failing(claims, fraction) for claims in made)
        above = ranked[math.ceil((n + 1) * (1 - alpha) - 1e-9) - 1]
        scores = [score for claims in made for score, _ in claims]
        cases.append({
            "answers": made, "alpha": alpha, "fraction": fraction,
            "above": None if above == -math.inf else above,
            "kept": float(np.mean([score > above for score in scores])),
            "risk": float(np.mean([r > above for r in ranked])),
        })
    return cases


def crc():
    cases = []
    for n, target in [(50, 0.1), (80, 0.05), (30, 0.3), (120, 0.02), (40, 0.9)]:
        made = [[[s, 0.0 if good else 1 / len(claims)] for s, good in claims] for claims in answers(n)]

        def mean(cut):
            return sum(loss for row in made for score, loss in row if score > cut) / n

        candidates = sorted({score for row in made for score, _ in row} | {-math.inf})
        above = next(c for c in candidates if n / (n + 1) * mean(c) + 1 / (n + 1) <= target + 1e-12)
        cases.append({"rows": made, "target": target, "above": None if above == -math.inf else above, "risk": mean(above)})
    return cases


def evidence(losses, target):
    """After every loss: what has not been staked, and what every bet of every starting time has come to."""
    odds, block = [1.6, 2.2, 3.2, 6.0], math.ceil(1 / target)
    values = []
    for t in range(1, len(losses) + 1):
        starts = range(0, t, block)
        parts = [1 / (2.5 * (j + 2) * math.log(j + 2) ** 2) for j in range(len(starts))]
        value = 1 - sum(parts)
        for start, part in zip(starts, parts):
            for c in odds:
                p = c * target / (1 - target + c * target)
                bet = (p - target) / (target * (1 - target))
                value += part / len(odds) * math.prod(1 + bet * (loss - target) for loss in losses[start:t])
        values.append(value)
    return values


def monitored():
    cases = []
    for target, rates in [(0.2, (0.1, 0.5)), (0.05, (0.02, 0.2)), (0.3, (0.3, 0.3))]:
        losses = [float(RANDOM.rand() < rates[i >= 40]) for i in range(80)]
        losses[5], losses[50] = 0.5, 0.25
        cases.append({"target": target, "losses": losses, "evidence": evidence(losses, target)})
    return cases


if __name__ == "__main__":
    golden = {
        "selective": selective(), "planned": planned(), "conformal": conformal(), "crc": crc(), "monitor": monitored(),
    }
    Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")
