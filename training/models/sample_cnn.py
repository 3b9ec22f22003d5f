"""Networks over the waveform: Lee et al. 2017, "Sample-level deep convolutional neural networks".

A strided convolution makes frames of samples, then convolution and pooling by the same factor
shrink them to one. With a first filter of three samples this is SampleCNN, with a long one the
frame-level network of the same paper and of Dieleman and Schrauwen 2014, "End-to-end learning for
music audio". State-dict names as in Won et al. 2020, "Evaluation of CNN-based automatic music
tagging models".
"""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.models.network import Conv1d, WaveformNetwork

SAMPLE_RATE = 16_000


def ladder(width: int, levels: int) -> list[int]:
    """Channels of the first layer and of `levels` pooling layers: 1, 2 and at last 4 × width."""
    wide = max(0, levels - 3)
    return [width, width, width, *[2 * width] * wide, 4 * width][: levels + 1]


class SampleCNN(WaveformNetwork):
    """Convolution layers over the waveform, each followed by pooling.

    Args:
        n_tags: number of outputs.
        width: channels of the first layer (128 in the paper).
        first: length and stride of the first filters, in samples (3 in SampleCNN).
        factor: length of the other filters and of pooling (3 in SampleCNN).
        levels: number of pooling layers; a chunk has first · factor ** levels samples.
    """

    def __init__(
        self, n_tags: int, width: int = 128, first: int = 3, factor: int = 3, levels: int = 9
    ) -> None:
        super().__init__(SAMPLE_RATE, first * factor**levels, embedding_width=4 * width)
        widths = ladder(width, levels)
        self.names = [f"layer{number}" for number in range(1, levels + 3)]
        self.layer1 = Conv1d(1, width, first, stride=first)
        for name, (before, after) in zip(self.names[1:], pairwise(widths), strict=False):
            self.add_module(name, Conv1d(before, after, factor, pool=factor))
        self.add_module(self.names[-1], Conv1d(widths[-1], 4 * width, 1))
        self.dropout = nn.Dropout(0.5)
        self.dense = nn.Linear(4 * width, n_tags)

    def embed(self, waveform: Tensor) -> Tensor:
        """See `WaveformNetwork.embed`."""
        x = waveform
        for name in self.names:
            x = self.get_submodule(name)(x)
        return x[:, :, 0]

    def classify(self, embedding: Tensor) -> Tensor:
        """See `WaveformNetwork.classify`."""
        logits: Tensor = self.dense(self.dropout(embedding))
        return logits

    def output_layer(self) -> nn.Linear:
        """See `Network.output_layer`."""
        return self.dense


class ResidualSE(nn.Module):
    """A residual block with squeeze and excitation: Kim et al. 2018.

    "Sample-level CNN architectures for music auto-tagging using raw waveforms". The excitation
    has as many channels in its middle as at its ends.
    """

    def __init__(
        self, channels_in: int, channels_out: int, length: int, stride: int = 1, pool: int = 3
    ) -> None:
        super().__init__()
        padding = length // 2
        self.conv_1 = nn.Conv1d(channels_in, channels_out, length, stride, padding)
        self.bn_1 = nn.BatchNorm1d(channels_out)
        self.conv_2 = nn.Conv1d(channels_out, channels_out, length, 1, padding)
        self.bn_2 = nn.BatchNorm1d(channels_out)
        self.dense1 = nn.Linear(channels_out, channels_out)
        self.dense2 = nn.Linear(channels_out, channels_out)
        self.same = stride == 1 and channels_in == channels_out
        if not self.same:
            self.conv_3 = nn.Conv1d(channels_in, channels_out, length, stride, padding)
            self.bn_3 = nn.BatchNorm1d(channels_out)
        self.pool = pool

    def forward(self, x: Tensor) -> Tensor:
        """[batch, channels_in, steps] → [batch, channels_out, fewer steps]."""
        y = torch.relu(self.bn_1(self.conv_1(x)))
        y = self.bn_2(self.conv_2(y))
        excitation = torch.sigmoid(self.dense2(torch.relu(self.dense1(y.mean(dim=2)))))
        shortcut = x if self.same else self.bn_3(self.conv_3(x))
        y = torch.relu(shortcut + y * excitation.unsqueeze(2))
        return y if self.pool == 1 else functional.max_pool1d(y, self.pool)


class SampleCNNSE(WaveformNetwork):
    """SampleCNN of residual blocks with squeeze and excitation, over 3.69 s.

    Args:
        n_tags: number of outputs.
        width: channels of the first layer (128 in the paper).
    """

    def __init__(self, n_tags: int, width: int = 128) -> None:
        super().__init__(SAMPLE_RATE, 59_049, embedding_width=4 * width)
        self.layer1 = ResidualSE(1, width, 3, stride=3, pool=1)
        for number, (before, after) in enumerate(pairwise(ladder(width, 9)), start=2):
            self.add_module(f"layer{number}", ResidualSE(before, after, 3))
        self.layer11 = ResidualSE(4 * width, 4 * width, 1, pool=1)
        self.dense1 = nn.Linear(4 * width, 4 * width)
        self.bn = nn.BatchNorm1d(4 * width)
        self.dropout = nn.Dropout(0.5)
        self.dense2 = nn.Linear(4 * width, n_tags)

    def embed(self, waveform: Tensor) -> Tensor:
        """See `WaveformNetwork.embed`."""
        x = waveform
        for number in range(1, 12):
            x = self.get_submodule(f"layer{number}")(x)
        return torch.relu(self.bn(self.dense1(x[:, :, 0])))

    def classify(self, embedding: Tensor) -> Tensor:
        """See `WaveformNetwork.classify`."""
        logits: Tensor = self.dense2(self.dropout(embedding))
        return logits

    def output_layer(self) -> nn.Linear:
        """See `Network.output_layer`."""
        return self.dense2
