"""What a benchmark learns from and is judged on, by artist."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

from tagger_app.core.errors import TaggerError
from training.datasets.recording import (
    TEST,
    TRAIN,
    VALIDATION,
    DataSet,
    Recording,
    decision_array,
)

VALIDATION_PARTS = 8
"""One of so many parts of what is not judged validates."""


def folds(data: DataSet, count: int, seed: int = 0) -> list[DataSet]:
    """The data split in several ways; no group is in two parts of one split.

    Args:
        data: in the last fold every recording was judged once.
        count: of folds; the data set's own splits do not count then. With 1 they do: its test
            part, or its validation part if it has none, is judged.
        seed: of the folds.

    Raises:
        TaggerError: there are fewer groups than folds, or no part to judge.
    """
    if count > 1:
        groups = len({recording.group for recording in data.recordings})
        if groups < count:
            raise TaggerError(f"{data.name}: {groups} groups cannot be in {count} folds.")
        judged = _parts(data.recordings, data, count, seed)
        return [_split(data, judged == number, seed) for number in range(count)]
    own = [r.split for r in data.recordings]
    wanted = TEST if TEST in own else VALIDATION
    if wanted not in own or TRAIN not in own:
        raise TaggerError(f"{data.name} has no split of its own; ask for two folds or more.")
    kept = replace(data, recordings=tuple(r for r in data.recordings if r.split))
    return [_split(kept, np.asarray([r.split == wanted for r in kept.recordings]), seed)]


def judged_part(fold: DataSet) -> list[Recording]:
    """The recordings a system is judged on, in the order of its scores."""
    return [recording for recording in fold.recordings if recording.split == TEST]


def _split(data: DataSet, judged: NDArray[np.bool_], seed: int) -> DataSet:
    """The data with the judged part as test; some groups of the rest validate."""
    rest = [r for r, own in zip(data.recordings, judged, strict=True) if not own]
    validation = iter(_parts(rest, data, VALIDATION_PARTS, seed) == 0)
    splits = [TEST if own else VALIDATION if next(validation) else TRAIN for own in judged]
    pairs = zip(data.recordings, splits, strict=True)
    return replace(data, recordings=tuple(replace(r, split=split) for r, split in pairs))


def _parts(
    recordings: Sequence[Recording], data: DataSet, count: int, seed: int
) -> NDArray[np.int64]:
    """[recordings]: number of the part, by group, with as many of each class in each as can be.

    There are fewer parts where a class has fewer recordings.
    """
    columns = [i for i, (category, _) in enumerate(data.tags) if category in data.exclusive]
    truth = np.nan_to_num(decision_array(recordings, data.tags))[:, columns]
    classes = truth.argmax(axis=1) if columns else np.zeros(len(recordings), dtype=np.int64)
    groups = [recording.group for recording in recordings]
    count = min(count, int(np.unique(classes, return_counts=True)[1].min()), len(set(groups)))
    if count < 2:
        raise TaggerError(f"{data.name}: there are too few groups, or recordings of a class.")
    parts = np.zeros(len(recordings), dtype=np.int64)
    splitter = StratifiedGroupKFold(count, shuffle=True, random_state=seed)
    for number, (_, own) in enumerate(splitter.split(classes, classes, groups)):
        parts[own] = number
    return parts
