"""FMA (Defferrard et al. 2017): tracks of the Free Music Archive in four nested subsets.

Layout: `fma_metadata/tracks.csv`, whose first two lines name the columns (set/split, set/subset,
track/genre_top, track/genres_all, artist/id, …) and whose third is `track_id`;
`fma_metadata/genres.csv`; audio such as `fma_small/000/000002.mp3`. Clips of small, medium and
large last 30 s. The official split keeps artists apart.
"""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from training.datasets.index_files import AudioTree, Row, numbered_rows, read_rows, read_text
from training.datasets.recording import (
    TEST,
    TRAIN,
    VALIDATION,
    DataSet,
    Fault,
    FaultKind,
    Recording,
    checked,
    in_category,
)

SUBSETS = ("small", "medium", "large", "full")
SPLITS = {"training": TRAIN, "validation": VALIDATION, "test": TEST}
CLIP_SECONDS = 30.0
_REMEDY = "Unpack fma_metadata.zip and the audio, such as fma_small.zip, into one folder."
_COLUMNS = (
    *("set/split", "set/subset", "track/genre_top", "track/genres_all", "track/title"),
    *("track/duration", "artist/id", "artist/name"),
)


def read_small(folder: Path) -> DataSet:
    """8,000 clips, eight balanced genres; see `read`."""
    return read(folder, "small")


def read_medium(folder: Path) -> DataSet:
    """25,000 clips, 16 genres; see `read`."""
    return read(folder, "medium")


def read_large(folder: Path) -> DataSet:
    """106,574 clips, 161 genres; see `read`."""
    return read(folder, "large")


def read_full(folder: Path) -> DataSet:
    """106,574 whole tracks, 161 genres; see `read`."""
    return read(folder, "full")


def read(folder: Path, subset: str) -> DataSet:
    """One subset: small and medium with one top genre per track, large and full with all genres.

    Raises:
        TaggerError: a table is missing or broken, or an artist is in two splits.
    """
    metadata = folder / "fma_metadata"
    single = subset in {"small", "medium"}
    genres = _genres(metadata / "genres.csv")
    included = SUBSETS[: SUBSETS.index(subset) + 1]
    tree = AudioTree(folder / f"fma_{subset}")
    faults: list[Fault] = []
    recordings: list[Recording] = []
    used: set[str] = set()
    rows = [row for row in _tracks(metadata / "tracks.csv") if _subset(row) in included]
    labels = [_labels(row, genres, single=single) for row in rows]
    words = frozenset(word for found in labels for word in found)
    for row, found in zip(rows, labels, strict=True):
        number = f"{row.integer('track_id'):06d}"
        path = tree.take(faults, f"{number[:3]}/{number}", row=f"tracks.csv, line {row.line}")
        if path is None:
            continue
        if not found:
            faults.append(Fault(FaultKind.UNLABELLED, str(path), "no genre"))
            continue
        used.update(found)
        recordings.append(_recording(path, row, found, words, clip=subset != "full"))
    order = [word for word in dict.fromkeys(genres.values()) if word in words]
    return checked(
        f"FMA {subset}",
        recordings,
        in_category(Category.GENRE, order),
        (*faults, *tree.unlisted()),
        exclusive=[Category.GENRE] if single else [],
    )


def _genres(path: Path) -> dict[int, str]:
    return {
        row.integer("genre_id"): row.text("title")
        for row in read_rows(path, ("genre_id", "title"), _REMEDY)
    }


def _tracks(path: Path) -> Iterator[Row]:
    lines = csv.reader(io.StringIO(read_text(path, _REMEDY), newline=""))
    upper, lower, third = next(lines, []), next(lines, []), next(lines, [])
    header = [f"{one}/{two}" for one, two in zip(upper, lower, strict=False)]
    missing = [column for column in _COLUMNS if column not in header]
    if missing or not third or third[0] != "track_id":
        raise TaggerError(
            f"{path}, lines 1 to 3: not the header of tracks.csv"
            f" ({', '.join(missing) or 'no track_id'} is missing). {_REMEDY}"
        )
    return numbered_rows(lines, ["track_id", *header[1:]], path)


def _subset(row: Row) -> str:
    return row.cells["set/subset"] or "full"


def _labels(row: Row, genres: dict[int, str], *, single: bool) -> tuple[str, ...]:
    if single:
        top = row.cells["track/genre_top"]
        return (top,) if top else ()
    try:
        return tuple(genres[int(number)] for number in json.loads(row.cells["track/genres_all"]))
    except (ValueError, TypeError, KeyError) as error:
        raise row.error(f"track/genres_all is no list of known genres ({error}).") from None


def _recording(
    path: Path, row: Row, labels: tuple[str, ...], asked: frozenset[str], *, clip: bool
) -> Recording:
    split = SPLITS.get(row.cells["set/split"])
    if split is None:
        raise row.error(f"unknown split {row.cells['set/split']!r}. {_REMEDY}")
    seconds = row.number("track/duration")
    return Recording(
        path,
        group=f"artist {row.text('artist/id')}",
        split=split,
        labels={Category.GENRE: labels},
        asked={Category.GENRE: asked},
        seconds=min(seconds, CLIP_SECONDS) if clip else seconds,
        artist=row.cells["artist/name"],
        title=row.cells["track/title"],
    )
