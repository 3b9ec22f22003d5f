"""OpenMIC-2018 (Humphrey, Durand & McFee 2018): 20,000 excerpts of 10 s, 20 instruments.

Layout: `audio/000/000046_3840.ogg`, `openmic-2018-aggregated-labels.csv` (sample_key, instrument,
relevance, num_responses), `openmic-2018-metadata.csv`, `partitions/split01_train.csv` and
`split01_test.csv` (one key per line, no header). Most of the instruments of an excerpt are unknown.
"""

from collections import defaultdict
from pathlib import Path

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from training.datasets.index_files import AudioTree, read_lines, read_rows
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

INSTRUMENTS = (
    *("accordion", "banjo", "bass", "cello", "clarinet", "cymbals", "drums", "flute", "guitar"),
    *("mallet_percussion", "mandolin", "organ", "piano", "saxophone", "synthesizer", "trombone"),
    *("trumpet", "ukulele", "violin", "voice"),
)
PRESENT = 0.5
"""From this relevance on an instrument counts as heard, as in the authors' baseline."""
SECONDS = 10.0
PARTITIONS = {TRAIN: "split01_train.csv", TEST: "split01_test.csv"}
_REMEDY = "Unpack openmic-2018-v1.0.0.tgz from Zenodo record 1432913."


def read(folder: Path) -> DataSet:
    """The excerpts of the official partition with what listeners were asked about each.

    Excerpts are of different recordings, but artists are not kept apart.

    Raises:
        TaggerError: an index is missing or broken, or an excerpt is in both partitions.
    """
    relevance = _relevance(folder / "openmic-2018-aggregated-labels.csv")
    artists = {
        row.text("sample_key"): row.cells.get("artist_name", "")
        for row in read_rows(folder / "openmic-2018-metadata.csv", ("sample_key",), _REMEDY)
    }
    tree = AudioTree(folder / "audio")
    faults: list[Fault] = []
    recordings = []
    for split, name in PARTITIONS.items():
        path = folder / "partitions" / name
        for line, key in read_lines(path, _REMEDY):
            if key == "sample_key":
                continue
            if len(key) < 3 or "," in key:
                raise TaggerError(f"{path}, line {line}: {key!r} is not a sample key. {_REMEDY}")
            found = tree.take(faults, f"{key[:3]}/{key}", row=f"{name}, line {line}")
            if key not in relevance:
                faults.append(Fault(FaultKind.UNLABELLED, key, "no row of aggregated labels"))
            elif found:
                recordings.append(_recording(found, key, split, relevance[key], artists))
    tags = in_category(Category.INSTRUMENT, INSTRUMENTS)
    return checked("OpenMIC-2018", recordings, tags, (*faults, *tree.unlisted()))


def _relevance(path: Path) -> dict[str, dict[str, float]]:
    relevance: dict[str, dict[str, float]] = defaultdict(dict)
    for row in read_rows(path, ("sample_key", "instrument", "relevance"), _REMEDY):
        instrument, value = row.text("instrument"), row.number("relevance")
        if instrument not in INSTRUMENTS or not 0.0 <= value <= 1.0:
            raise row.error(f"{instrument!r} with relevance {value:g} cannot be. {_REMEDY}")
        relevance[row.text("sample_key")][instrument] = value
    return relevance


def _recording(
    path: Path, key: str, split: str, values: dict[str, float], artists: dict[str, str]
) -> Recording:
    return Recording(
        path,
        group=key.partition("_")[0],
        split=split,
        labels={Category.INSTRUMENT: tuple(i for i, v in values.items() if v >= PRESENT)},
        asked={Category.INSTRUMENT: frozenset(values)},
        values={Category.INSTRUMENT: values},
        seconds=SECONDS,
        artist=artists.get(key, ""),
    )
