"""Data sets in the words of the vocabulary."""

import json
from pathlib import Path

import numpy as np

from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from tests.training.datasets.trees import BUILDERS
from training.__main__ import VOCABULARY
from training.datasets.readers import READERS
from training.datasets.recording import DataSet, Recording, target_array
from training.datasets.translation import translated

WORDS = Vocabulary.from_mapping({"instrument": {"Voice": ["vocal", "vocals"], "Guitar": []}})
TAGS = [(Category.INSTRUMENT, word) for word in ("vocal", "guitar", "vocals", "kazoo")]


def test_words_of_one_meaning_become_one_tag() -> None:
    all_words = frozenset(word for _, word in TAGS)
    rows = [
        Recording(
            Path("0"),
            "0",
            labels={Category.INSTRUMENT: ("vocals", "vocal")},
            asked={Category.INSTRUMENT: all_words},
        ),
        Recording(Path("1"), "1", asked={Category.INSTRUMENT: all_words}),
        Recording(Path("2"), "2", asked={Category.INSTRUMENT: frozenset(("vocal", "kazoo"))}),
        Recording(Path("3"), "3", values={Category.INSTRUMENT: {"vocal": 0.2, "vocals": 0.7}}),
    ]
    data = translated(DataSet("Set", rows, TAGS), WORDS)
    assert [word for _, word in data.tags] == ["Voice", "Guitar", "kazoo"]
    assert data.recordings[0].labels == {Category.INSTRUMENT: ("Voice",)}
    nan = np.nan
    expected = [[1, 0, 0], [0, 0, 0], [nan, nan, 0], [np.float32(0.7), nan, nan]]
    np.testing.assert_array_equal(
        target_array(data.recordings, data.tags), np.asarray(expected, dtype=np.float32)
    )


def test_public_data_sets_speak_the_apps_language(tmp_path: Path, sound: bytes) -> None:
    vocabulary = Vocabulary.from_mapping(json.loads(VOCABULARY.read_text(encoding="utf-8")))
    emotify = READERS["emotify"].read(BUILDERS["emotify"](tmp_path, sound))
    tags = translated(emotify, vocabulary).tags
    assert (Category.MOOD, "Happy") in tags
    assert (Category.GENRE, "Classical") in tags
    assert (Category.MOOD, "amazement") in tags
