"""FCN: Choi et al. 2016, "Automatic tagging using deep convolutional neural networks".

Layers and state-dict names as in Won et al. 2020, "Evaluation of CNN-based automatic music
tagging models".
"""

from torch import Tensor, nn

from training.front_ends import MelOptions
from training.models.network import ConvPool2d, MelNetwork


class FCN(MelNetwork):
    """Five convolution layers over 29 s; the embedding is the last, 1 × 1, feature map.

    Args:
        n_tags: number of outputs.
        options: the mel front end.
        width: channels of the first and the last layer; the others have twice as many.
    """

    def __init__(self, n_tags: int, options: MelOptions | None = None, width: int = 64) -> None:
        super().__init__(options or MelOptions(), chunk_samples=464_000, embedding_width=width)
        self.layer1 = ConvPool2d(1, width, (2, 4))
        self.layer2 = ConvPool2d(width, 2 * width, (2, 4))
        self.layer3 = ConvPool2d(2 * width, 2 * width, (2, 4))
        self.layer4 = ConvPool2d(2 * width, 2 * width, (3, 5))
        self.layer5 = ConvPool2d(2 * width, width, (4, 4))
        self.dropout = nn.Dropout(0.5)
        self.dense = nn.Linear(width, n_tags)

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
