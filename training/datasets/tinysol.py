"""TinySOL (Cella et al. 2020): 2,913 single notes of 14 instruments, five official folds.

Layout: `TinySOL_metadata.csv` (columns Path, Fold, Instrument (in full) and more; also below
`annotation/`) and the audio at its paths, below `TinySOL/` or `audio/` or beside it.
"""

from pathlib import Path

from tagger_app.core.fields import Category
from training.datasets.index_files import AudioTree, first_folder, read_rows
from training.datasets.recording import (
    TEST,
    TRAIN,
    VALIDATION,
    DataSet,
    Fault,
    Recording,
    checked,
    in_category,
)

INSTRUMENTS = (
    *("Accordion", "Alto Saxophone", "Bass Tuba", "Bassoon", "Clarinet in B-flat", "Contrabass"),
    *("Flute", "French Horn", "Oboe", "Trombone", "Trumpet in C", "Viola", "Violin"),
    "Violoncello",
)
FOLDS = 5
_REMEDY = "Fetch TinySOL_metadata.csv and TinySOL.tar.gz from Zenodo record 3685367."


def read(folder: Path, test_fold: int = 0) -> DataSet:
    """All notes; one fold is for testing, the next for validation, three for training.

    Some notes are pitch-shifted copies of a neighbour, which may be in another fold.

    Raises:
        TaggerError: the metadata are missing or broken.
    """
    metadata = folder / "TinySOL_metadata.csv"
    if not metadata.is_file() and (folder / "annotation").is_dir():
        metadata = folder / "annotation" / metadata.name
    tree = AudioTree(first_folder(folder / "TinySOL", folder / "audio", folder))
    faults: list[Fault] = []
    recordings = []
    heard = []
    for row in read_rows(metadata, ("Path", "Fold", "Instrument (in full)"), _REMEDY):
        instrument, name = row.text("Instrument (in full)"), row.text("Path")
        fold = row.integer("Fold")
        if fold not in range(FOLDS):
            raise row.error(f"fold {fold} is not one of 0…{FOLDS - 1}. {_REMEDY}")
        heard.append(instrument)
        path = tree.take(faults, name, f"TinySOL/{name}", row=f"line {row.line}")
        if path:
            distance = (fold - test_fold) % FOLDS
            recordings.append(
                (path, name, instrument, {0: TEST, 1: VALIDATION}.get(distance, TRAIN))
            )
    instruments = (*(i for i in INSTRUMENTS if i in heard), *sorted(set(heard) - set(INSTRUMENTS)))
    asked = {Category.INSTRUMENT: frozenset(instruments)}
    return checked(
        "TinySOL",
        [
            Recording(path, name, split, {Category.INSTRUMENT: (instrument,)}, asked)
            for path, name, instrument, split in recordings
        ],
        in_category(Category.INSTRUMENT, instruments),
        (*faults, *tree.unlisted()),
        exclusive=[Category.INSTRUMENT],
    )
