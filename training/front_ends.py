"""From a waveform to a mel-spectrogram, for training and inside exported models."""

import warnings
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from tagger_app.core.model_card import FrontEnd
from training.torchaudio_import import import_torchaudio

POWER_FLOOR = 1e-10
SQUARED_FLOOR = -50.0
"""dB; its double is where a squared power meets `POWER_FLOOR`."""
RANGE = 80.0
"""dB between the loudest and the quietest value of one chunk, in "db2"."""
LOG_GAIN = 10_000.0  # Pons et al. 2018, "End-to-end learning for music audio tagging at scale"


@dataclass(frozen=True, slots=True)
class MelOptions:
    """The settings of a mel-spectrogram; the defaults are those of the reference networks.

    Lengths in samples, frequencies in Hz. `mel_scale` is "htk" or "slaney", `norm` is None or
    "slaney"; `padding`, at both ends, is "reflect", "constant" or "none": the first frame begins
    with the first sample. `compression`: see `tagger_app.core.model_card.FrontEnd`.
    """

    sample_rate: int = 16_000
    n_fft: int = 512
    hop_length: int = 256
    n_mels: int = 96
    f_min: float = 0.0
    f_max: float = 8_000.0
    mel_scale: str = "htk"
    norm: str | None = None
    padding: str = "reflect"
    compression: str = "db"

    def card(self) -> FrontEnd:
        """The same facts as a model card tells them."""
        return FrontEnd(
            self.n_fft, self.hop_length, self.n_mels, self.f_min, self.f_max, self.compression
        )


def mel_power_transform(options: MelOptions) -> nn.Module:
    """[batch, samples] → mel power [batch, n_mels, frames], by torchaudio.

    1 + samples // hop_length frames, or without padding 1 + (samples − n_fft) // hop_length.
    """
    with warnings.catch_warnings():
        # The published networks with 128 bands live with an empty one.
        warnings.filterwarnings("ignore", message="At least one mel filterbank has all zero")
        transform = import_torchaudio().transforms.MelSpectrogram(
            sample_rate=options.sample_rate,
            n_fft=options.n_fft,
            hop_length=options.hop_length,
            n_mels=options.n_mels,
            f_min=options.f_min,
            f_max=options.f_max,
            mel_scale=options.mel_scale,
            norm=options.norm,
            power=2.0,
            center=options.padding != "none",
            pad_mode="reflect" if options.padding == "none" else options.padding,
        )
    assert isinstance(transform, nn.Module)  # noqa: S101 - torchaudio ships no types
    return transform


def power_transform(n_fft: int, hop_length: int) -> nn.Module:
    """[batch, samples] → power [batch, n_fft // 2 + 1, frames], by torchaudio."""
    transform = import_torchaudio().transforms.Spectrogram(
        n_fft=n_fft, hop_length=hop_length, power=2.0
    )
    assert isinstance(transform, nn.Module)  # noqa: S101 - torchaudio ships no types
    return transform


def to_decibels(power: Tensor) -> Tensor:
    """10·log10(max(power, 1e-10)): decibels relative to 1, without a limit of the range."""
    return 10.0 * torch.log10(torch.clamp(power, min=POWER_FLOOR))


def compress(power: Tensor, compression: str) -> Tensor:
    """Apply a compression by its name in the model card to [batch, n_mels, frames]."""
    if compression == "db":
        return to_decibels(power)
    if compression == "db2":
        level = 2.0 * torch.clamp(to_decibels(power), min=SQUARED_FLOOR)
        return torch.maximum(level, level.amax(dim=(1, 2), keepdim=True) - RANGE)
    if compression == "log10p":
        return torch.log10(1.0 + LOG_GAIN * power)
    raise ValueError(f"Compression {compression!r} is not known.")


class ConvolutionSpectrum(nn.Module):
    """A power spectrogram from operators every ONNX runtime has.

    The discrete Fourier transform is a strided convolution with the windowed cosines and sines
    as kernels.

    Args:
        window: [n_fft], the analysis window.
        hop_length: samples from one frame to the next.
        padding: at both ends, see `MelOptions`.
        bins: how many, from 0 Hz up; all if not told.
    """

    kernels: Tensor

    def __init__(
        self, window: Tensor, hop_length: int, padding: str = "reflect", bins: int | None = None
    ) -> None:
        super().__init__()
        n_fft = window.numel()
        self.bins = n_fft // 2 + 1 if bins is None else bins
        angle = 2.0 * np.pi * np.outer(np.arange(self.bins), np.arange(n_fft)) / n_fft
        basis = np.concatenate([np.cos(angle), -np.sin(angle)]) * window.double().cpu().numpy()
        self.register_buffer("kernels", torch.from_numpy(basis).float().unsqueeze(1))
        self.hop_length = hop_length
        self.edge = n_fft // 2
        self.padding = padding

    def forward(self, waveform: Tensor) -> Tensor:
        """[batch, samples] → power [batch, bins, frames]."""
        padded = waveform.unsqueeze(1)
        if self.padding != "none":
            padded = functional.pad(padded, (self.edge, self.edge), mode=self.padding)
        spectrum = functional.conv1d(padded, self.kernels, stride=self.hop_length)
        squared = spectrum * spectrum
        return squared[:, : self.bins] + squared[:, self.bins :]


class ConvolutionMel(ConvolutionSpectrum):
    """A mel power spectrogram from operators every ONNX runtime has.

    Bins to which no mel filter listens are left out.

    Args:
        window: [n_fft], the analysis window.
        filters: [n_fft // 2 + 1, n_mels], the mel filter bank.
        hop_length: samples from one frame to the next.
        padding: at both ends, see `MelOptions`.
    """

    filters: Tensor

    def __init__(
        self, window: Tensor, filters: Tensor, hop_length: int, padding: str = "reflect"
    ) -> None:
        used = int(torch.nonzero(filters.abs().sum(dim=1)).max()) + 1
        super().__init__(window, hop_length, padding, used)
        self.register_buffer("filters", filters[:used].t().contiguous().float())

    def forward(self, waveform: Tensor) -> Tensor:
        """[batch, samples] → power [batch, n_mels, frames]."""
        return torch.matmul(self.filters, super().forward(waveform))
