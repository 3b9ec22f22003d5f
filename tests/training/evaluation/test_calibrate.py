"""Scores mean something, and thresholds follow from evidence."""

import numpy as np
import pytest
import torch

from training.evaluation import calibrate, metrics
from training.evaluation.reliability import reliability
from training.evaluation.views import pr_areas, roc_areas
from training.models.mel_resnet import MelResNet


def test_calibration_corrects_overconfident_scores() -> None:
    rng = np.random.default_rng(1)
    odds = rng.normal(-1.0, 1.5, (600, 1)).astype(np.float32)
    truth = (rng.random((600, 1)) < 1 / (1 + np.exp(-odds))).astype(np.float32)
    overconfident = [3.0 * one[None] + 1.0 for one in odds]
    slope, offset = calibrate.platt(overconfident, truth, np.ones_like(truth))
    before = 1 / (1 + np.exp(-np.concatenate(overconfident)[:, 0]))
    after = 1 / (1 + np.exp(-(slope * np.concatenate(overconfident) + offset)[:, 0]))
    errors = [reliability(truth[:, 0], said).expected_error() for said in (before, after)]
    assert errors[1] < 0.5 * errors[0]


def test_what_is_unknown_does_not_move_the_calibration() -> None:
    logits = [np.asarray([[0.5]], dtype=np.float32)] * 20
    truth, unknown = np.zeros((20, 1), np.float32), np.zeros((20, 1), np.float32)
    slope, offset = calibrate.platt(logits, truth, unknown)
    np.testing.assert_allclose([slope[0], offset[0]], [1.0, 0.0], atol=1e-3)


def test_calibration_and_choice_of_tags_are_folded_into_the_network() -> None:
    network = MelResNet(3, width=8).eval()
    embedding = torch.randn(4, network.embedding_width)
    plain = network.classify(embedding).detach()
    slope = np.asarray([1.0, 2.0, 0.5], dtype=np.float32)
    offset = np.asarray([0.0, -1.0, 1.0], dtype=np.float32)
    calibrate.fold(network, slope, offset)
    calibrate.keep_outputs(network, [1, 2])
    expected = plain * torch.from_numpy(slope) + torch.from_numpy(offset)
    torch.testing.assert_close(network.classify(embedding).detach(), expected[:, 1:])


def test_thresholds_separate_what_can_be_separated() -> None:
    truth = np.repeat([1.0, 0.0], 50).astype(np.float32)
    scores = np.concatenate([np.linspace(0.5, 0.9, 50), np.linspace(0.0, 0.4, 50)])
    balanced, careful = calibrate.thresholds(
        truth, scores.astype(np.float32), np.zeros(0, np.float32), least_positives=4
    )
    assert 0.4 < balanced < 0.5
    assert careful == balanced


def test_a_tag_without_evidence_is_never_suggested() -> None:
    truth = np.asarray([1, 0, 0, 0], dtype=np.float32)
    scores = np.asarray([0.9, 0.1, 0.1, 0.1], dtype=np.float32)
    nothing = np.zeros(0, np.float32)
    assert calibrate.thresholds(truth, scores, nothing, 4) == (calibrate.NEVER, calibrate.NEVER)


def test_sounds_that_are_no_music_stay_below_the_threshold() -> None:
    truth = np.repeat([1.0, 0.0], 10).astype(np.float32)
    scores = np.linspace(1.0, 0.0, 20).astype(np.float32)
    nothing = np.full(50, 0.7, dtype=np.float32)
    assert calibrate.thresholds(truth, scores, nothing, 4)[0] > 0.7


def test_areas_are_those_of_a_worked_example() -> None:
    truth = np.asarray([0, 0, 1, 1], dtype=np.float32)
    scores = np.asarray([0.1, 0.4, 0.35, 0.8], dtype=np.float32)
    assert roc_areas(truth[:, None], scores[:, None]) == pytest.approx(0.75)
    assert pr_areas(truth[:, None], scores[:, None]) == pytest.approx(0.8333, abs=1e-4)
    assert np.isnan(roc_areas(np.ones((4, 1), np.float32), scores[:, None])).all()
    assert metrics.spearman(truth, truth * 3) == pytest.approx(1.0)
    assert metrics.threshold_for_precision(truth, scores, 0.9) == pytest.approx(0.6)
