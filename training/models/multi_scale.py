"""Multi-level and multi-scale features: Lee and Nam 2017.

"Multi-level and multi-scale feature aggregation using pretrained convolutional neural networks for
music auto-tagging". Networks over segments of 18, 27 and 54 frames are trained by themselves
(`SegmentCNN`); the levels of all of them are then the features of one with two dense layers
(`MultiScaleCNN`). The numbers of filters are ours.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Self

import torch
from torch import Tensor, nn

from training.front_ends import MelOptions
from training.models.network import MelNetwork

OPTIONS = MelOptions(
    sample_rate=22_050,
    n_fft=1_024,
    hop_length=512,
    n_mels=128,
    f_max=11_025.0,
    padding="none",
    compression="log10p",
)
FRAMES = 216
"""Of one chunk: whole segments of every scale."""
CHUNK_SAMPLES = (FRAMES - 1) * 512 + 1_024
POOLS: Mapping[int, tuple[int, ...]] = {18: (3, 3, 2), 27: (3, 3, 3), 54: (3, 3, 3, 2)}
"""Frames of a segment → frames from which each level takes the maximum; one is left."""


class Levels(nn.Module):
    """Convolution layers over the frames of segments.

    Args:
        frames: of a segment, one of `POOLS`.
        n_mels: bands of the spectrogram.
        width: filters of the first two levels; the others have twice as many.
    """

    def __init__(self, frames: int, n_mels: int, width: int) -> None:
        super().__init__()
        self.frames = frames
        levels = len(POOLS[frames])
        self.widths = (width, width, 2 * width, 2 * width)[:levels]
        self.layers = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(before, after, (1, 3), padding=(0, 1)),
                nn.BatchNorm2d(after),
                nn.ReLU(),
                nn.MaxPool2d((1, pool)),
            )
            for (before, after), pool in zip(
                pairwise((n_mels, *self.widths)), POOLS[frames], strict=True
            )
        )

    def forward(self, spectrogram: Tensor) -> list[Tensor]:
        """[batch, 1, n_mels, frames] → of each level [batch, width, segments], the maximum."""
        n_mels, frames = spectrogram.shape[2:]
        x = spectrogram.reshape(-1, n_mels, frames // self.frames, self.frames)
        maxima = []
        for layer in self.layers:
            x = layer(x)
            maxima.append(x.amax(dim=3))
        return maxima


class SegmentCNN(MelNetwork):
    """One scale by itself; the embedding is the mean of the last level over the segments.

    Args:
        n_tags: number of outputs.
        frames: of a segment, one of `POOLS`.
        width: filters of the first two levels; the others have twice as many.
        options: the mel front end.
    """

    def __init__(
        self, n_tags: int, frames: int = 27, width: int = 128, options: MelOptions = OPTIONS
    ) -> None:
        super().__init__(options, CHUNK_SAMPLES, 2 * width)
        self.levels = Levels(frames, options.n_mels, width)
        self.dropout = nn.Dropout(0.5)
        self.dense = nn.Linear(2 * width, n_tags)

    def embed(self, spectrogram: Tensor) -> Tensor:
        """See `MelNetwork.embed`."""
        last: Tensor = self.levels(spectrogram)[-1]
        return last.mean(dim=2)

    def classify(self, embedding: Tensor) -> Tensor:
        """See `MelNetwork.classify`."""
        logits: Tensor = self.dense(self.dropout(embedding))
        return logits

    def output_layer(self) -> nn.Linear:
        """See `Network.output_layer`."""
        return self.dense


class MultiScaleCNN(MelNetwork):
    """All levels of all scales, each the mean over its segments, and two dense layers.

    Args:
        n_tags: number of outputs.
        width: filters of the first two levels; the others have twice as many.
        dense: width of the dense layers, the second of which is the embedding.
        options: the mel front end.
    """

    def __init__(
        self, n_tags: int, width: int = 128, dense: int = 512, options: MelOptions = OPTIONS
    ) -> None:
        super().__init__(options, CHUNK_SAMPLES, dense)
        self.scales = nn.ModuleList(Levels(frames, options.n_mels, width) for frames in POOLS)
        features = sum(sum(scale.widths) for scale in self._levels())
        self.dense1 = nn.Linear(features, dense)
        self.bn1 = nn.BatchNorm1d(dense)
        self.dense2 = nn.Linear(dense, dense)
        self.bn2 = nn.BatchNorm1d(dense)
        self.dropout = nn.Dropout(0.5)
        self.output = nn.Linear(dense, n_tags)

    def _levels(self) -> list[Levels]:
        return [scale for scale in self.scales if isinstance(scale, Levels)]

    def take_scale(self, trained: SegmentCNN) -> None:
        """Take the levels of a network that was trained by itself, and train them no more.

        Raises:
            ValueError: no scale has segments of that length.
        """
        for scale in self._levels():
            if scale.frames == trained.levels.frames:
                scale.load_state_dict(trained.levels.state_dict())
                scale.requires_grad_(False)
                return
        raise ValueError(f"There is no scale of {trained.levels.frames} frames.")

    def train(self, mode: bool = True) -> Self:
        """As for every module; scales that were taken keep the statistics they came with."""
        super().train(mode)
        for scale in self._levels():
            if not any(weights.requires_grad for weights in scale.parameters()):
                scale.eval()
        return self

    def embed(self, spectrogram: Tensor) -> Tensor:
        """See `MelNetwork.embed`."""
        levels = [level for scale in self.scales for level in scale(spectrogram)]
        features = torch.cat([level.mean(dim=2) for level in levels], dim=1)
        hidden = torch.relu(self.bn1(self.dense1(features)))
        return torch.relu(self.bn2(self.dense2(self.dropout(hidden))))

    def classify(self, embedding: Tensor) -> Tensor:
        """See `MelNetwork.classify`."""
        logits: Tensor = self.output(self.dropout(embedding))
        return logits

    def output_layer(self) -> nn.Linear:
        """See `Network.output_layer`."""
        return self.output
