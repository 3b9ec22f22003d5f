"""Restricted Boltzmann machines, trained by contrastive divergence."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from tagger_app.core.errors import TaggerError

FIRST_EPOCHS = 1
"""Epochs before the momentum rises from its first to its last value."""
FIRST_MOMENTUM = 0.5
MEMORY = 0.9
"""Of the running mean of how often a unit is on."""
HOPELESS = 10.0
"""An error of so many mean squares of the frames is that of a machine that diverges."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MachineOptions:
    """How a machine learns; the defaults follow Hinton 2010, "A practical guide".

    `sparsity`: share of the frames in which a hidden unit should be on, 0 for whatever comes of
    itself; `sparsity_cost`: how fast the units' biases are pulled there (Lee et al. 2008, "Sparse
    deep belief net model for visual area V2").
    """

    learning_rate: float = 0.01
    batch: int = 100
    momentum: float = 0.9
    weight_decay: float = 2e-4
    sparsity: float = 0.0
    sparsity_cost: float = 0.1

    @classmethod
    def of(cls, options: Mapping[str, Any], **defaults: float) -> "MachineOptions":
        """The options of a recipe.

        Raises:
            TaggerError: one of them is not known.
        """
        try:
            return cls(**{**defaults, **options})
        except TypeError:
            known = ", ".join(cls.__slots__)
            raise TaggerError(
                f"A Boltzmann machine has the options {known}; the recipe names"
                f" {', '.join(options)}."
            ) from None


class Machine(NamedTuple):
    """weight [hidden, visible], bias [hidden]; errors: of reconstruction, by epoch.

    The error is the mean square over frames and visible units, before each batch is learned.
    """

    weight: Tensor
    bias: Tensor
    errors: tuple[float, ...]


def train_machine(
    frames: Tensor,
    hidden: int,
    epochs: int,
    options: MachineOptions,
    rng: np.random.Generator,
    *,
    gaussian: bool,
) -> Machine:
    """Learn a machine of binary hidden units by one step of contrastive divergence (Hinton 2002).

    Args:
        frames: [frames, visible]; mean 0 and variance 1 if gaussian, else 0…1.
        hidden: number of hidden units.
        epochs: passes over the frames.
        options: how it learns.
        rng: the only source of chance.
        gaussian: visible units are normal with variance 1, else binary.

    Raises:
        TaggerError: it diverges.
    """
    chance = torch.Generator().manual_seed(int(rng.integers(2**63)))
    weight = 0.01 * torch.randn(hidden, frames.shape[1], generator=chance)
    start = options.sparsity or 0.5
    bias = torch.full((hidden,), float(np.log(start / (1.0 - start))))
    visible_bias = torch.zeros(frames.shape[1])
    if not gaussian:
        mean = frames.mean(dim=0).clamp(0.01, 0.99)
        visible_bias = torch.log(mean / (1.0 - mean))
    steps = [torch.zeros_like(tensor) for tensor in (weight, bias, visible_bias)]
    on = torch.full((hidden,), start)
    errors = []
    for epoch in range(epochs):
        momentum = FIRST_MOMENTUM if epoch < FIRST_EPOCHS else options.momentum
        total = 0.0
        order = torch.randperm(len(frames), generator=chance)
        for rows in torch.split(order, options.batch):
            data = frames[rows]
            active = torch.sigmoid(functional.linear(data, weight, bias))
            sample = (torch.rand(active.shape, generator=chance) < active).float()
            dreamt = sample @ weight + visible_bias
            dreamt = dreamt if gaussian else torch.sigmoid(dreamt)
            echo = torch.sigmoid(functional.linear(dreamt, weight, bias))
            total += float((data - dreamt).square().sum())
            gradients = (
                (active.t() @ data - echo.t() @ dreamt) / len(data) - options.weight_decay * weight,
                (active - echo).mean(dim=0),
                (data - dreamt).mean(dim=0),
            )
            for tensor, step, gradient in zip(
                (weight, bias, visible_bias), steps, gradients, strict=True
            ):
                step.mul_(momentum).add_(gradient, alpha=options.learning_rate)
                tensor.add_(step)
            on.mul_(MEMORY).add_(active.mean(dim=0), alpha=1.0 - MEMORY)
            if options.sparsity:
                bias.add_(options.sparsity - on, alpha=options.sparsity_cost)
        errors.append(total / frames.numel())
        logger.info(
            "Boltzmann machine, epoch %d of %d: reconstruction error %.3f, units on %.3f",
            epoch + 1,
            epochs,
            errors[-1],
            float(on.mean()),
        )
    if errors and not errors[-1] < HOPELESS * float(frames.square().mean()):
        raise TaggerError("The Boltzmann machine diverged; set a lower learning_rate.")
    return Machine(weight, bias, tuple(errors))
