"""What every reader of a data set yields: recordings with their labels, and what was wrong."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category

Floats = NDArray[np.float32]
Tag = tuple[Category, str]
Words = Mapping[Category, Collection[str]]

TRAIN, VALIDATION, TEST = "train", "val", "test"


class FaultKind(StrEnum):
    """What can be wrong with one recording while the rest of a data set is sound."""

    MISSING = "missing file"
    EMPTY = "empty file"
    UNLISTED = "file without a row"
    UNLABELLED = "no label"
    UNDECODABLE = "audio that cannot be opened"
    LISTED_TWICE = "file listed twice"
    TOLERATED = "group shared by official splits"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; `where` names the file or row."""

    kind: FaultKind
    where: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording of a data set.

    `labels` are positives in the data set's own words. A word is known to be absent if it is in
    `asked` and not in `labels`; a word in neither is unknown. `values` are shares of listeners,
    confidences or positions on a scale, all in 0…1; where one is there it says more than the label.
    Recordings of one `group` share an artist, an album, an instrument or a recording, whatever
    the official split keeps apart, and belong to one split. `split` is "train", "val", "test", or
    "" where the data set has none. `seconds` is 0 where the index does not tell.
    """

    path: Path
    group: str
    split: str = ""
    labels: Words = field(default_factory=dict)
    asked: Words = field(default_factory=dict)
    values: Mapping[Category, Mapping[str, float]] = field(default_factory=dict)
    seconds: float = 0.0
    artist: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set: its recordings, its tags in official order, and its faults.

    `exclusive` are the categories in which every recording has exactly one label, so that
    accuracy and a confusion matrix make sense.
    """

    name: str
    recordings: Sequence[Recording]
    tags: Sequence[Tag]
    faults: Sequence[Fault] = ()
    exclusive: frozenset[Category] = frozenset()


def checked(
    name: str,
    recordings: Sequence[Recording],
    tags: Sequence[Tag],
    faults: Sequence[Fault],
    *,
    exclusive: Collection[Category] = (),
    tolerated: Collection[frozenset[str]] = (),
) -> DataSet:
    """The data set, once no group and no file is in two splits; a file listed twice counts once.

    Args:
        name: of the data set.
        recordings: in the order of the index.
        tags: in official order.
        faults: found by the reader.
        exclusive: see `DataSet`.
        tolerated: pairs of splits that share groups by the data set's own design; they are told
            as faults.

    Raises:
        TaggerError: there is no recording at all, a group or file is in two splits, or one is in
            none while others are in some.
    """
    if not recordings:
        first = f" First of {len(faults)} faults: {faults[0].where}." if faults else ""
        raise TaggerError(f"{name}: no recording was found; is this the data set's folder?{first}")
    homeless = [recording for recording in recordings if not recording.split]
    if homeless and len(homeless) < len(recordings):
        raise TaggerError(
            f"{name}: {homeless[0].path} is in no split while others are in one"
            f" ({len(homeless)} of {len(recordings)} are like it), so nothing would learn from it"
            " or be judged by it. Give every recording a split, or none."
        )
    shared = _shared_groups(name, recordings, tolerated)
    kept, twice = _once(name, recordings)
    all_faults = (*faults, *shared, *twice)
    return DataSet(name, kept, tuple(tags), all_faults, frozenset(exclusive))


def _shared_groups(
    name: str, recordings: Sequence[Recording], tolerated: Collection[frozenset[str]]
) -> list[Fault]:
    faults = []
    for group, splits in groups_in_two_splits(recordings).items():
        if frozenset(splits) not in tolerated:
            raise TaggerError(
                f"{name}: group {group!r} is in the splits {' and '.join(sorted(splits))}, so a"
                " model would be judged on what it learned from. Move it to one split, or use the"
                " official lists unchanged."
            )
        detail = f"in {' and '.join(sorted(splits))}, as the data set's authors split it"
        faults.append(Fault(FaultKind.TOLERATED, group, detail))
    return faults


def _once(name: str, recordings: Sequence[Recording]) -> tuple[tuple[Recording, ...], list[Fault]]:
    """The recordings without those whose file came before."""
    kept: dict[Path, Recording] = {}
    faults = []
    for recording in recordings:
        first = kept.setdefault(recording.path, recording)
        if first.split != recording.split:
            raise TaggerError(
                f"{name}: {recording.path} is in the splits {first.split} and {recording.split}."
                " Take it out of one."
            )
        if first is not recording:
            detail = "only its first row counts"
            faults.append(Fault(FaultKind.LISTED_TWICE, str(recording.path), detail))
    return tuple(kept.values()), faults


def groups_in_two_splits(recordings: Iterable[Recording]) -> dict[str, set[str]]:
    """{group: splits} of the groups that are in more than one split."""
    return _in_two_splits((r.group, r.split) for r in recordings)


def artists_in_two_splits(recordings: Iterable[Recording]) -> dict[str, set[str]]:
    """{artist: splits} of the artists in more than one split; not every official split cares."""
    return _in_two_splits((r.artist, r.split) for r in recordings if r.artist)


def _in_two_splits(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    splits: dict[str, set[str]] = defaultdict(set)
    for key, split in pairs:
        if split:
            splits[key].add(split)
    return {key: found for key, found in splits.items() if len(found) > 1}


def in_category(category: Category, words: Iterable[str]) -> tuple[Tag, ...]:
    """The words as tags of a category, each once, in the order given."""
    return tuple((category, word) for word in dict.fromkeys(words))


def target_array(recordings: Sequence[Recording], tags: Sequence[Tag]) -> Floats:
    """[recordings, tags]: the value in 0…1, else 1 labelled, 0 known to be absent, NaN unknown."""
    targets = np.full((len(recordings), len(tags)), np.nan, dtype=np.float32)
    for row, recording in enumerate(recordings):
        for column, (category, word) in enumerate(tags):
            value = recording.values.get(category, {}).get(word)
            if value is not None:
                targets[row, column] = value
            elif word in recording.labels.get(category, ()):
                targets[row, column] = 1.0
            elif word in recording.asked.get(category, ()):
                targets[row, column] = 0.0
    return targets


def decision_array(recordings: Sequence[Recording], tags: Sequence[Tag]) -> Floats:
    """[recordings, tags]: 1 or 0 as the data set decides, NaN unknown.

    A share or confidence counts as a yes where the data set labels it, and where it has no labels
    of the category from 0.5 on.
    """
    targets = target_array(recordings, tags)
    for row, recording in enumerate(recordings):
        for column, (category, word) in enumerate(tags):
            if word in recording.labels.get(category, ()):
                targets[row, column] = 1.0
            elif word in recording.asked.get(category, ()):
                targets[row, column] = 0.0
            elif not np.isnan(targets[row, column]):
                targets[row, column] = float(targets[row, column] >= 0.5)
    return targets


def fingerprint(data: DataSet) -> str:
    """Of the recordings' names, groups, splits and targets, in their order; 16 hexadecimal digits.

    So that what was begun with one selection of a data set is not continued with another.
    """
    digest = hashlib.sha256()
    known = target_array(data.recordings, data.tags)
    for recording, target in zip(data.recordings, known, strict=True):
        name = f"{recording.path.name}|{recording.group}|{recording.split}"
        digest.update(name.encode("utf-8", "surrogateescape") + target.tobytes())
    return digest.hexdigest()[:16]
