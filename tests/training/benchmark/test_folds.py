"""What is judged was never learned from, and every class is in every fold."""

from collections import Counter
from pathlib import Path

import pytest

from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from training.benchmark.folds import folds, judged_part
from training.datasets.recording import TEST, TRAIN, VALIDATION, DataSet, Recording

WORDS = ("jazz", "rock")
SIZES = (1, 1, 4, 2, 1, 1, 3, 1, 1, 2, 1, 1)


def data_set(split: str = "") -> DataSet:
    """Artists of one genre each with one to four recordings."""
    recordings = [
        Recording(
            Path(f"{genre}_{artist}_{number}.wav"),
            group=f"{genre} {artist}",
            split=split and (split if artist < 3 else TRAIN),
            labels={Category.GENRE: (genre,), Category.MOOD: ("calm",) if artist % 2 else ()},
            asked={Category.GENRE: WORDS, Category.MOOD: ("calm",)},
        )
        for genre in WORDS
        for artist, count in enumerate(SIZES)
        for number in range(count)
    ]
    tags = [*((Category.GENRE, word) for word in WORDS), (Category.MOOD, "calm")]
    return DataSet("made", recordings, tags, exclusive=frozenset({Category.GENRE}))


def groups(fold: DataSet, split: str) -> set[str]:
    return {recording.group for recording in fold.recordings if recording.split == split}


def test_each_recording_is_judged_once_by_who_never_heard_its_artist() -> None:
    data = data_set()
    parts = folds(data, 3)
    judged = Counter(r.path for part in parts for r in judged_part(part))
    assert judged == Counter(r.path for r in data.recordings)
    for part in parts:
        assert not groups(part, TEST) & (groups(part, TRAIN) | groups(part, VALIDATION))
        assert not groups(part, TRAIN) & groups(part, VALIDATION)
        assert groups(part, VALIDATION)
        for split in (TEST, TRAIN):
            genres = {r.labels[Category.GENRE] for r in part.recordings if r.split == split}
            assert len(genres) == 2
    assert [r.split for r in folds(data, 3)[0].recordings] == [r.split for r in parts[0].recordings]


def test_the_own_split_of_a_data_set_is_kept() -> None:
    (fold,) = folds(data_set(VALIDATION), 1)
    assert groups(fold, TEST) == {f"{genre} {artist}" for genre in WORDS for artist in range(3)}
    assert groups(fold, VALIDATION)


@pytest.mark.parametrize("count", [1, 25])
def test_what_cannot_be_split_is_told(count: int) -> None:
    with pytest.raises(TaggerError, match="fold"):
        folds(data_set(), count)
