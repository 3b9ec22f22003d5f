"""How figures change when the sound does."""

import json
from pathlib import Path

import numpy as np
import pytest

from tagger_app.audio.decode import decode
from tagger_app.audio.encode import write_audio
from tagger_app.core.fields import Category
from tagger_app.core.vocabulary import Vocabulary
from tests.samples import tone
from tests.tiny_model import FREQUENCIES, SAMPLE_RATE
from training.__main__ import main
from training.datasets.recording import DataSet, Recording
from training.evaluation.hear import ModelFile
from training.evaluation.robustness import CONDITIONS, Condition, robustness

FOLK, AMBIENT = (Category.GENRE, "Folk"), (Category.GENRE, "Ambient")


@pytest.fixture(scope="module")
def tones(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder per genre with four tones, which the tiny model tells apart by their pitch."""
    folder = tmp_path_factory.mktemp("tones")
    for genre, frequency in (("folk", FREQUENCIES[0]), ("ambient", FREQUENCIES[1])):
        (folder / genre).mkdir()
        for number in range(4):
            detuned = frequency * (1 + 0.004 * (number - 2))
            waveform = tone(1.2, SAMPLE_RATE, frequency=detuned, channels=1)
            write_audio(folder / genre / f"{number}.flac", waveform, SAMPLE_RATE)
    return folder


def data_set(folder: Path) -> DataSet:
    recordings = [
        Recording(
            path,
            group=str(path),
            labels={Category.GENRE: {path.parent.name.title()}},
            asked={Category.GENRE: {"Folk", "Ambient"}},
        )
        for path in sorted(folder.rglob("*.flac"))
    ]
    return DataSet("tones", recordings, [FOLK, AMBIENT])


def test_a_condition_that_matters_shows_and_one_that_does_not_changes_nothing(
    tones: Path, tiny_model: Path
) -> None:
    conditions = [
        Condition("gain", "none", lambda waveform, _: waveform),
        Condition("sign", "swap", lambda waveform, _: np.zeros_like(waveform)),
    ]
    model, vocabulary = ModelFile(tiny_model, 1), Vocabulary({})
    told, failures = robustness(model, data_set(tones), vocabulary, decode, conditions, repeats=50)
    assert not failures
    clean, same, silent = told.rows
    assert (told.recordings, told.tags) == (8, 2)
    assert clean.roc_auc.estimate == pytest.approx(1.0)
    assert (same.roc_auc_change.estimate, same.pr_auc_change.estimate) == (0.0, 0.0)
    assert (same.roc_auc_change.low, same.roc_auc_change.high) == (0.0, 0.0)
    # Everything sounds the same: the model can but guess.
    assert silent.roc_auc.estimate == pytest.approx(0.5)
    assert silent.roc_auc_change.estimate == pytest.approx(-0.5)
    assert silent.pr_auc_change.high < 0.0
    assert "| sign | swap | 0.500 [0.500, 0.500] | -0.500" in told.as_markdown()


def test_the_conditions_alter_music_and_leave_silence_alone() -> None:
    music = tone(1.0, SAMPLE_RATE, channels=1)[0]
    music[SAMPLE_RATE // 2 :] *= np.float32(0.1)
    for condition in CONDITIONS:
        altered = condition.alter(music, SAMPLE_RATE)
        assert np.isfinite(altered).all()
        assert altered.dtype == np.float32
        assert len(altered) != len(music) or np.abs(altered - music).max() > 1e-3
        assert np.array_equal(altered, condition.alter(music, SAMPLE_RATE))
        assert not condition.alter(np.zeros_like(music), SAMPLE_RATE).any()


def test_evaluate_tells_robustness(
    tones: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["evaluate", "--model", str(tiny_model), "--data", str(tones), "--robustness"]
    arguments += ["--reader", "folders", "--repeats", "10", "--json"]
    assert main(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["recordings"] == 8
    rows = {(row["kind"], row["amount"]): row for row in told["rows"]}
    assert len(rows) == 1 + len(CONDITIONS)
    assert rows["as it is", ""]["roc_auc"]["estimate"] == pytest.approx(1.0)
    assert rows["pitch shift", "+1 semitones"]["roc_auc_change"]["low"] is not None
