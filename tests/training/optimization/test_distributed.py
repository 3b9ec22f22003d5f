"""Two processes that share every batch learn what one does."""

import subprocess
import sys
from pathlib import Path

import torch

from tests.training.optimization.bands import objective
from tests.training.optimization.test_interrupted import ROOT
from tests.training.optimization.worker import RUNS, STEPS, network, validation_loss
from training.optimization.train import Epoch, fit


def test_two_processes_have_the_loss_of_one(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone"]
    command += ["--nproc_per_node", "2", "-m", "tests.training.optimization.worker"]
    result = subprocess.run(
        [*command, str(tmp_path), "steady"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    epochs: list[Epoch] = []
    alone = fit(
        network(dropout=0.0),
        objective,
        RUNS["steady"],
        seed=9,
        steps_per_epoch=STEPS,
        validate=validation_loss,
        after_epoch=epochs.append,
    )
    told = [
        [float(x) for x in line.split()[1:]]
        for line in result.stdout.splitlines()
        if line.startswith("epoch")
    ]
    expected = [[epoch.train_loss, epoch.validation_loss] for epoch in epochs]
    assert len(told) == RUNS["steady"].epochs
    torch.testing.assert_close(torch.tensor(told), torch.tensor(expected), rtol=0, atol=1e-5)
    first, second = (
        torch.load(tmp_path / f"weights-{rank}.pt", weights_only=True) for rank in (0, 1)
    )
    for name, tensor in alone.state_dict().items():
        assert torch.equal(first[name], second[name]), name
        torch.testing.assert_close(first[name], tensor, rtol=1e-4, atol=1e-5)
