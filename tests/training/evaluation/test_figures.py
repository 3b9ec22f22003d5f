"""Decisions, rankings, reliability and intervals, against hand-made cases and scikit-learn."""

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.calibration import calibration_curve
from sklearn.metrics import (
    average_precision_score,
    balanced_accuracy_score,
    confusion_matrix,
    precision_recall_fscore_support,
    roc_auc_score,
)

from training.evaluation import decisions
from training.evaluation.bootstrap import Rows, bootstrap, bootstrap_difference
from training.evaluation.metrics import Floats
from training.evaluation.reliability import brier, reliability
from training.evaluation.views import annotation, pr_areas, retrieval, roc_areas

NAN = np.float32("nan")


@pytest.fixture
def tables() -> tuple[Floats, Floats]:
    """Truth and scores [200, 6], scores with ties and of some use."""
    rng = np.random.default_rng(3)
    truth = (rng.random((200, 6)) < np.linspace(0.1, 0.6, 6)).astype(np.float32)
    scores = np.round(np.clip(0.3 * truth + rng.random((200, 6)) * 0.7, 0, 1), 2)
    return truth, scores.astype(np.float32)


def test_decisions_are_those_of_scikit_learn(tables: tuple[Floats, Floats]) -> None:
    truth, scores = tables
    counts = decisions.count_decisions(truth, scores, 0.5)
    precision, recall, f1, _ = precision_recall_fscore_support(truth, scores >= 0.5)
    np.testing.assert_allclose(counts.precision(), precision)
    np.testing.assert_allclose(counts.recall(), recall)
    np.testing.assert_allclose(counts.f1(), f1)
    micro = precision_recall_fscore_support(truth, scores >= 0.5, average="micro")
    pooled = counts.micro()
    np.testing.assert_allclose([pooled.precision()[0], pooled.recall()[0]], micro[:2])
    right = ((scores >= 0.5) == (truth == 1)).mean(axis=0)
    np.testing.assert_allclose(counts.accuracy(), right)


def test_what_is_unknown_or_never_happens_counts_nowhere() -> None:
    truth = np.asarray([[1, 0, NAN], [0, 0, NAN], [NAN, 0, 0]], dtype=np.float32)
    scores = np.asarray([[0.9, 0.1, 0.9], [0.8, 0.1, 0.9], [0.9, 0.1, 0.3]], dtype=np.float32)
    counts = decisions.count_decisions(truth, scores, np.asarray([0.8, 0.5, 0.5], np.float32))
    assert counts.true_positives.tolist() == [1, 0, 0]
    assert counts.false_positives.tolist() == [1, 0, 0]
    assert counts.true_negatives.tolist() == [0, 3, 1]
    assert counts.precision()[0] == pytest.approx(0.5)
    assert np.isnan(counts.precision()[1])
    assert np.isnan(counts.f1()[2])
    assert decisions.macro(counts.f1()) == pytest.approx(2 / 3)
    assert np.isnan(decisions.macro(np.asarray([np.nan])))


def test_the_confusion_matrix_is_that_of_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    truth, taken = rng.integers(4, size=50), rng.integers(4, size=50)
    confusion = decisions.confusion_matrix(truth, taken, 5)
    np.testing.assert_array_equal(confusion, confusion_matrix(truth, taken, labels=range(5)))
    assert decisions.accuracy(confusion) == pytest.approx(float((truth == taken).mean()))
    balanced = balanced_accuracy_score(truth, taken)
    assert decisions.balanced_accuracy(confusion) == pytest.approx(balanced)
    counts = decisions.class_counts(confusion)
    _, _, f1, _ = precision_recall_fscore_support(truth, taken)
    np.testing.assert_allclose(counts.f1()[:4], f1)
    assert int(counts.micro().true_positives[0]) == np.trace(confusion)
    assert np.isnan(decisions.accuracy(np.zeros((2, 2), dtype=np.int64)))


