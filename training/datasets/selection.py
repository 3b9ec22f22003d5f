"""Which part of a data set a system learns: categories, tags, files, and listeners' shares."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path

import numpy as np

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from training.datasets.completeness import assumed_complete
from training.datasets.emotify_ratings import LABELLED
from training.datasets.recording import TRAIN, DataSet, Recording, Tag, target_array

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is taken of a data set; what is empty takes all.

    `exclusive`: categories of which every recording has at most one tag, beside those that the
    data set says are so. `files`: a pattern of paths, such as `*/emotify/*`. `complete`: see
    `training.datasets.completeness`.
    """

    categories: frozenset[Category] = frozenset()
    tags: frozenset[str] = frozenset()
    files: str = ""
    exclusive: frozenset[Category] = frozenset()
    complete: bool = False


def with_shares(data: DataSet, shares: Mapping[Path, Mapping[str, float]]) -> DataSet:
    """The data with listeners' shares of moods, which say more than labels.

    Args:
        data: in the words of the vocabulary.
        shares: see `training.datasets.emotify.read_shares`.

    Raises:
        TaggerError: no recording has shares.
    """
    known = {path.absolute(): own for path, own in shares.items()}
    moods = tuple(dict.fromkeys(mood for own in known.values() for mood in own))

    def one(recording: Recording) -> Recording:
        own = known.get(recording.path.absolute())
        if own is None:
            return recording
        other = [m for m in recording.labels.get(Category.MOOD, ()) if m not in own]
        felt = [mood for mood, share in own.items() if share >= LABELLED]
        asked = frozenset(recording.asked.get(Category.MOOD, ())) | frozenset(own)
        values = {**recording.values.get(Category.MOOD, {}), **own}
        return replace(
            recording,
            labels={**recording.labels, Category.MOOD: (*other, *felt)},
            asked={**recording.asked, Category.MOOD: asked},
            values={**recording.values, Category.MOOD: values},
        )

    if not any(recording.path.absolute() in known for recording in data.recordings):
        raise TaggerError(f"{data.name}: none of its recordings is among the listeners' shares.")
    tags = dict.fromkeys((*data.tags, *((Category.MOOD, mood) for mood in moods)))
    recordings = tuple(one(recording) for recording in data.recordings)
    return replace(data, recordings=recordings, tags=tuple(tags))


def selected(data: DataSet, selection: Selection) -> DataSet:
    """What a system learns: tags with positives to learn from, recordings about which one is known.

    Raises:
        TaggerError: nothing is left, an exclusive category is not, or nothing is known to be
            absent of a tag, so that there is nothing to learn it from.
    """
    wanted = {category for category, _ in data.tags}
    if unknown := (selection.categories | selection.exclusive) - wanted:
        raise TaggerError(f"{data.name} has no tags of {_listed(unknown)}.")
    if missing := selection.tags - {word for _, word in data.tags}:
        raise TaggerError(f"{data.name} has no tag {_listed(missing)}.")
    tags = [
        (category, word)
        for category, word in data.tags
        if category in (selection.categories or wanted)
        and (not selection.tags or word in selection.tags)
    ]
    categories = frozenset(category for category, _ in tags)
    exclusive = (data.exclusive | selection.exclusive) & categories
    whole = assumed_complete(data) if selection.complete else data
    recordings = [
        _only(recording, tags)
        for recording in whole.recordings
        if not selection.files or fnmatch(str(recording.path), selection.files)
    ]
    chosen = replace(data, recordings=recordings, tags=tags, exclusive=exclusive)
    chosen = _with_exclusive(chosen, selection.exclusive & categories)
    return _learnable(chosen)


def _only(recording: Recording, tags: Collection[Tag]) -> Recording:
    """The recording with what it says about the tags alone."""
    words: dict[Category, set[str]] = {}
    for category, word in tags:
        words.setdefault(category, set()).add(word)
    return replace(
        recording,
        labels={
            c: tuple(w for w in own if w in words[c])
            for c, own in recording.labels.items()
            if c in words
        },
        asked={c: frozenset(own) & words[c] for c, own in recording.asked.items() if c in words},
        values={
            c: {w: v for w, v in own.items() if w in words[c]}
            for c, own in recording.values.items()
            if c in words
        },
    )


def _with_exclusive(data: DataSet, categories: Collection[Category]) -> DataSet:
    """A recording's only label of a category says that it has no other."""
    for recording in data.recordings:
        for category in categories:
            labels = recording.labels.get(category, ())
            if len(labels) > 1:
                raise TaggerError(
                    f"{data.name}: {recording.path} is {_listed(labels)}, so {category.value} is"
                    " not exclusive. Leave --exclusive out, or name the tags to learn with --tags."
                )
    words = {c: frozenset(word for own, word in data.tags if own is c) for c in categories}
    recordings = [
        replace(
            recording,
            asked={
                **recording.asked,
                **{c: words[c] for c in categories if recording.labels.get(c)},
            },
        )
        for recording in data.recordings
    ]
    return replace(data, recordings=recordings)


def _learnable(data: DataSet) -> DataSet:
    targets = target_array(data.recordings, data.tags)
    training = np.asarray([r.split in {TRAIN, ""} for r in data.recordings], dtype=bool)
    shown = np.asarray((np.nan_to_num(targets[training]) > 0).any(axis=0))
    if lost := [word for (_, word), kept in zip(data.tags, shown, strict=True) if not kept]:
        logger.warning("%s: no example to learn these from: %s", data.name, _listed(lost))
    tags = [tag for tag, kept in zip(data.tags, shown, strict=True) if kept]
    heard = np.asarray(~np.isnan(targets[:, shown]).all(axis=1))
    if not tags or not heard.any():
        raise TaggerError(f"{data.name}: nothing is left to learn; ask for other tags or files.")
    if silent := int((~heard).sum()):
        logger.info("%s: nothing is known about %d recordings", data.name, silent)
    absent = np.asarray((targets[training][:, shown] < 1.0).any(axis=0))
    if sure := [word for (_, word), known in zip(tags, absent, strict=True) if not known]:
        raise TaggerError(
            f"{data.name} does not tell which recordings are without {_listed(sure)}. With"
            " --complete a label that is not there counts as absent; --exclusive says so of"
            " categories of which every recording has one."
        )
    recordings = [r for r, known in zip(data.recordings, heard, strict=True) if known]
    return replace(data, recordings=recordings, tags=tags)


def _listed(words: Collection[str] | Sequence[str]) -> str:
    names = sorted(str(word) for word in words)
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
