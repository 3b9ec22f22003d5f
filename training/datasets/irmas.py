"""IRMAS (Bosch et al. 2012): 6,705 excerpts of 3 s for training, 2,874 longer ones for testing.

Layout: `IRMAS-TrainingData/cel/[cel][cla]0001__1.wav` (predominant instrument in the folder's
name; `[dru]` with drums, `[nod]` without; then the genre; then recording and excerpt) and
`IRMAS-TestingData-Part1/Part1/NAME-3.wav` with `NAME-3.txt`, one instrument per line.
"""

import re
from pathlib import Path

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from training.datasets.index_files import AudioTree, read_lines
from training.datasets.recording import (
    TEST,
    TRAIN,
    DataSet,
    Fault,
    FaultKind,
    Recording,
    checked,
    in_category,
)

INSTRUMENTS = {
    "cel": "cello",
    "cla": "clarinet",
    "flu": "flute",
    "gac": "acoustic guitar",
    "gel": "electric guitar",
    "org": "organ",
    "pia": "piano",
    "sax": "saxophone",
    "tru": "trumpet",
    "vio": "violin",
    "voi": "voice",
}
GENRES = {
    "cou_fol": "country-folk",
    "cla": "classical",
    "pop_roc": "pop-rock",
    "lat_sou": "latin-soul",
    "jaz_blu": "jazz-blues",
}
DRUMS = "drums"
_ALL = frozenset(INSTRUMENTS.values())
_TRAINING_NAME = re.compile(r"(?P<marks>(?:\[[a-z_]+\])+)(?P<recording>\d+)__(?P<excerpt>\d+)$")
_EXCERPT = re.compile(r"-\d+$")
_REMEDY = "Unpack IRMAS-TrainingData and IRMAS-TestingData-Part1, -Part2, -Part3 into one folder."


def read(folder: Path) -> DataSet:
    """The excerpts of the parts that are there.

    In the training part only the predominant instrument is labelled; others may sound, but are
    taken as absent, as the data set's authors do. Drums and genre are known there for some.

    Raises:
        TaggerError: a list of instruments is broken, or a recording is in both parts.
    """
    faults: list[Fault] = []
    training = AudioTree(folder / "IRMAS-TrainingData")
    recordings = [
        recording
        for key, path in training.items()
        if training.take(faults, key) and (recording := _training(key, path, faults)) is not None
    ]
    for part in sorted(folder.glob("IRMAS-TestingData-Part*")):
        tree = AudioTree(part)
        recordings += [
            recording
            for key, path in tree.items()
            if tree.take(faults, key) and (recording := _testing(path, faults)) is not None
        ]
    tags = (
        *in_category(Category.INSTRUMENT, (*INSTRUMENTS.values(), DRUMS)),
        *in_category(Category.GENRE, GENRES.values()),
    )
    return checked("IRMAS", recordings, tags, faults)


def _training(key: str, path: Path, faults: list[Fault]) -> Recording | None:
    instrument = INSTRUMENTS.get(Path(key).parent.name)
    name = _TRAINING_NAME.search(Path(key).name)
    if instrument is None or name is None:
        detail = f"not like cel/[cel][cla]0001__1.wav; {_REMEDY}"
        faults.append(Fault(FaultKind.UNLABELLED, str(path), detail))
        return None
    marks = re.findall(r"[a-z_]+", name["marks"])[1:]
    labels: dict[Category, tuple[str, ...]] = {Category.INSTRUMENT: (instrument,)}
    asked = {Category.INSTRUMENT: _ALL}
    if {"dru", "nod"} & set(marks):
        asked[Category.INSTRUMENT] = _ALL | {DRUMS}
        if "dru" in marks:
            labels[Category.INSTRUMENT] = (instrument, DRUMS)
    genre = next((GENRES[mark] for mark in marks if mark in GENRES), None)
    if genre:
        labels[Category.GENRE] = (genre,)
        asked[Category.GENRE] = frozenset(GENRES.values())
    return Recording(path, f"training {name['recording']}", TRAIN, labels, asked, seconds=3.0)


def _testing(path: Path, faults: list[Fault]) -> Recording | None:
    listed = path.with_suffix(".txt")
    if not listed.is_file():
        faults.append(Fault(FaultKind.UNLABELLED, str(path), f"{listed.name} is missing"))
        return None
    words = []
    for line, text in read_lines(listed, _REMEDY):
        if text not in INSTRUMENTS:
            raise TaggerError(
                f"{listed}, line {line}: unknown instrument {text!r}; known are"
                f" {', '.join(INSTRUMENTS)}. {_REMEDY}"
            )
        words.append(INSTRUMENTS[text])
    return Recording(
        path,
        group=f"testing {_EXCERPT.sub('', path.stem)}",
        split=TEST,
        labels={Category.INSTRUMENT: tuple(dict.fromkeys(words))},
        asked={Category.INSTRUMENT: _ALL},
    )
