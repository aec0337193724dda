"""uqlm and lm-polygraph, run as their documentation says, on samples that are there already."""

import io
import time
from contextlib import contextmanager, redirect_stdout
from unittest.mock import patch

import torch
from lm_polygraph.estimators import DegMat, Eccentricity, EigValLaplacian, SemanticEntropy
from lm_polygraph.stat_calculators import SemanticClassesCalculator, SemanticMatrixCalculator
from lm_polygraph.utils.deberta import MultilingualDeberta
from uqlm import BlackBoxUQ
from uqlm import SemanticEntropy as UqlmEntropy


class Peer:
    """A package around the pair model."""

    def __init__(self, model):
        self.model = model

    @contextmanager
    def at(self, dtype):
        """With the model in another precision; afterwards with the very weights it had."""
        exact = {name: weight.data for name, weight in self.model.named_parameters()}
        self.model.to(dtype)
        yield self
        for name, weight in self.model.named_parameters():
            weight.data = exact[name]

    def timed(self, rows):
        """Seconds, pairs judged, and tokens of them with and without padding."""
        self.forget()
        self.model.judged = self.model.tokens = self.model.padded = 0
        # uqlm sleeps 0.1 s after each step for the sake of its progress bar: not held against it.
        with patch("time.sleep", lambda _: None), redirect_stdout(io.StringIO()):
            since = time.perf_counter()
            self.score(rows)
            seconds = time.perf_counter() - since
        return seconds, self.model.judged, self.model.tokens, self.model.padded


class Uqlm(Peer):
    """uqlm's public scorers of black boxes; batches of 32, as by default."""

    package = "uqlm"

    def __init__(self, folder, scorers):
        if scorers is None:
            self.uq = UqlmEntropy(device="cpu", use_best=False, nli_model_name=folder)
            self.nli = self.uq.nli
            self.clusterers = [self.uq.clusterer]
        else:
            self.uq = BlackBoxUQ(scorers=scorers, device="cpu", use_best=False, nli_model_name=folder)
            objects = self.uq.scorer_objects
            self.nli = next(iter(objects.values())).nli
            self.clusterers = [scorer.clusterer for name, scorer in objects.items() if name == "semantic_negentropy"]
        self.with_prompts = scorers is None
        super().__init__(self.nli.model)

    def forget(self):
        """Both keep what they judged for as long as they live."""
        self.nli.probabilities.clear()
        for clusterer in self.clusterers:
            clusterer.nli_scores = {"noncontradiction": {}, "entailment": {}}

    def score(self, rows):
        prompts = {"prompts": [row["question"] for row in rows]} if self.with_prompts else {}
        return self.uq.score(
            responses=[row["served"] for row in rows],
            sampled_responses=[list(row["answers"]) for row in rows],
            show_progress_bars=False,
            **prompts,
        )


class Polygraph(Peer):
    """lm-polygraph's calculators and estimators in the order in which its manager calls them; batches of 10."""

    package = "lm-polygraph"

    def __init__(self, folder, estimators):
        self.nli = MultilingualDeberta(folder, batch_size=10, device="cpu")
        self.calculators = [SemanticMatrixCalculator(self.nli), SemanticClassesCalculator()]
        self.estimators = estimators
        super().__init__(self.nli.deberta)

    def forget(self):
        """It keeps nothing."""

    def score(self, rows):
        stats = {"sample_texts": [[row["served"], *row["answers"]] for row in rows]}
        for calculator in self.calculators:
            stats.update(calculator(stats, [row["question"] for row in rows], None))
        return [estimator(stats) for estimator in self.estimators]


def spectral():
    """The graph measures of lm-polygraph."""
    return [EigValLaplacian(), DegMat(), Eccentricity()]


def entropy():
    """Semantic entropy without log-probabilities, which texts do not have."""
    return [SemanticEntropy(class_probability_estimation="frequency")]
