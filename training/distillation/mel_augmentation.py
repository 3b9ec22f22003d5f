"""What may happen to a mel-spectrogram on its way to the student."""

import numpy as np
import torch
from torch import Tensor

from training.augmentation.mixup import mixed
from training.augmentation.spectrogram import KNOTS, equalised, masked
from training.datasets.batch import Batch

WIDEST_BAND, LONGEST_STRETCH = 0.1, 0.125


def augmented(power: Tensor, rng: np.random.Generator) -> Tensor:
    """Random gain, a smooth random equaliser, and masks.

    Args:
        power: mel power [batch, n_mels, frames].
        rng: source of every choice.
    """
    gains_db = rng.uniform(-18.0, 6.0, (len(power), 1))
    result = equalised(power, gains_db + rng.normal(0.0, 2.5, (len(power), KNOTS)))
    return torch.stack(
        [
            masked(
                row,
                WIDEST_BAND if rng.random() < 0.5 else 0.0,
                LONGEST_STRETCH if rng.random() < 0.5 else 0.0,
                rng,
            )
            for row in result
        ]
    )


def mixed_up(
    power: Tensor, values: Tensor, weights: Tensor, share: float, rng: np.random.Generator
) -> tuple[Tensor, Tensor, Tensor]:
    """A share of the batch mixed with other members, in the power domain.

    Args:
        power: [batch, n_mels, frames]. values, weights: [batch, tags].
        share: 0…1. rng: source of every choice.
    """
    chosen = rng.random(len(power)) < share
    parts = np.where(chosen, rng.uniform(0.0, 0.4, len(power)), np.nan)
    return mixed(Batch(power, values, weights), parts, rng, waveform=False)
