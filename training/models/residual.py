"""Residual blocks of He et al. 2016, "Deep residual learning for image recognition".

The variants and the state-dict names of Won et al. 2020, "Evaluation of CNN-based automatic music
tagging models": the shortcut is a 3 × 3 convolution.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional


class Residual2d(nn.Module):
    """Two 3 × 3 convolutions, the first strided, beside a strided 3 × 3 one.

    The input itself is added where it has the shape of the output.

    Args:
        channels_in: of the input.
        channels_out: of the output.
        stride: over height and width.
        pool: height and width from which the maximum is taken at the end; 1 leaves it out.
    """

    def __init__(
        self,
        channels_in: int,
        channels_out: int,
        stride: int | tuple[int, int] = 1,
        pool: int | tuple[int, int] = 1,
    ) -> None:
        super().__init__()
        self.conv_1 = nn.Conv2d(channels_in, channels_out, 3, stride, 1)
        self.bn_1 = nn.BatchNorm2d(channels_out)
        self.conv_2 = nn.Conv2d(channels_out, channels_out, 3, 1, 1)
        self.bn_2 = nn.BatchNorm2d(channels_out)
        self.same = stride == 1 and channels_in == channels_out
        if not self.same:
            self.conv_3 = nn.Conv2d(channels_in, channels_out, 3, stride, 1)
            self.bn_3 = nn.BatchNorm2d(channels_out)
        self.pool = pool

    def forward(self, x: Tensor) -> Tensor:
        """[batch, channels_in, height, width] → [batch, channels_out, …]."""
        y = torch.relu(self.bn_1(self.conv_1(x)))
        y = self.bn_2(self.conv_2(y))
        y = torch.relu(y + (x if self.same else self.bn_3(self.conv_3(x))))
        return y if self.pool == 1 else functional.max_pool2d(y, self.pool)
