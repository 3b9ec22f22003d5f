"""MagnaTagATune (Law et al. 2009): 25,863 clips of 29 s, 188 tags, of which 50 are used.

Layout: `annotations_final.csv` (clip_id, 188 tags as 0 or 1, mp3_path) and `clip_info_final.csv`,
both separated by tabs, and the clips at `mp3_path` such as `f/…-30-59.mp3`, also below `mp3/`. The
usual split is by folder: 0 to b for training, c for validation, d to f for testing. A folder is
the last digit of a hash of the album, so that albums are kept apart; artists are not.
"""

from pathlib import Path, PurePosixPath

from tagger_app.core.fields import Category
from training.datasets.index_files import AudioTree, Row, first_folder, read_rows
from training.datasets.recording import (
    TEST,
    TRAIN,
    VALIDATION,
    DataSet,
    Fault,
    FaultKind,
    Recording,
    Tag,
    checked,
)

GENRE = (
    *("classical", "techno", "electronic", "rock", "ambient", "indian", "opera", "pop", "classic"),
    *("new age", "dance", "country", "metal"),
)
INSTRUMENT = (
    *("guitar", "strings", "drums", "piano", "violin", "synth", "harpsichord", "flute", "sitar"),
    *("harp", "cello", "vocal", "vocals", "voice", "singing", "female", "male", "woman", "man"),
    *("male vocal", "female vocal", "male voice", "female voice", "choir", "choral"),
)
MOOD = ("slow", "fast", "loud", "quiet", "soft", "weird")
TOP_50 = (
    *("guitar", "classical", "slow", "techno", "strings", "drums", "electronic", "rock", "fast"),
    *("piano", "ambient", "beat", "violin", "vocal", "synth", "female", "indian", "opera", "male"),
    *("singing", "vocals", "no vocals", "harpsichord", "loud", "quiet", "flute", "woman"),
    *("male vocal", "no vocal", "pop", "soft", "sitar", "solo", "man", "classic", "choir"),
    *("voice", "new age", "dance", "male voice", "female vocal", "beats", "harp", "cello"),
    *("no voice", "weird", "country", "metal", "female voice", "choral"),
)
"""By frequency, the order in which published networks have them."""

_REMEDY = "Fetch annotations_final.csv, clip_info_final.csv and the three parts of mp3.zip."


def category_of(word: str) -> Category:
    """The category of one of the 50 tags; the authors give none. "no vocals" and such are OTHER."""
    if word in GENRE:
        return Category.GENRE
    if word in INSTRUMENT:
        return Category.INSTRUMENT
    return Category.MOOD if word in MOOD else Category.OTHER


TAGS: tuple[Tag, ...] = tuple((category_of(word), word) for word in TOP_50)
_ASKED = {
    category: frozenset(word for own, word in TAGS if own is category) for category, _ in TAGS
}


def read(folder: Path) -> DataSet:
    """The clips with at least one of the 50 tags.

    Raises:
        TaggerError: a table is missing or broken.
    """
    info = {
        row.text("clip_id"): row
        for row in read_rows(
            folder / "clip_info_final.csv",
            ("clip_id", "artist", "url", "title"),
            _REMEDY,
            delimiter="\t",
        )
    }
    tree = AudioTree(first_folder(folder / "mp3", folder))
    faults: list[Fault] = []
    recordings = []
    table = folder / "annotations_final.csv"
    for row in read_rows(table, ("clip_id", *TOP_50, "mp3_path"), _REMEDY, delimiter="\t"):
        path = tree.take(faults, row.text("mp3_path"), row=f"{table.name}, line {row.line}")
        if path is None:
            continue
        labels = _labels(row)
        if labels:
            recordings.append(_recording(path, row, labels, info.get(row.text("clip_id"))))
        else:
            faults.append(Fault(FaultKind.UNLABELLED, str(path), "none of the 50 tags"))
    return checked("MagnaTagATune", recordings, TAGS, (*faults, *tree.unlisted()))


def _labels(row: Row) -> dict[Category, tuple[str, ...]]:
    labels: dict[Category, tuple[str, ...]] = {}
    for category, word in TAGS:
        mark = row.cells[word]
        if mark not in {"0", "1"}:
            raise row.error(f"{mark!r} in column {word} is neither 0 nor 1. {_REMEDY}")
        if mark == "1":
            labels[category] = (*labels.get(category, ()), word)
    return labels


def _recording(
    path: Path, row: Row, labels: dict[Category, tuple[str, ...]], info: Row | None
) -> Recording:
    place = PurePosixPath(row.cells["mp3_path"])
    shard = place.parts[-2] if len(place.parts) > 1 else ""
    if len(shard) != 1 or shard not in "0123456789abcdef":
        raise row.error(f"{place} does not begin with a folder from 0 to f. {_REMEDY}")
    return Recording(
        path,
        group=info.text("url") if info else place.stem,  # the page of the album
        split={"c": VALIDATION}.get(shard, TEST if shard in "def" else TRAIN),
        labels=labels,
        asked=_ASKED,
        artist=info.cells["artist"] if info else "",
        title=info.cells["title"] if info else "",
    )
