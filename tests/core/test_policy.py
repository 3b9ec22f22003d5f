import pytest

from tagger_app.core.changes import ChangeSet, FieldChange
from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import TAG_CATEGORIES, Category
from tagger_app.core.model_card import FrontEnd, ModelCard, ModelTag
from tagger_app.core.policy import Policy, Strictness, WriteMode, propose, suggest
from tagger_app.core.vocabulary import Vocabulary

VOCABULARY = Vocabulary.from_mapping(
    {"genre": {"Hip-Hop": ["rap"], "Rock": [], "Jazz": []}, "mood": {"Happy": ["joyful"]}}
)


def card(*tags: ModelTag) -> ModelCard:
    return ModelCard(
        name="test",
        version="1",
        architecture="none",
        description="",
        licence="",
        sample_rate=16_000,
        chunk_samples=16_000,
        embedding_width=1,
        tags=tags,
        front_end=FrontEnd(512, 256, 96, 0.0, 8000.0, "db"),
    )


def genre(name: str, threshold: float = 0.5) -> ModelTag:
    return ModelTag(name, Category.GENRE, threshold, max(threshold, 0.8))


def names(category: Category, *scores: float, policy: Policy) -> list[str]:
    model = card(genre("Rock"), genre("Jazz", 0.3), genre("Hip-Hop"), genre("Folk", 2.0))
    return [tag.name for tag in suggest(model, scores, policy)[category]]


def test_tags_at_or_above_their_own_threshold_are_suggested_best_first() -> None:
    assert names(Category.GENRE, 0.5, 0.35, 0.9, 1.0, policy=Policy()) == [
        "Hip-Hop",
        "Rock",
        "Jazz",
    ]


def test_careful_suggests_less() -> None:
    policy = Policy(strictness=dict.fromkeys(TAG_CATEGORIES, Strictness.CAREFUL))
    assert names(Category.GENRE, 0.5, 0.35, 0.9, 1.0, policy=policy) == ["Hip-Hop"]


def test_a_category_can_be_careful_alone() -> None:
    policy = Policy(strictness={Category.MOOD: Strictness.CAREFUL})
    assert names(Category.GENRE, 0.5, 0.1, 0.1, 0.1, policy=policy) == ["Rock"]
    policy = Policy(strictness={Category.GENRE: Strictness.CAREFUL})
    assert names(Category.GENRE, 0.5, 0.1, 0.1, 0.1, policy=policy) == []


def test_ignored_tags_are_not_suggested_and_leave_their_place_to_others() -> None:
    policy = Policy(most_tags={Category.GENRE: 1}, ignored={Category.GENRE: frozenset({"hiphop"})})
    assert names(Category.GENRE, 0.6, 0.5, 0.9, 0.0, policy=policy) == ["Rock"]


def test_a_list_of_tags_is_all_that_is_suggested() -> None:
    policy = Policy(only={Category.GENRE: frozenset({"jazz"})})
    assert names(Category.GENRE, 0.9, 0.9, 0.9, 0.9, policy=policy) == ["Jazz"]
    policy = Policy(only={Category.GENRE: frozenset()})
    assert names(Category.GENRE, 0.9, 0.9, 0.9, 0.9, policy=policy) == []


def test_tags_are_renamed_on_their_way_to_the_file() -> None:
    mine = VOCABULARY.renamed({Category.GENRE: {"Hip-Hop": "Urban", "Jazz": "Rock"}})
    add = WriteMode.ADD
    (change,) = propose({}, {Category.GENRE: ("hip hop",)}, add, mine).changes
    assert change.after == ("Urban",)
    assert not propose({"genre": ("urban",)}, {Category.GENRE: ("Hip-Hop",)}, add, mine)
    assert not propose({"genre": ("Rock",)}, {Category.GENRE: ("Jazz", "Rock")}, add, mine)


def test_at_most_the_wanted_number_is_suggested() -> None:
    policy = Policy(most_tags={Category.GENRE: 1})
    assert names(Category.GENRE, 0.6, 0.7, 0.8, 0.0, policy=policy) == ["Hip-Hop"]


