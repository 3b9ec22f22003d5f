"""A run that was killed goes on as if it had not been."""

import math
from dataclasses import replace

import torch

from tests.training.optimization.bands import BandCNN, objective
from training.configuration import OptimizerOptions, Training
from training.models.network import Network
from training.optimization.objective import Share
from training.optimization.train import Epoch, fit

OPTIONS = Training(epochs=3, batch=8, optimizer=OptimizerOptions("adam", 1e-2))


def network(seed: int = 5) -> BandCNN:
    torch.manual_seed(seed)
    return BandCNN()


def loss_on_others(judging: Network) -> float:
    """On a batch that is not trained with; differs from one process to one network only."""
    with torch.no_grad():
        return float(objective(judging, 1_000_000, Share()).mean())


def assert_equal_weights(one: Network, other: Network) -> None:
    weights = other.state_dict()
    for name, tensor in one.state_dict().items():
        assert torch.equal(tensor, weights[name]), name


def test_learns_what_is_to_be_learned() -> None:
    before = loss_on_others(network().eval())
    epochs: list[Epoch] = []
    learned = fit(
        network(),
        objective,
        replace(OPTIONS, epochs=6),
        seed=1,
        steps_per_epoch=8,
        validate=loss_on_others,
        after_epoch=epochs.append,
    )
    assert not learned.training
    best = min(epoch.validation_loss or math.inf for epoch in epochs)
    assert loss_on_others(learned) == best < 0.5 * before
    assert [(epoch.number, epoch.step) for epoch in epochs[:3]] == [(1, 8), (2, 16), (3, 24)]
    assert epochs[-1].train_loss < epochs[0].train_loss
