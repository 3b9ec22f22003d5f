"""CRNN: Choi et al. 2017, "Convolutional recurrent neural networks for music classification".

Layers and state-dict names as in Won et al. 2020, "Evaluation of CNN-based automatic music
tagging models".
"""

from torch import Tensor, nn

from training.front_ends import MelOptions
from training.models.network import ConvPool2d, MelNetwork


class CRNN(MelNetwork):
    """Four convolution layers over 29 s and a two-layer GRU; the embedding is its last state.

    Args:
        n_tags: number of outputs.
        options: the mel front end.
        width: channels of the first layer; the other three have twice as many.
    """

    def __init__(self, n_tags: int, options: MelOptions | None = None, width: int = 64) -> None:
        super().__init__(options or MelOptions(), chunk_samples=464_000, embedding_width=32)
        self.layer1 = ConvPool2d(1, width, (2, 2))
        self.layer2 = ConvPool2d(width, 2 * width, (3, 3))
        self.layer3 = ConvPool2d(2 * width, 2 * width, (4, 4))
        self.layer4 = ConvPool2d(2 * width, 2 * width, (4, 4))
        self.layer5 = nn.GRU(2 * width, 32, 2, batch_first=True)
        self.dropout = nn.Dropout(0.5)
        self.dense = nn.Linear(32, n_tags)

    def embed(self, spectrogram: Tensor) -> Tensor:
        """See `MelNetwork.embed`."""
        x = self.layer2(self.layer1(spectrogram))
        x = self.layer4(self.layer3(x))
        states, _ = self.layer5(x[:, :, 0].transpose(1, 2))
        last: Tensor = states[:, -1]
        return last

    def classify(self, embedding: Tensor) -> Tensor:
        """See `MelNetwork.classify`."""
        logits: Tensor = self.dense(self.dropout(embedding))
        return logits

    def output_layer(self) -> nn.Linear:
        """See `MelNetwork.output_layer`."""
        return self.dense
