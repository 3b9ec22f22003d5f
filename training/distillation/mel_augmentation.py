"""What may happen to a mel-spectrogram on its way to the student."""

import numpy as np
import torch
from torch import Tensor

from training.augmentation.spectrogram import KNOTS, equalised, masked

WIDEST_BAND, LONGEST_STRETCH, MASKED = 0.1, 0.125, 0.25
GAINS_DB = (-4.0, 2.0)
"""Little: the teachers heard the clip as loud as it was, and loudness matters to them."""


def augmented(power: Tensor, rng: np.random.Generator) -> Tensor:
    """Random gain, a smooth random equaliser, and masks.

    Args:
        power: mel power [batch, n_mels, frames].
        rng: source of every choice.
    """
    gains_db = rng.uniform(*GAINS_DB, (len(power), 1))
    result = equalised(power, gains_db + rng.normal(0.0, 2.5, (len(power), KNOTS)))
    return torch.stack(
        [
            masked(
                row,
                WIDEST_BAND if rng.random() < MASKED else 0.0,
                LONGEST_STRETCH if rng.random() < MASKED else 0.0,
                rng,
            )
            for row in result
        ]
    )
