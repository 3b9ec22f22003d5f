"""What a network learns from in one step."""

from typing import NamedTuple

from torch import Tensor


class Batch(NamedTuple):
    """Chunks and what is right about them.

    waveform: [batch, samples], mono, −1…1. values: [batch, tags], 0…1, or a position on a scale.
    weights: [batch, tags], 0 where nothing is known.
    """

    waveform: Tensor
    values: Tensor
    weights: Tensor
