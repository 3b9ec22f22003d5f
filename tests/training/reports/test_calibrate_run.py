"""A run's scores come to mean what they say, and it says so in all its files."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from sklearn.metrics import roc_auc_score

from tagger_app.audio.decode import decode
from tagger_app.core.errors import TaggerError
from tagger_app.core.fields import Category
from training.__main__ import main
from training.datasets.cache import ArrayCache
from training.datasets.recording import DataSet
from training.evaluation.calibrate import calibration, track_scores
from training.evaluation.hear import ModelFile
from training.evaluation.reliability import reliability
from training.models.activations import Kind
from training.runs.calibration import calibrate_run
from training.runs.folder import Run, save_weights
from training.runs.train import train_system

KINDS: list[Kind] = [
    *[(Category.GENRE, "softmax")] * 3,
    (Category.MOOD, "sigmoid"),
    (Category.OTHER, "linear"),
]


def test_softmax_tags_share_a_temperature_and_scales_stay() -> None:
    rng = np.random.default_rng(0)
    odds = rng.normal(0.0, 1.5, (800, 5)).astype(np.float32)
    shares = np.exp(odds[:, :3]) / np.exp(odds[:, :3]).sum(axis=1, keepdims=True)
    truth = np.zeros((800, 5), np.float32)
    classes = [rng.choice(3, p=row / row.sum()) for row in shares.astype(np.float64)]
    truth[np.arange(800), classes] = 1.0
    truth[:, 3] = rng.random(800) < 1 / (1 + np.exp(-odds[:, 3]))
    overconfident = [4.0 * row[None] for row in odds]
    slope, offset = calibration(overconfident, truth, KINDS)
    assert slope[0] == slope[1] == slope[2] == pytest.approx(0.25, rel=0.2)
    assert slope[3] == pytest.approx(0.25, rel=0.3)
    assert (slope[4], offset[4]) == (1.0, 0.0)
    assert not offset[:3].any()
    before = track_scores(overconfident, KINDS)[:, :3]
    after = track_scores([slope * row + offset for row in overconfident], KINDS)[:, :3]
    errors = [reliability(truth[:, :3], said).expected_error() for said in (before, after)]
    assert errors[1] < 0.4 * errors[0]
    np.testing.assert_array_equal(before.argmax(axis=1), after.argmax(axis=1))


def test_a_run_that_is_too_sure_is_calibrated_in_all_its_files(run: Run) -> None:
    _make_too_sure(run)
    before, sure = run.validation(), ModelFile(run.model_path).card
    fitted = calibrate_run(run)
    after = run.validation()
    assert fitted.after.pooled < 0.7 * fitted.before.pooled
    for tag in range(2, 4):
        truth = before.truth[:, tag]
        areas = [roc_auc_score(truth, one.scores[:, tag]) for one in (before, after)]
        assert areas[0] == pytest.approx(areas[1])
    network = run.network()
    embedding = torch.from_numpy(after.embeddings)
    logits = network.output_layer()(embedding).detach().numpy()
    np.testing.assert_allclose(logits, after.logits, atol=1e-3)
    card = ModelFile(run.model_path).card
    assert [tag.name for tag in card.tags] == [tag.name for tag in sure.tags]
    assert [tag.threshold for tag in card.tags] != [tag.threshold for tag in sure.tags]
    again = calibrate_run(run)
    assert again.before.pooled == pytest.approx(fitted.after.pooled, abs=1e-3)


def test_the_command_tells_errors_before_and_after(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    _make_too_sure(run)
    assert main(["--threads", "1", "calibrate", str(run.folder), "--repeats", "20"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0].split(",")[0] for line in told] == ["before", "after", "after"]
    errors = [float(line.split("error ")[1][:5]) for line in told]
    assert errors[1] < errors[0]
    assert "Calibration" in run.report_path.read_text(encoding="utf-8")


def test_recordings_of_one_group_are_calibrated_without_others_to_check(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    _make_too_sure(run)
    heard = run.validation()
    run.save_validation(replace(heard, groups=np.full(len(heard.groups), "one band")))
    assert main(["--threads", "1", "calibrate", str(run.folder), "--repeats", "20"]) == 0
    assert capsys.readouterr().out.splitlines()[2].endswith("all recordings are of one group")


def test_a_calibration_that_was_killed_is_not_applied_twice(
    run: Run, sounds: DataSet, tmp_path: Path
) -> None:
    untouched = run.validation()
    run.validation_path.unlink()  # as it is between new weights and what they say
    with pytest.raises(TaggerError, match="let `train` finish"):
        calibrate_run(run)
    cache = ArrayCache(tmp_path / "cache", 10**8)
    train_system(run.recipe, sounds, run.folder, cache=cache, decode=decode)
    np.testing.assert_allclose(run.validation().scores, untouched.scores, atol=1e-6)


def _make_too_sure(run: Run) -> None:
    """Give the run noisy logits, ten times too large, one chunk a recording."""
    network, rng = run.network(), np.random.default_rng(1)
    layer = network.output_layer()
    before = run.validation()
    width = before.embeddings.shape[1]
    embeddings = rng.standard_normal((len(before.truth), width)).astype(np.float32)
    with torch.no_grad():
        layer.weight.mul_(10.0 / float(layer.weight.norm()))
        logits = layer(torch.from_numpy(embeddings)).numpy()
    save_weights(run.weights_path, network)
    scores = track_scores([row[None] for row in logits], _kinds(run))
    ones = np.ones(len(logits), np.int64)
    run.save_validation(
        replace(before, embeddings=embeddings, logits=logits, scores=scores, chunks=ones)
    )


def _kinds(run: Run) -> list[Kind]:
    return [(c, name) for (c, _), name in zip(run.tags, run.activations, strict=True)]
