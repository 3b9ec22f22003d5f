"""Optimizers and first weights."""

import math

import pytest
import torch
from torch import nn

from tagger_app.core.errors import TaggerError
from tests.training.optimization.bands import BandCNN
from training.configuration import OptimizerOptions
from training.optimization.initialisation import initialise
from training.optimization.optimizers import OPTIMIZERS, optimizer_of

RATE = 0.1


def after_two_steps(name: str, gradient: float = 2.0) -> list[float]:
    """A parameter that starts at 1, after each of two steps with a constant gradient."""
    layer = nn.Linear(1, 1, bias=False)
    nn.init.ones_(layer.weight)
    optimizer = optimizer_of(layer, OptimizerOptions(name, RATE, momentum=0.5))
    found = []
    for _ in range(2):
        layer.weight.grad = torch.full_like(layer.weight, gradient)
        optimizer.step()
        found.append(float(layer.weight.detach()))
    return found


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("sgd", 0.2, 0.2),
        ("momentum", 0.2, 0.3),  # the step before counts by half
        ("nesterov", 0.3, 0.35),  # looks ahead by the momentum
        ("rmsprop", RATE / math.sqrt(0.01), RATE / math.sqrt(0.01 + 0.99 * 0.01)),
        ("adagrad", RATE, RATE / math.sqrt(2.0)),
        ("adam", RATE, RATE),
        ("adamw", RATE, RATE),
    ],
)
def test_steps_as_published(name: str, first: float, second: float) -> None:
    one, two = after_two_steps(name)
    assert one == pytest.approx(1.0 - first, abs=1e-5)
    assert two == pytest.approx(one - second, abs=1e-5)


@pytest.mark.parametrize("name", sorted(OPTIMIZERS))
def test_weight_decay_shrinks_weights(name: str) -> None:
    network = BandCNN()
    nn.init.constant_(network.dense.weight, 5.0)
    nn.init.constant_(network.dense.bias, 5.0)
    before = {n: p.detach().clone() for n, p in network.named_parameters()}
    optimizer = optimizer_of(network, OptimizerOptions(name, RATE, weight_decay=0.1))
    for parameter in network.parameters():
        parameter.grad = torch.zeros_like(parameter)
    optimizer.step()
    spares = name == "adamw"
    for wanted, smaller in {"dense.weight": True, "dense.bias": not spares}.items():
        after = network.get_parameter(wanted).detach().norm()
        assert (after < before[wanted].norm()) == smaller, wanted
    assert torch.equal(network.norm.weight.detach(), before["norm.weight"]) == spares


def test_what_is_frozen_stays() -> None:
    network = BandCNN().requires_grad_(False)
    network.output.requires_grad_(True)
    optimizer = optimizer_of(network, OptimizerOptions("sgd"))
    assert sum(len(group["params"]) for group in optimizer.param_groups) == 2
    with pytest.raises(TaggerError, match="frozen"):
        optimizer_of(network.requires_grad_(False), OptimizerOptions("sgd"))


def test_unknown_names_are_refused_with_the_known_ones() -> None:
    with pytest.raises(TaggerError, match=r"'lion'.*adamw"):
        optimizer_of(BandCNN(), OptimizerOptions("lion"))
    with pytest.raises(TaggerError, match=r"'zeros'.*default, xavier, he"):
        initialise(BandCNN(), "zeros")


def test_first_weights_have_the_published_spread() -> None:
    torch.manual_seed(0)
    layers = nn.Sequential(nn.Conv1d(40, 80, 5), nn.BatchNorm1d(80), nn.Linear(80, 200))
    convolution, linear = layers[0], layers[2]
    assert isinstance(convolution, nn.Conv1d)
    assert isinstance(linear, nn.Linear)
    linear.weight.requires_grad_(False)
    frozen = linear.weight.clone()
    initialise(layers, "he")
    assert float(convolution.weight.detach().std()) == pytest.approx(math.sqrt(2 / 200), rel=0.05)
    assert convolution.bias is not None
    assert not convolution.bias.detach().any()
    assert torch.equal(linear.weight, frozen)
    initialise(layers, "xavier")
    bound = math.sqrt(6 / (200 + 400))
    weights = convolution.weight.detach()
    assert float(weights.abs().max()) == pytest.approx(bound, rel=0.01)
    assert float(weights.std()) == pytest.approx(bound / math.sqrt(3), rel=0.05)
    kept = weights.clone()
    initialise(layers, "default")
    assert torch.equal(convolution.weight.detach(), kept)