def test_nothing_above_threshold_is_an_empty_suggestion() -> None:
    assert names(Category.GENRE, 0.1, 0.1, 0.1, 0.1, policy=Policy()) == []


def test_scores_of_another_model_are_refused() -> None:
    with pytest.raises(TaggerError, match="2 scores do not belong"):
        suggest(card(genre("Rock")), (0.1, 0.2), Policy())


@pytest.mark.parametrize(
    ("mode", "before", "after"),
    [
        (WriteMode.ADD, (), ("Rock", "Jazz")),
        (WriteMode.ADD, ("Polka",), ("Polka", "Rock", "Jazz")),
        (WriteMode.ADD, ("jazz",), ("jazz", "Rock")),
        (WriteMode.FILL, (), ("Rock", "Jazz")),
        (WriteMode.FILL, ("Polka",), None),
        (WriteMode.REPLACE, ("Polka", "jazz"), ("Rock", "Jazz")),
        (WriteMode.REPLACE, ("Rock", "Jazz"), None),
        (WriteMode.ADD, ("Jazz", "Rock"), None),
    ],
)
def test_how_accepted_tags_meet_what_is_there(
    mode: WriteMode, before: tuple[str, ...], after: tuple[str, ...] | None
) -> None:
    change = propose({"genre": before}, {Category.GENRE: ("Rock", "Jazz")}, mode, VOCABULARY)
    expected = () if after is None else (FieldChange("genre", before, after),)
    assert change == ChangeSet(expected)


@pytest.mark.parametrize("empty", ["Other", "unknown", "GENRE", "n/a", "Sonstiges", "Misc."])
@pytest.mark.parametrize("mode", WriteMode)
def test_a_genre_that_says_nothing_gives_way_to_a_real_one(empty: str, mode: WriteMode) -> None:
    accepted = {Category.GENRE: ("Rock",)}
    change = propose({"genre": (empty,)}, accepted, mode, VOCABULARY)
    assert change.changes == (FieldChange("genre", (empty,), ("Rock",)),)
    assert change.inverse().applied_to({"genre": ("Rock",)}) == {"genre": (empty,)}


def test_only_the_genres_that_say_nothing_give_way() -> None:
    current = {"genre": ("Jazz", "Other", "Polka"), "mood": ("Other",)}
    accepted = {Category.GENRE: ("Rock",), Category.MOOD: ("Happy",)}
    change = propose(current, accepted, WriteMode.ADD, VOCABULARY)
    assert change.applied_to(current) == {
        "genre": ("Jazz", "Polka", "Rock"),
        "mood": ("Other", "Happy"),
    }
    assert not propose(current, {Category.GENRE: ("Rock",)}, WriteMode.FILL, VOCABULARY)


def test_a_genre_that_says_nothing_stays_where_no_real_one_is_added() -> None:
    current = {"genre": ("Other", "Jazz")}
    for accepted in ({}, {Category.GENRE: ("Jazz",)}, {Category.GENRE: ("unknown",)}):
        change = propose(current, accepted, WriteMode.ADD, VOCABULARY)
        assert "Other" in change.applied_to(current)["genre"]
    person = {Category.GENRE: ("Other", "Rock")}
    change = propose({"genre": ("Other",)}, person, WriteMode.ADD, VOCABULARY)
    assert change.applied_to({})["genre"] == ("Other", "Rock")


def test_an_alias_in_the_file_is_not_written_twice() -> None:
    change = propose({"genre": ("RAP",)}, {Category.GENRE: ("Hip-Hop",)}, WriteMode.ADD, VOCABULARY)
    assert not change


def test_a_files_own_repeats_are_left_alone_when_adding() -> None:
    change = propose(
        {"genre": ("Rock", "rock")}, {Category.GENRE: ("Jazz",)}, WriteMode.ADD, VOCABULARY
    )
    assert change.changes[0].after == ("Rock", "rock", "Jazz")


@pytest.mark.parametrize("mode", list(WriteMode))
def test_a_category_without_accepted_tags_is_never_touched(mode: WriteMode) -> None:
    current = {"genre": ("Rock",), "mood": ("Happy",)}
    assert not propose(current, {Category.GENRE: (), Category.MOOD: ()}, mode, VOCABULARY)


