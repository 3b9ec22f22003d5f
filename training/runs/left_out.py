"""What a run could not hear: `left_out.csv` in its folder, a row when a file is first met.

All processes of a run add to it, before and after a kill; a file may be told more than once.
"""

import csv
from collections import Counter
from pathlib import Path

from tagger_app.core.errors import DecodeError
from training.datasets.recording import Recording
from training.runs.folder import Run

_COLUMNS = ("path", "split", "reason")


def note_left_out(run: Run, recording: Recording, error: DecodeError) -> None:
    """Add a recording that cannot be heard."""
    path = _path(run)
    with path.open("a", encoding="utf-8", errors="surrogateescape", newline="") as stream:
        writer = csv.writer(stream)
        if not stream.tell():
            writer.writerow(_COLUMNS)
        writer.writerow([recording.path, recording.split, error])


def left_out(run: Run) -> dict[str, str]:
    """{path: split} of the recordings that could not be heard."""
    path = _path(run)
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as stream:
        return {row["path"]: row["split"] for row in csv.DictReader(stream)}


def heard_splits(run: Run) -> dict[str, int]:
    """{split: recordings}, without those that could not be heard."""
    missing = Counter(left_out(run).values())
    return {split: count - missing[split] for split, count in run.facts.splits.items()}


def _path(run: Run) -> Path:
    return run.folder / "left_out.csv"
