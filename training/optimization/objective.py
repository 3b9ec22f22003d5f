"""What the training loop asks of whatever is to be learned."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from torch import Tensor

from training.models.network import Network


class Share(NamedTuple):
    """Which part of every batch a process learns from: rows `rank`, `rank + processes`, …."""

    rank: int = 0
    processes: int = 1


class Loss(NamedTuple):
    """A sum of losses and the sum of their weights, so that the shares of a batch add up."""

    total: Tensor
    weight: Tensor


Objective: TypeAlias = Callable[[Network, int, Share], Loss]
"""(network, number of the step from the start of training, share) → loss on that step's batch.

All that is random in a step follows from the seed and the step's number alone, so that a run that
was killed and resumed equals one that was not.
"""
