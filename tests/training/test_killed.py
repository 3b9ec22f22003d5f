"""A run killed in the middle of learning ends with the weights of one that was left alone."""

import csv
import logging
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from tests.samples import write_piece
from training.__main__ import main

ROOT = Path(__file__).parents[2]


@pytest.fixture
def music(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.csv"
    with path.open("w", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["path", "labels_genre", "split", "group"])
        for number, genre in enumerate(("Folk", "Electronic") * 2):
            write_piece(tmp_path / f"{number}.flac", number, 0.6)
            rows.writerow([f"{number}.flac", genre, "val" if number > 1 else "train", number])
    return path


def command(music: Path, run: Path) -> list[str]:
    run.mkdir(exist_ok=True)
    (run / "report.html").touch()  # a page that is there is not written again
    own = ["--recipe", "frames_1024", "--data", str(music), "--cache", str(music.parent / "cache")]
    steps = ["--epochs", "4", "--steps", "3", "--batch", "2", "--checkpoint-seconds", "1e-9"]
    more = ["--exclusive", "genre", "--augment", "white_noise", "--device", "cpu", "--seed", "3"]
    return ["--threads", "1", "train", *own, *steps, *more, "-o", str(run)]


@pytest.mark.usefixtures("small_batches")
def test_killed_while_it_learns_and_started_again(
    music: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    assert main(command(music, whole)) == 0
    with subprocess.Popen(
        [sys.executable, "-m", "training", *command(music, killed)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        assert any("epoch 1:" in line for line in process.stderr)
        process.kill()
    assert process.returncode
    assert (killed / "checkpoint.pt").is_file()
    assert not (killed / "weights.safetensors").exists()
    with caplog.at_level(logging.INFO):
        assert main(command(music, killed)) == 0
    assert "going on after step" in caplog.text
    expected, found = (load_file(run / "weights.safetensors") for run in (whole, killed))
    assert expected.keys() == found.keys()
    assert all(torch.equal(expected[name], found[name]) for name in expected)
