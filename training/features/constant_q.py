"""Constant-Q spectrogram: bins a fixed part of an octave apart, each as narrow as its distance.

Brown 1991, "Calculation of a constant Q spectral transform": every bin is the product with a
windowed complex sinusoid of the same number of periods. Here the products are strided
convolutions, one for each octave, with kernels of that octave's longest window.
"""

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from tagger_app.core.model_card import FrontEnd

LEVEL = 128.0
"""Magnitude of a sinusoid of amplitude 1: that of a Hann window's DFT over 512 samples, so that
what compresses mel power fits here too."""


@dataclass(frozen=True, slots=True)
class ConstantQOptions:
    """The settings; lengths in samples, frequencies in Hz. The lowest bin unless told is C2."""

    sample_rate: int = 16_000
    hop_length: int = 512
    f_min: float = 440.0 * math.exp2(-33 / 12)
    bins: int = 160
    bins_per_octave: int = 24
    compression: str = "log10p"

    @property
    def quality(self) -> float:
        """Periods in a window: centre frequency over distance of the bins."""
        return 1.0 / (math.exp2(1.0 / self.bins_per_octave) - 1.0)

    def frequency(self, number: int) -> float:
        """Centre of a bin in Hz."""
        return self.f_min * math.exp2(number / self.bins_per_octave)

    def card(self) -> FrontEnd:
        """The same facts as a model card tells them; `n_fft` is the longest window."""
        longest = round(self.quality * self.sample_rate / self.f_min)
        highest = self.frequency(self.bins - 1)
        return FrontEnd(longest, self.hop_length, self.bins, self.f_min, highest, self.compression)


class ConstantQ(nn.Module):
    """[batch, samples] → power [batch, bins, frames], of portable operators.

    1 + samples // hop_length frames, each centred on its sample; silence beyond both ends.

    Args:
        options: the settings.

    Raises:
        ValueError: a bin is beyond half the sample rate.
    """

    def __init__(self, options: ConstantQOptions) -> None:
        super().__init__()
        if options.frequency(options.bins) > options.sample_rate / 2:
            raise ValueError(f"{options.bins} bins reach beyond half the sample rate.")
        self._hop = options.hop_length
        self._octaves = math.ceil(options.bins / options.bins_per_octave)
        for octave in range(self._octaves):
            first = octave * options.bins_per_octave
            numbers = range(first, min(first + options.bins_per_octave, options.bins))
            self.register_buffer(f"kernels{octave}", _kernels(options, numbers))

    def forward(self, waveform: Tensor) -> Tensor:
        """See the class."""
        powers = []
        for octave in range(self._octaves):
            kernels = self.get_buffer(f"kernels{octave}")
            edge = kernels.shape[2] // 2
            padded = functional.pad(waveform.unsqueeze(1), (edge, edge))
            squared = functional.conv1d(padded, kernels, stride=self._hop).square()
            bins = kernels.shape[0] // 2
            powers.append(squared[:, :bins] + squared[:, bins:])
        return torch.cat(powers, dim=1)


def _kernels(options: ConstantQOptions, numbers: range) -> Tensor:
    """[2 · bins, 1, samples], real parts first; even length, the middle at half of it."""
    length = 2 * math.ceil(
        options.quality * options.sample_rate / options.frequency(numbers[0]) / 2
    )
    time = np.arange(length) - length // 2
    waves = []
    for number in numbers:
        frequency = options.frequency(number) / options.sample_rate
        width = options.quality / frequency
        window = np.where(np.abs(time) < width / 2, 0.5 + 0.5 * np.cos(2 * np.pi * time / width), 0)
        # Half of a real sinusoid is at the negative frequency.
        waves.append(2.0 * LEVEL * window / window.sum() * np.exp(-2j * np.pi * frequency * time))
    kernels = np.concatenate([np.real(waves), np.imag(waves)]).astype(np.float32)
    return torch.from_numpy(kernels).unsqueeze(1)
