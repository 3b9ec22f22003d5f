"""The baseline of simple features: mean and deviation of log mel bands and of their slopes."""

import torch
from torch import Tensor

from training.features.frames import SECONDS, deltas, mean_and_deviation, mel_front
from training.features.network import FeatureNetwork
from training.front_ends import MelOptions, compress

OPTIONS = MelOptions(n_fft=1_024, hop_length=512, n_mels=64, compression="log10p")


class MelStatistics(FeatureNetwork):
    """Statistics of a mel-spectrogram; nothing is learned without labels.

    Args:
        n_tags: number of outputs.
        options: the mel front end.
        chunk_samples: length of a chunk; 10 s unless told.
    """

    def __init__(
        self, n_tags: int, options: MelOptions = OPTIONS, chunk_samples: int | None = None
    ) -> None:
        super().__init__(
            n_tags,
            mel_front(options),
            options.card(),
            options.sample_rate,
            chunk_samples or SECONDS * options.sample_rate,
            4 * options.n_mels,
        )
        self._compression = options.compression

    def describe(self, heard: Tensor) -> Tensor:
        """See `FeatureNetwork.describe`: bands and slopes, [batch, frames, 2 · n_mels]."""
        bands = compress(heard, self._compression)
        return torch.cat([bands, deltas(bands)], dim=1).transpose(1, 2)

    def embed(self, frames: Tensor) -> Tensor:
        """See `FeatureNetwork.embed`: means, then deviations."""
        return mean_and_deviation(frames)
