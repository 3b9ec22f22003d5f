"""Short-chunk CNN: Won et al. 2020, "Evaluation of CNN-based automatic music tagging models"."""

import torch
from torch import Tensor, nn

from training.front_ends import MelOptions
from training.models.network import ConvPool2d, MelNetwork


class ShortChunkCNN(MelNetwork):
    """Seven 3 × 3 convolution layers over 3.69 s.

    Args:
        n_tags: number of outputs.
        width: channels of the first layer (128 in the paper); later layers have 2 and 4 times it.
        options: the mel front end.
    """

    def __init__(self, n_tags: int, width: int = 128, options: MelOptions | None = None) -> None:
        options = options or MelOptions(n_mels=128)
        super().__init__(options, chunk_samples=59_049, embedding_width=4 * width)
        self.layer1 = ConvPool2d(1, width, 2)
        self.layer2 = ConvPool2d(width, width, 2)
        self.layer3 = ConvPool2d(width, 2 * width, 2)
        self.layer4 = ConvPool2d(2 * width, 2 * width, 2)
        self.layer5 = ConvPool2d(2 * width, 2 * width, 2)
        self.layer6 = ConvPool2d(2 * width, 2 * width, 2)
        self.layer7 = ConvPool2d(2 * width, 4 * width, 2)
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
