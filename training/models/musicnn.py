"""MusiCNN: Pons et al. 2018, "End-to-end learning for music audio tagging at scale".

The variant and the state-dict names of Won et al. 2020, "Evaluation of CNN-based automatic music
tagging models": batch normalisation before ReLU, max over time before mean over time.
"""

import torch
from torch import Tensor, nn

from training.front_ends import MelOptions
from training.models.network import Conv1d, MelNetwork


class Vertical(nn.Module):
    """Timbre filters: convolution over frequency and time, then the maximum over frequency."""

    def __init__(self, channels: int, height: int, width: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, channels, (height, width), padding=(0, width // 2))
        self.bn = nn.BatchNorm2d(channels)

    def forward(self, x: Tensor) -> Tensor:
        """[batch, 1, n_mels, frames] → [batch, channels, frames]."""
        return torch.relu(self.bn(self.conv(x))).amax(dim=2)


class Horizontal(nn.Module):
    """Temporal filters over the mean of all frequency bands."""

    def __init__(self, channels: int, length: int) -> None:
        super().__init__()
        self.conv = nn.Conv1d(1, channels, length, padding=length // 2)
        self.bn = nn.BatchNorm1d(channels)

    def forward(self, x: Tensor) -> Tensor:
        """[batch, 1, n_mels, frames] → [batch, channels, frames]."""
        return torch.relu(self.bn(self.conv(x.mean(dim=2))))


class MusiCNN(MelNetwork):
    """Musically motivated filters over 3 s.

    Args:
        n_tags: number of outputs.
        channels: width of the middle layers (64; 512 in the network trained on MSD).
        dense: width of the dense layer, the embedding (200; 500 in the network trained on MSD).
        options: the mel front end.
        filters: temporal filters of each length; there are 4 times as many timbral ones of each
            height.
    """

    def __init__(
        self,
        n_tags: int,
        channels: int = 64,
        dense: int = 200,
        options: MelOptions | None = None,
        filters: int = 51,
    ) -> None:
        options = options or MelOptions()
        super().__init__(options, chunk_samples=48_000, embedding_width=dense)
        heights = (int(0.7 * options.n_mels), int(0.4 * options.n_mels))
        self.layers = nn.ModuleList(
            [
                *(Vertical(4 * filters, height, 7) for height in heights),
                *(Horizontal(filters, length) for length in (129, 65, 33)),
            ]
        )
        width = filters * (4 * 2 + 3)
        self.layer1 = Conv1d(width, channels, 7)
        self.layer2 = Conv1d(channels, channels, 7)
        self.layer3 = Conv1d(channels, channels, 7)
        self.dense1 = nn.Linear(2 * (width + 3 * channels), dense)
        self.bn = nn.BatchNorm1d(dense)
        self.dropout = nn.Dropout(0.5)
        self.dense2 = nn.Linear(dense, n_tags)

    def embed(self, spectrogram: Tensor) -> Tensor:
        """See `MelNetwork.embed`."""
        front = torch.cat([layer(spectrogram) for layer in self.layers], dim=1)
        first = self.layer1(front)
        second = self.layer2(first) + first
        third = self.layer3(second) + second
        everything = torch.cat([front, first, second, third], dim=1)
        pooled = torch.cat([everything.amax(dim=2), everything.mean(dim=2)], dim=1)
        return torch.relu(self.bn(self.dense1(pooled)))

    def classify(self, embedding: Tensor) -> Tensor:
        """See `MelNetwork.classify`."""
        logits: Tensor = self.dense2(self.dropout(embedding))
        return logits

    def output_layer(self) -> nn.Linear:
        """See `MelNetwork.output_layer`."""
        return self.dense2
