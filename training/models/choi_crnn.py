"""CRNN as published by its author: Choi et al. 2017, "Convolutional recurrent neural networks".

It hears 29.12 s at 12 kHz. The gates of its recurrent layers are those of Keras 1: Cho et al. 2014
with piecewise linear sigmoids.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.front_ends import MelOptions
from training.models.network import MelNetwork

OPTIONS = MelOptions(
    sample_rate=12_000, f_max=6_000.0, mel_scale="slaney", norm="slaney", compression="db2"
)
CHUNK_SAMPLES = 349_440
MARGIN = 37
"""Silent frames at both ends: 1366 + 2 · 37 = 1440 frames."""
POOLS = ((2, 2), (3, 3), (4, 4), (4, 4))


class FrameNorm(nn.Module):
    """Silence at both ends, and batch normalisation of every frame by itself."""

    def __init__(self, frames: int, margin: int) -> None:
        super().__init__()
        self.bn = nn.BatchNorm2d(frames + 2 * margin)
        self.margin = margin

    def forward(self, x: Tensor) -> Tensor:
        """[batch, 1, n_mels, frames] → [batch, 1, n_mels, frames + 2 · margin]."""
        padded = functional.pad(x, (self.margin, self.margin))
        normalised: Tensor = self.bn(padded.transpose(1, 3)).transpose(1, 3)
        return normalised


class HardGRU(nn.Module):
    """Gated recurrent layer whose reset gate comes before the product with the state.

    Args:
        width_in: of the input.
        width: of the state.
    """

    def __init__(self, width_in: int, width: int) -> None:
        super().__init__()
        self.inputs = nn.Linear(width_in, 3 * width)
        self.gates = nn.Linear(width, 2 * width, bias=False)
        self.candidate = nn.Linear(width, width, bias=False)
        self.width = width

    def forward(self, x: Tensor) -> Tensor:
        """[batch, steps, width_in] → states [batch, steps, width]."""
        gates, candidates = self.inputs(x).split([2 * self.width, self.width], dim=2)
        state = torch.zeros_like(candidates[:, 0])
        states = []
        for step in range(x.shape[1]):
            both = torch.clamp(0.2 * (gates[:, step] + self.gates(state)) + 0.5, 0.0, 1.0)
            update, reset = both.chunk(2, dim=1)
            proposed = torch.tanh(candidates[:, step] + self.candidate(reset * state))
            state = update * state + (1.0 - update) * proposed
            states.append(state)
        return torch.stack(states, dim=1)


class ChoiCRNN(MelNetwork):
    """Four convolution layers and two recurrent ones; the embedding is the last state.

    Args:
        n_tags: number of outputs.
        width: channels of the first layer (64 as published); the others have twice as many.
        options: the mel front end.
    """

    def __init__(self, n_tags: int, width: int = 64, options: MelOptions = OPTIONS) -> None:
        frames = 1 + CHUNK_SAMPLES // options.hop_length
        super().__init__(options, CHUNK_SAMPLES, 32, FrameNorm(frames, MARGIN))
        channels = 1
        for number in range(1, 5):
            after = width if number == 1 else 2 * width
            self.add_module(f"conv{number}", nn.Conv2d(channels, after, 3, padding=1))
            self.add_module(f"bn{number}", nn.BatchNorm2d(after))
            channels = after
        self.gru1 = HardGRU(channels, 32)
        self.gru2 = HardGRU(32, 32)
        self.dropout = nn.Dropout(0.1)
        self.dropout_last = nn.Dropout(0.3)
        self.dense = nn.Linear(32, n_tags)

    def embed(self, spectrogram: Tensor) -> Tensor:
        """See `MelNetwork.embed`."""
        x = spectrogram
        for number, pool in enumerate(POOLS, start=1):
            x = self.get_submodule(f"bn{number}")(self.get_submodule(f"conv{number}")(x))
            x = self.dropout(functional.max_pool2d(functional.elu(x), pool))
        states: Tensor = self.gru2(self.gru1(x[:, :, 0].transpose(1, 2)))
        return states[:, -1]

    def classify(self, embedding: Tensor) -> Tensor:
        """See `MelNetwork.classify`."""
        logits: Tensor = self.dense(self.dropout_last(embedding))
        return logits

    def output_layer(self) -> nn.Linear:
        """See `Network.output_layer`."""
        return self.dense
