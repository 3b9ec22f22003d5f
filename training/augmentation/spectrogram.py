"""Masks and equalisers of a mel-spectrogram, which cost next to nothing.

Here `waveform` of a batch is mel power [batch, n_mels, frames], on any device.
"""

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.augmentation.augmentation import Amounts
from training.datasets.batch import Batch

KNOTS = 6


def masked(power: Tensor, bands: float, frames: float, rng: np.random.Generator) -> Tensor:
    """One spectrogram with a band and a stretch of time of silence, as in SpecAugment.

    (Park et al. 2019, the policy "LibriSpeech basic" without its warping of time.)

    Args:
        power: [n_mels, frames].
        bands: the widest band, as a share of all; 0 for none.
        frames: the longest stretch, as a share of all; 0 for none.
        rng: source of every choice.
    """
    result = power.clone()
    for axis, share in enumerate((bands, frames)):
        size = power.shape[axis]
        width = int(rng.integers(1, max(1, round(share * size)), endpoint=True))
        first = int(rng.integers(0, size - width, endpoint=True))
        if share > 0.0:
            result.narrow(axis, first, width).zero_()
    return result


def equalised(power: Tensor, knots_db: NDArray[np.float64]) -> Tensor:
    """Spectrograms with a smooth gain over the bands.

    Args:
        power: [batch, n_mels, frames].
        knots_db: gains [batch, knots] at knots evenly spaced over the bands.
    """
    knots = np.arange(knots_db.shape[1])
    bands = np.linspace(0, knots[-1], power.shape[1])
    curves = np.stack([np.interp(bands, knots, row) for row in knots_db])
    factors = torch.from_numpy(np.power(10.0, curves / 10.0).astype(np.float32))
    return power * factors.to(power.device).unsqueeze(2)


def spec_augment(
    batch: Batch, shares: Amounts, _sample_rate: int, rng: np.random.Generator
) -> Batch:
    """See `masked`; the share of both axes that is masked at most is drawn."""
    rows = [
        power if math.isnan(share) else masked(power, share, share, rng)
        for power, share in zip(batch.waveform, shares.tolist(), strict=True)
    ]
    return batch._replace(waveform=torch.stack(rows))


def mel_equaliser(
    batch: Batch, spreads_db: Amounts, _sample_rate: int, rng: np.random.Generator
) -> Batch:
    """See `equalised`; the gains at the knots have the standard deviation that is drawn."""
    knots_db = rng.normal(0.0, 1.0, (len(spreads_db), KNOTS)) * np.nan_to_num(spreads_db)[:, None]
    return batch._replace(waveform=equalised(batch.waveform, knots_db))
