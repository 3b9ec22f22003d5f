"""AudioSet (Gemmeke et al. 2017): 10-second segments of videos; those with musical tags are used.

Layout: `ontology.json` and the lists `balanced_train_segments.csv`, `unbalanced_train_segments.csv`
and `eval_segments.csv` (three lines that begin with #, then `YTID, start, end, "labels"`); the
lists that are there are read. The audio is not published; files anywhere below `audio/` are found
if they are named after the video, alone or followed by start or by start and end: `YTID.wav`,
`YYTID.wav`, `YTID_30000.flac` (milliseconds), `YTID_30.000_40.000.wav`, `YTID_30_40.m4a`.
"""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from training.datasets.index_files import (
    AudioTree,
    Row,
    first_folder,
    numbered_rows,
    read_json,
    read_text,
)
from training.datasets.recording import (
    TEST,
    TRAIN,
    DataSet,
    Fault,
    FaultKind,
    Recording,
    Tag,
    checked,
)

LISTS = {
    "balanced_train_segments.csv": TRAIN,
    "unbalanced_train_segments.csv": TRAIN,
    "eval_segments.csv": TEST,
}
ROOTS = {
    "Music genre": Category.GENRE,
    "Music mood": Category.MOOD,
    "Musical instrument": Category.INSTRUMENT,
}
"""Classes of the ontology below which all musical tags are."""
HEADER = ("YTID", "start_seconds", "end_seconds", "positive_labels")
_REMEDY = (
    "Fetch the lists from the download page of AudioSet and ontology.json from the repository"
    " audioset/ontology."
)


def read(folder: Path) -> DataSet:
    """The segments with a musical tag whose audio is there.

    A tag that was not given is taken as absent, as the benchmark does.

    Raises:
        TaggerError: an index is missing or broken, or a video is in two splits.
    """
    tags = musical_tags(folder / "ontology.json")
    lists = {folder / name: split for name, split in LISTS.items() if (folder / name).is_file()}
    if not lists:
        raise TaggerError(f"{folder}: none of {', '.join(LISTS)} is here. {_REMEDY}")
    asked = {
        category: frozenset(word for own, word in tags.values() if own is category)
        for category in ROOTS.values()
    }
    tree = AudioTree(first_folder(folder / "audio", folder))
    places = {Path(key).name: key for key in tree}
    faults: list[Fault] = []
    recordings = []
    for path, split in lists.items():
        others = 0
        for row in _segments(path):
            video, start, end = row.text("YTID"), row.number(HEADER[1]), row.number(HEADER[2])
            labels: dict[Category, tuple[str, ...]] = {}
            for mid in row.text("positive_labels").split(","):
                if mid in tags:
                    category, word = tags[mid]
                    labels[category] = (*labels.get(category, ()), word)
            names = file_names(video, start, end)
            place = next((places[name] for name in names if name in places), None)
            if not labels:
                others += 1
                if place:
                    tree.find(place)
                continue
            found = tree.take(faults, place or video, row=f"{path.name}, line {row.line}")
            if found:
                recordings.append(
                    Recording(found, video, split, labels, asked, seconds=end - start)
                )
        if others:
            detail = f"{others} segments without a musical tag are passed over"
            faults.append(Fault(FaultKind.UNLABELLED, str(path), detail))
    return checked("AudioSet", recordings, tuple(tags.values()), (*faults, *tree.unlisted()))


def file_names(video: str, start: float, end: float) -> Sequence[str]:
    """The names under which common downloaders store a segment, without suffix."""
    return (
        video,
        f"Y{video}",
        f"{video}_{round(1000 * start)}",
        f"{video}_{start:.3f}_{end:.3f}",
        f"{video}_{start:.0f}_{end:.0f}",
    )


def musical_tags(path: Path) -> dict[str, Tag]:
    """{machine id: tag} of the classes below the roots that were labelled, in the file's order.

    Abstract and blacklisted classes were not, so that nothing is known of them.

    Raises:
        TaggerError: the ontology is missing or broken.
    """
    ontology = read_json(path, _REMEDY)
    try:
        classes: dict[str, Any] = {entry["id"]: entry for entry in ontology}
        by_name = {entry["name"]: entry["id"] for entry in ontology}
        category_of = {
            mid: category
            for name, category in ROOTS.items()
            for mid in _below(by_name[name], classes)
        }
        return {
            mid: (category_of[mid], entry["name"])
            for mid, entry in classes.items()
            if mid in category_of and not entry["restrictions"]
        }
    except (KeyError, TypeError) as error:
        raise TaggerError(f"{path}: not the ontology ({error} is missing). {_REMEDY}") from None


def _below(root: str, classes: dict[str, Any]) -> Iterator[str]:
    """The ids below a class; the ontology is not a tree, so each is followed once."""
    seen = {root}
    waiting = list(classes[root]["child_ids"])
    while waiting:
        mid = waiting.pop()
        if mid not in seen:
            seen.add(mid)
            yield mid
            waiting += classes[mid]["child_ids"]


def _segments(path: Path) -> Iterator[Row]:
    text = read_text(path, _REMEDY).split("\n")
    comments = next((i for i, line in enumerate(text) if not line.startswith("#")), len(text))
    lines = csv.reader(text[comments:], skipinitialspace=True)
    yield from numbered_rows(lines, HEADER, path, skipped=comments)
