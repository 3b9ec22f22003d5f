"""What the training loop asks of whatever is to be learned."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
import torch
from torch import Tensor

from training.datasets.batch import Batch
from training.models.network import Network


class Share(NamedTuple):
    """Which part of every batch a process learns from: rows `rank`, `rank + processes`, …."""

    rank: int = 0
    processes: int = 1

    @property
    def rows(self) -> slice:
        """Of a batch."""
        return slice(self.rank, None, self.processes)


class Loss(NamedTuple):
    """A sum of losses and the sum of their weights, so that the shares of a batch add up."""

    total: Tensor
    weight: Tensor

    def mean(self) -> Tensor:
        """The mean over what is known; 0 where nothing is."""
        return self.total / torch.where(self.weight > 0, self.weight, 1.0)


Objective: TypeAlias = Callable[[Network, int, Share], Loss]
"""(network, number of the step from the start of training, share) → loss on that step's batch.

All that is random in a step follows from the seed and the step's number alone, so that a run that
was killed and resumed equals one that was not. What torch draws (dropout) is seeded by the loop.
Tensors go to the network's device, see `device_of`.
"""


def rng_of_step(seed: int, step: int) -> np.random.Generator:
    """The source of all that is random in the batch of a step."""
    return np.random.default_rng([seed, step])


def device_of(network: Network) -> torch.device:
    """The device that a network is on."""
    return next(network.parameters()).device


def heard_in_full_precision(network: Network, waveform: Tensor) -> Tensor:
    """What the front end makes of a waveform [batch, samples], never in half precision.

    The power of a loud chunk is beyond what float16 can hold, and bfloat16 has 8 bits of it.
    """
    with torch.autocast(waveform.device.type, enabled=False):
        return network.listen(waveform.float())


def hearing(
    draw: Callable[[int, Share], Batch],
    loss: Callable[[Tensor, Tensor, Tensor], Loss],
    alter: Sequence[Callable[[Batch, int], Batch]] = (),
) -> Objective:
    """The objective of a network that learns from chunks of recordings.

    Args:
        draw: (step, share) → the share's rows of the step's batch.
        loss: (logits, values, weights), all [batch, tags] → loss; see
            `training.optimization.losses.loss_of`.
        alter: (batch, step) → batch, each in turn; its `waveform` is what the front end gave.
    """

    def objective(network: Network, step: int, share: Share) -> Loss:
        batch = Batch(*(part.to(device_of(network)) for part in draw(step, share)))
        batch = batch._replace(waveform=heard_in_full_precision(network, batch.waveform))
        for change in alter:
            batch = change(batch, step)
        return loss(network.judge(batch.waveform).logits, batch.values, batch.weights)

    return objective
