"""What may happen to a mel-spectrogram on its way to the student."""

import numpy as np
import torch
from torch import Tensor


def augmented(power: Tensor, rng: np.random.Generator) -> Tensor:
    """Random gain, a smooth random equaliser, and masks as in SpecAugment (Park et al. 2019).

    Args:
        power: mel power [batch, n_mels, frames].
        rng: source of every choice.
    """
    batch, n_mels, frames = power.shape
    gain_db = rng.uniform(-18.0, 6.0, (batch, 1))
    knots = rng.normal(0.0, 2.5, (batch, 6))
    bands = np.linspace(0, 5, n_mels)
    curve = np.stack([np.interp(bands, np.arange(6), row) for row in knots])
    factor = np.power(10.0, (gain_db + curve) / 10.0)
    result = power * torch.from_numpy(factor.astype(np.float32)).unsqueeze(2)
    for row in range(batch):
        if rng.random() < 0.5:
            width = int(rng.integers(1, max(2, n_mels // 10)))
            first = int(rng.integers(0, n_mels - width))
            result[row, first : first + width] = 0.0
        if rng.random() < 0.5:
            width = int(rng.integers(1, max(2, frames // 8)))
            first = int(rng.integers(0, frames - width))
            result[row, :, first : first + width] = 0.0
    return result


def mixed_up(
    power: Tensor, values: Tensor, weights: Tensor, share: float, rng: np.random.Generator
) -> tuple[Tensor, Tensor, Tensor]:
    """Mixup (Zhang et al. 2018) of a share of the batch with other members, in the power domain.

    Args:
        power: [batch, n_mels, frames]. values, weights: [batch, tags].
        share: 0…1. rng: source of every choice.
    """
    batch = len(power)
    chosen = torch.from_numpy(rng.random(batch) < share)
    other = torch.from_numpy(rng.permutation(batch))
    part = torch.from_numpy(rng.uniform(0.0, 0.4, batch).astype(np.float32))
    part = torch.where(chosen, part, torch.zeros(()))
    level = power.mean(dim=(1, 2)).clamp_min(1e-8)
    matched = power[other] * (level / level[other]).view(-1, 1, 1)
    blend = part.view(-1, 1, 1)
    column = part.view(-1, 1)
    return (
        (1.0 - blend) * power + blend * matched,
        (1.0 - column) * values + column * values[other],
        torch.where(chosen.view(-1, 1), torch.minimum(weights, weights[other]), weights),
    )
