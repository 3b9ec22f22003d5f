"""NSynth (Engel et al. 2017): 305,979 notes of 4 s, eleven instrument families.

Layout: `nsynth-train`, `nsynth-valid` and `nsynth-test`, each with `examples.json` and
`audio/NAME.wav`. No instrument of the training part is in the two others, which share theirs.
"""

from pathlib import Path

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from training.datasets.index_files import AudioTree, read_json
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

FAMILIES = (
    *("bass", "brass", "flute", "guitar", "keyboard", "mallet", "organ", "reed", "string"),
    *("synth_lead", "vocal"),
)
PARTS = {TRAIN: "nsynth-train", VALIDATION: "nsynth-valid", TEST: "nsynth-test"}
SECONDS = 4.0
_ALL = frozenset(FAMILIES)
_REMEDY = "Unpack nsynth-train, nsynth-valid and nsynth-test (the json/wav files) into one folder."


def read(folder: Path) -> DataSet:
    """The notes of the parts that are there.

    Raises:
        TaggerError: no part is there, an `examples.json` is broken, or an instrument of the
            training part is in another part.
    """
    recordings: list[Recording] = []
    faults: list[Fault] = []
    parts = {split: folder / name for split, name in PARTS.items() if (folder / name).is_dir()}
    if not parts:
        raise TaggerError(f"{folder}: no part of NSynth is here. {_REMEDY}")
    for split, part in parts.items():
        index = part / "examples.json"
        examples = read_json(index, _REMEDY)
        if not isinstance(examples, dict):
            raise TaggerError(f"{index}: not an object with one entry per note. {_REMEDY}")
        tree = AudioTree(part / "audio")
        for name, example in examples.items():
            try:
                family = str(example["instrument_family_str"])
                instrument = str(example["instrument_str"])
            except (KeyError, TypeError):
                raise TaggerError(
                    f"{index}: note {name!r} has no instrument_str or instrument_family_str."
                    f" {_REMEDY}"
                ) from None
            if family not in _ALL:
                raise TaggerError(f"{index}: note {name!r}: unknown family {family!r}. {_REMEDY}")
            path = tree.take(faults, name, row=str(index))
            if path:
                recordings.append(_recording(path, split, family, instrument))
        faults += tree.unlisted()
    return checked(
        "NSynth",
        recordings,
        in_category(Category.INSTRUMENT, FAMILIES),
        faults,
        exclusive=[Category.INSTRUMENT],
        tolerated=[frozenset({VALIDATION, TEST})],
    )


def _recording(path: Path, split: str, family: str, instrument: str) -> Recording:
    return Recording(
        path,
        group=instrument,
        split=split,
        labels={Category.INSTRUMENT: (family,)},
        asked={Category.INSTRUMENT: _ALL},
        seconds=SECONDS,
    )
