"""How sure a figure is, by drawing the recordings anew (Efron & Tibshirani 1993)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.intp]
Figure = Callable[[Rows], float]
"""Computes a figure from the rows drawn, some of them several times; NaN if it cannot."""
Figures = Callable[[Rows], NDArray[np.float64]]
"""Computes several at once: [figures]."""

LEAST_DEFINED = 0.9
"""An interval stands on at least this share of the draws: a tag with one or two positives, which
every third or seventh draw misses, has none."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its confidence interval; `draws` are those in which it could be measured.

    low and high are NaN where too few draws allow an interval.
    """

    estimate: float
    low: float
    high: float
    draws: int

    def __str__(self) -> str:
        if np.isnan(self.low):
            return f"{self.estimate:.3f}"
        return f"{self.estimate:.3f} [{self.low:.3f}, {self.high:.3f}]"


def bootstrap(
    figure: Figure,
    count: int,
    *,
    groups: Sequence[str] | None = None,
    repeats: int = 1_000,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """The interval of one figure; see `bootstrap_all`."""
    (interval,) = bootstrap_all(
        lambda rows: np.asarray([figure(rows)]),
        count,
        groups=groups,
        repeats=repeats,
        level=level,
        seed=seed,
    )
    return interval


def bootstrap_all(
    figures: Figures,
    count: int,
    *,
    groups: Sequence[str] | None = None,
    repeats: int = 1_000,
    level: float = 0.95,
    seed: int = 0,
) -> list[Interval]:
    """The percentile intervals of figures over recordings drawn with replacement.

    Rows are recordings, whose chunks were averaged before: chunks of one recording are no
    independent evidence, and neither are recordings of one artist.

    Args:
        figures: see `Figures`.
        count: number of rows.
        groups: the group of each row, such as its artist; whole groups are drawn then.
        repeats: number of draws.
        level: share of the draws inside the interval.
        seed: of the draws.

    Raises:
        ValueError: there is no row, or not one group per row.
    """
    if not count or (groups is not None and len(groups) != count):
        raise ValueError(f"{count} rows with {len(groups or ())} groups cannot be drawn from.")
    rng = np.random.default_rng(seed)
    members = None if groups is None else _members(groups)
    estimates = figures(np.arange(count))
    drawn = np.empty((repeats, len(estimates)))
    for repeat in range(repeats):
        drawn[repeat] = figures(_draw(count, members, rng))
    outside = (1.0 - level) / 2.0
    return [
        _interval(float(estimate), column, outside)
        for estimate, column in zip(estimates, drawn.T, strict=True)
    ]


def _interval(estimate: float, drawn: NDArray[np.float64], outside: float) -> Interval:
    defined = drawn[~np.isnan(drawn)]
    if len(defined) < max(LEAST_DEFINED * len(drawn), 1):
        return Interval(estimate, float("nan"), float("nan"), len(defined))
    low, high = np.quantile(defined, [outside, 1.0 - outside])
    return Interval(estimate, float(low), float(high), len(defined))


def bootstrap_difference(
    one: Figure,
    other: Figure,
    count: int,
    *,
    groups: Sequence[str] | None = None,
    repeats: int = 1_000,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """The interval of one figure minus another on the same draws, as paired comparisons want.

    Two systems differ with that confidence where 0 is outside.
    """
    return bootstrap(
        lambda rows: one(rows) - other(rows),
        count,
        groups=groups,
        repeats=repeats,
        level=level,
        seed=seed,
    )


def _members(groups: Sequence[str]) -> list[Rows]:
    """The rows of each group."""
    _, index = np.unique(np.asarray(groups), return_inverse=True)
    order = np.argsort(index, kind="stable")
    return np.split(order, np.cumsum(np.bincount(index))[:-1])


def _draw(count: int, members: Sequence[Rows] | None, rng: np.random.Generator) -> Rows:
    if members is None:
        return rng.integers(count, size=count)
    chosen = rng.integers(len(members), size=len(members))
    return np.concatenate([members[number] for number in chosen])
