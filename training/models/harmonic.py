"""Harmonic CNN: Won et al. 2020, "Data-driven harmonic filters for audio representation learning".

Layers and state-dict names as in Won et al. 2020, "Evaluation of CNN-based automatic music
tagging models".
"""

import numpy as np
import torch
from torch import Tensor, nn

from tagger_app.core.model_card import FrontEnd
from training.front_ends import ConvolutionSpectrum, power_transform, to_decibels
from training.models.network import ConvPool2d, Network, Outputs
from training.models.residual import Residual2d

SAMPLE_RATE = 16_000
N_FFT = 512
HOP = N_FFT // 2
LOW, HIGH = 24, 88
"""MIDI notes C1 and E6, where the lowest band begins and the highest ends."""
BANDS_PER_SEMITONE = 2
HARMONICS = 6
BANDWIDTH = (0.1079, 24.7)
"""Equivalent rectangular bandwidth, a · f + b in Hz: Glasberg and Moore 1990."""


class HarmonicFilters(nn.Module):
    """Triangular filters at a fundamental and its harmonics; how wide they are is learned."""

    bins: Tensor
    centres: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.spec = power_transform(N_FFT, HOP)
        self.bw_Q = nn.Parameter(torch.ones(1))
        self.bands = (HIGH - LOW) * BANDS_PER_SEMITONE
        notes = LOW + np.arange(self.bands) / BANDS_PER_SEMITONE
        fundamentals = 440.0 * 2.0 ** ((notes - 69) / 12)
        centres = np.concatenate([k * fundamentals for k in range(1, HARMONICS + 1)])
        bins = torch.linspace(0, SAMPLE_RATE // 2, N_FFT // 2 + 1)
        self.register_buffer("bins", bins.unsqueeze(1), persistent=False)
        self.register_buffer("centres", torch.from_numpy(centres).float(), persistent=False)

    def filters(self) -> Tensor:
        """[n_fft // 2 + 1, harmonics · bands]."""
        slope, offset = BANDWIDTH
        width = (slope * self.centres + offset) / self.bw_Q
        distance = 2.0 * (self.bins - self.centres) / width
        return torch.relu(torch.minimum(1.0 + distance, 1.0 - distance))

    def forward(self, power: Tensor) -> Tensor:
        """Power [batch, n_fft // 2 + 1, frames] → dB [batch, harmonics, bands, frames]."""
        level = to_decibels(torch.matmul(self.filters().t(), power))
        return level.reshape(-1, HARMONICS, self.bands, level.shape[2])


class HarmonicCNN(Network):
    """Learned harmonic filters and seven convolution layers over 5 s.

    Args:
        n_tags: number of outputs.
        width: channels of the first layer (128 in the paper); the last three have twice as many.
    """

    def __init__(self, n_tags: int, width: int = 128) -> None:
        super().__init__(SAMPLE_RATE, chunk_samples=80_000, embedding_width=2 * width)
        self.hstft = HarmonicFilters()
        self.hstft_bn = nn.BatchNorm2d(HARMONICS)
        self.layer1 = ConvPool2d(HARMONICS, width, 2)
        self.layer2 = Residual2d(width, width, pool=2)
        self.layer3 = Residual2d(width, width, pool=2)
        self.layer4 = Residual2d(width, width, pool=2)
        self.layer5 = ConvPool2d(width, 2 * width, 2)
        self.layer6 = Residual2d(2 * width, 2 * width, pool=(2, 3))
        self.layer7 = Residual2d(2 * width, 2 * width, pool=(2, 3))
        self.dense1 = nn.Linear(2 * width, 2 * width)
        self.bn = nn.BatchNorm1d(2 * width)
        self.dropout = nn.Dropout(0.5)
        self.dense2 = nn.Linear(2 * width, n_tags)

    def listen(self, waveform: Tensor) -> Tensor:
        """See `Network.listen`: power spectrogram [batch, n_fft // 2 + 1, frames]."""
        power: Tensor = self.hstft.spec(waveform)
        return power

    def judge(self, heard: Tensor) -> Outputs:
        """See `Network.judge`."""
        x = self.hstft_bn(self.hstft(heard))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        x = self.layer7(self.layer6(self.layer5(x))).flatten(1)
        embedding = torch.relu(self.bn(self.dense1(x)))
        return Outputs(self.dense2(self.dropout(embedding)), embedding)

    def portable(self) -> nn.Module:
        """See `Network.portable`."""
        return ConvolutionSpectrum(self.get_buffer("hstft.spec.window"), HOP)

    def front_end(self) -> FrontEnd:
        """See `Network.front_end`: the bands of the fundamentals."""
        low, high = (440.0 * 2.0 ** ((note - 69) / 12) for note in (LOW, HIGH))
        return FrontEnd(N_FFT, HOP, self.hstft.bands, low, high, "db")

    def output_layer(self) -> nn.Linear:
        """See `Network.output_layer`."""
        return self.dense2
