"""Losses."""

from torch import Tensor
from torch.nn import functional


def masked_bce(logits: Tensor, values: Tensor, weights: Tensor) -> Tensor:
    """Binary cross-entropy to soft targets, the mean over what is known.

    All [batch, tags]; weights 0 mask, values 0…1.
    """
    loss = functional.binary_cross_entropy_with_logits(logits, values, reduction="none")
    return (loss * weights).sum() / weights.sum().clamp_min(1.0)
