"""From a spectrogram to what features are learned from, and back from frames to a chunk."""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.features.network import Floats
from training.front_ends import ConvolutionMel, MelOptions, mel_power_transform

SECONDS = 10
"""Length of a chunk: long enough for a histogram, short enough for several in an excerpt."""
LEAST_DEVIATION = 1e-2
"""Standard deviation below which a value is not blown up to 1: an empty band says nothing."""
WHITENING_FLOOR = 1e-2
"""Added to the variances before their roots, in mean variances: ε of Coates and Ng 2012."""


def mel_front(options: MelOptions) -> nn.Module:
    """[batch, samples] → mel power [batch, n_mels, frames], of portable operators."""
    transform = mel_power_transform(options)
    window = transform.get_buffer("spectrogram.window")
    filters = transform.get_buffer("mel_scale.fb")
    return ConvolutionMel(window, filters, options.hop_length, options.padding)


def deltas(bands: Tensor) -> Tensor:
    """The slope over five frames by least squares; [batch, bands, frames], the same again.

    Furui 1986, "Speaker-independent isolated word recognition using dynamic features of speech
    spectrum"; the first and last frame are repeated beyond the ends.
    """
    frames = bands.shape[2]
    padded = functional.pad(bands, (2, 2), mode="replicate")
    near = padded[:, :, 3 : 3 + frames] - padded[:, :, 1 : 1 + frames]
    far = padded[:, :, 4 : 4 + frames] - padded[:, :, :frames]
    return (near + 2.0 * far) / 10.0


def blocks(bands: Tensor, length: int, stride: int = 1) -> Tensor:
    """Neighbouring frames as one: [batch, bands, frames] → [batch, blocks, length · bands]."""
    count = bands.shape[2] - length + 1
    shifted = [bands[:, :, first : first + count : stride] for first in range(length)]
    return torch.cat(shifted, dim=1).transpose(1, 2)


def mean_of_maxima(activations: Tensor, segment: int) -> Tensor:
    """The mean over segments of each one's maximum: [batch, frames, units] → [batch, units].

    Nam et al. 2012, "Learning sparse feature representations for music annotation and retrieval".
    Frames beyond the last whole segment are left out.
    """
    length = min(segment, activations.shape[1])
    return functional.max_pool1d(activations.transpose(1, 2), length).mean(dim=2)


def mean_and_deviation(activations: Tensor) -> Tensor:
    """[batch, frames, units] → [batch, 2 · units], means first."""
    mean = activations.mean(dim=1)
    variance = (activations - mean.unsqueeze(1)).square().mean(dim=1)
    return torch.cat([mean, torch.sqrt(variance + LEAST_DEVIATION**2)], dim=1)


class Standardisation(nn.Module):
    """Mean 0 and variance 1 of every value, over what it was fitted to.

    Args:
        width: values of a frame.
    """

    mean: Tensor
    gain: Tensor

    def __init__(self, width: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(width))
        self.register_buffer("gain", torch.ones(width))

    def fit(self, frames: Floats) -> None:
        """Take mean and deviation of [frames, width]."""
        mean = frames.mean(axis=0, dtype=np.float64)
        deviation = np.maximum(frames.std(axis=0, dtype=np.float64), LEAST_DEVIATION)
        self.mean.copy_(torch.from_numpy(mean))
        self.gain.copy_(torch.from_numpy(1.0 / deviation))

    def forward(self, frames: Tensor) -> Tensor:
        """[…, width] → the same, standardised."""
        return (frames - self.mean) * self.gain


class Whitening(nn.Module):
    """The principal components of a frame, each of variance 1.

    Args:
        width: values of a frame.
        components: how many of the strongest are kept.
    """

    mean: Tensor
    projection: Tensor

    def __init__(self, width: int, components: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(width))
        self.register_buffer("projection", torch.randn(width, components) / width**0.5)

    def fit(self, frames: Floats) -> None:
        """Take mean and principal components of [frames, width]."""
        covariance = np.cov(frames, rowvar=False, dtype=np.float64)
        variances, axes = np.linalg.eigh(covariance)  # weakest first
        count = self.projection.shape[1]
        kept = np.maximum(variances[::-1][:count], 0.0)
        floor = WHITENING_FLOOR * max(float(variances.mean()), 1e-12)
        projection = axes[:, ::-1][:, :count] / np.sqrt(kept + floor)
        self.mean.copy_(torch.from_numpy(frames.mean(axis=0, dtype=np.float64)))
        self.projection.copy_(torch.from_numpy(projection))

    def forward(self, frames: Tensor) -> Tensor:
        """[…, width] → […, components]."""
        return torch.matmul(frames - self.mean, self.projection)
