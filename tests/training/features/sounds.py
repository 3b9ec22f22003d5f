"""Two kinds of generated sound, and small systems to hear them."""

import numpy as np
import torch
from torch import Tensor

RATE = 16_000


def tonal(samples: int, seed: int) -> Tensor:
    """[samples]: three held harmonics over any root."""
    rng = np.random.default_rng(seed)
    time = np.arange(samples) / RATE
    root = 110.0 * 2.0 ** rng.uniform(0.0, 2.0)
    sound = sum(np.sin(2 * np.pi * k * root * time) / k for k in range(1, 4))
    return torch.from_numpy((0.2 * sound + 0.01 * rng.standard_normal(samples)).astype(np.float32))


def percussive(samples: int, seed: int) -> Tensor:
    """[samples]: bursts of noise, eight a second."""
    rng = np.random.default_rng(seed)
    time = np.arange(samples) / RATE
    decay = np.exp(-30.0 * ((time + rng.uniform(0.0, 0.1)) % 0.125))
    return torch.from_numpy((0.3 * decay * rng.standard_normal(samples)).astype(np.float32))


def both_kinds(samples: int, each: int, seed: int) -> tuple[Tensor, Tensor]:
    """(waveforms [2 · each, samples], values [2 · each, 2]: is tonal, is percussive)."""
    sounds = [kind(samples, seed + i) for kind in (tonal, percussive) for i in range(each)]
    return torch.stack(sounds), torch.eye(2).repeat_interleave(each, dim=0)
