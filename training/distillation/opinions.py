"""What teachers say of clips: in the student's tags together, and each in its own words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tagger_app.core.vocabulary import Vocabulary
from training.configuration import Distillation
from training.distillation.targets import (
    Floats,
    consensus,
    logit,
    on_grid,
    shift_to_share,
    tag_columns,
    teacher_view,
)
from training.distillation.teachers import Teacher

Heard = Sequence[Sequence[Floats]]
"""Per teacher and clip the scores [windows, words]."""
LEAST_DEVIATION = 1e-3


@dataclass(frozen=True, slots=True)
class Opinion:
    """margins: [clips, POSITIONS, tags], see `consensus`; words: [clips, POSITIONS, words].

    Words are log-odds of all teachers' outputs, one teacher after another, as standard scores.
    """

    margins: Floats
    words: NDArray[np.float16]


class Jury:
    """Teachers that are understood by what they say of training clips.

    Args:
        recipe: names the tags, and the limits of the teachers' thresholds.
        teachers: in the order of the recipe.
        vocabulary: maps their words to tags.
        reference: their scores of the training clips.
    """

    def __init__(
        self,
        recipe: Distillation,
        teachers: Sequence[Teacher],
        vocabulary: Vocabulary,
        reference: Heard,
    ) -> None:
        self._reference = reference
        self._columns = [tag_columns(t.words, recipe.tags, vocabulary) for t in teachers]
        self._bounds = [source.thresholds for source in recipe.teachers]
        said = _log_odds(reference)
        self._mean = said.mean(axis=(0, 1))
        self._deviation = said.std(axis=(0, 1)) + LEAST_DEVIATION
        least = [recipe.least_shares.get(category, 0.0) for category, _ in recipe.tags]
        self._shift = shift_to_share(self._consensus(reference), least)

    def opinion(self, heard: Heard) -> Opinion:
        """What all teachers together say of clips."""
        words = (_log_odds(heard) - self._mean) / self._deviation
        return Opinion(self._consensus(heard) + self._shift, words.astype(np.float16))

    def _consensus(self, heard: Heard) -> Floats:
        return consensus(
            [
                teacher_view(scores, columns, reference, bounds)
                for scores, columns, reference, bounds in zip(
                    heard, self._columns, self._reference, self._bounds, strict=True
                )
            ]
        )


def _log_odds(heard: Heard) -> Floats:
    """[clips, POSITIONS, words]."""
    rows = [
        np.concatenate([on_grid(logit(scores)) for scores in clip], axis=1)
        for clip in zip(*heard, strict=True)
    ]
    return np.stack(rows)
