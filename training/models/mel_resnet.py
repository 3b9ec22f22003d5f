"""A residual network over a mel-spectrogram, made for fast hearing on a CPU.

Residual blocks of He et al. 2016, "Deep residual learning for image recognition". The first
layer halves time and frequency at once, where most of the arithmetic of a Short-chunk CNN is.
"""

from itertools import pairwise

import torch
from torch import Tensor, nn

from training.front_ends import MelOptions
from training.models.pooled import PooledMelNetwork


class Residual(nn.Module):
    """Two 3 × 3 convolutions beside a 1 × 1 one, halving height and width.

    With a stride of 1 the input itself is added, which has to have as many channels.
    """

    def __init__(self, channels_in: int, channels_out: int, stride: int = 2) -> None:
        super().__init__()
        self.conv_1 = nn.Conv2d(channels_in, channels_out, 3, stride, padding=1, bias=False)
        self.bn_1 = nn.BatchNorm2d(channels_out)
        self.conv_2 = nn.Conv2d(channels_out, channels_out, 3, padding=1, bias=False)
        self.bn_2 = nn.BatchNorm2d(channels_out)
        self.same = stride == 1
        if not self.same:
            self.shortcut = nn.Conv2d(channels_in, channels_out, 1, stride, bias=False)
            self.bn_3 = nn.BatchNorm2d(channels_out)

    def forward(self, x: Tensor) -> Tensor:
        """[batch, channels_in, h, w] → [batch, channels_out, ⌈h/stride⌉, ⌈w/stride⌉]."""
        y = torch.relu(self.bn_1(self.conv_1(x)))
        y = self.bn_2(self.conv_2(y))
        return torch.relu(y + (x if self.same else self.bn_3(self.shortcut(x))))


class MelResNet(PooledMelNetwork):
    """Strided stem and four stages of residual blocks over 4 s, then maximum and mean.

    Args:
        n_tags: number of outputs.
        width: channels of the stem; the stages have 2, 4, 6 and 8 times it.
        embedding_width: length of the embedding.
        options: the mel front end.
        blocks: of each stage; the first of them halves height and width.
    """

    def __init__(
        self,
        n_tags: int,
        width: int = 32,
        embedding_width: int = 256,
        options: MelOptions | None = None,
        blocks: int = 1,
    ) -> None:
        super().__init__(embedding_width, options or MelOptions(n_mels=128, compression="log10p"))
        self.stem = nn.Conv2d(1, width, 5, stride=2, padding=2, bias=False)
        self.stem_bn = nn.BatchNorm2d(width)
        widths = [factor * width for factor in (1, 2, 4, 6, 8)]
        stages: list[nn.Module] = []
        for before, after in pairwise(widths):
            stages.append(Residual(before, after))
            stages += [Residual(after, after, stride=1) for _ in range(blocks - 1)]
        self.blocks = nn.Sequential(*stages)
        self.add_head(widths[-1], n_tags)

    def maps(self, spectrogram: Tensor) -> Tensor:
        """See `PooledMelNetwork.maps`."""
        x: Tensor = self.blocks(torch.relu(self.stem_bn(self.stem(spectrogram))))
        return x
