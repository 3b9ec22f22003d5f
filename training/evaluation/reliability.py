"""How far scores can be taken at their word: what share of the tags scored 0.7 is right."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.evaluation.metrics import Floats

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reliability:
    """Per bin of the scores, bins without scores left out: all arrays are [bins].

    edges: lower and upper edge of each bin, [bins, 2]; scores: mean score; shares: share of
    positives; counts: how many scores.
    """

    edges: Doubles
    scores: Doubles
    shares: Doubles
    counts: NDArray[np.int64]

    def expected_error(self) -> float:
        """Expected calibration error (Naeini, Cooper & Hauskrecht 2015); NaN without scores."""
        if not len(self.counts):
            return float("nan")
        return float(np.average(np.abs(self.scores - self.shares), weights=self.counts))

    def largest_error(self) -> float:
        """Maximum calibration error over the bins; NaN without scores."""
        return float(np.abs(self.scores - self.shares).max()) if len(self.counts) else float("nan")


def reliability(
    truth: Floats, scores: Floats, bins: int = 10, *, equal_counts: bool = False
) -> Reliability:
    """The reliability curve of scores in 0…1.

    Args:
        truth: any shape, in 0…1, NaN where unknown.
        scores: the same shape.
        bins: how many; 1 falls into the last.
        equal_counts: edges at quantiles of the scores, so that bins are equally full; otherwise
            bins are equally wide.
    """
    known = ~np.isnan(truth)
    right, said = truth[known].astype(np.float64), scores[known].astype(np.float64)
    edges = np.linspace(0.0, 1.0, bins + 1)
    if equal_counts and len(said):
        edges = np.unique(np.quantile(said, edges))
        edges = edges if len(edges) > 1 else np.asarray([edges[0], edges[0]])
    count = len(edges) - 1
    index = np.clip(np.searchsorted(edges, said, side="right") - 1, 0, count - 1)
    counts = np.bincount(index, minlength=count)
    full = counts > 0
    sums = [np.bincount(index, weights=w, minlength=count)[full] for w in (said, right)]
    pairs = np.stack([edges[:-1], edges[1:]], axis=1)
    return Reliability(
        pairs[full], sums[0] / counts[full], sums[1] / counts[full], counts[full].astype(np.int64)
    )


def brier(truth: Floats, scores: Floats) -> float:
    """Mean squared distance of scores from the truth (Brier 1950); NaN where nothing is known."""
    known = ~np.isnan(truth)
    if not known.any():
        return float("nan")
    return float(np.mean(np.square(scores[known] - truth[known], dtype=np.float64)))