@pytest.mark.parametrize("mode", list(WriteMode))
def test_an_edit_concerns_one_value_whatever_the_mode(mode: WriteMode) -> None:
    current = {"genre": ("Polka", "Jazz", "Ska"), "mood": ("Polka",)}

    def genres(becomes: str) -> tuple[str, ...]:
        change = propose(current, {}, mode, VOCABULARY, {(Category.GENRE, "Jazz"): becomes})
        assert change.inverse().applied_to(change.applied_to(current)) == current
        assert change.applied_to(current)["mood"] == ("Polka",)
        return change.applied_to(current)["genre"]

    assert genres("") == ("Polka", "Ska")
    assert genres("Rock") == ("Polka", "Rock", "Ska")
    assert genres("JAZZ") == ("Polka", "JAZZ", "Ska")  # a spelling is meant as it was typed
    assert genres("Polka") == ("Polka", "Ska")
    assert propose({"genre": ("Jazz",)}, {}, mode, VOCABULARY, {(Category.GENRE, "Jazz"): ""}) == (
        ChangeSet((FieldChange("genre", ("Jazz",), ()),))
    )


@pytest.mark.parametrize("mode", list(WriteMode))
def test_an_edit_of_a_value_that_is_gone_does_nothing(mode: WriteMode) -> None:
    edits = {(Category.GENRE, "Jazz"): "Rock", (Category.MOOD, "Polka"): ""}
    assert not propose({"genre": ("Polka", "jazz")}, {}, mode, VOCABULARY, edits)


@pytest.mark.parametrize(
    ("mode", "becomes", "after"),
    [
        (WriteMode.ADD, "", ("Ska", "Rock")),
        (WriteMode.ADD, "Folk", ("Folk", "Ska", "Rock")),
        (WriteMode.FILL, "", ("Ska",)),
        (WriteMode.FILL, "Folk", ("Folk", "Ska")),
        (WriteMode.REPLACE, "", ("Rock",)),
        (WriteMode.REPLACE, "Folk", ("Folk", "Rock")),
    ],
)
def test_accepted_tags_meet_what_edits_leave(
    mode: WriteMode, becomes: str, after: tuple[str, ...]
) -> None:
    current, edits = {"genre": ("Jazz", "Ska")}, {(Category.GENRE, "Jazz"): becomes}
    change = propose(current, {Category.GENRE: ("Rock",)}, mode, VOCABULARY, edits)
    assert change.applied_to(current)["genre"] == after


def test_an_empty_field_is_filled_where_its_only_value_was_removed() -> None:
    edits, accepted = {(Category.GENRE, "Jazz"): ""}, {Category.GENRE: ("Rock",)}
    change = propose({"genre": ("Jazz",)}, accepted, WriteMode.FILL, VOCABULARY, edits)
    assert change.changes == (FieldChange("genre", ("Jazz",), ("Rock",)),)


def test_what_an_edit_brings_has_the_persons_word_for_it() -> None:
    mine = VOCABULARY.renamed({Category.GENRE: {"Hip-Hop": "Urban"}})
    edits = {(Category.GENRE, "Jazz"): "rap"}
    change = propose({"genre": ("Jazz", "Ska")}, {}, WriteMode.ADD, mine, edits)
    assert change.applied_to({})["genre"] == ("Urban", "Ska")


def test_undo_restores_only_what_still_holds_our_value() -> None:
    change = ChangeSet(
        (FieldChange("genre", (), ("Rock",)), FieldChange("mood", ("Calm",), ("Calm", "Sad")))
    )
    now = {"genre": ("Polka",), "mood": ("Calm", "Sad")}
    undone = change.still_in(now).inverse()
    assert undone.applied_to(now) == {"genre": ("Polka",), "mood": ("Calm",)}


def test_a_change_applied_and_taken_back_leaves_the_tags_as_they_were() -> None:
    before = {"mood": ("Calm",)}
    change = ChangeSet((FieldChange("genre", (), ("Rock",)), FieldChange("mood", ("Calm",), ())))
    after = change.applied_to(before)
    assert after == {"genre": ("Rock",)}
    assert change.inverse().applied_to(after) == before
