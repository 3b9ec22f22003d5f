"""A small residual network over a mel-spectrogram, made for fast hearing on a CPU.

Residual blocks of He et al. 2016, "Deep residual learning for image recognition". The first
layer halves time and frequency at once, where most of the arithmetic of a Short-chunk CNN is.
"""

from itertools import pairwise

import torch
from torch import Tensor, nn

from training.front_ends import MelOptions
from training.models.network import MelNetwork


class Residual(nn.Module):
    """Two 3 × 3 convolutions beside a 1 × 1 one, halving height and width."""

    def __init__(self, channels_in: int, channels_out: int) -> None:
        super().__init__()
        self.conv_1 = nn.Conv2d(channels_in, channels_out, 3, stride=2, padding=1, bias=False)
        self.bn_1 = nn.BatchNorm2d(channels_out)
        self.conv_2 = nn.Conv2d(channels_out, channels_out, 3, padding=1, bias=False)
        self.bn_2 = nn.BatchNorm2d(channels_out)
        self.shortcut = nn.Conv2d(channels_in, channels_out, 1, stride=2, bias=False)
        self.bn_3 = nn.BatchNorm2d(channels_out)

    def forward(self, x: Tensor) -> Tensor:
        """[batch, channels_in, h, w] → [batch, channels_out, ⌈h/2⌉, ⌈w/2⌉]."""
        y = torch.relu(self.bn_1(self.conv_1(x)))
        y = self.bn_2(self.conv_2(y))
        return torch.relu(y + self.bn_3(self.shortcut(x)))


class MelResNet(MelNetwork):
    """Strided stem and four residual blocks over 4 s, then maximum and mean.

    Args:
        n_tags: number of outputs.
        width: channels of the stem; the blocks have 2, 4, 6 and 8 times it.
        embedding_width: length of the embedding.
        options: the mel front end.
    """

    def __init__(
        self,
        n_tags: int,
        width: int = 32,
        embedding_width: int = 256,
        options: MelOptions | None = None,
    ) -> None:
        options = options or MelOptions(n_mels=128, compression="log10p")
        super().__init__(options, chunk_samples=64_000, embedding_width=embedding_width)
        self.stem = nn.Conv2d(1, width, 5, stride=2, padding=2, bias=False)
        self.stem_bn = nn.BatchNorm2d(width)
        widths = [factor * width for factor in (1, 2, 4, 6, 8)]
        self.blocks = nn.Sequential(
            *(Residual(before, after) for before, after in pairwise(widths))
        )
        self.dense1 = nn.Linear(2 * widths[-1], embedding_width)
        self.bn = nn.BatchNorm1d(embedding_width)
        self.dropout = nn.Dropout(0.2)
        self.dense2 = nn.Linear(embedding_width, n_tags)

    def embed(self, spectrogram: Tensor) -> Tensor:
        """See `MelNetwork.embed`."""
        x = self.blocks(torch.relu(self.stem_bn(self.stem(spectrogram)))).flatten(2)
        pooled = torch.cat([x.amax(dim=2), x.mean(dim=2)], dim=1)
        return torch.relu(self.bn(self.dense1(pooled)))

    def classify(self, embedding: Tensor) -> Tensor:
        """See `MelNetwork.classify`."""
        logits: Tensor = self.dense2(self.dropout(embedding))
        return logits

    def output_layer(self) -> nn.Linear:
        """See `MelNetwork.output_layer`."""
        return self.dense2
