"""Valence and arousal per song in the layout of DEAM (Aljanaki, Yang & Soleymani 2017).

Layout: `MEMD_audio/10.mp3` and, below `annotations/annotations averaged per song/song_level/`,
`static_annotations_averaged_songs_1_2000.csv` and `…_2000_2058.csv` with song_id, valence_mean and
arousal_mean on a scale from 1 to 9. Songs from 2001 on are the evaluation part of MediaEval 2015.
Another set fits if its ratings are in a file `static_annotations*.csv` of that form.
"""

from pathlib import Path

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from training.datasets.index_files import AudioTree, Row, first_folder, read_rows
from training.datasets.recording import (
    TEST,
    TRAIN,
    DataSet,
    Fault,
    Recording,
    checked,
    in_category,
)

DIMENSIONS = ("valence", "arousal")
LOWEST, HIGHEST = 1.0, 9.0
FIRST_EVALUATION = 2001
_REMEDY = "Unpack DEAM_Annotations.zip and DEAM_audio.zip into one folder."


def read(folder: Path) -> DataSet:
    """The songs with mean valence and arousal, mapped from 1…9 to 0…1; neither is a label.

    Raises:
        TaggerError: there are no ratings, or a table is broken.
    """
    tables = sorted(folder.rglob("static_annotations*.csv"))
    if not tables:
        raise TaggerError(f"{folder}: no static_annotations*.csv is here. {_REMEDY}")
    tree = AudioTree(first_folder(folder / "MEMD_audio", folder / "DEAM_audio", folder))
    faults: list[Fault] = []
    recordings = []
    for table in tables:
        columns = ("song_id", *(f"{dimension}_mean" for dimension in DIMENSIONS))
        for row in read_rows(table, columns, _REMEDY):
            song = row.integer("song_id")
            values = {dimension: _position(row, dimension) for dimension in DIMENSIONS}
            path = tree.take(
                faults, str(song), f"MEMD_audio/{song}", row=f"{table.name}, line {row.line}"
            )
            if path:
                recordings.append(
                    Recording(
                        path,
                        group=f"song {song}",
                        split=TEST if song >= FIRST_EVALUATION else TRAIN,
                        values={Category.OTHER: values},
                    )
                )
    tags = in_category(Category.OTHER, DIMENSIONS)
    return checked("DEAM", recordings, tags, (*faults, *tree.unlisted()))


def _position(row: Row, dimension: str) -> float:
    rating = row.number(f"{dimension}_mean")
    if not LOWEST <= rating <= HIGHEST:
        raise row.error(f"{dimension} {rating:g} is not between 1 and 9. {_REMEDY}")
    return (rating - LOWEST) / (HIGHEST - LOWEST)
