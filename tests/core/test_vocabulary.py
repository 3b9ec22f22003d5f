import pytest
from hypothesis import given
from hypothesis import strategies as st

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary, tag_key


def test_spellings_and_aliases_lead_to_the_canonical_tag() -> None:
    vocabulary = Vocabulary.from_mapping({"genre": {"Hip-Hop": ["rap", "hiphop"]}})
    for word in ("hip hop", "HIPHOP", "Hip-Hop", "Rap"):
        assert vocabulary.canonical(Category.GENRE, word) == "Hip-Hop"
    assert vocabulary.canonical(Category.MOOD, "rap") is None
    assert vocabulary.tags(Category.GENRE) == ("Hip-Hop",)


def test_unknown_words_are_the_same_tag_when_only_their_spelling_differs() -> None:
    vocabulary = Vocabulary.from_mapping({})
    assert vocabulary.same_tag(Category.GENRE, "Space Rock", "space-rock")
    assert not vocabulary.same_tag(Category.GENRE, "Space Rock", "Space Folk")


def test_an_alias_of_two_tags_is_an_error_that_names_both() -> None:
    with pytest.raises(TaggerError, match="“rap” stands for both “Hip-Hop” and “Trap”"):
        Vocabulary.from_mapping({"genre": {"Hip-Hop": ["rap"], "Trap": ["rap"]}})


def test_an_unknown_category_is_an_error() -> None:
    with pytest.raises(TaggerError, match="colour"):
        Vocabulary.from_mapping({"colour": {"Blue": []}})


@given(st.text(min_size=1))
def test_no_text_has_an_empty_key_that_would_equal_another_tag(text: str) -> None:
    assert tag_key(text)


def test_a_persons_word_for_a_tag_is_what_files_get_and_names_the_tag() -> None:
    vocabulary = Vocabulary.from_mapping({"genre": {"Hip-Hop": ["rap"], "Rock": []}})
    mine = vocabulary.renamed({Category.GENRE: {"rap": "Urban"}})
    assert mine.in_files(Category.GENRE, "Hip-Hop") == "Urban"
    assert mine.in_files(Category.GENRE, "Rock") == "Rock"
    assert mine.canonical(Category.GENRE, "urban") == "Hip-Hop"
    assert mine.same_tag(Category.GENRE, "URBAN", "rap")
    assert not mine.same_tag(Category.MOOD, "Urban", "rap")

    words = {(Category.GENRE, "rap"): "hiphop", (Category.GENRE, "urban"): "hiphop"}
    assert mine.other_words() == words
    again = mine.renamed({Category.GENRE: {"Hip-Hop": "Rock"}})
    assert again.canonical(Category.GENRE, "Urban") is None
    assert again.canonical(Category.GENRE, "Rock") == "Rock"
