"""What our own mel networks have in common: maximum and mean of feature maps, two dense layers."""

import torch
from torch import Tensor, nn

from training.front_ends import MelOptions
from training.models.network import MelNetwork


class PooledMelNetwork(MelNetwork):
    """A network over 4 s whose embedding is made of feature maps' maxima and means.

    A subclass calls `add_head` last, so that the head's weights follow its own.

    Args:
        embedding_width: length of the embedding.
        options: the mel front end.
    """

    dense1: nn.Linear
    bn: nn.BatchNorm1d
    dropout: nn.Dropout
    dense2: nn.Linear

    def __init__(self, embedding_width: int, options: MelOptions) -> None:
        super().__init__(options, chunk_samples=64_000, embedding_width=embedding_width)

    def add_head(self, channels: int, n_tags: int) -> None:
        """Add the dense layers over `channels` feature maps."""
        self.dense1 = nn.Linear(2 * channels, self.embedding_width)
        self.bn = nn.BatchNorm1d(self.embedding_width)
        self.dropout = nn.Dropout(0.2)
        self.dense2 = nn.Linear(self.embedding_width, n_tags)

    def maps(self, spectrogram: Tensor) -> Tensor:
        """[batch, 1, n_mels, frames], normalised → [batch, channels, …]."""
        raise NotImplementedError

    def embed(self, spectrogram: Tensor) -> Tensor:
        """See `MelNetwork.embed`."""
        x = self.maps(spectrogram).flatten(2)
        pooled = torch.cat([x.amax(dim=2), x.mean(dim=2)], dim=1)
        return torch.relu(self.bn(self.dense1(pooled)))

    def classify(self, embedding: Tensor) -> Tensor:
        """See `MelNetwork.classify`."""
        logits: Tensor = self.dense2(self.dropout(embedding))
        return logits

    def output_layer(self) -> nn.Linear:
        """See `MelNetwork.output_layer`."""
        return self.dense2
