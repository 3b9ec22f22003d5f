"""A data set in the words of a vocabulary, so that data sets and models can be compared."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from training.datasets.recording import DataSet, Recording, Tag, Words

Names = Mapping[Tag, str]


def translated(data: DataSet, vocabulary: Vocabulary) -> DataSet:
    """The same recordings with canonical tags; words the vocabulary does not know stay as they are.

    Where several words of the data set mean one tag, the tag is there if one of them is, its value
    is the largest, and it is absent only where all of them are known to be.
    """
    names = {
        (category, word): vocabulary.canonical(category, word) or word
        for category, word in data.tags
    }
    meanings: dict[Tag, set[str]] = {}
    for (category, word), name in names.items():
        meanings.setdefault((category, name), set()).add(word)
    # Recordings share their sets of words; each set is translated once.
    known: dict[tuple[Category, frozenset[str]], frozenset[str]] = {}

    def asked(category: Category, words: Collection[str]) -> frozenset[str]:
        key = category, frozenset(words)
        if key not in known:
            known[key] = frozenset(
                name
                for name in {names.get((category, word), word) for word in key[1]}
                if meanings.get((category, name), {name}) <= key[1]
            )
        return known[key]

    def one(recording: Recording) -> Recording:
        return replace(
            recording,
            labels=_labels(recording.labels, names),
            asked={c: asked(c, words) for c, words in recording.asked.items()},
            values={c: _values(c, own, names) for c, own in recording.values.items()},
        )

    return replace(data, recordings=tuple(one(r) for r in data.recordings), tags=tuple(meanings))


def _labels(labels: Words, names: Names) -> dict[Category, tuple[str, ...]]:
    return {
        category: tuple(dict.fromkeys(names.get((category, word), word) for word in words))
        for category, words in labels.items()
    }


def _values(category: Category, values: Mapping[str, float], names: Names) -> dict[str, float]:
    largest: dict[str, float] = {}
    for word, value in values.items():
        name = names.get((category, word), word)
        largest[name] = max(value, largest.get(name, 0.0))
    return largest
