"""Valence and arousal of music, from its moods.

Nobody rated them for the clips at hand. They follow from where moods lie on the plane of Russell
1980, "A circumplex model of affect": the signs are his and Thayer's (1989), the sizes ours, a
quarter as the finest step.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tagger_app.core.fields import Category
from training.distillation.targets import Floats, Tag, logit, sigmoid

SCALES = ("valence", "arousal")
POSITIONS_OF_MOODS: Mapping[str, tuple[float, float]] = {
    "Aggressive": (-0.5, 1.0),
    "Calm": (0.5, -1.0),
    "Dark": (-0.75, 0.0),
    "Dramatic": (-0.25, 0.5),
    "Dreamy": (0.25, -0.75),
    "Energetic": (0.25, 1.0),
    "Epic": (0.0, 0.75),
    "Fun": (1.0, 0.5),
    "Happy": (1.0, 0.5),
    "Inspiring": (0.5, 0.0),
    "Laid-Back": (0.5, -0.75),
    "Meditative": (0.25, -1.0),
    "Melancholic": (-0.75, -0.5),
    "Party": (0.75, 1.0),
    "Playful": (0.75, 0.25),
    "Powerful": (0.0, 1.0),
    "Relaxing": (0.5, -1.0),
    "Sad": (-1.0, -0.5),
    "Solemn": (-0.25, -0.5),
    "Tender": (0.5, -0.75),
    "Tense": (-0.75, 0.75),
    "Upbeat": (0.75, 0.75),
    "Uplifting": (0.75, 0.5),
}

FARTHEST = 9.0
"""Standard deviations from the middle beyond which nothing changes."""


@dataclass(frozen=True, slots=True)
class Plane:
    """Places clips by their moods; 0.5 is the middle of the clips it was made from."""

    weights: Floats
    mean: Floats
    deviation: Floats

    def scales(self, values: Floats) -> Floats:
        """What moods [..., tags] in 0…1 say about `SCALES` [..., 2] in 0…1."""
        score = (logit(values) @ self.weights - self.mean) / self.deviation
        return sigmoid(np.clip(score, -FARTHEST, FARTHEST))


def plane_of(tags: Sequence[Tag], values: Floats) -> Plane:
    """The plane of a student's tags.

    Every mood counts by how far its log-odds are from their mean over the clips, in standard
    deviations, so that moods that hardly change do not drown in those that do.

    Args:
        tags: categories and names.
        values: of the training clips [clips, tags].
    """
    odds = logit(values)
    weights = np.zeros((len(tags), len(SCALES)), dtype=np.float32)
    for column, (category, name) in enumerate(tags):
        if category is Category.MOOD and name in POSITIONS_OF_MOODS:
            weights[column] = POSITIONS_OF_MOODS[name]
            weights[column] /= odds[:, column].std() + 1e-3
    sums = odds @ weights
    return Plane(weights, sums.mean(axis=0), sums.std(axis=0) + 1e-3)
