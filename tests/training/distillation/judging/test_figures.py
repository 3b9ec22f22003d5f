"""Figures of students: agreement, calibration, draws, errors."""

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import spearmanr

from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from training.datasets.manifest import Clip
from training.distillation.judging.baseline import linear_scores
from training.distillation.judging.calibration import calibration_error, perfect_error
from training.distillation.judging.draws import (
    Draw,
    Quantity,
    duels_of,
    measurable,
    measure,
    spearman_means,
)
from training.distillation.judging.material import completed
from training.evaluation.views import roc_areas

RNG = np.random.default_rng(5)
VOCABULARY = Vocabulary.from_mapping(
    {"genre": {"Rock": ["rock music"], "Jazz": []}, "mood": {"Calm": []}}
)
TAGS = ((Category.GENRE, "Rock"), (Category.GENRE, "Jazz"), (Category.MOOD, "Calm"))


def test_areas_of_a_draw_are_those_of_the_pieces_drawn() -> None:
    truth = (RNG.random((40, 1)) < 0.4).astype(np.float32)
    truth[::7] = np.nan
    scores = (RNG.integers(0, 9, (40, 1)) / 9).astype(np.float32)
    rows = RNG.integers(0, 40, 40)
    times = np.bincount(rows, minlength=40).astype(np.float64)
    area = duels_of(0, truth[:, 0], scores[:, 0]).area(times)
    assert area == pytest.approx(roc_areas(truth[rows], scores[rows])[0])


def test_mean_rank_correlation_is_that_of_scipy() -> None:
    one, other = RNG.random((30, 2)), RNG.integers(0, 5, (30, 2))
    expected = np.mean([spearmanr(one[:, i], other[:, i]).statistic for i in range(2)])
    found = spearman_means(one.astype(np.float32), other.astype(np.float32))
    assert found == pytest.approx(expected)


def test_only_tags_with_both_answers_and_scores_are_measured() -> None:
    truth = np.asarray([[1, 1, 0, 1], [0, 1, np.nan, 0]], dtype=np.float32)
    scores = np.asarray([[0.1, 0.2, 0.3, np.nan]] * 2, dtype=np.float32)
    assert measurable(truth, scores) == [0]


def test_a_rare_genre_counts_as_much_as_a_common_one_for_a_layer() -> None:
    rare = np.arange(200) < 10
    features = np.where(rare, 0.5, 0.0)[:, None] + RNG.normal(0.0, 0.5, (200, 1))
    calm = features[:, 0] > 0
    truth = np.stack([rare, ~rare, calm], axis=1).astype(np.float32)
    truth[150:, 2] = np.nan
    scores = linear_scores(features.astype(np.float32), truth, np.arange(200), (0, 1), 1.0)
    found = scores[:, :2].argmax(axis=1) == 0
    assert found[rare].mean() > 0.5
    assert 0.1 < found[~rare].mean() < 0.5
    assert ((scores[:, 2] > 0.5) == calm).mean() > 0.9


def test_intervals_draw_whole_artists() -> None:
    values = np.repeat([0.0, 1.0], 10)

    def mean(draw: Draw) -> float:
        return float(values[draw.rows].mean())

    quantities = [Quantity("share", "all", mean)]
    artists = ["one"] * 10 + ["other"] * 10
    (by_artist,) = measure(quantities, {}, {}, artists, 200)
    (by_piece,) = measure(quantities, {}, {}, [str(i) for i in range(20)], 200)
    assert by_artist.interval.estimate == by_piece.interval.estimate == 0.5
    assert (by_artist.interval.low, by_artist.interval.high) == (0.0, 1.0)
    assert by_piece.interval.high < 1.0


def test_scores_that_are_the_odds_err_as_much_as_chance_has_it() -> None:
    scores = RNG.random((400, 3)).astype(np.float32)
    truth = (RNG.random(scores.shape) < scores).astype(np.float32)
    chance = perfect_error(truth, scores)
    assert calibration_error(truth, scores) == pytest.approx(chance, abs=0.02)
    assert calibration_error(truth, np.sqrt(scores)) > chance + 0.05


def test_a_category_with_a_label_has_no_other_and_known_labels_stay() -> None:
    clip = Clip(Path("a.flac"), "", "", {Category.GENRE: ("rock music",)}, 4.0, "val", "a", "A")
    known = np.asarray([[np.nan, 0.0, np.nan]], dtype=np.float32)
    np.testing.assert_array_equal(completed(known, [clip], TAGS, VOCABULARY), [[1.0, 0.0, np.nan]])