def test_a_confusion_matrix_refuses_what_does_not_fit_and_shows_what_does() -> None:
    with pytest.raises(ValueError, match="not in"):
        decisions.confusion_matrix(np.asarray([0, 3]), np.asarray([0, 1]), 3)
    with pytest.raises(ValueError, match="compared"):
        decisions.confusion_matrix(np.asarray([0]), np.asarray([0, 1]), 3)
    confusion = decisions.confusion_matrix(np.asarray([0, 0, 1]), np.asarray([0, 1, 1]), 3)
    table = decisions.confusion_table(confusion, ["jazz", "rock", "pop"]).splitlines()
    assert table[2] == "| jazz | 1 | 1 | 0 | 0.500 |"
    assert table[4] == "| pop | 0 | 0 | 0 |  |"


def test_areas_are_those_of_scikit_learn_also_with_ties(tables: tuple[Floats, Floats]) -> None:
    truth, scores = tables
    expected = [roc_auc_score(t, s) for t, s in zip(truth.T, scores.T, strict=True)]
    np.testing.assert_allclose(roc_areas(truth, scores), expected)
    expected = [average_precision_score(t, s) for t, s in zip(truth.T, scores.T, strict=True)]
    np.testing.assert_allclose(pr_areas(truth, scores), expected)
    hidden = truth.copy()
    hidden[:50, 0] = NAN
    hidden[:, 1] = 0.0
    areas = roc_areas(hidden, scores)
    assert areas[0] == pytest.approx(roc_auc_score(truth[50:, 0], scores[50:, 0]))
    assert np.isnan(areas[1])
    assert np.isnan(pr_areas(hidden, scores)[1])


def test_retrieval_ranks_recordings_and_annotation_ranks_tags() -> None:
    truth = np.asarray([[1, 0, 0], [0, 1, NAN], [1, 1, 0], [0, 0, 0]], dtype=np.float32)
    scores = np.asarray(
        [[0.9, 0.2, 0.1], [0.8, 0.7, 0.9], [0.7, 0.6, 0.2], [0.1, 0.3, 0.2]], dtype=np.float32
    )
    found = retrieval(truth, scores, k=2)
    assert found.positives.tolist() == [2, 2, 0]
    np.testing.assert_allclose(found.roc_auc[:2], [0.75, 1.0])
    np.testing.assert_allclose(found.pr_auc[:2], [(1 + 2 / 3) / 2, 1.0])
    np.testing.assert_allclose(found.precision_at_k, [0.5, 1.0, 0.0])
    np.testing.assert_allclose(found.recall_at_k[:2], [0.5, 1.0])
    assert np.isnan(found.roc_auc[2])
    assert found.mean()["roc_auc"] == pytest.approx(0.875)
    given = annotation(truth, scores, k=1)
    np.testing.assert_allclose(given.roc_auc[:3], [1.0, 0.0, 1.0])
    np.testing.assert_allclose(given.precision_at_k, [1.0, 0.0, 1.0, 0.0])
    assert np.isnan(given.recall_at_k[3])


def test_the_reliability_curve_is_that_of_scikit_learn(tables: tuple[Floats, Floats]) -> None:
    truth, scores = (table[:, 3] for table in tables)
    scores = scores * np.float32(0.999)  # no score on an edge, where rounding would decide
    curve = reliability(truth, scores)
    shares, means = calibration_curve(truth, scores, n_bins=10)
    np.testing.assert_allclose(curve.shares, shares)
    np.testing.assert_allclose(curve.scores, means, rtol=1e-6)
    assert curve.counts.sum() == len(truth)
    assert curve.largest_error() >= curve.expected_error()


