"""A split of our own where a data set has none."""

import zlib
from dataclasses import replace

from training.datasets.recording import TEST, TRAIN, VALIDATION, DataSet


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
        place = zlib.crc32(f"{seed} {recording.group}".encode()) / 2**32
        split = TEST if place < test else VALIDATION if place < test + validation else TRAIN
        recordings.append(replace(recording, split=split))
    return replace(data, recordings=tuple(recordings))
