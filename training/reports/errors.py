"""The recordings a model is most wrong about, for a person to listen to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from tagger_app.core.fields import Category
from training.datasets.recording import Tag
from training.evaluation.metrics import Floats


@dataclass(frozen=True, slots=True)
class Error:
    """The worst error on one recording.

    missed: whether the tag is right and scored low; else it is wrong and scored high. taken_for:
    the tag scored highest instead, in an exclusive category. right: all tags that are.
    """

    title: str
    tag: str
    missed: bool
    score: float
    taken_for: str
    right: tuple[str, ...]

    def told(self) -> str:
        """In words."""
        if not self.missed:
            return f"given {self.tag}"
        return f"missed {self.tag}" + (f" for {self.taken_for}" if self.taken_for else "")


def hardest(
    titles: Sequence[str],
    truth: Floats,
    scores: Floats,
    tags: Sequence[Tag],
    exclusive: Collection[Category] = (),
    most: int = 20,
) -> list[Error]:
    """The most confident errors, the worst first, one a recording.

    Args:
        titles: [recordings].
        truth: [recordings, tags], positive from 0.5 on, NaN where unknown.
        scores: [recordings, tags] in 0…1.
        tags: category and name of each column.
        exclusive: categories in which every recording has one tag.
        most: how many at most; scores nearer to the truth than 0.5 are no errors.
    """
    if not tags:
        return []
    right = np.nan_to_num(truth) >= 0.5
    distance = np.where(np.isnan(truth), 0.0, np.abs(right - scores))
    worst = distance.argmax(axis=1)
    found = []
    for row in np.argsort(-distance.max(axis=1), kind="stable")[:most]:
        column = int(worst[row])
        if distance[row, column] <= 0.5:
            break
        found.append(
            Error(
                str(titles[row]),
                tags[column][1],
                bool(right[row, column]),
                float(scores[row, column]),
                _taken_for(scores[row], column, tags, exclusive),
                tuple(tags[i][1] for i in np.flatnonzero(right[row]).tolist()),
            )
        )
    return found


def _taken_for(
    scores: Floats, column: int, tags: Sequence[Tag], exclusive: Collection[Category]
) -> str:
    category, name = tags[column]
    if category not in exclusive:
        return ""
    best = max((i for i, tag in enumerate(tags) if tag[0] is category), key=lambda i: scores[i])
    return "" if tags[best][1] == name else tags[best][1]
