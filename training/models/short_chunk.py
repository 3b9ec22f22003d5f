"""Short-chunk CNN: Won et al. 2020, "Evaluation of CNN-based automatic music tagging models".

With and without residual connections; state-dict names as published.
"""

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor, nn

from training.front_ends import MelOptions
from training.models.network import ConvPool2d, MelNetwork
from training.models.residual import Residual2d


class ShortChunk(MelNetwork):
    """Seven layers over 3.69 s, the maximum over time, and two dense layers.

    Args:
        n_tags: number of outputs.
        width: channels of the first layer (128 in the paper); later layers have 2 and 4 times it.
        options: the mel front end.
        layer: makes one layer that halves height and width from its channels in and out.
    """

    def __init__(
        self,
        n_tags: int,
        width: int,
        options: MelOptions | None,
        layer: Callable[[int, int], nn.Module],
    ) -> None:
        options = options or MelOptions(n_mels=128)
        super().__init__(options, chunk_samples=59_049, embedding_width=4 * width)
        self.layer1 = layer(1, width)
        self.layer2 = layer(width, width)
        self.layer3 = layer(width, 2 * width)
        self.layer4 = layer(2 * width, 2 * width)
        self.layer5 = layer(2 * width, 2 * width)
        self.layer6 = layer(2 * width, 2 * width)
        self.layer7 = layer(2 * width, 4 * width)
        self.dense1 = nn.Linear(4 * width, 4 * width)
        self.bn = nn.BatchNorm1d(4 * width)
        self.dropout = nn.Dropout(0.5)
        self.dense2 = nn.Linear(4 * width, n_tags)

    def embed(self, spectrogram: Tensor) -> Tensor:
        """See `MelNetwork.embed`."""
        x = self.layer3(self.layer2(self.layer1(spectrogram)))
        x = self.layer7(self.layer6(self.layer5(self.layer4(x))))
        pooled = x.flatten(2).amax(dim=2)
        return torch.relu(self.bn(self.dense1(pooled)))

    def classify(self, embedding: Tensor) -> Tensor:
        """See `MelNetwork.classify`."""
        logits: Tensor = self.dense2(self.dropout(embedding))
        return logits

    def output_layer(self) -> nn.Linear:
        """See `MelNetwork.output_layer`."""
        return self.dense2


class ShortChunkCNN(ShortChunk):
    """Plain 3 × 3 convolutions with pooling; arguments see `ShortChunk`."""

    def __init__(self, n_tags: int, width: int = 128, options: MelOptions | None = None) -> None:
        super().__init__(n_tags, width, options, partial(ConvPool2d, pool=2))


class ShortChunkCNNRes(ShortChunk):
    """Residual blocks with strides; arguments see `ShortChunk`."""

    def __init__(self, n_tags: int, width: int = 128, options: MelOptions | None = None) -> None:
        super().__init__(n_tags, width, options, partial(Residual2d, stride=2))
