"""Labels that leave nothing out."""

from collections.abc import Collection
from dataclasses import replace

from tagger_app.core.fields import Category
from training.datasets.recording import DataSet, Recording


def assumed_complete(data: DataSet) -> DataSet:
    """The same data, where a recording that has a label of a category has no other of it.

    For data sets that tell only what is there. Without it nothing is known to be absent in them,
    and no area under a curve can be measured.
    """
    words: dict[Category, frozenset[str]] = {
        category: frozenset(word for own, word in data.tags if own is category)
        for category in {category for category, _ in data.tags}
    }

    def one(recording: Recording) -> Recording:
        asked: dict[Category, Collection[str]] = dict(recording.asked)
        asked |= {c: words[c] for c, labels in recording.labels.items() if labels and c in words}
        return replace(recording, asked=asked)

    return replace(data, recordings=tuple(one(recording) for recording in data.recordings))
