"""What the command line tells about a data set."""

import json
from pathlib import Path

import pytest

from tests.training.datasets.trees import BUILDERS, put
from training.__main__ import main
from training.datasets.describe import MEASURED, describe
from training.datasets.readers import READERS


def test_counts_balance_splits_and_durations_are_told(
    tmp_path: Path, sound: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    BUILDERS["folders"](tmp_path, sound)
    assert main(["describe", str(tmp_path), "--reader", "folders", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["recordings"], told["groups"]) == (4, 3)
    assert [part["split"] for part in told["parts"]] == ["train", "val", "test"]
    assert told["parts"][0]["hours"] == pytest.approx(2 * 0.2 / 3_600)
    jazz, rock, calm = told["balance"]
    assert (rock["tag"], rock["positives"], rock["negatives"], rock["unknown"]) == ("rock", 2, 1, 1)
    assert rock["by_split"] == {"train": 2}
    assert (jazz["positives"], calm["category"]) == (1, "mood")
    assert told["durations"]["median"] == pytest.approx(0.2)
    assert told["faults"] == {}
    assert main(["describe", str(tmp_path), "--reader", "folders"]) == 0
    text = capsys.readouterr().out
    assert "4 recordings in 3 groups" in text
    assert "no faults" in text


def test_values_have_a_mean_and_partly_known_tags_an_unknown_rest(
    tmp_path: Path, sound: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    BUILDERS["openmic"](tmp_path, sound)
    assert main(["describe", str(tmp_path), "--reader", "openmic", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    clarinet = next(b for b in told["balance"] if b["tag"] == "clarinet")
    assert (clarinet["positives"], clarinet["negatives"], clarinet["unknown"]) == (0, 1, 2)
    assert clarinet["mean_value"] == pytest.approx(0.17105)
    assert told["artists_in_two_splits"] == 1
    assert main(["describe", str(tmp_path), "--reader", "openmic"]) == 0
    assert "1 artist in more than one split" in capsys.readouterr().out


def test_faults_are_counted_and_some_are_named(
    tmp_path: Path, sound: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    BUILDERS["tinysol"](tmp_path, sound)
    put(tmp_path / "TinySOL/Brass", sound, *(f"more{n}.wav" for n in range(3)))
    (tmp_path / "TinySOL/Brass/Bass_Tuba/ordinario/BTb-ord-F#0-pp-N-N.wav").write_bytes(b"noise")
    arguments = ["describe", str(tmp_path), "--reader", "tinysol", "--check", "--faults", "1"]
    assert main(arguments) == 0
    text = capsys.readouterr().out
    assert "4 faults:" in text
    assert "audio that cannot be opened: 1" in text
    assert "F#0-pp-N-N.wav (This is no audio format" in text
    assert "file without a row: 3" in text
    assert "more0.wav" in text
    assert "and 2 more" in text


def test_only_some_files_are_opened_unless_asked(tmp_path: Path, sound: bytes) -> None:
    put(tmp_path / "rock", sound, *(f"{n}.wav" for n in range(MEASURED + 30)))
    data = READERS["folders"].read(tmp_path)
    durations = describe(data).durations
    assert durations is not None
    assert (durations.known, durations.unknown) == (MEASURED, 30)
    checked = describe(data, check=True).durations
    assert checked is not None
    assert (checked.known, checked.unknown) == (MEASURED + 30, 0)


def test_without_data_the_layout_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["describe", "--reader", "nsynth"]) == 0
    assert "nsynth-train" in capsys.readouterr().out
    assert main(["describe", str(tmp_path / "no"), "--reader", "nsynth"]) == 1
    assert "is not there" in capsys.readouterr().err
    assert main(["describe", str(tmp_path), "--reader", "nsynth"]) == 1
    assert "no part of NSynth is here" in capsys.readouterr().err
