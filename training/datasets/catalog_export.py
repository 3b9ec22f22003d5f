"""The app's own catalog, as `tagger-app export json -o FILE` writes it.

Layout: a JSON array of objects with path, state, title, artist, album, duration, failure, and per
category the tags with their status. What is in the file, accepted or added by a person is a label;
what a person rejected is known to be absent; what the model merely suggests says nothing.
"""

from pathlib import Path
from typing import Any

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import TAG_CATEGORIES, Category
from training.datasets.index_files import read_json
from training.datasets.recording import (
    DataSet,
    Fault,
    FaultKind,
    Recording,
    Tag,
    checked,
)

GIVEN = frozenset(("in-file", "accepted", "added"))
REFUSED = frozenset(("rejected",))
_REMEDY = "Write it anew with: tagger-app export json -o FILE"


def read(path: Path) -> DataSet:
    """The tracks somebody said something about; those of one artist are one group.

    Raises:
        TaggerError: the file is missing, or is not what the app writes.
    """
    faults: list[Fault] = []
    recordings = []
    seen: dict[Tag, None] = {}
    entries = read_json(path, _REMEDY)
    if not isinstance(entries, list):
        raise TaggerError(f"{path} is no list of tracks. {_REMEDY}")
    for number, entry in enumerate(entries, start=1):
        try:
            recording = _recording(entry)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise TaggerError(f"{path}, track {number}: {error!r}. {_REMEDY}") from None
        if not any(recording.labels.values()) and not any(recording.asked.values()):
            faults.append(Fault(FaultKind.UNLABELLED, str(recording.path), "nobody tagged it"))
        elif not recording.path.is_file():
            faults.append(Fault(FaultKind.MISSING, str(recording.path), f"track {number}"))
        elif not recording.path.stat().st_size:
            faults.append(Fault(FaultKind.EMPTY, str(recording.path), f"track {number}"))
        else:
            recordings.append(recording)
            for category, words in recording.labels.items():
                seen |= {(category, word): None for word in words}
    tags = sorted(seen, key=lambda tag: (TAG_CATEGORIES.index(tag[0]), tag[1].casefold()))
    return checked(path.name, recordings, tags, faults)


def _recording(entry: dict[str, Any]) -> Recording:
    path = Path(entry["path"])
    labels: dict[Category, tuple[str, ...]] = {}
    asked: dict[Category, frozenset[str]] = {}
    for category in TAG_CATEGORIES:
        chips = entry["tags"][category.value]
        labels[category] = tuple(chip["tag"] for chip in chips if chip["status"] in GIVEN)
        asked[category] = frozenset(chip["tag"] for chip in chips if chip["status"] in REFUSED)
    artist = entry["artist"] or ""
    return Recording(
        path,
        group=f"artist {artist}" if artist else str(path.parent),
        labels=labels,
        asked=asked,
        seconds=float(entry["duration"] or 0.0),
        artist=artist,
        title=entry["title"] or path.stem,
    )
