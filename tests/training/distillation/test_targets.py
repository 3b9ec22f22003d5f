"""What a student is told about a clip."""

from pathlib import Path

import numpy as np
import pytest

from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from training.datasets.manifest import Clip
from training.distillation import targets

TAGS = ((Category.GENRE, "Rock"), (Category.GENRE, "Pop"), (Category.INSTRUMENT, "Piano"))
VOCABULARY = Vocabulary.from_mapping(
    {"genre": {"Rock": [], "Pop": ["popmusic"]}, "instrument": {"Piano": [], "Flute": []}}
)


def clip(genre: tuple[str, ...], instrument: tuple[str, ...], source: str = "radio") -> Clip:
    labels = {Category.GENRE: genre, Category.INSTRUMENT: instrument}
    return Clip(Path("a.opus"), source, "", labels, 1.0, "train", "artist:a", "a")


def test_several_words_of_a_teacher_for_one_tag_count_together() -> None:
    scores = np.asarray([[0.5, 0.5, 0.1]], dtype=np.float32)
    joined = targets.any_of(scores, [[0, 1], [], [2]])
    np.testing.assert_allclose(joined, [[0.75, np.nan, 0.1]], rtol=1e-6)


def test_the_threshold_of_calibrated_scores_is_half_the_best_expected_f1() -> None:
    rng = np.random.default_rng(0)
    scores = rng.beta(0.3, 2.0, 5_000).astype(np.float32)
    threshold = targets.f1_threshold(scores, (0.0, 1.0))
    taken = scores >= threshold
    best = 2 * scores[taken].sum() / (taken.sum() + scores.sum())
    assert threshold == pytest.approx(best / 2, abs=0.01)


def test_teachers_with_different_scales_agree_after_their_own_thresholds() -> None:
    loud = targets.TeacherView([np.full((2, 1), 0.8, np.float32)], np.asarray([0.5], np.float32))
    shy = targets.TeacherView([np.full((1, 1), 0.05, np.float32)], np.asarray([0.2], np.float32))
    deaf = targets.TeacherView([np.full((1, 1), np.nan, np.float32)], np.asarray([0.2], np.float32))
    together = targets.consensus([loud, shy, deaf])
    expected = (np.log(4.0) + np.log(0.05 / 0.95) - np.log(0.25)) / 2
    np.testing.assert_allclose(together, np.full((1, targets.POSITIONS, 1), expected), rtol=1e-4)


def test_unknown_is_neither_yes_nor_no() -> None:
    clips = [clip(("popmusic",), ()), clip((), ("piano", "flute")), clip(("rock",), (), "four")]
    truth = targets.labelled(clips, TAGS, VOCABULARY, {"four": ("Rock", "Pop")}, frozenset())
    nan = np.nan
    np.testing.assert_array_equal(truth, [[nan, 1, nan], [nan, nan, 1], [1, 0, nan]])


def test_a_complete_list_denies_only_words_its_author_uses() -> None:
    author = [clip((), ("piano", "flute"))] * targets.USED + [clip((), ("flute", "oboe"))]
    vocabulary = Vocabulary.from_mapping({"instrument": {"Piano": [], "Flute": [], "Oboe": []}})
    tags = tuple((Category.INSTRUMENT, name) for name in ("Piano", "Flute", "Oboe"))
    truth = targets.labelled(author, tags, vocabulary, {}, frozenset({"artist:a"}))
    np.testing.assert_array_equal(truth[[0, -1]], [[1, 1, np.nan], [0, 1, 1]])


def test_labels_and_teachers_are_blended_and_the_unknown_is_masked() -> None:
    margins = np.full((1, targets.POSITIONS, 3), 0.0, dtype=np.float32)
    margins[:, :, 2] = np.nan
    truth = np.asarray([[1.0, np.nan, np.nan]], dtype=np.float32)
    blended = targets.blend(margins, truth, 1.0)
    np.testing.assert_array_equal(blended.weights, [[1, 1, 0]])
    expected = targets.LABEL_SHARE * targets.POSITIVE + (1 - targets.LABEL_SHARE) * 0.5
    np.testing.assert_allclose(blended.clip_values()[0, :2], [expected, 0.5], rtol=1e-5)


def test_a_rare_tag_is_given_to_the_least_share_of_clips() -> None:
    margins = np.tile(-np.arange(1.0, 101.0, dtype=np.float32)[:, None, None], (1, 4, 2))
    shift = targets.shift_to_share(margins, (0.05, 0.0))
    given = (margins.mean(axis=1) + shift > 0).mean(axis=0)
    np.testing.assert_allclose(given, [0.05, 0.0], atol=0.011)
