"""A run that was killed at any moment ends as if it had not been."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import torch
from torch import Tensor

from tests.training.optimization.worker import RUNS, STEPS, run_in

ROOT = Path(__file__).parents[3]


def start(folder: Path, run: str) -> "subprocess.Popen[str]":
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "tests.training.optimization.worker", str(folder), run]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def finish(folder: Path, run: str) -> tuple[list[str], dict[str, Tensor]]:
    """What a run that is left alone says, and its weights."""
    with start(folder, run) as process:
        assert process.stdout is not None
        said = process.stdout.read().splitlines()
    assert process.returncode == 0
    weights: dict[str, Tensor] = torch.load(folder / "weights-0.pt", weights_only=True)
    return said, weights


def kill_after(folder: Path, run: str, steps: int) -> None:
    with start(folder, run) as process:
        assert process.stdout is not None
        told = 0
        while told < steps:
            told += process.stdout.readline().startswith("step")
        os.kill(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert not (folder / "weights-0.pt").exists()


def test_killed_at_random_moments_it_ends_with_the_same_weights(tmp_path: Path) -> None:
    chance = random.SystemRandom()
    run = "averaged"
    whole: list[str] = []
    expected = run_in(tmp_path / "whole", run, whole.append).state_dict()
    kills = [chance.randrange(2, STEPS * 2) for _ in range(2)]
    for steps in kills:
        kill_after(tmp_path / "killed", run, steps)
    rest, weights = finish(tmp_path / "killed", run)
    heard = [line for line in rest if line.startswith("step")]
    assert 0 < len(heard) < STEPS * RUNS[run].epochs, kills
    assert rest == whole[-len(rest) :], kills
    for name, tensor in expected.items():
        assert torch.equal(weights[name], tensor), (name, kills)
