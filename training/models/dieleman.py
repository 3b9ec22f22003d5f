"""1D CNN: van den Oord, Dieleman and Schrauwen 2013, "Deep content-based music recommendation".

The layers and the pooling over all time are those of Dieleman's description of 2014,
"Recommending music on Spotify with deep learning".
"""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.front_ends import MelOptions
from training.models.network import MelNetwork

OPTIONS = MelOptions(
    sample_rate=22_050,
    n_fft=2_048,
    hop_length=1_024,
    n_mels=128,
    f_max=11_025.0,
    padding="none",
    compression="log10p",
)
CHUNK_SAMPLES = 598 * 1_024 + 2_048
"""599 frames."""
POOLS = (4, 2, 2, 1)
LEAST = 1e-12
"""Added under the square root, whose slope at 0 has no end."""


class DielemanCNN(MelNetwork):
    """Four layers over time; mean, maximum and L2 norm of all time; two dense layers.

    Args:
        n_tags: number of outputs.
        width: filters of the first two layers (256); the other two have twice as many.
        dense: width of the dense layers (2048), the second of which is the embedding.
        options: the mel front end.
    """

    def __init__(
        self,
        n_tags: int,
        width: int = 256,
        dense: int = 2_048,
        options: MelOptions = OPTIONS,
    ) -> None:
        super().__init__(options, CHUNK_SAMPLES, dense)
        widths = (options.n_mels, width, width, 2 * width, 2 * width)
        self.layers = nn.ModuleList(
            nn.Conv1d(before, after, 4) for before, after in pairwise(widths)
        )
        self.dense1 = nn.Linear(3 * widths[-1], dense)
        self.dense2 = nn.Linear(dense, dense)
        self.dropout = nn.Dropout(0.5)
        self.output = nn.Linear(dense, n_tags)

    def embed(self, spectrogram: Tensor) -> Tensor:
        """See `MelNetwork.embed`."""
        x = spectrogram[:, 0]
        for layer, pool in zip(self.layers, POOLS, strict=True):
            x = torch.relu(layer(x))
            x = functional.max_pool1d(x, pool) if pool > 1 else x
        norm = torch.sqrt(x.square().sum(dim=2) + LEAST)
        pooled = torch.cat([x.mean(dim=2), x.amax(dim=2), norm], dim=1)
        hidden = torch.relu(self.dense1(self.dropout(pooled)))
        return torch.relu(self.dense2(self.dropout(hidden)))

    def classify(self, embedding: Tensor) -> Tensor:
        """See `MelNetwork.classify`."""
        logits: Tensor = self.output(self.dropout(embedding))
        return logits

    def output_layer(self) -> nn.Linear:
        """See `Network.output_layer`."""
        return self.output
