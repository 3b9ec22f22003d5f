"""The names of splits, and a split of our own where a data set has none."""

import zlib
from dataclasses import replace

from tagger_app.core.errors import TaggerError
from training.datasets.recording import TEST, TRAIN, VALIDATION, DataSet, Recording

SPLITS = {
    "train": TRAIN,
    "training": TRAIN,
    "val": VALIDATION,
    "valid": VALIDATION,
    "validation": VALIDATION,
    "test": TEST,
    "testing": TEST,
}
"""What people call the parts of a data set."""


def split_by_group(
    data: DataSet, *, validation: float = 0.1, test: float = 0.1, seed: int = 0
) -> DataSet:
    """Groups fall into train, val and test by a hash of their name, so that none is in two.

    The place of a group never changes while others come and go. A data set that has splits is
    returned as it is.

    Args:
        data: the data set.
        validation: expected share of the groups.
        test: expected share of the groups.
        seed: another one gives another split.
    """
    if any(recording.split for recording in data.recordings):
        return data
    recordings = []
    for recording in data.recordings:
        place = _place(recording, seed)
        split = TEST if place < test else VALIDATION if place < test + validation else TRAIN
        recordings.append(replace(recording, split=split))
    return replace(data, recordings=tuple(recordings))


def with_validation(data: DataSet, *, validation: float = 0.1, seed: int = 0) -> DataSet:
    """The data with a validation part: its own, or groups of the training part by their hash.

    A data set without any split gets one as by `split_by_group`. If chance leaves the validation
    part empty, the group with the lowest hash becomes it.

    Args:
        data: the data set.
        validation: expected share of the training groups.
        seed: another one gives another split.

    Raises:
        TaggerError: there are not two groups to learn from.
    """
    data = split_by_group(data, validation=validation, test=0.0, seed=seed)
    if any(recording.split == VALIDATION for recording in data.recordings):
        return data
    training = [recording for recording in data.recordings if recording.split == TRAIN]
    places = {recording.group: _place(recording, seed) for recording in training}
    if len(places) < 2:
        raise TaggerError(
            f"{data.name}: {len(places)} groups of recordings are not enough to learn from some"
            " and validate with others."
        )
    held = {group for group, place in places.items() if place < validation}
    held = held or {min(places, key=lambda group: places[group])}
    recordings = [
        replace(r, split=VALIDATION) if r.split == TRAIN and r.group in held else r
        for r in data.recordings
    ]
    return replace(data, recordings=tuple(recordings))


def _place(recording: Recording, seed: int) -> float:
    """Where in 0…1 the recording's group falls."""
    return zlib.crc32(f"{seed} {recording.group}".encode()) / 2**32
