"""A few convolutions over a mel-spectrogram, then self-attention over time.

The encoder is that of Vaswani et al. 2017, "Attention is all you need", normalised before each
part as in Xiong et al. 2020, "On layer normalization in the transformer architecture". Convolutions
before it as in Xiao et al. 2021, "Early convolutions help transformers see better"; places are told
by a convolution, as in Chu et al. 2021, "Conditional positional encodings for vision transformers",
so that a chunk may have any length.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.front_ends import MelOptions
from training.models.mel_resnet import Residual
from training.models.pooled import PooledMelNetwork

HEAD = 32
"""Channels of an attention head."""
DROPOUT = 0.1
PLACES = 9
"""Steps the convolution that tells places reaches over."""
REDUCTION = 8
"""Mel bands and frames that become one, by the strides of the convolutions."""


class EncoderLayer(nn.Module):
    """Attention and two dense layers, each normalised before and added to its input.

    Args:
        width: channels, a multiple of `HEAD`.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm_1 = nn.LayerNorm(width)
        self.projections = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)
        self.norm_2 = nn.LayerNorm(width)
        self.inner = nn.Linear(width, 4 * width)
        self.outer = nn.Linear(4 * width, width)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor) -> Tensor:
        """[batch, steps, width] → [batch, steps, width]."""
        query, key, value = (
            part.unflatten(2, (-1, HEAD)).transpose(1, 2)
            for part in self.projections(self.norm_1(x)).chunk(3, dim=2)
        )
        attended: Tensor = functional.scaled_dot_product_attention(query, key, value)
        x = x + self.dropout(self.output(attended.transpose(1, 2).flatten(2)))
        y: Tensor = self.dropout(self.outer(torch.relu(self.inner(self.norm_2(x)))))
        return x + y


class MelAttention(PooledMelNetwork):
    """Strided convolutions over 4 s, self-attention over steps of 128 ms, maximum and mean.

    Args:
        n_tags: number of outputs.
        width: channels of the stem; the residual blocks have 2 and 3, the encoder 8 times it. A
            multiple of 4.
        embedding_width: length of the embedding.
        options: the mel front end.
        layers: of the encoder.
    """

    def __init__(
        self,
        n_tags: int,
        width: int = 32,
        embedding_width: int = 256,
        options: MelOptions | None = None,
        layers: int = 4,
    ) -> None:
        options = options or MelOptions(compression="log10p")
        super().__init__(embedding_width, options)
        self.stem = nn.Conv2d(1, width, 5, stride=2, padding=2, bias=False)
        self.stem_bn = nn.BatchNorm2d(width)
        self.blocks = nn.Sequential(Residual(width, 2 * width), Residual(2 * width, 3 * width))
        inner = 8 * width
        bands = -(-options.n_mels // REDUCTION)
        self.steps = nn.Linear(3 * width * bands, inner)
        self.places = nn.Conv1d(inner, inner, PLACES, padding=PLACES // 2, groups=inner)
        self.encoder = nn.Sequential(*(EncoderLayer(inner) for _ in range(layers)))
        self.norm = nn.LayerNorm(inner)
        self.add_head(inner, n_tags)

    def maps(self, spectrogram: Tensor) -> Tensor:
        """See `PooledMelNetwork.maps`."""
        x = self.blocks(torch.relu(self.stem_bn(self.stem(spectrogram))))
        steps = self.steps(x.flatten(1, 2).transpose(1, 2))
        steps = steps + self.places(steps.transpose(1, 2)).transpose(1, 2)
        y: Tensor = self.norm(self.encoder(steps))
        return y.transpose(1, 2)
