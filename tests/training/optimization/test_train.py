"""A run that was killed goes on as if it had not been."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from training.configuration import Optimization
from training.models.mel_resnet import MelResNet
from training.models.network import MelNetwork
from training.optimization.train import fit, schedule

OPTIONS = Optimization(epochs=3, steps=3, batch=4, average_decay=0.5, bfloat16=False)


def draw(size: int, rng: np.random.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Loud in the low bands means the first tag, in the high bands the second."""
    values = rng.integers(0, 2, (size, 2)).astype(np.float32)
    power = rng.random((size, 128, 60)).astype(np.float32)
    power[:, :64] *= 1.0 + 100.0 * values[:, :1, None]
    power[:, 64:] *= 1.0 + 100.0 * values[:, 1:, None]
    return torch.from_numpy(power), torch.from_numpy(values), torch.ones(size, 2)


def student() -> MelNetwork:
    torch.manual_seed(5)
    return MelResNet(2, width=8)


class KilledError(Exception):
    """Stands for the end of the process."""


def test_a_resumed_run_equals_one_in_one_go(tmp_path: Path) -> None:
    whole = fit(student(), draw, OPTIONS, seed=9)

    def kill(epoch: int, _: MelNetwork) -> None:
        if epoch == 1:
            raise KilledError

    checkpoint = tmp_path / "run.checkpoint"
    with pytest.raises(KilledError):
        fit(student(), draw, OPTIONS, seed=9, checkpoint_path=checkpoint, after_epoch=kill)
    resumed = fit(student(), draw, OPTIONS, seed=9, checkpoint_path=checkpoint)
    for name, tensor in whole.state_dict().items():
        torch.testing.assert_close(resumed.state_dict()[name], tensor, rtol=1e-4, atol=1e-5)


def test_the_learning_rate_rises_then_falls_to_nothing() -> None:
    factors = [schedule(done, 0.1) for done in np.linspace(0, 1, 101)]
    assert max(factors) == pytest.approx(1.0)
    assert factors.index(max(factors)) == 10
    assert factors[-1] == pytest.approx(0.0, abs=1e-9)
