"""Figures over validation pieces that are drawn anew, so that all share the same draws."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from training.evaluation.bootstrap import Interval, Rows, bootstrap_all
from training.evaluation.decisions import macro
from training.evaluation.metrics import Floats
from training.evaluation.views import Doubles, pr_areas


@dataclass(frozen=True, slots=True)
class Duels:
    """Every positive piece of a tag beside every negative one.

    won: [positives, negatives], 1 where the positive is scored higher, 0.5 where alike.
    """

    column: int
    positives: Rows
    negatives: Rows
    won: Doubles

    def area(self, times: Doubles) -> float:
        """The share won (Mann & Whitney 1947); times: [pieces], how often each was drawn."""
        for_positives, for_negatives = times[self.positives], times[self.negatives]
        count = for_positives.sum() * for_negatives.sum()
        return float(for_positives @ self.won @ for_negatives / count) if count else float("nan")


def duels_of(column: int, truth: Floats, scores: Floats) -> Duels:
    """Of one tag: truth, scores [pieces], NaN where unknown."""
    with np.errstate(invalid="ignore"):
        positives, negatives = np.flatnonzero(truth >= 0.5), np.flatnonzero(truth < 0.5)
    ahead = scores[positives][:, None] - scores[negatives][None, :]
    return Duels(column, positives, negatives, (np.sign(ahead) + 1.0) / 2.0)


@dataclass(frozen=True, slots=True)
class Draw:
    """Some pieces, with areas under curves computed once for all figures.

    truths, scores: by name [all pieces, tags], NaN where unknown or without such a tag.
    columns: by names of a truth and a scorer the tags whose areas are wanted; duels: the same for
    areas under the ROC curve, which are drawn often.
    """

    rows: Rows
    truths: Mapping[str, Floats]
    scores: Mapping[str, Floats]
    columns: Mapping[tuple[str, str], Sequence[int]]
    duels: Mapping[tuple[str, str], Sequence[Duels]]
    _areas: dict[tuple[str, str, str], Doubles] = field(default_factory=dict)

    def roc(self, truth: str, scorer: str) -> Doubles:
        """[tags], NaN where it cannot be measured."""
        key = ("roc", truth, scorer)
        if key not in self._areas:
            result = np.full(self.truths[truth].shape[1], np.nan)
            times = np.bincount(self.rows, minlength=len(self.truths[truth])).astype(np.float64)
            for duels in self.duels[truth, scorer]:
                result[duels.column] = duels.area(times)
            self._areas[key] = result
        return self._areas[key]

    def pr(self, truth: str, scorer: str) -> Doubles:
        """[tags], NaN where it cannot be measured."""
        key = ("pr", truth, scorer)
        if key not in self._areas:
            own = list(self.columns[truth, scorer])
            result = np.full(self.truths[truth].shape[1], np.nan)
            picked = np.ix_(self.rows, np.asarray(own, dtype=np.intp))
            result[own] = pr_areas(self.truths[truth][picked], self.scores[scorer][picked])
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

    duels = {
        (truth, scorer): [
            duels_of(i, truths[truth][:, i], scores[scorer][:, i]) for i in columns[truth, scorer]
        ]
        for truth, scorer in columns
    }

    def figures(rows: Rows) -> NDArray[np.float64]:
        draw = Draw(rows, truths, scores, columns, duels)
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
