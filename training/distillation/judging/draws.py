"""Figures over validation pieces that are drawn anew, so that all share the same draws."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from training.evaluation.bootstrap import Interval, Rows, bootstrap_all
from training.evaluation.decisions import macro
from training.evaluation.metrics import Floats
from training.evaluation.views import Doubles, pr_areas, roc_areas


@dataclass(frozen=True, slots=True)
class Draw:
    """Some pieces, with areas under curves computed once for all figures.

    truths, scores: by name [all pieces, tags], NaN where unknown or without such a tag.
    columns: by names of a truth and a scorer the tags whose areas are wanted.
    """

    rows: Rows
    truths: Mapping[str, Floats]
    scores: Mapping[str, Floats]
    columns: Mapping[tuple[str, str], Sequence[int]]
    _areas: dict[tuple[str, str, str], Doubles] = field(default_factory=dict)

    def roc(self, truth: str, scorer: str) -> Doubles:
        """[tags], NaN where it cannot be measured."""
        return self._cached("roc", roc_areas, truth, scorer)

    def pr(self, truth: str, scorer: str) -> Doubles:
        """[tags], NaN where it cannot be measured."""
        return self._cached("pr", pr_areas, truth, scorer)

    def _cached(
        self, kind: str, areas: Callable[[Floats, Floats], Doubles], truth: str, scorer: str
    ) -> Doubles:
        key = (kind, truth, scorer)
        if key not in self._areas:
            own = list(self.columns[truth, scorer])
            result = np.full(self.truths[truth].shape[1], np.nan)
            picked = np.ix_(self.rows, np.asarray(own, dtype=np.intp))
            result[own] = areas(self.truths[truth][picked], self.scores[scorer][picked])
            self._areas[key] = result
        return self._areas[key]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure of a draw: what it is, over how much, and how it is computed."""

    name: str
    over: str
    of: Callable[[Draw], float]


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure with its interval."""

    name: str
    over: str
    interval: Interval


def measurable(truth: Floats, scores: Floats) -> list[int]:
    """The tags that have positives, negatives and scores."""
    with np.errstate(invalid="ignore"):
        positive, negative = (truth >= 0.5).any(axis=0), (truth < 0.5).any(axis=0)
    return np.flatnonzero(positive & negative & ~np.isnan(scores).any(axis=0)).tolist()


def measure(
    quantities: Sequence[Quantity],
    truths: Mapping[str, Floats],
    scores: Mapping[str, Floats],
    groups: Sequence[str],
    repeats: int,
) -> list[Measured]:
    """Every quantity with its interval, whole groups drawn.

    Raises:
        ValueError: there is no piece.
    """
    columns = {
        (truth, scorer): measurable(right, said)
        for truth, right in truths.items()
        for scorer, said in scores.items()
    }

    def figures(rows: Rows) -> NDArray[np.float64]:
        draw = Draw(rows, truths, scores, columns)
        return np.asarray([quantity.of(draw) for quantity in quantities])

    intervals = bootstrap_all(figures, len(groups), groups=groups, repeats=repeats)
    return [Measured(q.name, q.over, i) for q, i in zip(quantities, intervals, strict=True)]


def mean_difference(one: Doubles, other: Doubles) -> float:
    """Macro difference over what both measured."""
    return macro(one - other)


def spearman_means(one: Floats, other: Floats) -> float:
    """Mean over columns of the rank correlation; equal ranks share theirs, constants count as 0."""
    if one.shape[1] == 0:
        return float("nan")
    ranks = [rankdata(values, axis=0) for values in (one, other)]
    a, b = (rank - rank.mean(axis=0) for rank in ranks)
    lengths = np.sqrt(np.square(a).sum(axis=0) * np.square(b).sum(axis=0))
    return float(((a * b).sum(axis=0) / np.maximum(lengths, 1e-12)).mean())
