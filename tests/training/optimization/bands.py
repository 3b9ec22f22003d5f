"""A small network with batch normalisation and dropout, and something for it to learn."""

import numpy as np
import torch
from torch import Tensor, nn

from tagger_app.core.fields import Category
from training.datasets.batch import Batch
from training.front_ends import MelOptions
from training.models.network import MelNetwork, Network
from training.optimization.losses import columns_of, loss_of
from training.optimization.objective import Loss, Share, device_of, rng_of_step

BATCH = 7
GROUPS = columns_of([Category.MOOD] * 2, set(), {})


class BandCNN(MelNetwork):
    """Two convolutions over 16 mel bands."""

    def __init__(self, tags: int = 2, dropout: float = 0.2) -> None:
        super().__init__(MelOptions(n_mels=16), 4_096, 8)
        self.convolutions = nn.Sequential(
            nn.Conv2d(1, 8, 3, padding=1),
            nn.BatchNorm2d(8),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(8, 8, 3, padding=1),
            nn.BatchNorm2d(8),
            nn.ReLU(),
        )
        self.dense = nn.Linear(8 * 8, 8)
        self.norm = nn.BatchNorm1d(8)
        self.dropout = nn.Dropout(dropout)
        self.output = nn.Linear(8, tags)

    def embed(self, spectrogram: Tensor) -> Tensor:
        bands = self.convolutions(spectrogram).amax(dim=3).flatten(1)
        embedding: Tensor = torch.relu(self.norm(self.dense(bands)))
        return embedding

    def classify(self, embedding: Tensor) -> Tensor:
        logits: Tensor = self.output(self.dropout(embedding))
        return logits

    def output_layer(self) -> nn.Linear:
        return self.output


def bands(step: int, size: int = BATCH) -> Batch:
    """Mel power: loud in the low bands means the first tag, in the high bands the second.

    Of every fourth value nothing is known.
    """
    rng = rng_of_step(77, step)
    values = rng.integers(0, 2, (size, 2)).astype(np.float32)
    power = rng.random((size, 16, 16)).astype(np.float32)
    power[:, :8] *= 1.0 + 100.0 * values[:, :1, None]
    power[:, 8:] *= 1.0 + 100.0 * values[:, 1:, None]
    weights = (rng.random((size, 2)) < 0.75).astype(np.float32)
    return Batch(*(torch.from_numpy(part) for part in (power, values, weights)))


def objective(network: Network, step: int, share: Share) -> Loss:
    """The loss on a share of a step's batch."""
    power, values, weights = (part[share.rows].to(device_of(network)) for part in bands(step))
    return loss_of(network.judge(power).logits, values, weights, GROUPS)
