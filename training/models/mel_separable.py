"""Inverted residuals over a mel-spectrogram: much depth for little arithmetic.

Blocks of Sandler et al. 2018, "MobileNetV2: inverted residuals and linear bottlenecks"; widths,
squeeze and excitation and activations after the large network of Howard et al. 2019,
"Searching for MobileNetV3". Schmid et al. 2023, "Efficient large-scale audio tagging via
transformer-to-CNN knowledge distillation", showed that such a network learns well from teachers.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.front_ends import MelOptions
from training.models.pooled import PooledMelNetwork


class Stage(NamedTuple):
    """Blocks of one size; the first of them has the stride."""

    expansion: int
    channels: int
    blocks: int
    stride: int
    fused: bool
    excited: bool
    smooth: bool


STEM = 16
STAGES = (
    Stage(1, 16, 1, 1, fused=False, excited=False, smooth=False),
    Stage(3, 24, 2, 2, fused=True, excited=False, smooth=False),
    Stage(3, 40, 3, 2, fused=False, excited=True, smooth=False),
    Stage(3, 80, 4, 2, fused=False, excited=False, smooth=True),
    Stage(6, 112, 2, 1, fused=False, excited=True, smooth=True),
    Stage(6, 160, 3, 2, fused=False, excited=True, smooth=True),
)
"""Howard et al. 2019, table 1, with one expansion a stage.

All filters are 3 × 3: with their 5 × 5 ones a step of training takes a CPU 1.4 times as long. Where
maps are large the first two convolutions are one, as in Tan & Le 2021, "EfficientNetV2: smaller
models and faster training".
"""
LAST = 960
STEP = 8
"""Channels are a multiple of it, as vector units like them."""
SQUEEZE = 4
"""Howard et al. 2019, 5.3: a quarter of the expanded channels."""


def scaled(channels: int, width: float) -> int:
    """The multiple of `STEP` nearest to so many channels times the width, at least one."""
    return max(STEP, round(channels * width / STEP) * STEP)


class Excitation(nn.Module):
    """Every channel times a factor from 0 to 1 that follows from all channels' means."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(channels, scaled(channels, 1 / SQUEEZE), 1)
        self.excite = nn.Conv2d(self.squeeze.out_channels, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        """[batch, channels, h, w] → the same shape."""
        means = x.mean(dim=(2, 3), keepdim=True)
        return x * functional.hardsigmoid(self.excite(torch.relu(self.squeeze(means))))


class InvertedResidual(nn.Module):
    """1 × 1 convolution to more channels, one filter a channel, 1 × 1 convolution to few.

    Args:
        channels_in: of the input, which is added where it has the shape of the output.
        stage: kernel, expansion and activation.
        channels_out: of the output.
        stride: over height and width.
        excitation: whether stages that are excited are.
    """

    def __init__(
        self, channels_in: int, stage: Stage, channels_out: int, stride: int, excitation: bool
    ) -> None:
        super().__init__()
        inner = channels_in * stage.expansion
        activation: type[nn.Module] = nn.Hardswish if stage.smooth else nn.ReLU
        first = inner if stage.expansion > 1 and not stage.fused else channels_in
        layers: list[nn.Module] = []
        if first != channels_in:
            layers += [
                nn.Conv2d(channels_in, first, 1, bias=False),
                nn.BatchNorm2d(first),
                activation(),
            ]
        groups = 1 if stage.fused else first
        layers += [
            nn.Conv2d(first, inner, 3, stride, padding=1, groups=groups, bias=False),
            nn.BatchNorm2d(inner),
            activation(),
        ]
        if excitation and stage.excited:
            layers.append(Excitation(inner))
        layers += [nn.Conv2d(inner, channels_out, 1, bias=False), nn.BatchNorm2d(channels_out)]
        self.layers = nn.Sequential(*layers)
        self.same = stride == 1 and channels_in == channels_out

    def forward(self, x: Tensor) -> Tensor:
        """[batch, channels_in, h, w] → [batch, channels_out, ⌈h/stride⌉, ⌈w/stride⌉]."""
        y: Tensor = self.layers(x)
        return x + y if self.same else y


class MelSeparable(PooledMelNetwork):
    """Strided stem and six stages of inverted residuals over 4 s, then maximum and mean.

    Args:
        n_tags: number of outputs.
        width: channels of the stem; all others grow with it. 16 are those of Howard et al. 2019.
        embedding_width: length of the embedding.
        options: the mel front end.
        excitation: without it no stage has squeeze and excitation.
    """

    def __init__(
        self,
        n_tags: int,
        width: int = STEM,
        embedding_width: int = 256,
        options: MelOptions | None = None,
        excitation: bool = True,
    ) -> None:
        super().__init__(embedding_width, options or MelOptions(compression="log10p"))
        factor, channels = width / STEM, width
        self.stem = nn.Conv2d(1, width, 3, stride=2, padding=1, bias=False)
        self.stem_bn = nn.BatchNorm2d(width)
        blocks = []
        for stage in STAGES:
            after = scaled(stage.channels, factor)
            for number in range(stage.blocks):
                stride = 1 if number else stage.stride
                blocks.append(InvertedResidual(channels, stage, after, stride, excitation))
                channels = after
        self.blocks = nn.Sequential(*blocks)
        last = scaled(LAST, factor)
        self.last = nn.Conv2d(channels, last, 1, bias=False)
        self.last_bn = nn.BatchNorm2d(last)
        self.add_head(last, n_tags)

    def maps(self, spectrogram: Tensor) -> Tensor:
        """See `PooledMelNetwork.maps`."""
        x = functional.hardswish(self.stem_bn(self.stem(spectrogram)))
        return functional.hardswish(self.last_bn(self.last(self.blocks(x))))
