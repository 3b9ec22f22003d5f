"""The command line of training, on real files."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.samples import write_piece
from training.__main__ import main
from training.augmentation.names import augmentations


def test_what_is_missing_is_named(
    tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["evaluate", "--data", str(tmp_path / "no.csv"), "--model"]
    assert main([*arguments, str(tmp_path / "no.onnx")]) == 1
    assert "no.onnx" in capsys.readouterr().err
    assert main([*arguments, str(tiny_model)]) == 1
    assert "no.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"--recipe": "polka"}, "no recipe 'polka'"),
        ({"--data": "nowhere.csv"}, "nowhere.csv is not there"),
        ({"--shares": "nowhere.csv"}, "shares of listeners cannot be read"),
        ({"--tags": "Polka"}, "no tag Polka"),
        ({"--augment": "echo"}, "no augmentation 'echo'"),
        ({"--cache": "music.csv/cache"}, "the cache cannot be used"),
        ({"--output": "music.csv/run", "--cache": "cache"}, "cannot be written"),
    ],
)
def test_what_cannot_be_trained_is_told(
    changed: dict[str, str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(4):
        write_piece(tmp_path / f"{number}.flac", number, 1.0)
    rows = [f"{number}.flac,{genre}" for number, genre in enumerate(["Folk", "Ambient"] * 2)]
    Path("music.csv").write_text("\n".join(["path,labels_genre", *rows]) + "\n")
    options = {"--recipe": "frames_1024", "--data": "music.csv", "--output": "run"}
    options |= {"--exclusive": "genre", **changed}
    arguments = [part for pair in options.items() for part in pair]
    assert main(["--threads", "1", "train", *arguments]) == 1
    assert told in capsys.readouterr().err
    assert not Path("run").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--threads", "0", "recipes"],
        ["train", "--recipe", "fcn", "--data", "x", "-o", "run", "--seed", "-1"],
        ["evaluate", "--model", "x", "--data", "x", "--chunks", "0"],
        ["benchmark", "--data", "x", "-o", "x", "--folds", "0"],
        ["benchmark", "--data", "x", "-o", "x", "--chunks", "0"],
        ["benchmark", "--data", "x", "-o", "x", "--jobs", "-1"],
        ["benchmark", "--data", "x", "-o", "x", "--seed", "-1"],
        ["evaluate", "--model", "x", "--data", "x", "--repeats", "-5"],
    ],
)
def test_impossible_numbers_are_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "is not a number from" in capsys.readouterr().err


def test_time_for_a_benchmark_is_more_than_none(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["benchmark", "--data", "x", "-o", "x", "--minutes-per-system", "0"]
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "0 is not a number above 0" in capsys.readouterr().err


def test_how_augmentations_are_written_is_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["train", "--help"])
    text = capsys.readouterr().out
    assert "NAME[:POLICY][:LOW..HIGH][:NN%]" in text
    example = text.partition("--augment pitch_shift")[2].split()[0]
    assert len(augmentations(f"pitch_shift{example}".split(","))) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send to one process")
def test_a_person_may_stop_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "never")  # a vocabulary that nobody writes
    arguments = ["--vocabulary", str(tmp_path / "never"), "train", "--recipe", "fcn"]
    (tmp_path / "music.csv").write_text("path,labels_genre\n0.flac,Folk\n")
    write_piece(tmp_path / "0.flac", 0, 1.0)
    arguments += ["--data", str(tmp_path / "music.csv"), "-o", str(tmp_path / "run")]
    with (
        subprocess.Popen(
            [sys.executable, "-m", "training", *arguments], stderr=subprocess.PIPE, text=True
        ) as process,
        (tmp_path / "never").open("w"),
    ):  # opens once the other side reads
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in told
    assert "Stopped" in told
