"""What listeners feel in music: told by those who were asked, foretold where nobody was.

No published network hears the moods that Emotify's listeners were asked about, but all their
outputs together do: a ridge regression from these to the shares of listeners. Its opinion stands
for music nobody was asked about, and steadies what few listeners said (Kelley 1947, "Fundamentals
of statistics": the best guess of a true score lies between the measured one and the foretold one).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import Ridge

from tagger_app.core.fields import Category
from training.datasets.manifest import Clip
from training.distillation.targets import Floats, Tag, Targets, logit, sigmoid

SHARE_CUT, SHARE_STEEPNESS = 0.3, 14.0
"""A mood is given from 30 % of the listeners on; the slope is one vote in fifteen."""
STRENGTH = 1_000.0
"""Of the ridge: the best of 10 to 10,000 in folds by artist of the training clips."""
TOLD = 0.5
"""How much the share of listeners counts beside the foretold one."""
ASKED_WEIGHT, FORETOLD_WEIGHT = 1.5, 0.5

Shares = Mapping[Path, Mapping[str, float]]


class Listeners:
    """Foretells the shares of listeners from what the teachers say.

    Args:
        tags: the student's.
        shares: per clip the share of listeners per mood.
        clips: of which some were heard by listeners; of these the training part teaches.
        words: what the teachers say of `clips`, [clips, POSITIONS, words].
    """

    def __init__(
        self,
        tags: Sequence[Tag],
        shares: Shares,
        clips: Sequence[Clip],
        words: NDArray[np.float16],
    ) -> None:
        asked = {mood for told in shares.values() for mood in told}
        self._shares = shares
        self._moods = {
            column: name
            for column, (category, name) in enumerate(tags)
            if category is Category.MOOD and name in asked
        }
        rows = [i for i, c in enumerate(clips) if c.split == "train" and c.path in shares]
        self._ridge: Ridge | None = None
        if rows and self._moods:
            said = words[rows].astype(np.float32).mean(axis=1)
            told = [[shares[clips[i].path][mood] for mood in self._moods.values()] for i in rows]
            self._ridge = Ridge(alpha=STRENGTH).fit(said, np.asarray(told, dtype=np.float32))

    def upon(
        self,
        targets: Targets,
        truth: Floats,
        words: NDArray[np.float16],
        clips: Sequence[Clip | None],
    ) -> Targets:
        """Targets in which the moods listeners were asked about follow the listeners.

        Labels by anybody else stay as they are; the teachers' own opinion counts half beside
        what is foretold.

        Args:
            targets: from teachers and labels.
            truth: the labels, [clips, tags], NaN where nobody labelled.
            words: what the teachers say of the same clips, [clips, POSITIONS, words].
            clips: None where it is another recording than listeners may have heard.
        """
        if self._ridge is None:
            return targets
        values, weights = targets.values.copy(), targets.weights.copy()
        count, positions, width = words.shape
        flat = words.astype(np.float32).reshape(-1, width)
        foretold = self._ridge.predict(flat).reshape(count, positions, len(self._moods))
        for place, (column, mood) in enumerate(self._moods.items()):
            for row, clip in enumerate(clips):
                guess = foretold[row, :, place]
                told = self._shares.get(clip.path, {}).get(mood) if clip is not None else None
                if told is not None:
                    values[row, :, column] = _given(TOLD * told + (1.0 - TOLD) * guess)
                    weights[row, column] = ASKED_WEIGHT
                elif np.isnan(truth[row, column]):
                    own = _given(guess)
                    if weights[row, column] > 0:
                        own = sigmoid((logit(own) + logit(values[row, :, column])) / 2.0)
                    values[row, :, column] = own
                    weights[row, column] = FORETOLD_WEIGHT
        return Targets(values, weights)


def _given(share: Floats) -> Floats:
    """How surely a mood is given, from the share of listeners."""
    return sigmoid(np.asarray(SHARE_STEEPNESS * (share - SHARE_CUT), dtype=np.float32))