def test_reliability_of_hand_made_scores() -> None:
    truth = np.asarray([0, 0, 1, 1, 1, NAN], dtype=np.float32)
    scores = np.asarray([0.1, 0.1, 0.1, 0.9, 1.0, 0.5], dtype=np.float32)
    curve = reliability(truth, scores, bins=2)
    assert curve.edges.tolist() == [[0.0, 0.5], [0.5, 1.0]]
    assert curve.counts.tolist() == [3, 2]
    np.testing.assert_allclose(curve.shares, [1 / 3, 1.0])
    expected = (3 * (1 / 3 - 0.1) + 2 * 0.05) / 5
    assert curve.expected_error() == pytest.approx(expected, abs=1e-6)
    assert brier(truth, scores) == pytest.approx((0.01 + 0.01 + 0.81 + 0.01) / 5, abs=1e-6)
    spread = np.asarray([0.1, 0.2, 0.3, 0.9, 1.0, 0.5], dtype=np.float32)
    full = reliability(truth, spread, bins=2, equal_counts=True)
    assert full.counts.tolist() == [2, 3]
    np.testing.assert_allclose(full.edges, [[0.1, 0.3], [0.3, 1.0]])
    one = reliability(np.ones(4, np.float32), np.full(4, 0.25, np.float32), equal_counts=True)
    assert one.counts.tolist() == [4]
    assert one.expected_error() == pytest.approx(0.75)
    nothing = reliability(np.full(2, NAN), np.zeros(2, np.float32))
    assert np.isnan(nothing.expected_error())
    assert np.isnan(nothing.largest_error())
    assert np.isnan(brier(np.full(2, NAN), np.zeros(2, np.float32)))


def test_the_interval_of_a_mean_is_that_of_the_normal_distribution() -> None:
    values = np.random.default_rng(1).normal(size=400)

    def mean(rows: Rows) -> float:
        return float(values[rows].mean())

    interval = bootstrap(mean, 400, repeats=2_000)
    assert interval.estimate == pytest.approx(values.mean())
    half = 1.96 * values.std() / 20
    assert interval.low == pytest.approx(values.mean() - half, abs=0.15 * half)
    assert interval.high == pytest.approx(values.mean() + half, abs=0.15 * half)
    assert bootstrap(mean, 400, repeats=50) == bootstrap(mean, 400, repeats=50)
    assert bootstrap(mean, 400, repeats=50, seed=1) != bootstrap(mean, 400, repeats=50)
    assert str(interval).startswith(f"{values.mean():.3f} [")


def test_recordings_of_one_artist_are_less_evidence() -> None:
    rng = np.random.default_rng(2)
    artists = [f"artist {n % 20}" for n in range(400)]
    values: NDArray[np.float64] = np.tile(rng.normal(size=20), 20)

    def mean(rows: Rows) -> float:
        return float(values[rows].mean())

    alone = bootstrap(mean, 400, repeats=300)
    together = bootstrap(mean, 400, groups=artists, repeats=300)
    assert together.high - together.low > 3 * (alone.high - alone.low)
    with pytest.raises(ValueError, match="cannot be drawn"):
        bootstrap(mean, 400, groups=["one"])
    with pytest.raises(ValueError, match="cannot be drawn"):
        bootstrap(mean, 0)


def test_two_systems_are_compared_on_the_same_draws(tables: tuple[Floats, Floats]) -> None:
    truth, scores = tables

    def area(table: Floats, rows: Rows) -> float:
        return decisions.macro(roc_areas(truth[rows], table[rows]))

    noise = np.random.default_rng(5).random(scores.shape).astype(np.float32)
    better = bootstrap_difference(
        lambda rows: area(scores, rows), lambda rows: area(noise, rows), len(truth), repeats=200
    )
    assert better.low > 0.0
    same = bootstrap_difference(
        lambda rows: area(scores, rows), lambda rows: area(scores, rows), len(truth), repeats=20
    )
    assert (same.low, same.high) == (0.0, 0.0)


def test_an_interval_needs_draws_that_can_be_measured() -> None:
    truth = np.asarray([[1.0], [0.0], [0.0]], dtype=np.float32)
    scores = np.asarray([[0.9], [0.2], [0.1]], dtype=np.float32)
    interval = bootstrap(lambda rows: float(roc_areas(truth[rows], scores[rows])[0]), 3, repeats=99)
    assert interval.estimate == 1.0
    assert 40 < interval.draws < 89
    assert np.isnan(interval.low)
    never = bootstrap(lambda _: float("nan"), 3, repeats=9)
    assert np.isnan(never.low)
    assert never.draws == 0
    assert str(bootstrap(lambda _: 0.5, 1, repeats=0)) == "0.500"
