"""MTG-Jamendo (Bogdanov et al. 2019): 55,525 whole tracks with tags of those who uploaded them.

Layout, as in the repository MTG/mtg-jamendo-dataset: `data/splits/split-0/` with one table per
subset and part, such as `autotagging_top50tags-train.tsv` (TRACK_ID, ARTIST_ID, ALBUM_ID, PATH,
DURATION, then one or more TAGS, separated by tabs); audio at PATH such as `48/948.mp3`, or
`48/948.low.mp3` where the low-quality version was fetched, below `audio/` or beside `data/`. The
official splits keep artists apart.
"""

from pathlib import Path

from tagger_app.core.fields import Category
from training.datasets.index_files import AudioTree, Row, first_folder, read_lines
from training.datasets.recording import (
    TEST,
    TRAIN,
    VALIDATION,
    DataSet,
    Fault,
    Recording,
    Tag,
    checked,
)

CATEGORIES = {
    "genre": Category.GENRE,
    "instrument": Category.INSTRUMENT,
    "mood/theme": Category.MOOD,
}
PARTS = {TRAIN: "train", VALIDATION: "validation", TEST: "test"}
HEADER = ("TRACK_ID", "ARTIST_ID", "ALBUM_ID", "PATH", "DURATION", "TAGS")
_REMEDY = "Clone the repository MTG/mtg-jamendo-dataset; its folder data holds the splits."


def read_top_50(folder: Path) -> DataSet:
    """The 50 most frequent tags; see `read`."""
    return read(folder, "autotagging_top50tags")


def read_genre(folder: Path) -> DataSet:
    """87 genres; see `read`."""
    return read(folder, "autotagging_genre")


def read_instrument(folder: Path) -> DataSet:
    """40 instruments; see `read`."""
    return read(folder, "autotagging_instrument")


def read_mood_theme(folder: Path) -> DataSet:
    """56 moods and themes; see `read`."""
    return read(folder, "autotagging_moodtheme")


def read(folder: Path, subset: str, number: int = 0) -> DataSet:
    """One subset in one of the five official splits.

    Tags are in alphabetical order of `category---tag`, the order of published networks.

    Raises:
        TaggerError: a table is missing or broken, or an artist is in two splits.
    """
    rows = {
        split: _rows(folder / f"data/splits/split-{number}/{subset}-{part}.tsv")
        for split, part in PARTS.items()
    }
    names = sorted({tag for part in rows.values() for _, tags in part for tag in tags})
    tags = tuple(_tag(name) for name in names)
    asked = {
        category: frozenset(word for own, word in tags if own is category)
        for category in {own for own, _ in tags}
    }
    tree = AudioTree(first_folder(folder / "audio", folder))
    faults: list[Fault] = []
    recordings = []
    for split, part in rows.items():
        for row, words in part:
            place = row.text("PATH")
            low = place.removesuffix(".mp3") + ".low.mp3"
            path = tree.take(faults, place, low, row=f"{row.path.name}, line {row.line}")
            if path:
                labels: dict[Category, tuple[str, ...]] = {}
                for category, word in map(_tag, words):
                    labels[category] = (*labels.get(category, ()), word)
                recordings.append(
                    Recording(
                        path,
                        group=row.text("ARTIST_ID"),
                        split=split,
                        labels=labels,
                        asked=asked,
                        seconds=row.number("DURATION"),
                        artist=row.text("ARTIST_ID"),
                        title=row.text("TRACK_ID"),
                    )
                )
    return checked(f"MTG-Jamendo {subset}", recordings, tags, (*faults, *tree.unlisted()))


def _rows(path: Path) -> list[tuple[Row, list[str]]]:
    """Rows with their tags; the table has one column per tag and only the first has a name."""
    rows = []
    for line, text in read_lines(path, _REMEDY):
        cells = text.split("\t")
        row = Row(dict(zip(HEADER, cells, strict=False)), path, line)
        if line == 1:
            if tuple(cells) != HEADER:
                raise row.error(f"the columns are not {', '.join(HEADER)}. {_REMEDY}")
            continue
        if len(cells) < len(HEADER):
            raise row.error(f"{len(cells)} cells instead of {len(HEADER)} or more. {_REMEDY}")
        words = cells[len(HEADER) - 1 :]
        strange = [word for word in words if word.partition("---")[0] not in CATEGORIES]
        if strange:
            raise row.error(f"{strange[0]!r} is not like genre---rock. {_REMEDY}")
        rows.append((row, words))
    return rows


def _tag(name: str) -> Tag:
    category, _, word = name.partition("---")
    return CATEGORIES[category], word
