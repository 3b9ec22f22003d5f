"""What of a data set is learned."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from training.datasets.recording import (
    DataSet,
    Recording,
    checked,
    decision_array,
    in_category,
    target_array,
)
from training.datasets.selection import Selection, selected, with_shares
from training.datasets.splits import with_validation

GENRE, MOOD = Category.GENRE, Category.MOOD


def recording(name: str, *genres: str, moods: tuple[str, ...] = (), split: str = "") -> Recording:
    labels = {GENRE: genres, MOOD: moods}
    return Recording(Path("/music") / name, group=name, split=split, labels=labels)


@pytest.fixture
def data() -> DataSet:
    recordings = [
        recording("live/a.opus", "Rock", moods=("Calm",)),
        recording("live/b.opus", "Jazz"),
        recording("c.opus", "Rock", "World"),
        recording("d.opus"),
    ]
    tags = (*in_category(GENRE, ["Rock", "Jazz", "World"]), (MOOD, "Calm"))
    return checked("ours", recordings, tags, [])


def test_an_exclusive_label_says_that_the_others_are_absent(data: DataSet) -> None:
    wanted = Selection(tags=frozenset({"Rock", "Jazz"}), exclusive=frozenset({GENRE}))
    chosen = selected(data, wanted)
    assert chosen.exclusive == {GENRE}
    assert [r.path.name for r in chosen.recordings] == ["a.opus", "b.opus", "c.opus"]
    expected = [[1, 0], [0, 1], [1, 0]]
    np.testing.assert_array_equal(target_array(chosen.recordings, chosen.tags), expected)


def test_a_recording_with_two_exclusive_labels_is_refused(data: DataSet) -> None:
    with pytest.raises(TaggerError, match=r"c\.opus is Rock, World"):
        selected(data, Selection(exclusive=frozenset({GENRE})))


def test_tags_of_which_nothing_is_known_to_be_absent_are_refused(data: DataSet) -> None:
    with pytest.raises(TaggerError, match="--complete"):
        selected(data, Selection(categories=frozenset({GENRE})))
    whole = Selection(categories=frozenset({GENRE}), complete=True)
    assert len(selected(data, whole).recordings) == 3


def test_complete_labels_deny_chosen_tags_to_recordings_with_others(data: DataSet) -> None:
    chosen = selected(data, Selection(tags=frozenset({"Rock"}), complete=True))
    assert [r.path.name for r in chosen.recordings] == ["a.opus", "b.opus", "c.opus"]
    np.testing.assert_array_equal(target_array(chosen.recordings, chosen.tags), [[1], [0], [1]])


def test_files_are_chosen_by_a_pattern(data: DataSet) -> None:
    wanted = Selection(frozenset({GENRE}), files="*/live/*", exclusive=frozenset({GENRE}))
    chosen = selected(data, wanted)
    assert [r.path.name for r in chosen.recordings] == ["a.opus", "b.opus"]
    assert chosen.tags == [(GENRE, "Rock"), (GENRE, "Jazz")]  # nothing to learn World from


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (Selection(categories=frozenset({Category.INSTRUMENT})), "no tags of instrument"),
        (Selection(tags=frozenset({"Polka"})), "no tag Polka"),
        (Selection(files="*.mp3"), "nothing is left"),
    ],
)
def test_what_is_not_there_is_told(data: DataSet, wanted: Selection, message: str) -> None:
    with pytest.raises(TaggerError, match=message):
        selected(data, wanted)


def test_listeners_shares_are_learned_and_decide(data: DataSet) -> None:
    shares = {
        Path("/music/live/a.opus"): {"Calm": 0.1, "Sad": 0.35},
        Path("/music/d.opus"): {"Calm": 0.8, "Sad": 0.0},
    }
    felt = with_shares(data, shares)
    chosen = selected(felt, Selection(categories=frozenset({MOOD})))
    assert [r.path.name for r in chosen.recordings] == ["a.opus", "d.opus"]
    assert list(chosen.tags) == [(MOOD, "Calm"), (MOOD, "Sad")]
    np.testing.assert_allclose(
        target_array(chosen.recordings, chosen.tags), [[0.1, 0.35], [0.8, 0.0]]
    )
    np.testing.assert_array_equal(decision_array(chosen.recordings, chosen.tags), [[0, 1], [1, 0]])


def test_shares_of_other_files_are_refused(data: DataSet) -> None:
    with pytest.raises(TaggerError, match="none of its recordings"):
        with_shares(data, {Path("/elsewhere/a.opus"): {"Calm": 0.1}})


def test_groups_of_the_training_part_become_the_validation_part_where_there_is_none() -> None:
    tested = [recording(f"{n}.opus", "Rock", split="test") for n in range(10)]
    training = [recording(f"{n}.opus", "Rock", split="train") for n in range(10, 100)]
    recordings = [*tested, *(replace(r, group=f"artist {n % 40}") for n, r in enumerate(training))]
    data = checked("ours", recordings, in_category(GENRE, ["Rock"]), [])
    split = with_validation(data)
    parts = {
        name: {r.group for r in split.recordings if r.split == name} for name in ("train", "val")
    }
    assert parts["train"]
    assert parts["val"]
    assert not parts["train"] & parts["val"]
    assert [r for r in split.recordings if r.split == "test"] == tested
    assert with_validation(split) == split
    assert with_validation(data) == split


def test_one_group_is_not_enough_to_validate_with_another() -> None:
    recordings = [recording("a.opus", "Rock", split="train")]
    data = checked("ours", recordings, in_category(GENRE, ["Rock"]), [])
    with pytest.raises(TaggerError, match="1 groups"):
        with_validation(data)
