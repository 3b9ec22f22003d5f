"""Clips of one's own, listed in a CSV manifest.

Layout: a CSV file with the column `path`, relative to its folder; `labels_genre`, `labels_mood` and
`labels_instrument` (words separated by `|`), `seconds`, `split` (train, val or test), `group` and
`title` may be there.
"""

from pathlib import Path

from training.datasets.manifest import LABELS, read_manifest
from training.datasets.recording import (
    DataSet,
    Fault,
    FaultKind,
    Recording,
    checked,
    in_category,
)


def read(path: Path) -> DataSet:
    """The clips of a CSV manifest; only what is labelled is known. See `read_manifest`.

    Raises:
        TaggerError: the manifest cannot be read, or a group is in two splits.
    """
    faults: list[Fault] = []
    recordings = []
    for clip in read_manifest(path):
        if not clip.path.is_file():
            faults.append(Fault(FaultKind.MISSING, str(clip.path)))
        elif not clip.path.stat().st_size:
            faults.append(Fault(FaultKind.EMPTY, str(clip.path)))
        else:
            recordings.append(
                Recording(
                    clip.path,
                    clip.group,
                    clip.split,
                    labels=clip.labels,
                    seconds=clip.seconds,
                    title=clip.title,
                )
            )
    tags = [
        tag
        for category in LABELS
        for tag in in_category(
            category, sorted({w for r in recordings for w in r.labels.get(category, ())})
        )
    ]
    return checked(path.name, recordings, tags, faults)
