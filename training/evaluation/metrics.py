"""Figures of merit; NaN or None where nothing can be measured."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def spearman(one: Floats, other: Floats) -> float:
    """Rank correlation of two score columns; NaN if one of them is constant."""
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return float("nan")
    ranks = [np.argsort(np.argsort(column)).astype(np.float64) for column in (one, other)]
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def best_f1(truth: Floats, scores: Floats) -> tuple[float, float]:
    """(threshold, F1) with the largest F1; a score at the threshold counts as given."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(truth[order])
    taken = np.arange(1, len(truth) + 1)
    f1 = 2.0 * hits / (taken + max(float(truth.sum()), 1.0))
    best = int(np.argmax(f1))
    above = float(scores[order[best]])
    below = float(scores[order[best + 1]]) if best + 1 < len(order) else 0.0
    return (above + below) / 2.0, float(f1[best])


def steady_threshold(truth: Floats, scores: Floats, resamples: int = 100) -> float:
    """The median of the best F1's threshold over bootstrap resamples.

    On few clips the single best threshold jumps with every clip. The seed is fixed.
    """
    rng = np.random.default_rng(0)
    found = []
    for _ in range(resamples):
        rows = rng.integers(0, len(truth), len(truth))
        if truth[rows].any():
            found.append(best_f1(truth[rows], scores[rows])[0])
    return float(np.median(found)) if found else 1.0


def threshold_for_precision(truth: Floats, scores: Floats, precision: float) -> float | None:
    """The lowest threshold from which on the precision holds; None if none does."""
    order = np.argsort(-scores, kind="stable")
    reached = np.cumsum(truth[order]) / np.arange(1, len(truth) + 1)
    good = np.nonzero(reached >= precision)[0]
    if not len(good):
        return None
    last = int(good[-1])
    above = float(scores[order[last]])
    below = float(scores[order[last + 1]]) if last + 1 < len(order) else 0.0
    return (above + below) / 2.0
