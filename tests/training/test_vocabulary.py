"""The vocabulary the program ships knows the words of the data sets and of people."""

import json
from pathlib import Path

import pytest

from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from training.distillation.recipes import CANDIDATES, DISTILLATIONS
from training.distillation.targets import tag_columns

PATH = Path(__file__).parents[2] / "resources" / "vocabulary.json"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.from_mapping(json.loads(PATH.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("category", "word", "tag"),
    [
        (Category.GENRE, "hiphop", "Hip-Hop"),
        (Category.GENRE, "Drum & Bass", "Drum and Bass"),
        (Category.GENRE, "rnb", "R&B"),
        (Category.GENRE, "newage", "New Age"),
        (Category.MOOD, "joyful", "Happy"),
        (Category.MOOD, "relaxed", "Relaxing"),
        (Category.INSTRUMENT, "female vocalists", "Female Voice"),
        (Category.INSTRUMENT, "electricguitar", "Electric Guitar"),
        (Category.INSTRUMENT, "synth", "Synthesizer"),
    ],
)
def test_knows_the_words_of_others(
    vocabulary: Vocabulary, category: Category, word: str, tag: str
) -> None:
    assert vocabulary.canonical(category, word) == tag


def test_a_student_learns_canonical_tags_only(vocabulary: Vocabulary) -> None:
    for recipe in DISTILLATIONS.values():
        for category, name in recipe().tags:
            assert vocabulary.canonical(category, name) == name


def test_guitar_is_not_electric_guitar(vocabulary: Vocabulary) -> None:
    columns = tag_columns(["guitar", "electricguitar", "synth"], CANDIDATES, vocabulary)
    found = {CANDIDATES[i][1]: column for i, column in enumerate(columns) if column}
    assert found == {"Guitar": [0], "Electric Guitar": [1], "Synthesizer": [2]}
