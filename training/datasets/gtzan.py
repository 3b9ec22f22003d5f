"""GTZAN (Tzanetakis & Cook 2002): 1,000 excerpts of 30 s, ten genres.

Layout: `blues/blues.00000.au` (or .wav), also below `genres/` or `genres_original/`. The
fault-filtered split of Kereliuk, Sturm & Larsen 2015, "Deep learning and music adversaries", is
three lists, `train_filtered.txt`, `valid_filtered.txt` and `test_filtered.txt`, with one line such
as `blues/blues.00029.wav` per excerpt: 443, 197 and 290 of them, without artists in two parts.
"""

from pathlib import Path

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from training.datasets.index_files import AUDIO_SUFFIXES, AudioTree, first_folder, read_lines
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

GENRES = (
    *("blues", "classical", "country", "disco", "hiphop"),
    *("jazz", "metal", "pop", "reggae", "rock"),
)
LISTS = {
    TRAIN: "train_filtered.txt",
    VALIDATION: "valid_filtered.txt",
    TEST: "test_filtered.txt",
}
_ALL = frozenset(GENRES)
_REMEDY = (
    "Put the lists of the fault-filtered split beside the genres' folders; the repository"
    " minzwon/sota-music-tagging-models has them in split/gtzan."
)


def read(folder: Path) -> DataSet:
    """All excerpts, without a split: the data set's authors gave none.

    Raises:
        TaggerError: there is no excerpt.
    """
    tree = _tree(folder)
    faults: list[Fault] = []
    recordings = []
    for key, path in tree.items():
        genre = Path(key).parent.name
        if genre not in _ALL:
            faults.append(Fault(FaultKind.UNLABELLED, str(path), "its folder is not a genre"))
        elif tree.take(faults, key):
            recordings.append(_recording(path, key, genre, ""))
    tags = in_category(Category.GENRE, GENRES)
    return checked("GTZAN", recordings, tags, faults, exclusive=[Category.GENRE])


def read_filtered(folder: Path) -> DataSet:
    """The excerpts of the fault-filtered split; the faulty rest is not counted as unlisted.

    Raises:
        TaggerError: a list is missing or broken, or an excerpt is in two lists.
    """
    tree = _tree(folder)
    faults: list[Fault] = []
    recordings = []
    for split, name in LISTS.items():
        path = folder / name
        for line, text in read_lines(path, _REMEDY):
            genre, _, excerpt = text.partition("/")
            key, dot, suffix = text.rpartition(".")
            sound = excerpt.startswith(f"{genre}.") and dot + suffix in AUDIO_SUFFIXES
            if genre not in _ALL or not sound:
                raise TaggerError(
                    f"{path}, line {line}: {text!r} is not like blues/blues.00029.wav. {_REMEDY}"
                )
            found = tree.take(faults, text, row=f"{name}, line {line}")
            if found:
                recordings.append(_recording(found, key, genre, split))
    tags = in_category(Category.GENRE, GENRES)
    return checked("GTZAN, fault-filtered", recordings, tags, faults, exclusive=[Category.GENRE])


def _tree(folder: Path) -> AudioTree:
    return AudioTree(first_folder(folder / "genres", folder / "genres_original", folder))


def _recording(path: Path, key: str, genre: str, split: str) -> Recording:
    # Who plays is told by no file of the data set; the lists keep artists apart themselves.
    return Recording(
        path,
        group=key,
        split=split,
        labels={Category.GENRE: (genre,)},
        asked={Category.GENRE: _ALL},
    )
