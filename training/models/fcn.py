"""FCN: Choi et al. 2016, "Automatic tagging using deep convolutional neural networks".

Layers and state-dict names as in Won et al. 2020, "Evaluation of CNN-based automatic music
tagging models".
"""

from torch import Tensor, nn

from training.front_ends import MelOptions
from training.models.network import ConvPool2d, MelNetwork


class FCN(MelNetwork):
    """Five convolution layers over 29 s; the embedding is the last, 1 × 1, feature map."""

    def __init__(self, n_tags: int, options: MelOptions | None = None) -> None:
        super().__init__(options or MelOptions(), chunk_samples=464_000, embedding_width=64)
        self.layer1 = ConvPool2d(1, 64, (2, 4))
        self.layer2 = ConvPool2d(64, 128, (2, 4))
        self.layer3 = ConvPool2d(128, 128, (2, 4))
        self.layer4 = ConvPool2d(128, 128, (3, 5))
        self.layer5 = ConvPool2d(128, 64, (4, 4))
        self.dropout = nn.Dropout(0.5)
        self.dense = nn.Linear(64, n_tags)

    def embed(self, spectrogram: Tensor) -> Tensor:
        """See `MelNetwork.embed`."""
        x = self.layer3(self.layer2(self.layer1(spectrogram)))
        x = self.layer5(self.layer4(x))
        embedding: Tensor = x.flatten(1)
        return embedding

    def classify(self, embedding: Tensor) -> Tensor:
        """See `MelNetwork.classify`."""
        logits: Tensor = self.dense(self.dropout(embedding))
        return logits

    def output_layer(self) -> nn.Linear:
        """See `MelNetwork.output_layer`."""
        return self.dense
