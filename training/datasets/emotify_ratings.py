"""Emotify as published (Aljanaki, Wiering & Veltkamp 2016): every rating of every listener.

Layout: `data.csv` with one line per listener and excerpt (track id, genre, nine emotions as 0 or
1, and facts about the listener), `emotifymusic/classical/1.mp3` and so on. Ids run from 1 to 400,
file names from 1 to 100 in each of the four genres.
"""

from collections import defaultdict
from pathlib import Path

from tagger_app.core.fields import Category
from training.datasets.index_files import AudioTree, Row, first_folder, read_rows
from training.datasets.recording import DataSet, Fault, Recording, checked, in_category

GENRES = ("classical", "rock", "electronic", "pop")
EMOTIONS = (
    *("amazement", "solemnity", "tenderness", "nostalgia", "calmness", "power"),
    *("joyful_activation", "tension", "sadness"),
)
PER_GENRE = 100
LABELLED = 0.3
"""An emotion that this share of the listeners felt is a label; each could name three of nine."""
_REMEDY = "Fetch data.csv and unpack emotifymusic.zip beside it."


def read(folder: Path) -> DataSet:
    """The excerpts with the share of listeners who felt each emotion; there is no official split.

    Raises:
        TaggerError: the table is missing or broken, or an excerpt has two genres.
    """
    table = folder / "data.csv"
    ratings: dict[int, list[list[float]]] = defaultdict(list)
    genres: dict[int, str] = {}
    for row in read_rows(table, ("track id", "genre", *EMOTIONS), _REMEDY):
        number, genre = row.integer("track id"), row.text("genre")
        if genre not in GENRES or genres.setdefault(number, genre) != genre:
            raise row.error(f"{genre!r} is not the genre of excerpt {number}. {_REMEDY}")
        ratings[number].append([_mark(row, emotion) for emotion in EMOTIONS])
    tree = AudioTree(first_folder(folder / "emotifymusic", folder))
    faults: list[Fault] = []
    recordings = []
    for number, genre in genres.items():
        name = f"{genre}/{(number - 1) % PER_GENRE + 1}"
        path = tree.take(faults, name, row=f"{table.name}, track id {number}")
        if path:
            columns = zip(*ratings[number], strict=True)
            means = (sum(column) / len(column) for column in columns)
            shares = dict(zip(EMOTIONS, means, strict=True))
            recordings.append(_recording(path, name, genre, shares))
    tags = (*in_category(Category.GENRE, GENRES), *in_category(Category.MOOD, EMOTIONS))
    faults += tree.unlisted()
    return checked("Emotify", recordings, tags, faults, exclusive=[Category.GENRE])


def _mark(row: Row, emotion: str) -> float:
    mark = row.number(emotion)
    if mark not in {0.0, 1.0}:
        raise row.error(f"{mark:g} in column {emotion} is neither 0 nor 1. {_REMEDY}")
    return mark


def _recording(path: Path, name: str, genre: str, shares: dict[str, float]) -> Recording:
    felt = tuple(emotion for emotion, share in shares.items() if share >= LABELLED)
    return Recording(
        path,
        group=name,
        labels={Category.GENRE: (genre,), Category.MOOD: felt},
        asked={Category.GENRE: frozenset(GENRES), Category.MOOD: frozenset(EMOTIONS)},
        values={Category.MOOD: shares},
        seconds=60.0,
    )
