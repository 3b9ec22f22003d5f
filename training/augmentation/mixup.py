"""Mixup (Zhang et al. 2018): rows that are partly another row, and so are their labels."""

import numpy as np
import torch
from torch import Tensor

from training.augmentation.augmentation import Amounts
from training.datasets.batch import Batch

FAINTEST = 1e-8
"""Mean power below which a row is silent; a mixture with silence would be labelled wrongly."""


def mixed(
    batch: Batch, parts: Amounts, rng: np.random.Generator, *, waveform: bool = True
) -> Batch:
    """Rows mixed with others of the batch, which are brought to the same level before.

    Args:
        batch: waveforms [batch, samples], or mel power [batch, n_mels, frames].
        parts: [batch], how much of the other goes into each row; NaN where it stays as it is.
        rng: chooses the others.
        waveform: whether the batch holds waveforms, whose power is that of their squares.

    Returns:
        Values mixed in the same proportion; a tag unknown in either is as unknown in the mixture.
    """
    rows = len(parts)
    if rows < 2:
        return batch
    sound = batch.waveform
    other = (np.arange(rows) + rng.integers(1, rows)) % rows
    power = (sound.square() if waveform else sound).flatten(1).mean(dim=1)
    ratio = power / power[other].clamp_min(FAINTEST)
    silent = (power < FAINTEST) | (power[other] < FAINTEST)
    chosen = torch.from_numpy(~np.isnan(parts)).to(sound.device) & ~silent
    drawn = torch.from_numpy(np.nan_to_num(parts).astype(np.float32)).to(sound.device)
    part = torch.where(chosen, drawn, 0.0)
    matched = sound[other] * _column(ratio.sqrt() if waveform else ratio, sound)
    blended = (1.0 - _column(part, sound)) * sound + _column(part, sound) * matched
    own = part.to(batch.values.device).unsqueeze(1)
    # A value that is not known may be NaN: it must not reach a row that stays as it is.
    values = (1.0 - own) * batch.values + own * batch.values[other]
    weights = torch.minimum(batch.weights, batch.weights[other])
    return Batch(
        blended,
        torch.where(own > 0.0, values, batch.values),
        torch.where(own > 0.0, weights, batch.weights),
    )


def _column(values: Tensor, sound: Tensor) -> Tensor:
    """[batch] in the shape that multiplies every row of `sound`."""
    return values.reshape(-1, *[1] * (sound.dim() - 1))


def mixup(batch: Batch, parts: Amounts, _sample_rate: int, rng: np.random.Generator) -> Batch:
    """See `mixed`."""
    return mixed(batch, parts, rng)
