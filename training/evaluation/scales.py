"""How right positions on a scale are, such as valence and arousal."""

from dataclasses import dataclass

import numpy as np

from training.evaluation.metrics import Floats


@dataclass(frozen=True, slots=True)
class ScaleFigures:
    """Of one scale; NaN where nothing can be measured.

    r2: share of the variance that is explained; correlation: Pearson's; error: root of the mean
    squared distance.
    """

    known: int
    r2: float
    correlation: float
    error: float


def judge_scale(truth: Floats, scores: Floats) -> ScaleFigures:
    """Compare positions [recordings] in 0…1; truth is NaN where unknown."""
    known = ~np.isnan(truth)
    right, said = truth[known].astype(np.float64), scores[known].astype(np.float64)
    if not len(right):
        return ScaleFigures(0, float("nan"), float("nan"), float("nan"))
    squared = float(np.square(said - right).mean())
    varies = np.ptp(right) > 0
    r2 = 1.0 - squared / float(right.var()) if varies else float("nan")
    both = varies and np.ptp(said) > 0
    correlation = float(np.corrcoef(right, said)[0, 1]) if both else float("nan")
    return ScaleFigures(len(right), r2, correlation, float(np.sqrt(squared)))
